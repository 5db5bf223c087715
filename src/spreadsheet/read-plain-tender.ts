import type { FileSource } from '../application/file-source.ts';
import { checkBids } from '../application/check-tender.ts';
import { plainName } from '../application/nearest-names.ts';
import type { TenderReading } from '../application/tender.ts';
import { type WrittenBid, writeBid } from '../application/written-bid.ts';
import type { Bid } from '../domain/bid.ts';
import { AppError } from '../domain/errors.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { ABOUT_SHEET } from './layout.ts';
import { carbon as carbonLayout } from './layout-carbon.ts';
import { type UploadLimits, withDefaultLimits } from './limits.ts';
import { LineText } from './line-text.ts';
import { PlainCarbon, type PlainLines } from './plain-carbon.ts';
import { NotPlain } from './plain-column.ts';
import { readContent, type RowTaker, type StartedSheet } from './read-content.ts';
import { type ReadOptions, readTender } from './read-tender.ts';
import { refusalOfFile } from './refusal.ts';
import type { RowBatch } from './row-batch.ts';
import type { RowBuffer } from './row-buffer.ts';
import { type Sheet, SheetCollector } from './sheet-collector.ts';
import { uploadKind } from './upload.ts';

/** A reading without faults, with its bids written; those in the reading itself are without their carbon lines. */
export type PlainReading = { readonly reading: TenderReading; readonly bids: readonly WrittenBid[] };

/**
 * Reads a tender workbook whose carbon lines are all plainly good, in one go and in little memory. Undefined for any
 * other: what is to be said of it only the full reading can say. Where it gives a reading it is the same to the byte.
 * Reads in the caller's thread, which is a worker. Throws AppError for a file that cannot be opened.
 */
export async function readPlainTender(
  source: FileSource,
  catalogue: Catalogue,
  options: ReadOptions = {},
): Promise<PlainReading | undefined> {
  if ((await uploadKind(source, options.limits)) !== 'xlsx') return undefined;
  const sheets = new TenderSheets(catalogue, withDefaultLimits(options.limits), options.onRows);
  try {
    const end = await readContent(source, withDefaultLimits(options.limits), sheets);
    const content = { ...end, fileName: source.name, sheets: sheets.all() };
    return finish(readTender(content, catalogue, options), sheets.takeCarbon(), catalogue);
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error instanceof AppError ? refusalOfFile(error, source.name) : error;
  }
}

/** Puts the lines into the bids that they name. */
function finish(reading: TenderReading, carbon: PlainCarbon, catalogue: Catalogue): PlainReading {
  const { tender, issues, proposedMapping } = reading;
  if (tender === undefined || issues.length > 0 || proposedMapping !== undefined) throw new NotPlain();
  const linesOf = new Map<Bid, PlainLines>();
  for (const lines of carbon.lines.values()) {
    const bid = findBid(tender.bids, lines);
    if (linesOf.has(bid)) throw new NotPlain();
    linesOf.set(bid, lines);
  }
  const [anyBid] = tender.bids;
  if (anyBid !== undefined && carbon.toCheck.length > 0) {
    const faults = checkBids([{ ...anyBid, carbon: carbon.toCheck }], catalogue, tender.procurement);
    if (faults.length > 0) throw new NotPlain();
  }
  return { reading, bids: tender.bids.map((bid) => writeWithLines(bid, carbon, linesOf.get(bid)?.text)) };
}

/** The one bid that lines with this reference and lot can be about. */
function findBid(bids: readonly Bid[], { reference, lot }: PlainLines): Bid {
  const known = bids.filter((bid) => bid.reference === reference && (lot === undefined || bid.lot === lot));
  const [bid] = known;
  if (bid === undefined || known.length > 1) throw new NotPlain();
  return bid;
}

function writeWithLines(bid: Bid, carbon: PlainCarbon, lines: LineText = new LineText(carbon.pieces)): WrittenBid {
  const { carbon: _none, devices, removals, ...before } = bid;
  const numbers = lines.between(
    `${JSON.stringify(before).slice(0, -1)},"carbon":[`,
    `],"devices":${JSON.stringify(devices)},"removals":${JSON.stringify(removals)}}`,
  );
  if (numbers === undefined) throw new NotPlain();
  return writeBid(bid, { pieces: carbon.pieces.all, numbers });
}

const ROWS_BETWEEN_SIGNS = 1000;

/** Holds the sheets of a tender workbook, but of Carbon only the lines as text. */
class TenderSheets {
  private readonly catalogue: Catalogue;
  private readonly limits: UploadLimits;
  private readonly onRows: (rows: number) => void;
  private readonly others = new SheetCollector();
  private carbon: PlainCarbon | undefined;
  private carbonAt = 0;
  private sheets = 0;
  private rows = 0;
  private cells = 0;

  constructor(catalogue: Catalogue, limits: UploadLimits, onRows: (rows: number) => void = () => {}) {
    this.catalogue = catalogue;
    this.limits = limits;
    this.onRows = onRows;
  }

  readonly startSheet = (sheet: StartedSheet): RowTaker | undefined => {
    const at = this.sheets++;
    if (this.carbon !== undefined || plainName(sheet.name) !== plainName(carbonLayout.name)) {
      this.others.startSheet(sheet);
      return undefined;
    }
    this.carbon = new PlainCarbon(sheet, this.catalogue);
    this.carbonAt = at;
    return this.takeCarbonRow;
  };

  readonly addRows = (batch: RowBatch): void => {
    this.others.addRows(batch);
    this.count(batch.rowNumbers.length, batch.columns.length);
    this.onRows(this.rows);
  };

  private readonly takeCarbonRow = (number: number, row: RowBuffer): void => {
    this.carbon?.takeRow(number, row);
    this.count(1, row.length);
    if (this.rows % ROWS_BETWEEN_SIGNS === 0) this.onRows(this.rows);
  };

  /** More than a full reading holds is for the full reading to refuse. */
  private count(rows: number, cells: number): void {
    this.rows += rows;
    this.cells += cells;
    const { heldCells, heldCharacters } = this.limits;
    if (this.cells > heldCells || (this.carbon?.characters ?? 0) > heldCharacters) throw new NotPlain();
  }

  /** In the order of the file, Carbon up to its headers; needs About and Carbon under these very names. */
  all(): Sheet[] {
    const sheets = this.others.all();
    if (!sheets.some(({ name }) => plainName(name) === plainName(ABOUT_SHEET.name))) throw new NotPlain();
    return sheets.toSpliced(this.carbonAt, 0, this.takeCarbon().end());
  }

  takeCarbon(): PlainCarbon {
    if (this.carbon === undefined) throw new NotPlain();
    return this.carbon;
  }
}

import { createStatedLineCheck, type StatedLineCheck } from '../application/check-stated-line.ts';
import { createFaultList, type FaultList } from '../application/fault-list.ts';
import { lineIdentity } from '../application/line-identity.ts';
import type { MappingProposal, PlaceInFile } from '../application/tender.ts';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import type { Issue } from '../domain/issue.ts';
import { periodOfYear } from '../domain/reporting-period.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { type CellValue, columnLetters } from './cell.ts';
import { allIssues, settleReading } from './finish-reading.ts';
import { carbonReturnLayout } from './layout.ts';
import { carbonReturnSheets } from './layout-carbon-return.ts';
import { type SettledColumn, settleHeaders } from './read-sheet-rows.ts';
import type { ReadOptions } from './read-tender.ts';
import type { ReadingLog } from './reading-log.ts';
import { unsupportedFile } from './refusal.ts';
import { findRegisterSheets } from './register-sheets.ts';
import { removalField, toFigureLine, toRemovalLine } from './return-line.ts';
import { RowReader, rowPlace, type StreamedRow } from './row-reader.ts';
import type { RowView } from './row-buffer.ts';
import { streamCsv, streamSheet } from './stream-upload.ts';
import type { UploadContent, UploadSource } from './upload.ts';
import { readHeads } from './upload-heads.ts';

const SHEETS = ['About', ...carbonReturnLayout.sheets.map(({ name }) => name)];
/** Faults beyond these are counted: a marked-up copy lists no more either. */
const MOST_FAULTS = 5000;
/** Where the amount of a line stands: the first of these that is filled in. */
const AMOUNT_FIELDS = ['amount', 'quantity', 'marketBasedAmount'] as const;

/** A sheet of the return, as it is to be read. */
type SheetPlan = {
  readonly sheet: string;
  readonly headerRow: number;
  readonly columns: readonly SettledColumn[];
  readonly isRemovals: boolean;
};

/** Where the sheets and columns are: all that is needed to find the cell of a line again. Plain data. */
export type ReturnPlaces = {
  readonly figures?: { readonly sheet: string; readonly columns: readonly SettledColumn[] };
  readonly removals?: { readonly sheet: string; readonly columns: readonly SettledColumn[] };
};

/** What a return was found to be, without its lines. Plain data, but for the lines handed over meanwhile. */
export type ReturnScan = {
  readonly issues: readonly Issue[];
  readonly notices: readonly string[];
  readonly proposedMapping?: MappingProposal;
  readonly organisation?: string;
  readonly lineCount: number;
  readonly contracts: readonly Pick<CarbonReturnLine, 'contract' | 'source'>[];
  readonly places: ReturnPlaces;
};

export type ScanOptions = ReadOptions & {
  /** The file has been found good before: its lines are only handed over. */
  readonly isChecked?: boolean;
};

/**
 * Reads a carbon return from start to end, row by row, and checks each line: nothing is held but the names of the
 * lines. Lines are handed over as long as no fault has been found. Throws AppError for a file that cannot be opened.
 */
export async function scanReturn(
  source: UploadSource,
  catalogue: Catalogue,
  options: ScanOptions,
  onLine: (line: CarbonReturnLine) => void,
): Promise<ReturnScan> {
  const heads = await readHeads(source, options.limits);
  if (heads === undefined) throw unsupportedFile('The file is a zip of files.', 'Send one carbon return at a time.');
  const { reading, log, proposal } = settleReading((one) => planSheets(heads, one), options.acceptMapping);
  const check = options.isChecked === true ? undefined : createStatedLineCheck(catalogue);
  const scanner = new ReturnScanner(log, check, onLine, options.onRows);
  for (const plan of reading.sheets) await readRows(source, heads.kind, plan, scanner, log, options);
  scanner.finish(reading.sheets.find(({ isRemovals }) => !isRemovals)?.sheet);
  return {
    issues: [...allIssues([], log, SHEETS), ...scanner.uncounted()],
    notices: log.notices,
    ...(proposal === undefined ? {} : { proposedMapping: proposal }),
    ...(reading.organisation === undefined ? {} : { organisation: reading.organisation }),
    lineCount: scanner.lineCount,
    contracts: [...scanner.contracts].map(([contract, source]) => ({ contract, source })),
    places: placesOf(reading.sheets),
  };
}

/** Where a value of the line in a row stands in the file. */
export function placeOfLine(
  { figures, removals }: ReturnPlaces,
  { sheet, row }: CarbonReturnLine['source'],
  field: string,
): PlaceInFile {
  if (removals !== undefined && removals.sheet === sheet) {
    return rowPlace(removals.sheet, removals.columns, row, removalField(field));
  }
  return figures === undefined ? {} : rowPlace(figures.sheet, figures.columns, row, field);
}

type ReturnPlan = { readonly sheets: readonly SheetPlan[]; readonly organisation?: string };

function planSheets(heads: UploadContent, log: ReadingLog): ReturnPlan {
  const found = findRegisterSheets(heads, carbonReturnLayout, log);
  const sheets = [carbonReturnSheets.figures, carbonReturnSheets.removals].flatMap((layout): SheetPlan[] => {
    const sheet = found.find(layout);
    const settled = sheet === undefined ? undefined : settleHeaders(sheet, layout, log);
    if (sheet === undefined || settled === undefined) return [];
    return [{ sheet: sheet.name, ...settled, isRemovals: layout === carbonReturnSheets.removals }];
  });
  const organisation = found.about?.get('organisation');
  return { sheets, ...(organisation === undefined ? {} : { organisation }) };
}

function placesOf(sheets: readonly SheetPlan[]): ReturnPlaces {
  const placed = (isRemovals: boolean) => {
    const found = sheets.find((one) => one.isRemovals === isRemovals);
    return found === undefined ? undefined : { sheet: found.sheet, columns: found.columns };
  };
  const [figures, removals] = [placed(false), placed(true)];
  return { ...(figures === undefined ? {} : { figures }), ...(removals === undefined ? {} : { removals }) };
}

async function readRows(
  source: UploadSource,
  kind: UploadContent['kind'],
  plan: SheetPlan,
  scanner: ReturnScanner,
  log: ReadingLog,
  { limits }: ReadOptions,
): Promise<void> {
  scanner.start(plan, kind === 'csv' ? undefined : plan.sheet);
  if (kind === 'csv') {
    await streamCsv(source, (number, values) => scanner.row(number, textAt(values)), limits);
    return;
  }
  const view = new ViewCells();
  const { issues, notices } = await streamSheet(
    source,
    plan.sheet,
    (number, row) => {
      view.view = row;
      scanner.row(number, view.at);
    },
    limits,
  );
  log.issues.push(...issues);
  for (const notice of notices) log.notice(notice);
}

function textAt(values: readonly string[]): (column: number) => CellValue | undefined {
  return (column) => {
    const text = values[column - 1];
    return text === undefined || text === '' ? undefined : { kind: 'text', text };
  };
}

/** Looks a column up in the row that is being read. */
class ViewCells {
  view: RowView | undefined;

  readonly at = (column: number): CellValue | undefined => {
    const { view } = this;
    if (view === undefined) return undefined;
    for (let index = 0; index < view.length; index++) if (view.column(index) === column) return view.value(index);
    return undefined;
  };
}

/** Takes the rows of a return one after the other. */
class ReturnScanner {
  lineCount = 0;
  readonly contracts = new Map<string, CarbonReturnLine['source']>();
  private readonly log: ReadingLog;
  private readonly check: StatedLineCheck | undefined;
  private readonly onLine: (line: CarbonReturnLine) => void;
  private readonly onRows: (rows: number) => void;
  private readonly faults: FaultList = createFaultList();
  /** The row of each line, by all that makes it the same line. */
  private readonly seen = new Map<string, number>();
  private plan: SheetPlan | undefined;
  private reader: RowReader | undefined;
  private amountColumns: readonly { readonly field: string; readonly letters: string }[] = [];
  private sourceSheet: string | undefined;
  private rows = 0;
  private more = 0;

  constructor(
    log: ReadingLog,
    check: StatedLineCheck | undefined,
    onLine: (line: CarbonReturnLine) => void,
    onRows: (rows: number) => void = () => {},
  ) {
    this.log = log;
    this.check = check;
    this.onLine = onLine;
    this.onRows = onRows;
  }

  start(plan: SheetPlan, sourceSheet: string | undefined): void {
    this.plan = plan;
    this.sourceSheet = sourceSheet;
    this.reader = new RowReader(plan.sheet, plan.columns);
    this.amountColumns = (plan.isRemovals ? ['tonnes'] : AMOUNT_FIELDS).flatMap((field) => {
      const column = plan.columns.find((one) => one.field.field === field)?.column;
      return column === undefined ? [] : [{ field, letters: columnLetters(column) }];
    });
  }

  row(number: number, cellAt: (column: number) => CellValue | undefined): void {
    const { plan, reader } = this;
    if (++this.rows % 1000 === 0) this.onRows(this.rows);
    if (plan === undefined || reader === undefined || number <= plan.headerRow) return;
    if (!reader.read(number, cellAt)) return;
    this.line(reader, plan);
    if (this.log.issues.length <= MOST_FAULTS) return;
    this.more += this.log.issues.length - MOST_FAULTS;
    this.log.issues.length = MOST_FAULTS;
  }

  finish(sheet: string | undefined): void {
    this.onRows(this.rows);
    if (sheet === undefined || this.lineCount > 0 || this.log.issues.length > 0) return;
    const expected = 'one row for each figure';
    this.log.fault({ sheet }, '#/figures', 'no-lines', 'Enter at least one line', { expected });
  }

  /** Says how many faults there are besides those listed. */
  uncounted(): Issue[] {
    if (this.more === 0) return [];
    const message = `And ${this.more.toLocaleString('en-GB')} more faults that are not listed.`;
    return [{ pointer: '#', code: 'more-faults', message }];
  }

  private line(row: RowReader, plan: SheetPlan): void {
    this.lineCount += 1;
    const source = {
      ...(this.sourceSheet === undefined ? {} : { sheet: this.sourceSheet }),
      row: row.number,
      ...this.amountCell(row),
    };
    const line = plan.isRemovals ? toRemovalLine(row, source) : toFigureLine(row, source);
    if (!this.contracts.has(line.contract) && line.contract !== '') this.contracts.set(line.contract, source);
    if (this.check !== undefined) this.checkLine(row, line, plan, this.check);
    if (this.log.issues.length === 0) this.onLine(line);
  }

  /** The cell of the first of the fields that say how much, where any says something. */
  private amountCell(row: RowReader): { readonly cell?: string } {
    const found = this.amountColumns.find(({ field }) => row.get(field) !== undefined);
    return found === undefined ? {} : { cell: `${found.letters}${row.number}` };
  }

  private checkLine(row: RowReader, line: CarbonReturnLine, plan: SheetPlan, check: StatedLineCheck): void {
    const pointer = `#/figures/${row.number}`;
    const before = this.log.issues.length;
    const isUnreadable = row.report(this.log, pointer);
    this.faults.issues.length = 0;
    if (plan.isRemovals) checkRemovalYear(row, pointer, this.faults);
    check(line, pointer, this.faults);
    this.checkNames(line, pointer, plan, isUnreadable);
    for (const issue of this.faults.issues) this.place(issue, row, plan, before, isUnreadable);
  }

  private checkNames(line: CarbonReturnLine, pointer: string, plan: SheetPlan, isUnreadable: boolean): void {
    if (isUnreadable) return;
    const { contract, periodStart, periodEnd } = line;
    const names = `${contract}\n${line.line}\n${lineIdentity(line)}`;
    const earlier = this.seen.get(names);
    if (earlier === undefined) this.seen.set(names, line.source.row);
    else {
      const message = `This row repeats row ${earlier}: line ${line.line} of ${contract} from ${periodStart} to ${periodEnd}`;
      this.faults.add(`${pointer}/line`, 'duplicate-row', message, {
        found: line.line,
        expected: 'each line of a contract and period once',
        fix: `Keep one of ${plan.sheet} rows ${earlier} and ${line.source.row}, or give one another name.`,
      });
    }
  }

  /** Puts a fault at its cell, unless that cell was told already or looks missing only because another is unreadable. */
  private place(issue: Issue, row: StreamedRow, plan: SheetPlan, before: number, isUnreadable: boolean): void {
    const name = issue.pointer.slice(issue.pointer.lastIndexOf('/') + 1);
    const field = plan.isRemovals ? removalField(name) : name;
    const place = rowPlace(plan.sheet, plan.columns, row.number, field);
    const isTold = this.log.issues
      .slice(before)
      .some(({ cell, header }) => cell === place.cell && header === place.header);
    if (isTold || (isUnreadable && row.get(field) === undefined)) return;
    this.log.issues.push({ ...issue, ...place });
  }
}

function checkRemovalYear(row: StreamedRow, pointer: string, faults: FaultList): void {
  const year = row.get('year');
  if (year === undefined || periodOfYear(year) !== undefined) return;
  const message = `Enter a year, as 2027, or a financial year, as 2027/28, got "${year}"`;
  faults.add(`${pointer}/year`, 'not-a-year', message, { found: year, expected: 'a year' });
}

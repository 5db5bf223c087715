import type { Procurement } from '../domain/procurement.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { layoutOf, type SheetLayout, tenderLayout, type WorkbookLayout } from './layout.ts';
import { bidSheets, tenderSheets } from './layout-columns.ts';
import { readAbout } from './read-about.ts';
import { createQuestionFinder, type QuestionFinder } from './read-answer.ts';
import { addAnswers, addCarbonLines, addDevices, addRemovals } from './read-bid-lines.ts';
import { readBidAbout } from './read-bid-about.ts';
import { createBidFinder, type DraftBid, readBidRows } from './read-bids.ts';
import { readMatrix } from './read-matrix.ts';
import { readProcurement } from './read-procurement.ts';
import type { ReadingLog } from './reading-log.ts';
import { readSheetRows } from './read-sheet-rows.ts';
import type { RowValues } from './row-values.ts';
import type { Sheet, UploadContent } from './upload.ts';
import { readTemplateKind } from './template-kind.ts';
import { findAboutSheet, findSheets, type SheetFinder, sheetNames } from './workbook-sheets.ts';
import { findMatrix } from './matrix-grid.ts';

/** What one file says. Drafts: nothing of it is given out while the log has a fault. */
export type FileReading = {
  readonly procurement?: Procurement;
  readonly bids: DraftBid[];
  /** For bids without a procurement: the deadline and the procurements they name themselves. */
  readonly deadline?: string;
  readonly procurementReferences?: readonly string[];
  /** A matrix of answers without `About`. */
  readonly answersOnly?: boolean;
};

export type FileContext = {
  readonly catalogue: Catalogue;
  readonly log: ReadingLog;
  /** Bids that another file of the upload lists; undefined when no other file does. */
  readonly listed?: readonly DraftBid[];
  readonly procurement?: Procurement;
  /** Whether the bids may stand in other files of the same upload. */
  readonly isOneOfSeveral: boolean;
};

/** Reads one file: a tender workbook, a bid workbook, or a matrix of answers. What is none of them is one fault. */
export function readFile(content: UploadContent, context: FileContext): FileReading {
  const { catalogue, log } = context;
  log.issues.push(...content.issues);
  for (const notice of content.notices) log.notice(notice);
  const findQuestion = createQuestionFinder(catalogue);
  const about = findAboutSheet(content, log);
  if (about === undefined) return readWithoutAbout(content, findQuestion, context);
  const kind = readTemplateKind(about, content, log);
  if (kind === undefined) return { bids: [] };
  const layout = layoutOf(kind);
  const sheets = findSheets(content, about, layout, findQuestion, log);
  const values = readAbout(about, layout.about, log);
  return kind === 'tender'
    ? readTenderSheets(values, sheets, findQuestion, context)
    : readBidSheets(values, sheets, findQuestion, context);
}

function readTenderSheets(
  about: RowValues,
  sheets: SheetFinder,
  findQuestion: QuestionFinder,
  context: FileContext,
): FileReading {
  const { catalogue, log } = context;
  const rows = (layout: SheetLayout): RowValues[] => rowsOf(sheets.find(layout), layout, log);
  const procurement = readProcurement(about, rows(tenderSheets.lots), catalogue, log);
  const bids = readBidRows(rows(tenderSheets.bids), log);
  reportMissingSheets(sheets, tenderLayout, bids, context);
  const anyLot = createBidFinder(bids, log, { oneLot: false });
  const oneLot = createBidFinder(bids, log, { oneLot: true });
  addAnswers(rows(tenderSheets.answers), anyLot, findQuestion, log);
  addMatrix(sheets, bids, findQuestion, context);
  addCarbonLines(rows(tenderSheets.carbon), oneLot, catalogue, log);
  addDevices(rows(tenderSheets.devices), anyLot, catalogue, log);
  addRemovals(rows(tenderSheets.removals), oneLot, log);
  return { procurement, bids };
}

function readBidSheets(
  about: RowValues,
  sheets: SheetFinder,
  findQuestion: QuestionFinder,
  context: FileContext,
): FileReading {
  const { catalogue, log } = context;
  const rows = (layout: SheetLayout): RowValues[] => rowsOf(sheets.find(layout), layout, log);
  const bids = readBidAbout(about, rows(bidSheets.bids), context);
  const findBids = (oneLot: boolean) => {
    const find = createBidFinder(bids, log, { oneLot });
    return (row: RowValues) =>
      find({ ...row, get: (field) => (field === 'bidReference' ? bids[0]?.reference : row.get(field)) });
  };
  if (sheets.find(bidSheets.answers) === undefined) {
    log.fault({ sheet: 'Answers' }, '#', 'missing-sheet', 'The workbook has no sheet Answers', {
      fix: 'Use the bid template.',
    });
  }
  addAnswers(rows(bidSheets.answers), findBids(false), findQuestion, log);
  addCarbonLines(rows(bidSheets.carbon), findBids(true), catalogue, log);
  addDevices(rows(bidSheets.devices), findBids(false), catalogue, log);
  addRemovals(rows(bidSheets.removals), findBids(true), log);
  const [deadline, named] = [about.get('bidDeadline'), about.get('procurementReference')];
  return {
    bids,
    ...(deadline === undefined ? {} : { deadline }),
    ...(named === undefined ? {} : { procurementReferences: [named] }),
  };
}

/** A file without `About` can only be a matrix. */
function readWithoutAbout(content: UploadContent, findQuestion: QuestionFinder, context: FileContext): FileReading {
  const { catalogue, log } = context;
  for (const sheet of content.sheets) {
    const grid = findMatrix(sheet, findQuestion);
    if (grid === undefined) continue;
    log.notice(`${sheet.name}: read as a matrix with the questions in ${grid.questionLine}.`);
    const bids = readMatrix(grid, context.listed, { sheet: sheet.name, catalogue, findQuestion, log });
    return { bids, answersOnly: true };
  }
  const isCsv = content.kind === 'csv';
  const found = isCsv ? 'a CSV file that is no matrix of our questions' : `the sheets ${sheetNames(content)}`;
  log.fault(
    { sheet: content.sheets[0]?.name ?? content.fileName },
    '#',
    'not-a-tender-workbook',
    `This is not a tender or bid workbook: it has ${isCsv ? 'one sheet, with no question ids' : `${found}, and no sheet About`}`,
    {
      found,
      expected: 'a workbook made from our template, or a matrix with question ids',
      fix: 'Get a blank workbook with "scorer template tender --out tender.xlsx", or for a bidder with "scorer template bid --out bid.xlsx".',
    },
  );
  return { bids: [] };
}

function addMatrix(
  sheets: SheetFinder,
  bids: readonly DraftBid[],
  findQuestion: QuestionFinder,
  { catalogue, log }: FileContext,
): void {
  if (sheets.matrix === undefined) return;
  const { sheet, grid } = sheets.matrix;
  log.notice(`${sheet.name}: read as a matrix with the questions in ${grid.questionLine}.`);
  readMatrix(grid, bids, { sheet: sheet.name, catalogue, findQuestion, log });
}

/** In a file that stands alone, all that a tender needs must be there. */
function reportMissingSheets(
  sheets: SheetFinder,
  layout: WorkbookLayout,
  bids: readonly DraftBid[],
  { log, isOneOfSeveral }: FileContext,
): void {
  if (isOneOfSeveral) return;
  const needed = layout.sheets.filter(
    ({ name }) => name === 'Bids' || (name === 'Answers' && sheets.matrix === undefined),
  );
  for (const sheet of needed.filter((one) => sheets.find(one) === undefined)) {
    log.fault({ sheet: sheet.name }, '#', 'missing-sheet', `The workbook has no sheet ${sheet.name}`, {
      expected: sheet.purpose,
      fix: 'Use the tender template, or rename the sheet that holds it.',
    });
  }
  if (bids.length === 0 && sheets.find(tenderSheets.bids) !== undefined) {
    log.fault({ sheet: 'Bids' }, '#/bids', 'no-bids', 'Enter at least one bid in the sheet Bids', {
      expected: 'one row for each bid',
    });
  }
}

function rowsOf(sheet: Sheet | undefined, layout: SheetLayout, log: ReadingLog): RowValues[] {
  return sheet === undefined ? [] : readSheetRows(sheet, layout, log);
}

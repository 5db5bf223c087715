import { likeness, listed, plainName } from '../application/nearest-names.ts';
import { findMatrix, type Grid } from './matrix-grid.ts';
import type { QuestionFinder } from './read-answer.ts';
import { countAboutNames } from './read-about.ts';
import { findHeaderRow } from './read-sheet-rows.ts';
import {
  ABOUT_SHEET,
  bidLayout,
  GUIDANCE_SHEETS,
  type SheetLayout,
  tenderLayout,
  type WorkbookLayout,
} from './layout.ts';
import type { ReadingLog } from './reading-log.ts';
import type { Sheet, UploadContent } from './upload.ts';

/** The sheets of a workbook by our names, and a matrix of answers where there is one. */
export type SheetFinder = {
  readonly find: (layout: SheetLayout) => Sheet | undefined;
  readonly matrix: { readonly sheet: Sheet; readonly grid: Grid } | undefined;
};

/** How many rows of a sheet must bear names of `About` before it is taken for one under another name. */
const FEWEST_ABOUT_NAMES = 4;

/** The sheet `About`, or the one that is likely to be it, once that is accepted. */
export function findAboutSheet(content: UploadContent, log: ReadingLog): Sheet | undefined {
  const named = content.sheets.find(({ name }) => plainName(name) === plainName(ABOUT_SHEET.name));
  if (named !== undefined || content.kind === 'csv') return named;
  const fields = [...tenderLayout.about, ...bidLayout.about.filter(({ field }) => field === 'supplier')];
  const likely = content.sheets.find((sheet) => countAboutNames(sheet, fields) >= FEWEST_ABOUT_NAMES);
  if (likely === undefined) return undefined;
  return isAccepted(ABOUT_SHEET.name, likely, log) ? likely : undefined;
}

/**
 * Finds the sheets of a layout by name or synonym; a sheet under another name that is likely to be a missing one is
 * proposed. What is none of ours is said and left out.
 */
export function findSheets(
  content: UploadContent,
  about: Sheet,
  layout: WorkbookLayout,
  findQuestion: QuestionFinder,
  log: ReadingLog,
): SheetFinder {
  const found = new Map<string, Sheet>();
  const rest = new Set(content.sheets.filter((sheet) => sheet !== about && !isGuidance(sheet)));
  for (const wanted of layout.sheets) {
    const names = [wanted.name, ...wanted.synonyms].map(plainName);
    const sheet =
      [...rest].find(({ name }) => plainName(name) === plainName(wanted.name)) ??
      [...rest].find(({ name }) => names.includes(plainName(name)));
    if (
      sheet === undefined ||
      (wanted.name === 'Answers' && !hasHeaders(sheet, wanted) && findMatrix(sheet, findQuestion) !== undefined)
    )
      continue;
    found.set(wanted.name, sheet);
    rest.delete(sheet);
  }
  const matrix = found.has('Answers') ? undefined : takeMatrix(rest, findQuestion);
  for (const wanted of layout.sheets.filter(
    ({ name }) => !found.has(name) && !(name === 'Answers' && matrix !== undefined),
  )) {
    const likely = [...rest].find((sheet) => isLikely(sheet, wanted));
    if (likely === undefined) continue;
    rest.delete(likely);
    if (isAccepted(wanted.name, likely, log)) found.set(wanted.name, likely);
  }
  for (const sheet of rest) {
    if (sheet.rows.length > 0) log.notice(`The sheet "${sheet.name}" is none of ours and was left out.`);
  }
  return { find: (wanted) => found.get(wanted.name), matrix };
}

/** "Sheet1, Data and Notes": the names of the sheets, for a message. */
export function sheetNames(content: UploadContent): string {
  return listed(content.sheets.slice(0, 8).map(({ name }) => `"${name}"`)).replace(/ or ([^,]*)$/, ' and $1');
}

function takeMatrix(rest: Set<Sheet>, findQuestion: QuestionFinder): SheetFinder['matrix'] {
  for (const sheet of rest) {
    const grid = findMatrix(sheet, findQuestion);
    if (grid === undefined) continue;
    rest.delete(sheet);
    return { sheet, grid };
  }
  return undefined;
}

/** A sheet with all the headers that another needs, or nearly its name with some of them. */
function isLikely(sheet: Sheet, wanted: SheetLayout): boolean {
  const headers = findHeaderRow(sheet, wanted);
  const needed = wanted.columns.filter(({ columnRequired }) => columnRequired);
  const matched = needed.filter(({ field }) => headers?.match.matched.has(field) === true).length;
  const isNamedAlike = Math.max(...[wanted.name, ...wanted.synonyms].map((name) => likeness(name, sheet.name))) >= 0.6;
  return needed.length > 1 && (matched === needed.length || (isNamedAlike && matched > 0));
}

function hasHeaders(sheet: Sheet, wanted: SheetLayout): boolean {
  const headers = findHeaderRow(sheet, wanted);
  return wanted.columns
    .filter(({ columnRequired }) => columnRequired)
    .every(({ field }) => headers?.match.matched.has(field) === true);
}

function isGuidance({ name }: Sheet): boolean {
  return GUIDANCE_SHEETS.some((known) => plainName(known) === plainName(name));
}

function isAccepted(wanted: string, sheet: Sheet, log: ReadingLog): boolean {
  return log.isAccepted({ kind: 'sheet', sheet: sheet.name, wanted, found: sheet.name }, { sheet: sheet.name });
}

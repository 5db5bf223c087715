import type { Issue } from '../domain/issue.ts';
import { parseColumnLetters } from './cell.ts';
import type { Sheet, UploadContent } from './upload.ts';

/** A fault with its place in the copy, where it has one. */
export type PlacedFault = {
  readonly issue: Issue;
  /** The name of the sheet in the copy. */
  readonly copyName?: string;
  readonly row?: number;
  readonly column?: number;
};

/** A sheet of the upload and its name in the copy. */
export type CopiedSheet = { readonly sheet: Sheet; readonly copyName: string; readonly faults: readonly PlacedFault[] };

export const FAULTS_SHEET = 'Faults';
const LONGEST_NAME = 31;

/**
 * Which sheets are copied under which names, and which fault stands where. A sheet of faults from an earlier copy is
 * left out. Faults are in the order of the sheets, rows and columns; those that have no cell come first.
 */
export function placeFaults(
  content: UploadContent,
  issues: readonly Issue[],
): { sheets: CopiedSheet[]; faults: PlacedFault[] } {
  const taken = [FAULTS_SHEET.toLowerCase()];
  const named = content.sheets
    .filter(({ name }) => !isFaultsSheet(name))
    .map((sheet) => {
      const copyName = uniqueSheetName(sheet.name, taken);
      taken.push(copyName.toLowerCase());
      return { sheet, copyName };
    });
  const orderOf = new Map(named.map(({ sheet }, index) => [sheet.name, index]));
  const copyNames = new Map(named.map(({ sheet, copyName }) => [sheet.name, copyName]));
  const faults = issues
    .map((issue) =>
      placeFault(issue, issue.file === undefined || issue.file === content.fileName ? copyNames : new Map()),
    )
    .toSorted(
      (a, b) =>
        sheetOrder(a, orderOf) - sheetOrder(b, orderOf) ||
        (a.row ?? 0) - (b.row ?? 0) ||
        (a.column ?? 0) - (b.column ?? 0),
    );
  const inCells = Map.groupBy(
    faults.filter(({ row }) => row !== undefined),
    ({ copyName }) => copyName,
  );
  const sheets = named.map((one) => ({ ...one, faults: inCells.get(one.copyName) ?? [] }));
  return { sheets, faults };
}

/** What is wrong and what to do, as sentences. */
export function faultWords({ message, fix }: Issue): string {
  if (fix === undefined) return message;
  return /[.!?]$/.test(message) ? `${message} ${fix}` : `${message}. ${fix}`;
}

export function isFaultsSheet(name: string): boolean {
  return name.toLowerCase() === FAULTS_SHEET.toLowerCase();
}

function placeFault(issue: Issue, copyNames: ReadonlyMap<string, string>): PlacedFault {
  const copyName = issue.sheet === undefined ? undefined : copyNames.get(issue.sheet);
  const [, letters, digits] = /^([A-Za-z]{1,3})([1-9]\d*)$/.exec(issue.cell ?? '') ?? [];
  const column = letters === undefined ? undefined : parseColumnLetters(letters);
  if (copyName === undefined) return { issue };
  return column === undefined ? { issue, copyName } : { issue, copyName, row: Number(digits), column };
}

/** The file as a whole first, then sheet by sheet. */
function sheetOrder({ issue }: PlacedFault, orderOf: ReadonlyMap<string, number>): number {
  return issue.sheet === undefined ? -1 : (orderOf.get(issue.sheet) ?? orderOf.size);
}

/** A name that a workbook accepts: a CSV file's name may be longer, or hold what a sheet's name cannot. */
function uniqueSheetName(name: string, taken: readonly string[]): string {
  const plain = name
    .replaceAll(/[[\]:*?/\\\p{Cc}]/gu, ' ')
    .replaceAll(/^'|'$/g, ' ')
    .trim()
    .slice(0, LONGEST_NAME)
    .toWellFormed();
  const base = plain === '' ? 'Sheet' : plain;
  let unique = base;
  for (let count = 2; taken.includes(unique.toLowerCase()); count++) {
    const suffix = ` (${count})`;
    unique = base.slice(0, LONGEST_NAME - suffix.length) + suffix;
  }
  return unique;
}

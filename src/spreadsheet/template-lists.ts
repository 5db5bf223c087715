import type ExcelJS from 'exceljs';
import { columnLetters } from './cell.ts';
import { setUpSheet, writeCell } from './template-styles.ts';

/** A list that drop-downs offer, in a column of the sheet Lists; further columns explain its values. */
type OfferedList = {
  readonly title: string;
  readonly values: readonly string[];
  readonly beside?: readonly { readonly title: string; readonly values: readonly string[] }[];
};

export type Lists = {
  /** The defined name of a list; the same values are listed once. */
  readonly nameOf: (list: OfferedList) => string;
  /** Adds the sheet, once everything has been asked for. */
  readonly write: (workbook: ExcelJS.Workbook) => void;
};

const SHEET = 'Lists';
const HEADER_ROW = 2;
const FIRST_ROW = HEADER_ROW + 1;

/** Collects the lists of a workbook. */
export function createLists(): Lists {
  const known = new Map<string, { name: string; list: OfferedList }>();
  return {
    nameOf: (list) => {
      const key = JSON.stringify(list.values);
      const name =
        known.get(key)?.name ??
        uniqueName(
          list.title,
          [...known.values()].map((one) => one.name),
        );
      if (!known.has(key)) known.set(key, { name, list });
      return name;
    },
    write: (workbook) => writeLists(workbook, [...known.values()]),
  };
}

function writeLists(
  workbook: ExcelJS.Workbook,
  lists: readonly { readonly name: string; readonly list: OfferedList }[],
): void {
  const sheet = workbook.addWorksheet(SHEET);
  writeCell(sheet.getCell(1, 1), 'Lists: what the drop-downs offer. Nothing to fill in here.', 'title');
  let column = 1;
  for (const { name, list } of lists) {
    const letters = columnLetters(column);
    workbook.definedNames.add(
      `${SHEET}!$${letters}$${FIRST_ROW}:$${letters}$${FIRST_ROW + list.values.length - 1}`,
      name,
    );
    for (const part of [list, ...(list.beside ?? [])]) writeList(sheet, column++, part.title, part.values);
  }
  setUpSheet(sheet, HEADER_ROW);
}

function writeList(sheet: ExcelJS.Worksheet, column: number, title: string, values: readonly string[]): void {
  sheet.getColumn(column).width = Math.min(40, Math.max(12, ...[title, ...values].map(({ length }) => length + 2)));
  writeCell(sheet.getCell(HEADER_ROW, column), title, 'header');
  for (const [index, value] of values.entries())
    writeCell(sheet.getCell(FIRST_ROW + index, column), value, 'given', '@');
}

/** `list_stage`; a second list of the same title is `list_stage_2`. */
function uniqueName(title: string, taken: readonly string[]): string {
  const base = `list_${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`;
  let name = base;
  for (let count = 2; taken.includes(name); count++) name = `${base}_${count}`;
  return name;
}

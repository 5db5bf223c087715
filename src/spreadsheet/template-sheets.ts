import type ExcelJS from 'exceljs';
import { ABOUT_SHEET, type AboutField, type ColumnLayout, type SheetLayout } from './layout.ts';
import type { AnswerRow } from './template-answers.ts';
import { cellFormat, type CellType, toTemplateValue } from './template-cell.ts';
import type { RowValues } from './template-content.ts';
import { answerCheck, answerType, fieldCheck, type Offers, whatToEnter } from './template-fields.ts';
import { type CellLook, rowHeight, setUpSheet, writeCell } from './template-styles.ts';
import { type TemplateColumn, writeTable } from './template-table.ts';
import { addCheck } from './template-validation.ts';

const ABOUT_COLUMNS = [
  { header: ABOUT_SHEET.nameHeader, width: 30 },
  { header: ABOUT_SHEET.valueHeader, width: 36 },
  { header: 'What to enter', width: 34 },
  { header: 'Hint', width: 58 },
  { header: 'Example', width: 24 },
] as const;
const ABOUT_HEADER_ROW = 2;
const ABOUT_VALUE_COLUMN = 2;
/** The kind of workbook is read from these: they are never typed in. */
const NEVER_TYPED: ReadonlySet<string> = new Set(['template', 'templateVersion']);
/** In Answers these come with the question. */
const GIVEN_IN_ANSWERS: ReadonlySet<string> = new Set(['question', 'questionText']);

const WIDTHS: Readonly<Record<string, number>> = {
  Question: 22,
  'Question text': 40,
  Hint: 34,
  'Asked for': 24,
  'What to enter': 18,
  'Read by': 12,
  'Answered by': 11,
  Answer: 16,
  Supplier: 28,
  Title: 28,
  'Contact email': 26,
  'Received at': 22,
  'Evidence document': 24,
  'Not applicable because': 20,
  'Conversion factor': 28,
  Reason: 24,
  Unit: 11,
  Line: 11,
  Scope: 9,
  Lot: 11,
  Tier: 16,
};

/** The order of the columns of Answers: the question, what to enter, the answer, its evidence. */
const ANSWER_ORDER: readonly string[] = [
  'Bid reference',
  'Lot',
  'Asked for',
  'Question',
  'Question text',
  'Hint',
  'What to enter',
  'Unit',
  'Answer',
  'Not applicable because',
];

/** Writes the sheet About: one row for each fact. `locked` says which facts the person who fills it in does not state. */
export function writeAbout(
  sheet: ExcelJS.Worksheet,
  title: string,
  fields: readonly AboutField[],
  values: RowValues,
  offers: Offers,
  locked: (field: AboutField) => boolean,
): void {
  writeCell(sheet.getCell(1, 1), title, 'title');
  sheet.getRow(1).height = 24;
  for (const [index, { header, width }] of ABOUT_COLUMNS.entries()) {
    sheet.getColumn(index + 1).width = width;
    writeCell(sheet.getCell(ABOUT_HEADER_ROW, index + 1), header, 'header');
  }
  for (const [index, field] of fields.entries()) {
    const row = ABOUT_HEADER_ROW + 1 + index;
    const isLocked = NEVER_TYPED.has(field.field) || locked(field);
    writeAboutRow(sheet, row, field, values[field.field], isLocked);
    if (!isLocked) addCheck(sheet, ABOUT_VALUE_COLUMN, [row, row], fieldCheck(field, offers));
  }
  setUpSheet(sheet, ABOUT_HEADER_ROW);
}

/** Writes a sheet of rows, filled in as far as there are any. */
export function writeRows(
  sheet: ExcelJS.Worksheet,
  layout: SheetLayout,
  rows: readonly RowValues[],
  offers: Offers,
  blankRows: number,
): void {
  const columns = layout.columns.map((column) => fieldColumn<RowValues>(column, offers, (row) => row));
  writeTable(sheet, { title: `${layout.name}: ${layout.purpose}`, columns, rows, blankRows });
}

/** Writes the sheet Answers: a row for each question, with its section, hint and drop-down. */
export function writeAnswers(
  sheet: ExcelJS.Worksheet,
  layout: SheetLayout,
  rows: readonly AnswerRow[],
  offers: Offers,
  guidance: readonly string[],
  blankRows: number,
): void {
  const fields = layout.columns.map((column) => ({
    ...fieldColumn<AnswerRow>(column, offers, ({ values }) => values),
    ...answerColumn(column, offers),
  }));
  const guides = guidance.map(guidanceColumn);
  const columns = [...fields, ...guides].toSorted((a, b) => placeOf(a.header) - placeOf(b.header));
  writeTable(sheet, { title: `${layout.name}: ${layout.purpose}`, columns, rows, blankRows });
}

function writeAboutRow(
  sheet: ExcelJS.Worksheet,
  row: number,
  field: AboutField,
  value: RowValues[string],
  locked: boolean,
): void {
  const hint = `${field.required ? 'Required. ' : ''}${field.hint}.`;
  const words = [whatToEnter(field), hint, field.example];
  writeCell(sheet.getCell(row, 1), field.header, 'given');
  const look = locked ? 'given' : inputLook(field);
  writeCell(
    sheet.getCell(row, ABOUT_VALUE_COLUMN),
    toTemplateValue(field.type, value),
    look,
    cellFormat(field.type, field.unit),
  );
  for (const [index, text] of words.entries())
    writeCell(sheet.getCell(row, ABOUT_VALUE_COLUMN + 1 + index), text, 'words');
  const widths = ABOUT_COLUMNS.slice(ABOUT_VALUE_COLUMN).map(({ width }) => width);
  sheet.getRow(row).height = rowHeight(words.map((text, index) => ({ text, width: widths[index] ?? 1 })));
}

/** A column of a sheet by its layout: what it is for, its drop-down and its checks. */
export function fieldColumn<R>(
  column: ColumnLayout,
  offers: Offers,
  valuesOf: (row: R) => RowValues,
): TemplateColumn<R> {
  const format = cellFormat(column.type, column.unit);
  return {
    header: column.header,
    width: WIDTHS[column.header] ?? 14,
    hint: `${column.required ? 'Required. ' : ''}${column.hint}${column.unit === undefined ? '' : ` (${column.unit})`}`,
    look: () => inputLook(column),
    value: (row) => toTemplateValue(column.type, valuesOf(row)[column.field]),
    format: () => format,
    check: fieldCheck(column, offers),
  };
}

/** What differs in Answers: the question is given, and the answer is typed by its question. */
function answerColumn(column: ColumnLayout, offers: Offers): Partial<TemplateColumn<AnswerRow>> {
  if (column.field === 'answer') {
    const { check: _, ...plain } = fieldColumn<AnswerRow>(column, offers, ({ values }) => values);
    return {
      ...plain,
      look: () => 'answer',
      value: (row) => toTemplateValue(typeOf(row), row.values['answer']),
      format: (row) => (row === undefined ? 'General' : cellFormat(typeOf(row))),
      checkOf: ({ question }) => (question === undefined ? undefined : answerCheck(question, offers)),
    };
  }
  return GIVEN_IN_ANSWERS.has(column.field)
    ? { hint: '', look: (row) => (row === undefined ? inputLook(column) : 'given') }
    : {};
}

/** A question that is not known is answered in text. */
function typeOf({ question }: AnswerRow): CellType {
  return question === undefined ? 'text' : answerType(question);
}

function guidanceColumn(header: string): TemplateColumn<AnswerRow> {
  return {
    header,
    width: WIDTHS[header] ?? 14,
    hint: '',
    look: () => 'given',
    value: ({ guidance }) => guidance[header] ?? null,
    format: () => '@',
  };
}

/** Columns that are not named in the order follow in the order in which they are given. */
function placeOf(header: string): number {
  const place = ANSWER_ORDER.indexOf(header);
  return place === -1 ? ANSWER_ORDER.length : place;
}

function inputLook({ required }: { readonly required: boolean }): CellLook {
  return required ? 'required' : 'input';
}

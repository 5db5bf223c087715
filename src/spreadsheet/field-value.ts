import { plainName } from '../application/nearest-names.ts';
import { parseIsoDate } from '../domain/iso-date.ts';
import { decimalText, HUNDRED, toFraction } from '../domain/quantity.ts';
import { type CellValue, cellText } from './cell.ts';
import { plainDecimal, readDecimalText } from './decimal-text.ts';
import type { Choice, FieldType } from './layout-field.ts';

/** What a cell says for a field: its value as recorded, or why it cannot be read. */
export type ReadValue =
  | { readonly value: string; readonly notice?: string }
  | { readonly code: string; readonly message: string; readonly expected: string; readonly fix?: string };

export type FieldKind = { readonly type: FieldType; readonly unit?: string; readonly choices?: readonly Choice[] };

/**
 * Reads a cell as a field of a type. Values are recorded as text: numbers as plain decimals, dates as ISO dates,
 * yes and no as "yes" and "no". Nothing is guessed: "1,234.5" is a fault that says what to enter. Undefined means
 * that the cell is blank.
 */
export function readField(cell: CellValue | undefined, field: FieldKind): ReadValue | undefined {
  if (cell === undefined) return undefined;
  if (cell.kind === 'text' && cell.text.trim() === '') return undefined;
  const broken = brokenCell(cell);
  if (broken !== undefined) return broken;
  switch (field.type) {
    case 'decimal':
    case 'percent':
      return readNumber(cell, field);
    case 'whole':
      return readWhole(cell, field);
    case 'date':
      return readDate(cell);
    case 'instant':
      return readInstant(cell);
    case 'boolean':
      return readBoolean(cell);
    case 'choice':
      return readChoice(cell, field.choices ?? []);
    default:
      return { value: readText(cell) };
  }
}

/** The text of any cell, as a person would say it: 25% is "25%", yes and no are as the sheet shows them. */
export function readText(cell: CellValue): string {
  if (cell.kind === 'number' && cell.percent) return `${percentText(cell.decimal)}%`;
  return cellText(cell).trim();
}

/** The choice that a text names, without regard to case, spaces and hyphens. */
function findChoice(text: string, choices: readonly Choice[]): string | undefined {
  const wanted = plainName(text);
  return choices.find(({ value, synonyms }) => [value, ...synonyms].some((known) => plainName(known) === wanted))
    ?.value;
}

/** A cell that holds no value although it is not blank. */
function brokenCell(cell: CellValue): ReadValue | undefined {
  switch (cell.kind) {
    case 'error':
      return {
        code: 'error-value',
        message: `The cell shows the error ${cell.code}`,
        expected: 'a value',
        fix: 'Mend the formula, or enter the value itself.',
      };
    case 'formula-without-value':
      return {
        code: 'formula-without-value',
        message: 'The cell holds a formula whose result was not saved',
        expected: 'a value',
        fix: 'Open the workbook in a spreadsheet program and save it again, or enter the value itself.',
      };
    case 'unreadable':
      return {
        code: 'unreadable',
        message: `The cell cannot be read: ${cell.reason}`,
        expected: 'a value',
        fix: 'Enter the value again.',
      };
    default:
      return undefined;
  }
}

function readNumber(cell: CellValue, field: FieldKind): ReadValue {
  const isPercent = field.type === 'percent' || field.unit === '%';
  const what = numberInWords(field);
  if (cell.kind === 'number') {
    if (!cell.percent) return { value: cell.decimal, ...fractionNotice(cell.decimal, isPercent) };
    if (isPercent) return { value: percentText(cell.decimal) };
    const found = `${percentText(cell.decimal)}%`;
    return { code: 'percentage', message: `Enter ${what}, got the percentage ${found}`, expected: what };
  }
  if (cell.kind !== 'text') return notANumber(cell, what);
  const text = cell.text.trim();
  const withoutSign = isPercent ? text.replace(/\s*%$/, '') : text;
  const read = readDecimalText(withoutSign);
  if ('value' in read) return { value: read.value, ...fractionNotice(read.value, isPercent && withoutSign === text) };
  return { code: 'not-a-number', message: `Enter ${what}${read.advice}, got "${text}"`, expected: what };
}

/** 0.98 typed where 98 is meant is a common slip; it is read as it stands, and said. */
function fractionNotice(decimal: string, isPercent: boolean): { readonly notice?: string } {
  return isPercent && /^0\.0*[1-9]/.test(decimal)
    ? { notice: `${decimal} is read as ${decimal}%, not as a share of 1.` }
    : {};
}

function readWhole(cell: CellValue, field: FieldKind): ReadValue {
  const read = readNumber(cell, field);
  if (!('value' in read) || /^\d+$/.test(read.value)) return read;
  return {
    code: 'not-a-whole-number',
    message: `Enter a whole number, got "${readText(cell)}"`,
    expected: 'a whole number',
  };
}

function readDate(cell: CellValue): ReadValue {
  const expected = 'a date, as 2026-12-18';
  const text = readText(cell);
  const [day = '', time] = text.split(/[T ]/);
  const date =
    (cell.kind === 'date' || cell.kind === 'text') && /^\d{4}-\d{2}-\d{2}([T ][\d:.]+Z?)?$/.test(text)
      ? parseIsoDate(day)
      : undefined;
  if (date === undefined) {
    const advice = cell.kind === 'number' ? ', and format the cell as a date' : '';
    return { code: 'not-a-date', message: `Enter ${expected}${advice}, got "${text}"`, expected };
  }
  return time === undefined || /^[0:.Z]+$/.test(time)
    ? { value: date }
    : { value: date, notice: `of ${text} only the date is kept.` };
}

function readInstant(cell: CellValue): ReadValue {
  const expected = 'a date and time, as 2026-12-17T09:30:00Z';
  const text = readText(cell);
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?Z?)?$/.exec(text);
  const [, day = '', minute = '00:00', second = '00'] = match ?? [];
  const isTime = /^([01]\d|2[0-3]):[0-5]\d$/.test(minute) && /^[0-5]\d$/.test(second);
  if (match === null || parseIsoDate(day) === undefined || !isTime || cell.kind === 'number') {
    return { code: 'not-a-time', message: `Enter ${expected}, got "${text}"`, expected };
  }
  return { value: `${day}T${minute}:${second}Z` };
}

function readBoolean(cell: CellValue): ReadValue {
  if (cell.kind === 'boolean') return { value: cell.value ? 'yes' : 'no' };
  const text = readText(cell);
  const value = findChoice(text, YES_NO);
  if (value !== undefined && cell.kind === 'text') return { value };
  return { code: 'not-yes-or-no', message: `Enter Yes or No, got "${text}"`, expected: 'Yes or No' };
}

const YES_NO: readonly Choice[] = [
  { value: 'yes', synonyms: ['y', 'true'] },
  { value: 'no', synonyms: ['n', 'false'] },
];

function readChoice(cell: CellValue, choices: readonly Choice[]): ReadValue {
  const text = readText(cell);
  const value = findChoice(text, choices);
  if (value !== undefined) return { value };
  const expected = `one of ${choices.map((choice) => choice.value).join(', ')}`;
  return { code: 'not-a-choice', message: `Enter ${expected}, got "${text}"`, expected };
}

function notANumber(cell: CellValue, what: string): ReadValue {
  const found = readText(cell);
  const advice = cell.kind === 'date' ? ' (the cell is formatted as a date)' : '';
  return { code: 'not-a-number', message: `Enter ${what}, got "${found}"${advice}`, expected: what };
}

function numberInWords({ type, unit }: FieldKind): string {
  if (type === 'whole') return 'a whole number';
  if (unit === undefined) return type === 'percent' ? 'a percentage from 0 to 100' : 'a number';
  if (unit === '%') return 'a percentage';
  if (unit === 'GBP') return 'an amount in pounds';
  if (unit === 'kgCO2e') return 'a number of kilograms';
  if (unit === 'tCO2e') return 'a number of tonnes';
  return `a number (${unit})`;
}

/** "0.07", shown as 7%, gives "7"; exact, where a double would give 7.000000000000001. */
function percentText(decimal: string): string {
  return plainDecimal(decimalText(toFraction(decimal).mul(HUNDRED), 30));
}

import type ExcelJS from 'exceljs';
import type { AnswerValue } from '../domain/answer.ts';
import { parseIsoDate } from '../domain/iso-date.ts';
import { numberToDecimalText, parseDecimal, toFraction } from '../domain/quantity.ts';
import type { QuestionType } from '../scoring/question.ts';
import type { FieldType } from './layout.ts';
import { toCellText } from './written-text.ts';

/** How the value of a cell is read back: a field's type, or that of the question in an answer's row. */
export type CellType = FieldType | QuestionType;

const NUMBERS: ReadonlySet<CellType> = new Set<CellType>(['decimal', 'percent', 'whole', 'integer', 'year']);
const FIRST_SAFE_DATE = '1900-03-01';

/**
 * A recorded value as the template holds it, so that reading gives exactly the same back: a figure is a number
 * where a number can be exactly it, else text; a date is a date; yes and no are words.
 */
export function toTemplateValue(type: CellType, value: AnswerValue | undefined): ExcelJS.CellValue {
  if (value === undefined) return null;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (NUMBERS.has(type)) return toExactNumber(value) ?? value;
  if (type === 'date' && parseIsoDate(value) !== undefined && value >= FIRST_SAFE_DATE)
    return new Date(`${value}T00:00:00Z`);
  return toCellText(value);
}

/** The number format of a field's cells. Text is formatted as text, so that 01234567 keeps its zero. */
export function cellFormat(type: CellType, unit?: string): string {
  if (type === 'date') return 'yyyy-mm-dd';
  if (NUMBERS.has(type)) return unit === 'GBP' ? '#,##0.00' : 'General';
  return type === 'answer' ? 'General' : '@';
}

/** The number that stands for exactly this decimal; none where a double cannot, as for 20 digits. */
function toExactNumber(text: string): number | undefined {
  const exact = parseDecimal(text);
  const number = Number(text);
  if (exact === undefined || !Number.isFinite(number)) return undefined;
  return toFraction(numberToDecimalText(number)).equals(exact) ? number : undefined;
}

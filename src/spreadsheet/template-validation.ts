import type ExcelJS from 'exceljs';
import { toFraction } from '../domain/quantity.ts';
import { cellAddress } from './cell.ts';
import type { CellType } from './template-cell.ts';

/** What a cell accepts, in the words and limits of its field or question. */
export type CellCheck = {
  readonly type: CellType;
  /** Heads the prompt. */
  readonly title: string;
  /** The prompt beside the cell. */
  readonly prompt: string;
  /** "Enter a number of 0 or more" */
  readonly refusal: string;
  readonly minimum?: string;
  readonly maximum?: string;
  /** A formula that gives the values offered. */
  readonly list?: string;
  /** Whether a value that is not in the list is refused at once; the check of the upload refuses it anyway. */
  readonly strict?: boolean;
};

/** What a spreadsheet program allows for a prompt's title, a prompt and an error. */
const LONGEST = { title: 32, prompt: 255, error: 225 };
const FIRST_DATE = '1950-01-01';
const LAST_DATE = '2100-12-31';

type Limits = Pick<ExcelJS.DataValidation, 'operator' | 'formulae'>;

/** Adds the check to the cells of one column, from one row to another. */
export function addCheck(
  sheet: ExcelJS.Worksheet,
  column: number,
  rows: readonly [number, number],
  check: CellCheck,
): void {
  const range = `${cellAddress(rows[0], column)}:${cellAddress(rows[1], column)}`;
  const validations = (sheet as unknown as { dataValidations: { add: (range: string, validation: object) => void } })
    .dataValidations;
  validations.add(range, toValidation(check));
}

function toValidation(check: CellCheck): object {
  const test = toTest(check);
  return {
    ...(test ?? { type: 'any' }),
    allowBlank: true,
    showInputMessage: true,
    promptTitle: shortened(check.title, LONGEST.title),
    prompt: shortened(check.prompt, LONGEST.prompt),
    showErrorMessage: test !== undefined,
    errorStyle: check.list !== undefined && check.strict !== true ? 'warning' : 'stop',
    errorTitle: shortened(check.title, LONGEST.title),
    error: shortened(check.refusal, LONGEST.error),
  };
}

function toTest(check: CellCheck): object | undefined {
  if (check.list !== undefined) return { type: 'list', formulae: [check.list] };
  switch (check.type) {
    case 'date':
      return { type: 'date', operator: 'between', formulae: [new Date(FIRST_DATE), new Date(LAST_DATE)] };
    case 'whole':
    case 'integer':
      return { type: 'whole', ...limits(check) };
    case 'decimal':
    case 'percent':
      return { type: 'decimal', ...limits(check) };
    default:
      return undefined;
  }
}

/** Without limits any number within a spreadsheet's own is accepted. */
function limits({ minimum, maximum }: CellCheck): Limits {
  if (minimum !== undefined && maximum !== undefined)
    return { operator: 'between', formulae: [plain(minimum), plain(maximum)] };
  if (minimum !== undefined) return { operator: 'greaterThanOrEqual', formulae: [plain(minimum)] };
  return { operator: 'lessThanOrEqual', formulae: [maximum === undefined ? 1e300 : plain(maximum)] };
}

function plain(limit: string): number {
  return toFraction(limit).valueOf();
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

import type { FactorScope, PublishedFactor } from '../domain/conversion-factor.ts';
import type { Issue } from '../domain/issue.ts';
import { parseDecimal } from '../domain/quantity.ts';
import { type Cell, type CellValue, cellAddress, cellText } from './cell.ts';
import type { SheetRow } from './upload.ts';

export type FactorColumn =
  | 'id'
  | 'scope'
  | 'level1'
  | 'level2'
  | 'level3'
  | 'level4'
  | 'columnText'
  | 'unit'
  | 'ghgUnit'
  | 'value';

const SCOPES: Readonly<Record<string, FactorScope>> = {
  'scope 1': '1',
  'scope 2': '2',
  'scope 3': '3',
  'outside of scopes': 'outside',
};

/** "< 1": less than what the publisher gives a number for. */
const LESS_THAN = /^<\s*\d+(\.\d+)?$/;

/** Reads the rows of a flat file one by one, and keeps what is wrong with them. */
export class FactorRowReader {
  readonly issues: Issue[] = [];
  readonly #sheet: string;
  readonly #columns: Readonly<Record<FactorColumn, number>>;
  readonly #rowOfId = new Map<string, number>();
  readonly #leftOut: number[] = [];

  constructor(sheet: string, columns: Readonly<Record<FactorColumn, number>>) {
    this.#sheet = sheet;
    this.#columns = columns;
  }

  /** The row's factor, or undefined where it has a fault, or says nothing of a factor. */
  read(row: SheetRow): PublishedFactor | undefined {
    const cells = new Map(row.cells.map((cell) => [cell.column, cell]));
    const cell = (column: FactorColumn) => cells.get(this.#columns[column]);
    const text = (column: FactorColumn) => textOf(cell(column));
    const before = this.issues.length;
    const id = text('id');
    if (id === '') {
      this.#withoutId(row.number, cell('value'));
      return undefined;
    }
    const earlier = this.#rowOfId.get(id);
    if (earlier !== undefined) {
      this.#fault(
        row.number,
        'id',
        'duplicate-row',
        `Keep one of rows ${earlier} and ${row.number}: both are ${id}`,
        id,
      );
    }
    this.#rowOfId.set(id, earlier ?? row.number);
    const scope = SCOPES[text('scope').toLowerCase()];
    if (scope === undefined) {
      const message = 'Enter Scope 1, Scope 2, Scope 3 or Outside of Scopes';
      this.#fault(row.number, 'scope', 'unknown-scope', message, text('scope'));
    }
    for (const column of ['unit', 'ghgUnit'] as const) {
      if (text(column) === '') this.#fault(row.number, column, 'missing', `Enter the unit of ${id}`);
    }
    const number = this.#value(row.number, cell('value'));
    if (this.issues.length > before || scope === undefined) return undefined;
    return {
      id,
      levels: [text('level1'), text('level2'), text('level3'), text('level4')],
      columnText: text('columnText'),
      publishedUnit: text('unit'),
      ghgUnit: text('ghgUnit'),
      scope,
      ...number,
    };
  }

  yearsDiffer(about: string, header: string, { row }: { readonly row: number }): void {
    const message = `The first page says ${about} and this header ${header}: send the file of one year`;
    this.#fault(row, 'value', 'year-differs', message, header);
  }

  noRows(): void {
    const message = `The sheet ${this.#sheet} has no factor below its headers`;
    this.issues.push({ pointer: '#', code: 'no-factors', message, sheet: this.#sheet });
  }

  /** What was left out although it is no fault. */
  notices(): string[] {
    if (this.#leftOut.length === 0) return [];
    const rows = this.#leftOut.slice(0, 10).join(', ');
    return [`${this.#sheet}: ${this.#leftOut.length} rows have neither id nor value and were left out (${rows}).`];
  }

  #withoutId(row: number, value: Cell | undefined): void {
    if (value === undefined) this.#leftOut.push(row);
    else this.#fault(row, 'id', 'missing', 'Enter the id of the factor: its row has a value', textOf(value));
  }

  /** A blank cell is no value, and neither is "< 1"; nothing is made 0. */
  #value(row: number, cell: Cell | undefined): Pick<PublishedFactor, 'value' | 'valueText'> {
    const text = textOf(cell);
    if (cell === undefined || text === '') return {};
    const decimal = decimalOf(cell.value);
    if (decimal !== undefined) {
      if (!decimal.startsWith('-')) return { value: decimal };
      this.#fault(row, 'value', 'negative', 'Enter a factor of 0 or more', text);
    } else if (LESS_THAN.test(text)) {
      return { valueText: text };
    } else {
      this.#fault(row, 'value', 'not-a-number', `Enter a number, or leave the cell blank, got "${text}"`, text);
    }
    return {};
  }

  #fault(row: number, column: FactorColumn, code: string, message: string, found?: string): void {
    this.issues.push({
      pointer: '#',
      code,
      message,
      sheet: this.#sheet,
      cell: cellAddress(row, this.#columns[column]),
      ...(found === undefined ? {} : { found }),
    });
  }
}

/** The words of a cell; '' where nothing stands. */
export function textOf(cell: Cell | undefined): string {
  return cell === undefined ? '' : cellText(cell.value).trim();
}

/** The number of a cell, as text or as a number; undefined for a percentage and for anything else. */
export function decimalOf(value: CellValue): string | undefined {
  if (value.kind === 'number') return value.percent ? undefined : value.decimal;
  if (value.kind !== 'text') return undefined;
  const text = value.text.trim();
  return parseDecimal(text) === undefined ? undefined : text;
}

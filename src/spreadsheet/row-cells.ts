import type { CellValue } from './cell.ts';
import type { RowView } from './row-buffer.ts';

/** The cells of the row that is being read, by column from 1. */
export type RowCells = {
  at(column: number): CellValue | undefined;
  /** The text of a cell that holds text; undefined for any other. Quicker than `at`, which makes an object. */
  text(column: number): string | undefined;
};

/** Those of a CSV file: all text, and empty ones are none. */
export class TextCells implements RowCells {
  values: readonly string[] = [];

  at(column: number): CellValue | undefined {
    const text = this.text(column);
    return text === undefined ? undefined : { kind: 'text', text };
  }

  text(column: number): string | undefined {
    const text = this.values[column - 1];
    return text === '' ? undefined : text;
  }
}

/** Those of a sheet of a workbook. */
export class ViewCells implements RowCells {
  private view: RowView | undefined;
  private index = 0;

  /** The row that is looked at from now on. */
  take(view: RowView): void {
    this.view = view;
    this.index = 0;
  }

  at(column: number): CellValue | undefined {
    const { view } = this;
    return view !== undefined && this.find(view, column) ? view.value(this.index) : undefined;
  }

  text(column: number): string | undefined {
    const { view } = this;
    return view !== undefined && this.find(view, column) ? view.text(this.index) : undefined;
  }

  /** Goes to a column; false where the row has nothing in it. Mostly it is the next: cells and layouts have one order. */
  private find(view: RowView, column: number): boolean {
    if (this.index >= view.length || view.column(this.index) > column) this.index = 0;
    while (this.index < view.length && view.column(this.index) < column) this.index += 1;
    return this.index < view.length && view.column(this.index) === column;
  }
}

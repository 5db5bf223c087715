import type { CellValue } from './cell.ts';
import type { RowView } from './row-buffer.ts';

/** The values of a row of a CSV file as cells, by column from 1. */
export function textAt(values: readonly string[]): (column: number) => CellValue | undefined {
  return (column) => {
    const text = values[column - 1];
    return text === undefined || text === '' ? undefined : { kind: 'text', text };
  };
}

/** Looks a column up in the row that is being read. */
export class ViewCells {
  view: RowView | undefined;

  readonly at = (column: number): CellValue | undefined => {
    const { view } = this;
    if (view === undefined) return undefined;
    for (let index = 0; index < view.length; index++) if (view.column(index) === column) return view.value(index);
    return undefined;
  };
}

import type { StartedSheet } from './read-content.ts';
import { batchRows, type RowBatch, type SheetRow } from './row-batch.ts';

/** A sheet with its rows in order; rows without any value are left out. */
export type Sheet = { readonly name: string; readonly hidden: boolean; readonly rows: readonly SheetRow[] };

/** Puts sheets together from the rows that come for them. */
export class SheetCollector {
  private readonly sheets: (StartedSheet & { readonly rows: SheetRow[] })[] = [];

  startSheet(sheet: StartedSheet): void {
    this.sheets.push({ ...sheet, rows: [] });
  }

  /** Adds rows to the sheet that was started last. */
  addRows(batch: RowBatch): void {
    const sheet = this.sheets.at(-1);
    if (sheet === undefined) return;
    for (const row of batchRows(batch, sheet.date1904)) sheet.rows.push(row);
  }

  /** The sheets, with rows in the order of their numbers, whatever the order of the file. */
  all(): Sheet[] {
    return this.sheets.map(({ name, hidden, rows }) => {
      const inOrder = rows.every((row, index) => index === 0 || (rows[index - 1]?.number ?? 0) <= row.number);
      return { name, hidden, rows: inOrder ? rows : rows.toSorted((a, b) => a.number - b.number) };
    });
  }
}

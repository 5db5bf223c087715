import { AppError } from '../../src/domain/errors.ts';
import { type CellValue, cellAddress } from '../../src/spreadsheet/cell.ts';
import { streamSheet } from '../../src/spreadsheet/upload.ts';
import { buildXlsx, type RawWorkbook } from './xlsx-builder.ts';

/** The values of the first sheet of a workbook built from raw XML, by address. */
export async function readRaw(raw: RawWorkbook): Promise<Record<string, CellValue>> {
  return readBytes(await buildXlsx(raw));
}

export async function readBytes(bytes: Uint8Array): Promise<Record<string, CellValue>> {
  const values: Record<string, CellValue> = {};
  await streamSheet({ name: 'raw.xlsx', bytes }, 0, (row, cells) => {
    for (let index = 0; index < cells.length; index++) {
      values[cellAddress(row, cells.column(index))] = cells.value(index);
    }
  });
  return values;
}

/** The refusal that an action ends in; fails when it ends in anything else. */
export async function refusalOf(action: Promise<unknown>): Promise<AppError> {
  const error: unknown = await action.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw error instanceof Error ? error : new Error('It was not refused');
}

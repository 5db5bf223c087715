import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { originalFile } from './import-queries.ts';
import type { FileRow, ServicePorts } from './ports.ts';

export type SourceRow = FileRow & { readonly file: string; readonly sheet?: string; readonly row: number };

/**
 * The row of a stored carbon return that a line of the ledger comes from, read from the bytes as they were sent. Throws
 * AppError `not-found` where the file has no such row, and what `originalFile` throws.
 */
export async function sourceRow(
  ports: ServicePorts,
  person: Person,
  importId: string,
  place: { readonly sheet?: string; readonly row: number },
): Promise<SourceRow> {
  const file = await originalFile(ports, person, importId);
  const found = await ports.spreadsheets.readRow(file, place);
  if (found === undefined) {
    const where = place.sheet === undefined ? '' : ` in the sheet ${place.sheet}`;
    throw new AppError('not-found', `${file.name} has nothing in row ${place.row}${where}.`);
  }
  return { ...found, ...place, file: file.name };
}

import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import { DESCRIPTIONS, type ExportedTable } from './record-columns.ts';
import { toColumnName } from './rows.ts';
import type { StoredRow, StoredValue } from './tables.ts';

/*
 * Everything on record in open formats: a zip with a README, one file of JSON Lines for each table, the stored files
 * under their SHA-256, and a manifest with the SHA-256 of each of these and the ends of the audit chains.
 */

const FORMAT = 'scorer-export/v1';
export const MANIFEST = 'manifest.json';
export const README = 'README.txt';

const entrySchema = z.strictObject({
  name: z.string(),
  bytes: z.int().nonnegative(),
  sha256: z.string(),
  rows: z.int().nonnegative().optional(),
});
const manifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  /** The one organisation whose records these are, or null for all there are. */
  organisation: z.string().nullable(),
  migrations: z.array(z.string()).min(1),
  heads: z.record(z.string(), z.string()),
  faults: z.array(z.string()),
  entries: z.array(entrySchema),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestEntry = z.infer<typeof entrySchema>;

export function writeManifest(manifest: Omit<Manifest, 'format'>): Buffer {
  return Buffer.from(`${JSON.stringify({ format: FORMAT, ...manifest }, undefined, 2)}\n`, 'utf8');
}

/** Throws AppError `invalid-input` when it is no manifest of an export. */
export function readManifest(text: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    throw notAnExport();
  }
}

export function notAnExport(): AppError {
  return new AppError(
    'invalid-input',
    'This file is not a whole backup or export of this service. Nothing was restored.',
  );
}

export const EXPORTED_TABLES = Object.keys(DESCRIPTIONS) as ExportedTable[];

export function tableEntryName(table: ExportedTable): string {
  return `tables/${toColumnName(table)}.jsonl`;
}

export function fileEntryName(sha256: string): string {
  return `files/${sha256}`;
}

/** How many rows of each table, and how many files, an export holds by its manifest. */
export function countsOf({ entries }: Pick<Manifest, 'entries'>): Record<string, number> {
  const rows = new Map(entries.map(({ name, rows: count }) => [name, count]));
  const tables = EXPORTED_TABLES.flatMap((table) => {
    const count = rows.get(tableEntryName(table));
    return count === undefined ? [] : [[table, count] as const];
  });
  return { ...Object.fromEntries(tables), files: entries.filter(({ name }) => name.startsWith('files/')).length };
}

/** A row as a line of JSON, the same for the same row whichever database it comes from. */
export function toLine(table: ExportedTable, values: StoredRow['values']): string {
  const columns = Object.entries(DESCRIPTIONS[table].columns).flatMap(([name, { kind }]) => {
    const value = values[name];
    // A database of an earlier version may lack a column.
    return value === undefined ? [] : [[toColumnName(name), toJsonValue(value, kind)] as const];
  });
  if (columns.length !== Object.keys(values).length) throw new Error(`A column of ${table} is not described.`);
  return `${JSON.stringify(Object.fromEntries(columns))}\n`;
}

function toJsonValue(value: StoredValue, kind: string): string | number | null {
  if (value === null) return null;
  return kind === 'number' ? Number(value) : String(value);
}

/** The row of a line. Throws AppError `invalid-input` with the place when it is none. */
export function toStoredRow(table: ExportedTable, line: string, number: number): StoredRow {
  const columns = new Map(
    Object.entries(DESCRIPTIONS[table].columns).map(([name, { kind }]) => [toColumnName(name), { name, kind }]),
  );
  try {
    const given = z.record(z.string(), z.union([z.string(), z.number(), z.null()])).parse(JSON.parse(line));
    const values = Object.entries(given).map(([column, value]) => {
      const known = columns.get(column);
      if (known === undefined || !isOfKind(value, known.kind)) throw new TypeError(`Not a value of ${column}.`);
      return [known.name, value] as const;
    });
    return { table, values: Object.fromEntries(values) };
  } catch {
    const message = `Line ${number} is not a row of this table.`;
    const file = tableEntryName(table);
    throw new AppError('invalid-input', 'The export cannot be read. Nothing was restored.', [
      { pointer: `#/${file}`, code: 'damaged-entry', message, file },
    ]);
  }
}

function isOfKind(value: string | number | null, kind: string): boolean {
  if (value === null) return true;
  if (kind === 'number') return Number.isSafeInteger(value);
  return typeof value === 'string' && (kind === 'text' || /^-?\d+$/.test(value));
}

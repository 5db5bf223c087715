import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import type { ColumnKind } from './column-kinds.ts';
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

type NamedColumn = { readonly name: string; readonly column: string; readonly kind: ColumnKind };

/** The columns of a table, by name here and by name in the database. */
function columnsOf(table: ExportedTable): readonly NamedColumn[] {
  const { columns } = DESCRIPTIONS[table];
  return Object.entries(columns).map(([name, { kind }]) => ({ name, column: toColumnName(name), kind }));
}

/** Makes rows of a table lines of JSON, the same for the same row whichever database it comes from. */
export function lineWriter(table: ExportedTable): (values: StoredRow['values']) => string {
  const columns = columnsOf(table);
  return (values) => {
    const line: Record<string, string | number | null> = {};
    let known = 0;
    for (const { name, column, kind } of columns) {
      const value = values[name];
      // A database of an earlier version may lack a column.
      if (value === undefined) continue;
      line[column] = toJsonValue(value, kind);
      known += 1;
    }
    if (known !== Object.keys(values).length) throw new Error(`A column of ${table} is not described.`);
    return `${JSON.stringify(line)}\n`;
  };
}

function toJsonValue(value: StoredValue, kind: ColumnKind): string | number | null {
  if (value === null) return null;
  return kind === 'number' ? Number(value) : String(value);
}

/** Makes lines rows of a table. Throws AppError `invalid-input` with the number of a line that is none. */
export function lineReader(table: ExportedTable): (line: string, number: number) => StoredRow {
  const columns = new Map(columnsOf(table).map((one) => [one.column, one]));
  return (line, number) => {
    const values = valuesOf(line, columns);
    if (values !== undefined) return { table, values };
    const message = `Line ${number} is not a row of this table.`;
    const file = tableEntryName(table);
    throw new AppError('invalid-input', 'The export cannot be read. Nothing was restored.', [
      { pointer: `#/${file}`, code: 'damaged-entry', message, file },
    ]);
  };
}

/** Undefined where a line is not an object whose values are of the kinds of its columns. */
function valuesOf(line: string, columns: ReadonlyMap<string, NamedColumn>): StoredRow['values'] | undefined {
  const given = parsed(line);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
  const values: Record<string, StoredValue> = {};
  for (const [column, value] of Object.entries(given)) {
    const known = columns.get(column);
    if (known === undefined || !isOfKind(value, known.kind)) return undefined;
    values[known.name] = value;
  }
  return values;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isOfKind(value: unknown, kind: ColumnKind): value is string | number | null {
  if (value === null) return true;
  if (kind === 'number') return Number.isSafeInteger(value);
  return typeof value === 'string' && (kind === 'text' || /^-?\d+$/.test(value));
}

import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import type { RecordCheck } from '../application/database-operations.ts';
import { AppError } from '../domain/errors.ts';
import { type StoredRow, type StoredValue, TABLES } from './tables.ts';

/*
 * A copy of a PostgreSQL database: gzip of lines of JSON. The first line says what it is, each of the next is one row
 * `["bids", {...}]`, the last says what was copied. Without the last line the copy is not whole.
 */

const FORMAT = 'scorer-backup/v1';

const startSchema = z.strictObject({ format: z.literal(FORMAT), migrations: z.array(z.string()).min(1) });
const valueSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.strictObject({ base64: z.base64() }).transform(({ base64 }) => Buffer.from(base64, 'base64')),
]);
const rowSchema = z.tuple([z.enum(TABLES.map(({ name }) => name)), z.record(z.string(), valueSchema)]);
const endSchema = z.strictObject({
  end: z.strictObject({
    counts: z.record(z.string(), z.number()),
    heads: z.record(z.string(), z.string()),
    faults: z.array(z.string()),
  }),
});

/** Writes a new file. `check` says what was copied, once all rows are through. */
export async function writeBackupFile(
  path: string,
  migrations: readonly string[],
  rows: AsyncIterable<StoredRow>,
  check: () => Promise<RecordCheck>,
): Promise<RecordCheck> {
  let copied: RecordCheck | undefined;
  async function* lines(): AsyncGenerator<string> {
    yield `${JSON.stringify({ format: FORMAT, migrations })}\n`;
    for await (const { table, values } of rows) yield `${JSON.stringify([table, toJsonValues(values)])}\n`;
    copied = await check();
    yield `${JSON.stringify({ end: copied })}\n`;
  }
  await pipeline(
    Readable.from(lines()),
    createGzip(),
    createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }),
  );
  if (copied === undefined) throw new Error('The copy ended before its last line.');
  return copied;
}

function toJsonValues(values: StoredRow['values']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([column, value]) => [column, toJsonValue(value)]));
}

function toJsonValue(value: StoredValue): unknown {
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString('base64') };
  return typeof value === 'bigint' ? value.toString() : value;
}

export type BackupReading = {
  readonly migrations: readonly string[];
  /** Every row, once; `end` is known when they are through. */
  rows(): AsyncIterable<StoredRow>;
  /** What was copied. Throws AppError `invalid-input` when the file ended before it said so. */
  end(): RecordCheck;
};

/** Opens such a file. Throws AppError `invalid-input`, here or on the way, when it is none or not whole. */
export async function readBackupFile(path: string): Promise<BackupReading> {
  const lines = linesOf(path)[Symbol.asyncIterator]();
  const first = await lines.next();
  const { migrations } = parseLine(startSchema, first.done === true ? '' : first.value);
  let end: RecordCheck | undefined;
  async function* rows(): AsyncGenerator<StoredRow> {
    for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
      if (next.value.startsWith('{')) {
        end = parseLine(endSchema, next.value).end;
        return;
      }
      const [table, values] = parseLine(rowSchema, next.value);
      yield { table, values };
    }
  }
  return {
    migrations,
    rows,
    end: () => {
      if (end === undefined) throw notWhole();
      return end;
    },
  };
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const source = createReadStream(path);
  const text = source.pipe(createGunzip());
  source.on('error', (error) => text.destroy(error));
  try {
    yield* createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    // Cut short, or bytes changed: gzip's own check finds both.
    throw error instanceof AppError ? error : notWhole();
  } finally {
    source.destroy();
  }
}

function parseLine<T>(schema: z.ZodType<T>, line: string): T {
  try {
    return schema.parse(JSON.parse(line));
  } catch {
    throw notWhole();
  }
}

function notWhole(): AppError {
  return new AppError('invalid-input', 'This file is not a whole backup. Nothing was restored.');
}

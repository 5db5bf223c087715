import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Knex } from 'knex';
import type { RecordsExport } from '../application/database-operations.ts';
import { type StreamedEntry, writeZipStream } from '../archive/zip-stream.ts';
import { AppError } from '../domain/errors.ts';
import { checkChains, chunksOf, damagedFile } from './check-records.ts';
import type { Connections } from './connections.ts';
import {
  countsOf,
  fileEntryName,
  lineWriter,
  MANIFEST,
  type ManifestEntry,
  README,
  tableEntryName,
  writeManifest,
} from './export-format.ts';
import { exportReadme } from './export-readme.ts';
import { requireMigrated } from './migrate.ts';
import { readRowsOf, tablesThere } from './record-rows.ts';
import type { ExportedTable } from './record-columns.ts';
import { writeWholeFile } from './whole-file.ts';
import { read } from './work.ts';

const PIECE_CHARACTERS = 60_000;

/**
 * Writes everything on record, or what belongs to one organisation, to a new file as one moment had it, while others
 * use the database. The file appears under its name only when it is whole. Throws AppError `conflict` when it is
 * there already, `not-found` for an organisation that has no records.
 */
export async function exportRecords(
  connections: Connections,
  file: string,
  organisation?: string,
): Promise<RecordsExport> {
  const check = await writeWholeFile(file, (partial) =>
    read(connections, async (database) => {
      const run = await startExport(database, organisation);
      const out = createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true });
      await writeZipStream(entriesOf(run), out);
      const { heads, faults, written: entries } = run;
      return { counts: countsOf({ entries }), heads, faults };
    }),
  );
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return { check, sha256: hash.digest('hex') };
}

/** What an export is made from, and what has been written of it so far. */
type ExportRun = {
  readonly database: Knex.Transaction;
  readonly organisation: string | undefined;
  readonly migrations: readonly string[];
  readonly heads: Readonly<Record<string, string>>;
  readonly faults: string[];
  readonly written: ManifestEntry[];
  /** Every stored file, and those among them that go with the records. */
  readonly stored: readonly string[];
  readonly wanted: Set<string>;
};

async function startExport(database: Knex.Transaction, organisation: string | undefined): Promise<ExportRun> {
  const migrations = await requireMigrated(database);
  const { heads, faults } = await checkChains(database, organisation);
  if (organisation !== undefined && heads[organisation] === undefined) {
    throw new AppError('not-found', `There is nothing on record for the organisation "${organisation}".`);
  }
  const stored = (await database('files').orderBy('sha256').pluck('sha256')) as string[];
  const wanted = new Set(organisation === undefined ? stored : []);
  return { database, organisation, migrations, heads, faults, written: [], stored, wanted };
}

/** README, tables, stored files, and the manifest of them all. */
async function* entriesOf(run: ExportRun): AsyncGenerator<StreamedEntry> {
  const { database, organisation, migrations, heads, faults, written, stored, wanted } = run;
  yield measured(run, README, once(Buffer.from(exportReadme(), 'utf8')));
  for (const { name } of await tablesThere(database)) {
    if (name === 'files' || name === 'fileChunks') continue;
    const count = { rows: 0 };
    yield measured(run, tableEntryName(name), linesOf(run, name, count), count);
  }
  for (const sha256 of stored.filter((one) => wanted.has(one))) {
    yield measured(run, fileEntryName(sha256), chunksOf(database, sha256));
    if (written.at(-1)?.sha256 !== sha256) faults.push(damagedFile(sha256));
  }
  const manifest = { organisation: organisation ?? null, migrations: [...migrations], heads, faults, entries: written };
  yield { name: MANIFEST, content: once(writeManifest(manifest)) };
}

/** An entry that is in the manifest once it is through. */
function measured(
  { written }: ExportRun,
  name: string,
  pieces: AsyncIterable<Uint8Array>,
  count: { readonly rows?: number } = {},
): StreamedEntry {
  async function* content(): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const piece of pieces) {
      hash.update(piece);
      bytes += piece.length;
      yield piece;
    }
    written.push({ name, bytes, sha256: hash.digest('hex'), ...count });
  }
  return { name, content: content() };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The rows of a table as lines, several in a piece. */
async function* linesOf(
  { database, organisation, stored, wanted }: ExportRun,
  table: ExportedTable,
  count: { rows: number },
): AsyncGenerator<Uint8Array> {
  const known = new Set(organisation === undefined ? [] : stored);
  const toLine = lineWriter(table);
  let text = '';
  for await (const values of readRowsOf(database, table, organisation)) {
    const line = toLine(values);
    count.rows += 1;
    // Whatever a record names by its hash goes with it.
    for (const hash of known.size === 0 ? [] : (line.match(/[0-9a-f]{64}/g) ?? [])) {
      if (known.has(hash)) wanted.add(hash);
    }
    text += line;
    if (text.length < PIECE_CHARACTERS) continue;
    yield Buffer.from(text, 'utf8');
    text = '';
  }
  if (text !== '') yield Buffer.from(text, 'utf8');
}

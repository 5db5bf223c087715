import { createHash } from 'node:crypto';
import type { RecordCheck } from '../application/database-operations.ts';
import { type OpenArchive, openArchive } from '../archive/zip-stream.ts';
import { AppError } from '../domain/errors.ts';
import type { Issue } from '../domain/issue.ts';
import {
  countsOf,
  fileEntryName,
  lineReader,
  MANIFEST,
  type Manifest,
  notAnExport,
  readManifest,
  tableEntryName,
} from './export-format.ts';
import { inPieces } from './file-store.ts';
import type { ExportedTable } from './record-columns.ts';
import { type StoredRow, TABLES } from './tables.ts';

/** More than any manifest: it has a line or two for each stored file. */
const MANIFEST_BYTES = 100_000_000;

/** A copy of the records that can be put back. */
export type RecordsReading = {
  readonly migrations: readonly string[];
  /** Every row, in an order in which they can be put back. */
  rows(): AsyncIterable<StoredRow>;
  /** What was copied. */
  readonly copied: RecordCheck;
  close(): Promise<void>;
};

/**
 * Opens an export once every byte of it has been checked against its manifest. Throws AppError `invalid-input`, with
 * every entry that is not what the manifest says.
 */
export async function readExport(path: string): Promise<RecordsReading> {
  const archive = await openArchive(path).catch(() => {
    throw notAnExport();
  });
  try {
    const manifest = await manifestOf(archive);
    const issues = await checkEntries(archive, manifest);
    if (issues.length > 0) {
      const count = issues.length === 1 ? 'one place' : `${issues.length} places`;
      throw new AppError('invalid-input', `The export is damaged in ${count}. Nothing was restored.`, issues);
    }
    const { migrations, heads, faults } = manifest;
    return {
      migrations,
      rows: () => rowsOf(archive, manifest),
      copied: { counts: countsOf(manifest), heads, faults },
      close: async () => archive.close(),
    };
  } catch (error) {
    archive.close();
    throw error;
  }
}

async function manifestOf(archive: OpenArchive): Promise<Manifest> {
  if (!archive.names.includes(MANIFEST)) throw notAnExport();
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of archive.read(MANIFEST)) {
      bytes += piece.length;
      if (bytes > MANIFEST_BYTES) break;
      pieces.push(piece);
    }
  } catch {
    throw notAnExport();
  }
  return readManifest(Buffer.concat(pieces).toString('utf8'));
}

/** Each entry that is missing, unknown, twice there, or has other bytes than the manifest says. */
async function checkEntries(archive: OpenArchive, { entries }: Manifest): Promise<Issue[]> {
  const issues: Issue[] = [];
  const fault = (file: string, code: string, message: string) =>
    issues.push({ pointer: `#/${file}`, code, message, file });
  const listed = new Map(entries.map((entry) => [entry.name, entry]));
  const seen = new Set<string>();
  for (const name of archive.names.filter((one) => one !== MANIFEST)) {
    if (seen.has(name)) fault(name, 'duplicate-entry', 'It is in the archive twice.');
    else if (!listed.has(name)) fault(name, 'unknown-entry', 'It is not in the manifest.');
    seen.add(name);
  }
  for (const { name, bytes, sha256 } of entries) {
    if (!seen.has(name)) {
      fault(name, 'missing-entry', 'It is in the manifest, but not in the archive.');
      continue;
    }
    const found = await hashOf(archive, name, bytes);
    if (found === undefined)
      fault(name, 'damaged-entry', 'It cannot be unpacked, or is longer than the manifest says.');
    else if (found !== sha256)
      fault(name, 'damaged-entry', `Its SHA-256 is ${found}, not ${sha256} as the manifest says.`);
  }
  return issues;
}

/** Undefined for an entry that cannot be unpacked, or is longer than it should be. */
async function hashOf(archive: OpenArchive, name: string, most: number): Promise<string | undefined> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const piece of archive.read(name)) {
      bytes += piece.length;
      if (bytes > most) return undefined;
      hash.update(piece);
    }
  } catch {
    return undefined;
  }
  return hash.digest('hex');
}

async function* rowsOf(archive: OpenArchive, manifest: Manifest): AsyncGenerator<StoredRow> {
  const listed = new Set(manifest.entries.map(({ name }) => name));
  for (const { name } of TABLES) {
    if (name === 'files') yield* storedFiles(archive, manifest);
    else if (name !== 'fileChunks' && listed.has(tableEntryName(name))) yield* tableRows(archive, name);
  }
}

async function* tableRows(archive: OpenArchive, table: ExportedTable): AsyncGenerator<StoredRow> {
  const toRow = lineReader(table);
  let number = 0;
  for await (const line of linesOf(archive.read(tableEntryName(table)))) {
    number += 1;
    yield toRow(line, number);
  }
}

async function* storedFiles(archive: OpenArchive, { entries }: Manifest): AsyncGenerator<StoredRow> {
  for (const { name, bytes } of entries.filter((entry) => entry.name.startsWith(fileEntryName('')))) {
    const sha256 = name.slice(fileEntryName('').length);
    let chunks = 0;
    for await (const piece of inPieces(archive.read(name))) {
      yield { table: 'fileChunks', values: { sha256, number: chunks, bytes: piece } };
      chunks += 1;
    }
    yield { table: 'files', values: { sha256, bytes, chunks } };
  }
}

/** Lines end with a line feed and nothing else: other line ends may stand in a text. */
async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest: Uint8Array[] = [];
  for await (const piece of pieces) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      if (rest.length === 0) yield bytes.toString('utf8', start, end);
      else yield Buffer.concat([...rest, bytes.subarray(start, end)]).toString('utf8');
      rest = [];
      start = end + 1;
    }
    if (start < bytes.length) rest.push(bytes.subarray(start));
  }
  if (rest.length > 0) yield Buffer.concat(rest).toString('utf8');
}

import { pipeline, Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import {
  type Entry,
  fromRandomAccessReaderPromise,
  type LocalFileHeader,
  openPromise,
  RandomAccessReader,
  type ZipFile,
} from 'yauzl';
import { type FileSource, type HeldSource, heldBlocks, heldLength } from '../application/file-source.ts';
import { AppError } from '../domain/errors.ts';
import type { Deadline } from './deadline.ts';
import type { UploadLimits } from './limits.ts';
import { damagedFile, tooLarge, unsupportedFile } from './refusal.ts';

const BLOCK_BYTES = 49_152;
const LOCAL_HEADER_BYTES = 30;
const LONGEST_NAME_BYTES = 1024;
const STORED = 0;
const DEFLATED = 8;

/** A zip whose directory was checked. Its files are inflated only as they are read, and counted as they are. */
export type GuardedZip = {
  /** Names as written, in the order of the directory; no folders. */
  readonly names: readonly string[];
  /** The name as written of a file, found without regard to case as the packaging standard has it. */
  readonly findName: (name: string) => string | undefined;
  /** The inflated bytes of a file, block by block; refuses sizes that lie, wrong checksums and bombs. */
  readonly read: (name: string, maximumBytes?: number) => AsyncGenerator<Buffer>;
  readonly close: () => void;
};

/**
 * Opens a zip and checks its directory: number of files, no name twice, no way out of the folder, no password, no
 * files that share bytes, only the two usual ways of packing. Nothing is inflated yet.
 */
export async function openZip(source: FileSource, limits: UploadLimits, deadline: Deadline): Promise<GuardedZip> {
  const options = { autoClose: false, validateEntrySizes: false };
  const zip = await asZipFault(() =>
    'path' in source
      ? openPromise(source.path, options)
      : fromRandomAccessReaderPromise(new HeldFile(source), heldLength(source), options),
  );
  try {
    const entries = await readDirectory(zip, limits, deadline);
    const inflated = { bytes: 0 };
    return {
      names: [...entries.values()].map((entry) => entry.fileName),
      findName: (name) => entries.get(name.toLowerCase())?.fileName,
      read: (name, maximumBytes = limits.inflatedBytes) =>
        readEntry(zip, getEntry(entries, name), { limits, deadline, inflated, maximumBytes }),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** A zip whose bytes are here, in pieces that are never put together. */
class HeldFile extends RandomAccessReader {
  private readonly source: HeldSource;

  constructor(source: HeldSource) {
    super();
    this.source = source;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(heldBlocks(this.source, start, end), { objectMode: false });
  }
}

type Reading = {
  readonly limits: UploadLimits;
  readonly deadline: Deadline;
  /** Bytes of all files read so far. */
  readonly inflated: { bytes: number };
  readonly maximumBytes: number;
};

async function readDirectory(zip: ZipFile, limits: UploadLimits, deadline: Deadline): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  const all: Entry[] = [];
  if (zip.entryCount > limits.zipEntries) throw tooManyEntries(limits);
  await asZipFault(async () => {
    for await (const entry of zip.eachEntry()) {
      deadline.check();
      if (all.push(entry) > limits.zipEntries) throw tooManyEntries(limits);
      checkEntry(entry);
      if (entry.fileName.endsWith('/')) continue;
      const name = entry.fileName.toLowerCase();
      if (entries.has(name)) throw damagedFile(`The file holds two parts called ${shown(entry.fileName)}.`);
      entries.set(name, entry);
    }
  });
  checkOverlaps(all);
  return entries;
}

function tooManyEntries(limits: UploadLimits): AppError {
  const most = limits.zipEntries.toLocaleString('en-GB');
  return tooLarge(`The file is a zip of more than ${most} files.`, 'Send fewer files at a time.');
}

function checkEntry(entry: Entry): void {
  if (entry.isEncrypted()) {
    throw unsupportedFile(
      'The file is protected by a password.',
      'Remove the password (in Excel: File, Info, Protect Workbook, Encrypt with Password) and send it again.',
    );
  }
  if (entry.fileNameRaw.length > LONGEST_NAME_BYTES || entry.fileCommentLength > LONGEST_NAME_BYTES) {
    throw damagedFile(`It holds a part whose name is too long: ${shown(entry.fileName)}.`);
  }
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    throw unsupportedFile(`Its part ${shown(entry.fileName)} is packed in an unusual way.`, 'Zip the files again.');
  }
}

/** Files that share their packed bytes are how a small zip inflates to petabytes; no program writes them. */
function checkOverlaps(entries: readonly Entry[]): void {
  const sorted = entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  let end = 0;
  for (const entry of sorted) {
    const start = entry.relativeOffsetOfLocalHeader;
    if (start < end) throw damagedFile(`Its part ${shown(entry.fileName)} overlaps another part.`);
    end = start + LOCAL_HEADER_BYTES + entry.fileNameRaw.length + entry.compressedSize;
  }
}

function getEntry(entries: ReadonlyMap<string, Entry>, name: string): Entry {
  const entry = entries.get(name.toLowerCase());
  if (entry === undefined) throw damagedFile(`Its part ${shown(name)} is missing.`);
  return entry;
}

async function* readEntry(zip: ZipFile, entry: Entry, reading: Reading): AsyncGenerator<Buffer> {
  checkLocalHeader(entry, await asZipFault(() => zip.readLocalFileHeaderPromise(entry)));
  const packed = await asZipFault(() => zip.openReadStreamPromise(entry, { decodeFileData: false }));
  const stream = entry.compressionMethod === STORED ? packed : inflate(packed);
  let bytes = 0;
  let checksum = 0;
  try {
    for await (const block of stream as AsyncIterable<Buffer>) {
      reading.deadline.check();
      bytes += block.length;
      reading.inflated.bytes += block.length;
      checkSize(entry, bytes, reading);
      checksum = crc32(block, checksum);
      yield block;
    }
  } catch (error) {
    throw toZipFault(error);
  } finally {
    stream.destroy();
    packed.destroy();
  }
  if (bytes !== entry.uncompressedSize) throw wrongSize(entry);
  if (checksum !== entry.crc32) {
    throw damagedFile(`Its part ${shown(entry.fileName)} is damaged (the checksum is wrong).`);
  }
}

/**
 * A file of a zip is described twice: in the directory and before its bytes. Programs differ in which they believe,
 * so both must say the same. The second may leave checksum and sizes open (bit 3) or for the long form (all ones).
 */
function checkLocalHeader(entry: Entry, local: LocalFileHeader): void {
  const open = (local.generalPurposeBitFlag & 0x8) !== 0;
  const agrees = (here: number, there: number) => here === there || here === 0xffff_ffff || (open && here === 0);
  const same =
    local.fileName.equals(entry.fileNameRaw) &&
    local.compressionMethod === entry.compressionMethod &&
    agrees(local.crc32, entry.crc32) &&
    agrees(local.compressedSize, entry.compressedSize) &&
    agrees(local.uncompressedSize, entry.uncompressedSize);
  if (!same)
    throw damagedFile(`Its part ${shown(entry.fileName)} is damaged: the zip describes it in two different ways.`);
}

function inflate(packed: Readable): Readable {
  const inflated = createInflateRaw({ chunkSize: BLOCK_BYTES });
  pipeline(packed, inflated, () => undefined);
  return inflated;
}

function checkSize(entry: Entry, bytes: number, { limits, inflated, maximumBytes }: Reading): void {
  if (bytes > entry.uncompressedSize) throw wrongSize(entry);
  const bomb = bytes > limits.ratioFreeBytes && bytes > limits.inflationRatio * entry.compressedSize;
  if (!bomb && bytes <= maximumBytes && inflated.bytes <= limits.inflatedBytes) return;
  const most = Math.round(Math.min(maximumBytes, limits.inflatedBytes) / 1_048_576);
  throw tooLarge(
    bomb
      ? `Its part ${shown(entry.fileName)} is packed more than ${limits.inflationRatio} times over, as no ordinary workbook is.`
      : `Its part ${shown(entry.fileName)} is larger than ${most.toLocaleString('en-GB')} MB once unpacked.`,
    'Send a smaller file: leave out sheets, rows and formatting that are not needed.',
  );
}

function wrongSize(entry: Entry): AppError {
  return damagedFile(`Its part ${shown(entry.fileName)} does not have the size that the file says it has.`);
}

function shown(name: string): string {
  return `"${name.slice(0, 100)}"`;
}

async function asZipFault<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw toZipFault(error);
  }
}

/** What yauzl and zlib throw about a broken zip, in our own words. Our own refusals go on as they are. */
function toZipFault(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  if (/relative path|absolute path|invalid characters in fileName/.test(error.message)) {
    return damagedFile('It holds a part whose name leads out of the file, as no ordinary workbook does.');
  }
  return damagedFile('The file is damaged or cut short.');
}

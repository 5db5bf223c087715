import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../domain/errors.ts';

/** A file as somebody gave it: its name as they gave it, and where its bytes are. */
export type FileSource = { readonly name: string } & (
  | { readonly path: string }
  | { readonly bytes: Uint8Array }
  /** One after the other. A reader may take them to another thread, so that nothing is held twice: then they are gone. */
  | { readonly pieces: readonly Uint8Array[] }
);

/** A file whose bytes are here. */
export type HeldSource = Exclude<FileSource, { readonly path: string }>;

const BLOCK_BYTES = 65_536;

/** How long the file is, in bytes. Throws AppError `not-found` where there is none. */
export async function fileLength(source: FileSource): Promise<number> {
  if (!('path' in source)) return heldLength(source);
  const found = await asFileFault(source.path, () => stat(source.path));
  if (!found.isFile()) throw new AppError('not-found', `${source.path} is not a file.`);
  return found.size;
}

/** How many bytes are here. */
export function heldLength(source: HeldSource): number {
  return piecesOf(source).reduce((length, piece) => length + piece.length, 0);
}

/** The bytes from `start`, at most `length` of them. Throws AppError `not-found` where there is no file. */
export async function readBytes(source: FileSource, start: number, length: number): Promise<Buffer> {
  if (!('path' in source)) return Buffer.concat([...heldBlocks(source, start, start + length)]);
  const file = await asFileFault(source.path, () => open(source.path));
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * The file from start to end, block by block, each good only until the next is asked for. Throws AppError `not-found`
 * where there is none.
 */
export async function* fileBlocks(source: FileSource): AsyncGenerator<Buffer> {
  if (!('path' in source)) {
    yield* heldBlocks(source);
    return;
  }
  const file = await asFileFault(source.path, () => open(source.path));
  // One place for all blocks: a long file read into new ones leaves its whole length behind, until they are swept.
  const place = Buffer.alloc(BLOCK_BYTES);
  try {
    while (true) {
      const { bytesRead } = await file.read(place, 0, BLOCK_BYTES);
      if (bytesRead === 0) return;
      yield place.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** SHA-256 of the file in hex, taken block by block, so that others are served in between. */
export async function fileSha256(source: FileSource): Promise<string> {
  const hash = createHash('sha256');
  for await (const block of fileBlocks(source)) {
    hash.update(block);
    await nextTurn();
  }
  return hash.digest('hex');
}

/** The bytes from `start` to before `end`, in blocks, none of them copied. */
export function* heldBlocks(source: HeldSource, start = 0, end = Number.POSITIVE_INFINITY): Generator<Buffer> {
  let before = 0;
  for (const piece of piecesOf(source)) {
    const last = Math.min(piece.length, end - before);
    for (let at = Math.max(0, start - before); at < last; at += BLOCK_BYTES) {
      yield toBuffer(piece).subarray(at, Math.min(at + BLOCK_BYTES, last));
    }
    before += piece.length;
  }
}

function piecesOf(source: HeldSource): readonly Uint8Array[] {
  return 'pieces' in source ? source.pieces : [source.bytes];
}

async function asFileFault<Result>(path: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw new AppError('not-found', `There is no file ${path}.`);
    if (code === 'EACCES' || code === 'EPERM') throw new AppError('not-found', `The file ${path} may not be read.`);
    throw error;
  }
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

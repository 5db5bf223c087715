import { open, stat } from 'node:fs/promises';
import { AppError } from '../domain/errors.ts';
import type { UploadLimits } from './limits.ts';
import { tooLarge } from './refusal.ts';

/** A file that somebody sent: its name as they gave it, and where its bytes are. */
export type UploadSource = { readonly name: string } & (
  | { readonly path: string }
  | { readonly bytes: Uint8Array }
  | { readonly pieces: readonly Uint8Array[] }
);

const BLOCK_BYTES = 65_536;

/** How long the file is, in bytes; refuses one that is too long. */
export async function sourceLength(source: UploadSource, limits: UploadLimits): Promise<number> {
  const length = 'path' in source ? await fileLength(source.path) : heldLength(source);
  if (length > limits.fileBytes) {
    throw tooLarge(
      `The file has ${megabytes(length)} MB; at most ${megabytes(limits.fileBytes)} MB can be read.`,
      'Split it, or leave out what is not needed.',
    );
  }
  return length;
}

/** A file whose bytes are here. */
export type HeldSource = Exclude<UploadSource, { readonly path: string }>;

/** How many bytes are here. */
export function heldLength(source: HeldSource): number {
  return piecesOf(source).reduce((length, piece) => length + piece.length, 0);
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

async function fileLength(path: string): Promise<number> {
  const found = await asFileFault(path, () => stat(path));
  if (!found.isFile()) throw new AppError('not-found', `${path} is not a file.`);
  return found.size;
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

function megabytes(bytes: number): string {
  return (bytes / 1_048_576).toLocaleString('en-GB', { maximumFractionDigits: 1 });
}

/** The bytes from `start`, at most `length` of them. */
export async function readBytes(source: UploadSource, start: number, length: number): Promise<Buffer> {
  if (!('path' in source)) return Buffer.concat([...heldBlocks(source, start, start + length)]);
  const file = await asFileFault(source.path, () => open(source.path));
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The file from start to end, block by block. */
export async function* sourceBlocks(source: UploadSource): AsyncGenerator<Buffer> {
  if (!('path' in source)) {
    yield* heldBlocks(source);
    return;
  }
  const file = await asFileFault(source.path, () => open(source.path));
  try {
    while (true) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(BLOCK_BYTES), 0, BLOCK_BYTES);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

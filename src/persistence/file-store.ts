import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Stores } from '../application/stores.ts';
import { AppError } from '../domain/errors.ts';
import type { WholeNumber } from './rows.ts';
import type { Session } from './session.ts';

const CHUNK_BYTES = 1_000_000;

type FileRow = { readonly sha256: string; readonly bytes: WholeNumber; readonly chunks: number };
type ChunkRow = { readonly sha256: string; readonly number: number; readonly bytes: Uint8Array };

export function createFileStore({ database, settle }: Session): Stores['files'] {
  const files = () => database<FileRow>('files');
  const chunksOf = () => database<ChunkRow>('file_chunks');

  const find = async (sha256: string) => await files().where({ sha256 }).first();

  const pieces = async (sha256: string): Promise<Uint8Array[]> => {
    const file = await find(sha256);
    if (file === undefined) throw new AppError('not-found', `There is no stored file ${sha256}.`);
    const found: Uint8Array[] = [];
    for (let number = 0; number < file.chunks; number += 1) {
      const row = await chunksOf().where({ sha256, number }).first();
      if (row === undefined) throw new Error(`Stored file ${sha256} lacks its part ${number}.`);
      found.push(row.bytes);
      await nextTurn();
    }
    return found;
  };

  return {
    async put(sha256, blocks) {
      if ((await find(sha256)) !== undefined) return;
      const hash = createHash('sha256');
      let number = 0;
      let bytes = 0;
      // Each piece is written before the next is made.
      const place = Buffer.allocUnsafe(CHUNK_BYTES);
      for await (const piece of inPieces(blocks, () => place)) {
        hash.update(piece);
        // Another process may store the same bytes at this moment; they are the same.
        await chunksOf().insert({ sha256, number, bytes: piece }).onConflict(['sha256', 'number']).ignore();
        number += 1;
        bytes += piece.length;
        await nextTurn();
      }
      if (number > 1) await settle();
      if (hash.digest('hex') !== sha256) throw new Error(`The bytes given for file ${sha256} have another hash.`);
      await files().insert({ sha256, bytes, chunks: number }).onConflict('sha256').ignore();
    },
    async get(sha256) {
      return Buffer.concat(await pieces(sha256));
    },
    pieces,
    async has(sha256) {
      return (await find(sha256)) !== undefined;
    },
  };
}

/** The same bytes in pieces of one size, but for the last; each in a place of its own, or all in the same. */
export async function* inPieces(
  blocks: AsyncIterable<Uint8Array>,
  toPlace: () => Buffer = () => Buffer.allocUnsafe(CHUNK_BYTES),
): AsyncGenerator<Buffer> {
  let piece = toPlace();
  let length = 0;
  for await (const block of blocks) {
    for (let start = 0; start < block.length; ) {
      const part = block.subarray(start, start + CHUNK_BYTES - length);
      piece.set(part, length);
      length += part.length;
      start += part.length;
      if (length === CHUNK_BYTES) {
        yield piece;
        piece = toPlace();
        length = 0;
      }
    }
  }
  if (length > 0) yield piece.subarray(0, length);
}

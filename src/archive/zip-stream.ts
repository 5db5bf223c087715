import { Readable, type Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import yazl from 'yazl';
import { reproducibleEntry } from './reproducible-zip.ts';

/** One file of an archive that is written while it is made. */
export type StreamedEntry = { readonly name: string; readonly content: AsyncIterable<Uint8Array> };

/**
 * Writes a zip archive of any size, one entry after the other, with nothing held but what is on its way. Its bytes
 * depend on the entries and their order only. Rejects when an entry, or `out`, fails.
 */
export async function writeZipStream(entries: AsyncIterable<StreamedEntry>, out: Writable): Promise<void> {
  const archive = new yazl.ZipFile();
  const output = archive.outputStream as Readable;
  let current: Readable | undefined;
  output.once('close', () => current?.destroy());
  const add = async (): Promise<void> => {
    try {
      for await (const { name, content } of entries) {
        current = Readable.from(content);
        archive.addReadStream(current, name, reproducibleEntry());
        await finished(current);
      }
      archive.end();
    } catch (error) {
      output.destroy(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  };
  const [added, written] = await Promise.allSettled([add(), pipeline(output, out)]);
  // What failed first destroys the other, which then says only that it was closed too early.
  const [reason] = [written, added].flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []));
  if (added.status === 'rejected' && !isEarlyClose(added.reason)) throw added.reason;
  if (reason !== undefined) throw reason;
}

function isEarlyClose(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

/** An archive on disk whose entries are read one at a time. */
export type OpenArchive = {
  /** In the order of the archive; a name given twice stands there twice. */
  readonly names: readonly string[];
  /** The bytes of an entry. Throws on the way when they cannot be unpacked, or are more or fewer than the archive says. */
  read(name: string): AsyncIterable<Uint8Array>;
  close(): void;
};

/** Opens a zip archive. Throws what the zip library says when it is none. */
export async function openArchive(path: string): Promise<OpenArchive> {
  const archive = await yauzl.openPromise(path, { autoClose: false, lazyEntries: true });
  try {
    const entries: yauzl.Entry[] = [];
    for await (const entry of archive.eachEntry()) entries.push(entry);
    return {
      names: entries.map(({ fileName }) => fileName),
      async *read(name) {
        const entry = entries.find(({ fileName }) => fileName === name);
        if (entry === undefined) throw new RangeError(`There is no entry "${name}".`);
        yield* await archive.openReadStreamPromise(entry);
      },
      close: () => archive.close(),
    };
  } catch (error) {
    archive.close();
    throw error;
  }
}

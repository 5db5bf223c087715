import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';
import yazl from 'yazl';

/** One file of an archive; folders are written as `folder/file`. */
export type ArchiveEntry = { readonly name: string; readonly bytes: Uint8Array };

/**
 * A zip archive whose bytes depend on its content only: entries in the order of their names, every date 1 January
 * 1980, one permission, one compression level. Throws on a name given twice.
 */
export async function zipReproducibly(entries: readonly ArchiveEntry[]): Promise<Uint8Array> {
  const archive = new yazl.ZipFile();
  const sorted = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const [index, { name, bytes }] of sorted.entries()) {
    if (sorted[index + 1]?.name === name) throw new RangeError(`Two entries of the archive are named "${name}".`);
    archive.addBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), name, reproducibleEntry());
  }
  archive.end();
  return buffer(archive.outputStream);
}

/**
 * A workbook that we wrote, packed again reproducibly: the library that writes workbooks stamps each part with the
 * time of day. The parts themselves stay as they are. Not for files from outside: nothing is guarded.
 */
export async function rezipReproducibly(xlsx: Uint8Array): Promise<Uint8Array> {
  return zipReproducibly(await readOwnArchive(xlsx));
}

/** The entries of an archive that we wrote. Not for files from outside: nothing is guarded. */
export async function readOwnArchive(zip: Uint8Array): Promise<ArchiveEntry[]> {
  const archive = await yauzl.fromBufferPromise(Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength));
  const entries: ArchiveEntry[] = [];
  for await (const entry of archive.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    entries.push({ name: entry.fileName, bytes: await buffer(await archive.openReadStreamPromise(entry)) });
  }
  return entries;
}

/**
 * How every entry is written. A zip keeps local time and the writer asks the machine for it, so midnight is taken
 * in the machine's own time zone: the bytes are then the same in all of them.
 */
export function reproducibleEntry(): {
  mtime: Date;
  mode: number;
  compressionLevel: number;
  forceDosTimestamp: boolean;
} {
  return { mtime: new Date(1980, 0, 1), mode: 0o100644, compressionLevel: 6, forceDosTimestamp: true };
}

import { describe, expect, it } from 'vitest';
import { readOwnArchive, rezipReproducibly, zipReproducibly } from '../../src/archive/reproducible-zip.ts';

const ENTRIES = [
  { name: 'for-council/report.pdf', bytes: Buffer.from('report') },
  { name: '[Content_Types].xml', bytes: Buffer.from('types') },
  { name: 'for-bidders/B1/summary.pdf', bytes: new Uint8Array(100_000) },
];

describe('a reproducible archive', () => {
  it('gives back what was put in, in the order of the names', async () => {
    const read = await readOwnArchive(await zipReproducibly(ENTRIES));
    expect(read.map(({ name }) => name)).toEqual([
      '[Content_Types].xml',
      'for-bidders/B1/summary.pdf',
      'for-council/report.pdf',
    ]);
    expect(read.map(({ bytes }) => bytes.length)).toEqual([5, 100_000, 6]);
  });

  it('has the same bytes in whatever order the files are given', async () => {
    const [once, reversed] = await Promise.all([zipReproducibly(ENTRIES), zipReproducibly(ENTRIES.toReversed())]);
    expect(Buffer.compare(once, reversed)).toBe(0);
    expect(Buffer.compare(await rezipReproducibly(once), once)).toBe(0);
  });

  it('is dated midnight, 1 January 1980, in every time zone', async () => {
    const bytes = Buffer.from(await zipReproducibly(ENTRIES));
    const [time, date] = [bytes.readUInt16LE(10), bytes.readUInt16LE(12)];
    expect({ time, day: date & 31, month: (date >> 5) & 15, year: 1980 + (date >> 9) }).toEqual({
      time: 0,
      day: 1,
      month: 1,
      year: 1980,
    });
  });

  it('refuses two files of one name', async () => {
    const twice = [...ENTRIES, { name: '[Content_Types].xml', bytes: Buffer.from('again') }];
    await expect(zipReproducibly(twice)).rejects.toThrow('Two entries of the archive are named "[Content_Types].xml"');
  });
});

import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  readUpload,
  readZipEntries,
  streamSheet,
  type UploadLimits,
  uploadKind,
} from '../../src/spreadsheet/upload.ts';
import { readBytes, refusalOf } from '../support/read-raw.ts';
import { buildXlsx, type RawWorkbook, relationships, worksheet, zipOf } from '../support/xlsx-builder.ts';

const ONE = '<row r="1"><c r="A1"><v>1</v></c></row>';

const parts = (changes: RawWorkbook['parts'] = {}) => buildXlsx({ rows: ONE, parts: changes });
const types = (type: string) =>
  parts({
    '[Content_Types].xml': `<Types><Override PartName="/x" ContentType="application/${type}"/></Types>`,
  });
const message = async (bytes: Promise<Buffer>) => (await refusalOf(readBytes(await bytes))).message;
const limited = async (raw: RawWorkbook, limits: Partial<UploadLimits>) =>
  refusalOf(readUpload({ name: 'big.xlsx', bytes: await buildXlsx(raw) }, limits));

describe('packages that are refused', () => {
  it('have lost a list of their parts', async () => {
    expect(await message(parts({ '[Content_Types].xml': undefined }))).toMatch(/without the list of its parts/);
    expect(await message(parts({ '_rels/.rels': undefined }))).toMatch(/"_rels\/.rels" is missing/);
    expect(await message(parts({ 'xl/workbook.xml': undefined }))).toMatch(/"xl\/workbook.xml" is missing/);
    expect(await message(parts({ 'xl/worksheets/sheet1.xml': undefined }))).toMatch(
      /sheet "Sheet1" is missing from the file/,
    );
  });

  it('have a sheet in another file', async () => {
    const external = relationships([['worksheet', 'http://x.invalid/sheet1.xml', 'External']]);
    expect(await message(parts({ 'xl/_rels/workbook.xml.rels': external }))).toMatch(
      /does not say where its sheet "Sheet1" is/,
    );
  });

  it('are another kind of Office file', async () => {
    const office = 'vnd.openxmlformats-officedocument';
    expect(await message(types(`${office}.wordprocessingml.document.main+xml`))).toMatch(/a Word document/);
    expect(await message(types(`${office}.presentationml.presentation.main+xml`))).toMatch(/a PowerPoint presentation/);
    expect(await message(types('vnd.ms-excel.sheet.binary.macroEnabled.main'))).toMatch(
      /a binary Excel workbook \(\.xlsb\)/,
    );
    expect(
      await message(
        zipOf([
          ['mimetype', 'application/vnd.oasis.opendocument.spreadsheet'],
          ['content.xml', '<a/>'],
        ]),
      ),
    ).toMatch(/OpenDocument/);
  });

  it('hold a name twice, or a name that leads out', async () => {
    const bytes = await zipOf([
      ['a.xlsx', 'x'],
      ['A.XLSX', 'y'],
    ]);
    expect(await message(Promise.resolve(bytes))).toMatch(/two parts called "A.XLSX"/);
    const out = Buffer.from(
      (await zipOf([['xx/evil.xlsx', 'x']])).toString('latin1').replaceAll('xx/evil', '../evil'),
      'latin1',
    );
    expect(await message(Promise.resolve(out))).toMatch(/leads out of the file/);
  });

  it('overlap, as in a bomb whose files share their bytes', async () => {
    const plain = await parts();
    const directory = plain.lastIndexOf('PK\x01\x02');
    const previous = plain.lastIndexOf('PK\x01\x02', directory - 1);
    const overlapping = Buffer.from(plain);
    plain.copy(overlapping, directory + 42, previous + 42, previous + 46);
    expect(await message(Promise.resolve(overlapping))).toMatch(/overlaps another part/);
  });

  it('are cut short, at any length', async () => {
    const plain = await parts();
    for (let length = 4; length < plain.length; length += 97) {
      expect(await message(Promise.resolve(plain.subarray(0, length)))).toMatch(/damaged or cut short/);
    }
  });

  it('inflate beyond the limits: in all, in texts, by ratio, in number of files, of sheets, of cells', async () => {
    const spaces = { rows: ONE, after: ' '.repeat(3_000_000) };
    const refusals = await Promise.all([
      limited(spaces, { inflatedBytes: 1_000_000 }),
      limited({ rows: ONE, strings: ['<t>x</t>'.repeat(1), ' '.repeat(900_000)] }, { sharedStringBytes: 500_000 }),
      limited(spaces, { ratioFreeBytes: 1_000_000 }),
      limited(spaces, { zipEntries: 3 }),
      limited(
        { rows: ONE, workbook: '<sheets><sheet name="a" r:id="rId1"/><sheet name="b" r:id="rId1"/></sheets>' },
        { sheets: 1 },
      ),
      limited({ rows: `<row>${'<c><v>1</v></c>'.repeat(100)}</row>` }, { heldCells: 99 }),
      limited({ rows: `<row><c t="str"><v>${'x'.repeat(1000)}</v></c></row>` }, { heldCharacters: 999 }),
      limited(spaces, { fileBytes: 1000 }),
      limited(spaces, { milliseconds: 0 }),
      refusalOf(
        readZipEntries(
          {
            name: 'bids.zip',
            bytes: await zipOf([
              ['a', 'x'.repeat(600)],
              ['b', 'x'.repeat(600)],
            ]),
          },
          { heldBytes: 1000 },
        ),
      ),
    ]);
    expect(refusals.map((refusal) => refusal.code)).toEqual(Array(10).fill('too-large'));
    const told = ['once unpacked', 'once unpacked', 'packed more than', 'more than 3 files', 'more than 1 sheets'];
    const more = [
      'more than 99 cells',
      'more than 999 characters',
      'at most 0 MB',
      'took longer than',
      '"b" is larger',
    ];
    for (const [index, words] of [...told, ...more].entries()) expect(refusals[index]?.message).toContain(words);
  });

  it('say of a compressed part that it is larger than it is', async () => {
    const plain = await zipOf([['a.xlsx', 'x'.repeat(5000)]]);
    const lie = Buffer.from(plain);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(5000);
    for (let at = lie.indexOf(size); at !== -1; at = lie.indexOf(size, at + 1)) lie.writeUInt32LE(4000, at);
    expect((await refusalOf(readZipEntries({ name: 'bids.zip', bytes: lie }))).message).toMatch(
      /does not have the size/,
    );
  });
});

describe('a zip of bid workbooks', () => {
  it('is known as one, and gives its files in the order of their names', async () => {
    const bytes = await zipOf([
      ['b/bid.xlsx', 'B'],
      ['__MACOSX/b/._bid.xlsx', 'rubbish'],
      ['a/plan.pdf', 'P'],
      ['a/bid.xlsx', 'A'],
      ['.DS_Store', 'rubbish'],
    ]);
    expect(await uploadKind({ name: 'bids.zip', bytes })).toBe('zip-of-workbooks');
    const entries = await readZipEntries({ name: 'bids.zip', bytes });
    expect(entries.map(({ name, bytes: content }) => [name, Buffer.from(content).toString()])).toEqual([
      ['a/bid.xlsx', 'A'],
      ['a/plan.pdf', 'P'],
      ['b/bid.xlsx', 'B'],
    ]);
    expect((await refusalOf(readUpload({ name: 'bids.zip', bytes }))).message).toMatch(
      /Unpack it and send the workbook alone/,
    );
    expect((await refusalOf(streamSheet({ name: 'bids.zip', bytes }, 0, () => undefined))).code).toBe(
      'unsupported-file',
    );
  });
});

describe('a zip made by hand', () => {
  it('is refused when its data ends early', async () => {
    const deflated = deflateRawSync(Buffer.from(worksheet(ONE)));
    const plain = await buildXlsx({ rows: ONE });
    const at = plain.indexOf(deflated.subarray(0, 12));
    expect(at).toBeGreaterThan(0);
    const broken = Buffer.from(plain);
    broken.fill(0xff, at, at + 4);
    expect((await refusalOf(readUpload({ name: 'broken.xlsx', bytes: broken }))).message).toMatch(/damaged/);
  });
});

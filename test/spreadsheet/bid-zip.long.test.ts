import { describe, expect, it } from 'vitest';
import type { Tender } from '../../src/application/tender.ts';
import type { Bid } from '../../src/domain/bid.ts';
import { readTenderUpload } from '../../src/spreadsheet/read-tender.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { detailedTender, tenderWithLots } from '../support/detailed-tender.ts';
import {
  bidWorkbookTables,
  type Entry,
  getTable,
  number,
  type Table,
  tenderTables,
  toWorkbook,
} from '../support/tender-workbook.ts';
import { zipOf } from '../support/xlsx-builder.ts';

const catalogue = await testCatalogue();

/** The tender workbook with its list of bids and nothing of what they say. */
function listOnly({ procurement, bids }: Tender): Table[] {
  const bare = bids.map(
    (bid): Bid => ({
      reference: bid.reference,
      ...(bid.lot === undefined ? {} : { lot: bid.lot }),
      supplier: bid.supplier,
      ...(bid.receivedAt === undefined ? {} : { receivedAt: bid.receivedAt }),
      ...(bid.qualityPoints === undefined ? {} : { qualityPoints: bid.qualityPoints }),
      answers: {},
      carbon: [],
      devices: [],
      removals: [],
    }),
  );
  return tenderTables({ procurement, bids: bare }).filter(
    ({ name }) => name === 'About' || name === 'Lots' || name === 'Bids',
  );
}

function bidTables(bid: Bid, about: readonly (readonly [string, Entry])[] = []): Table[] {
  return bidWorkbookTables(bid, about);
}

async function zipSource(files: Readonly<Record<string, readonly Table[] | string>>) {
  const entries: [string, Buffer | string][] = [];
  for (const [name, content] of Object.entries(files)) {
    entries.push([name, typeof content === 'string' ? content : Buffer.from(await toWorkbook(content))]);
  }
  return { name: 'bids.zip', bytes: await zipOf(entries) };
}

const [alder, birch] = detailedTender.bids as readonly [Bid, Bid];

describe('a bid workbook', () => {
  it('gives the bid, with a reference of its own where it states one', async () => {
    const tables = bidTables(alder, [
      ['Bid reference', 'B1'],
      ['Received at', alder.receivedAt],
      ['Procurement reference', 'ICT-2026-007'],
    ]);
    const reading = await readTenderUpload({ name: 'alder.xlsx', bytes: await toWorkbook(tables) }, catalogue);
    expect(reading.issues).toEqual([]);
    expect(reading.kind).toBe('bids');
    expect(reading.bids).toEqual([{ ...alder, qualityPoints: undefined }]);
  });

  it("without a reference is known by the supplier's identifier, or by its name, and says so", async () => {
    const read = async (bid: Bid) =>
      readTenderUpload({ name: 'bid.xlsx', bytes: await toWorkbook(bidTables(bid)) }, catalogue);
    const [first, second] = [await read(alder), await read(birch)];
    expect(first.bids.map(({ reference }) => reference)).toEqual(['GB-COH-01234567']);
    expect(second.bids.map(({ reference }) => reference)).toEqual(['Birch plc']);
    expect(second.notices.join()).toContain('"Birch plc" stands for it');
  });

  it('tells what is missing or wrong by cell, as a tender workbook does', async () => {
    const tables = bidTables({ ...alder, supplier: { name: '' } }, [['Bid deadline', '18.12.2026']]);
    const [line] = getTable(tables, 'Carbon').rows;
    if (line !== undefined) line['Tier'] = 'E';
    const reading = await readTenderUpload({ name: 'bid.xlsx', bytes: await toWorkbook(tables) }, catalogue);
    expect(reading.issues.map(({ sheet, code, cell }) => `${sheet} ${cell?.[0]} ${code}`)).toEqual([
      'About B missing',
      'About B not-a-date',
      expect.stringMatching(/^Carbon [A-Z] not-a-choice$/),
    ]);
  });

  it('for several lots has a row for each in a sheet Bids', async () => {
    const tables = [
      ...bidTables({ ...alder, carbon: [], devices: [], removals: [] }).map((table) =>
        table.name === 'About' ? { ...table, rows: table.rows.filter((row) => row['Name'] !== 'Price') } : table,
      ),
      {
        name: 'Bids',
        headers: ['Lot', 'Price'],
        rows: [
          { Lot: '1', Price: number('100') },
          { Lot: '2', Price: number('200') },
        ],
      },
    ];
    const reading = await readTenderUpload({ name: 'bid.xlsx', bytes: await toWorkbook(tables) }, catalogue);
    expect(reading.issues).toEqual([]);
    expect(reading.bids.map(({ lot, price }) => [lot, price])).toEqual([
      ['1', '100'],
      ['2', '200'],
    ]);
    expect(reading.bids[0]?.answers).toEqual(alder.answers);
  });
});

describe('a zip of bid workbooks', () => {
  it('with the tender workbook gives the whole tender, each bid by the supplier the tender lists', async () => {
    const source = await zipSource({
      'tender.xlsx': listOnly(detailedTender),
      'bids/birch/bid.xlsx': bidTables(birch),
      'bids/alder/bid.xlsx': bidTables(alder),
      'bids/alder/Assurance.pdf': '%PDF-1.7',
      'notes.txt': 'hello',
    });
    const reading = await readTenderUpload(source, catalogue);
    expect(reading.issues).toEqual([]);
    expect(reading.tender).toEqual(detailedTender);
    expect(reading.notices.filter((notice) => notice.includes('attachment'))).toEqual([
      'bids/alder/Assurance.pdf: kept as an attachment; it was not read.',
      'notes.txt: kept as an attachment; it was not read.',
    ]);
  });

  it('with lots puts each workbook to its lot', async () => {
    const source = await zipSource({
      'a-tender.xlsx': listOnly(tenderWithLots),
      ...Object.fromEntries(tenderWithLots.bids.map((bid, index) => [`bid-${index}.xlsx`, bidTables(bid)])),
    });
    const reading = await readTenderUpload(source, catalogue);
    expect(reading.issues).toEqual([]);
    expect(reading.tender).toEqual(tenderWithLots);
  });

  it('refuses a workbook that does not say for which of its lots it is', async () => {
    const named = tenderWithLots.bids.filter(({ reference }) => reference === 'B1');
    const source = await zipSource({
      'tender.xlsx': listOnly({ ...tenderWithLots, bids: named }),
      'bid.xlsx': bidTables({ ...alder, carbon: [], devices: [], removals: [] }),
    });
    const reading = await readTenderUpload(source, catalogue);
    expect(reading.issues.map(({ code, header, expected }) => [code, header, expected])).toEqual([
      ['lot-missing', 'Lot', '1 or 2'],
    ]);
  });

  it('without a tender workbook gives bids, in order', async () => {
    const reading = await readTenderUpload(
      await zipSource({ '2.xlsx': bidTables(alder), '1.xlsx': bidTables(birch) }),
      catalogue,
    );
    expect(reading.kind).toBe('bids');
    expect(reading.tender).toBeUndefined();
    expect(reading.bids.map(({ reference }) => reference)).toEqual(['Birch plc', 'GB-COH-01234567']);
  });

  it('tells each fault with its file, and reads the other files all the same', async () => {
    const faulty = bidTables(alder);
    const [line] = getTable(faulty, 'Carbon').rows;
    if (line !== undefined) line['Stage'] = 'build';
    const stranger = bidTables({ ...birch, supplier: { name: 'Cedar' } }, [['Procurement reference', 'ICT-2020-001']]);
    const source = await zipSource({
      'tender.xlsx': listOnly(detailedTender),
      'alder.xlsx': faulty,
      'broken.xlsx': 'this is no workbook',
      'stranger.xlsx': stranger,
    });
    const reading = await readTenderUpload(source, catalogue);
    expect(new Set(reading.issues.map(({ file, code }) => `${file} ${code}`))).toEqual(
      new Set([
        'alder.xlsx not-a-choice',
        expect.stringMatching(/^broken\.xlsx /),
        'stranger.xlsx bid-not-listed',
        'stranger.xlsx other-procurement',
      ]),
    );
  });

  it('refuses what two files say differently, and a bid that is there twice', async () => {
    const priced = tenderTables({
      ...detailedTender,
      bids: detailedTender.bids.map((bid) => ({ ...bid, carbon: [], devices: [], removals: [] })),
    });
    const source = await zipSource({ 'tender.xlsx': priced, 'alder.xlsx': bidTables({ ...alder, price: '5' }) });
    const codes = (await readTenderUpload(source, catalogue)).issues.map(({ code, file }) => `${file} ${code}`);
    expect(new Set(codes)).toEqual(new Set(['alder.xlsx files-differ', 'alder.xlsx answered-in-two-files']));
    const twice = await zipSource({ 'a.xlsx': bidTables(alder), 'b.xlsx': bidTables(alder) });
    expect((await readTenderUpload(twice, catalogue)).issues.map(({ code }) => code)).toContain('duplicate-bid');
  });

  it('with two tender workbooks, or with none of ours in it, is a fault', async () => {
    const two = await zipSource({ 'a.xlsx': listOnly(detailedTender), 'b.xlsx': listOnly(detailedTender) });
    expect((await readTenderUpload(two, catalogue)).issues.map(({ code, file }) => `${file} ${code}`)).toContain(
      'b.xlsx second-procurement',
    );
    const none = await zipSource({ 'sales.xlsx': [{ name: 'Sales', headers: ['a'], rows: [{ a: '1' }] }] });
    expect((await readTenderUpload(none, catalogue)).issues.map(({ code }) => code)).toEqual(['no-bids']);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tender } from '../../src/application/tender.ts';
import { bidJson, readWrittenBid } from '../../src/application/written-bid.ts';
import { readPlainTender } from '../../src/spreadsheet/read-plain-tender.ts';
import { readTenderApart } from '../../src/spreadsheet/read-tender-apart.ts';
import { catalogue, places, readTables, setCell } from '../support/changed-tender.ts';
import { detailedTender, tenderWithLots } from '../support/detailed-tender.ts';
import { readBytes } from '../support/read-raw.ts';
import {
  date,
  type Entry,
  getTable,
  number,
  percent,
  type Table,
  tenderTables,
  toWorkbook,
} from '../support/tender-workbook.ts';
import { buildXlsx } from '../support/xlsx-builder.ts';

/** What the quick reading of these sheets gives: each bid as JSON, and the notices. */
async function readPlainly(tables: readonly Table[]) {
  const plain = await readPlainTender({ name: 'tender.xlsx', bytes: await toWorkbook(tables) }, catalogue);
  if (plain === undefined) return undefined;
  return { bids: plain.bids.map((bid) => bidJson(readWrittenBid(bid))), notices: plain.reading.notices };
}

/** The same of the full reading; undefined where it has something to say. */
function readInFull(tables: readonly Table[]) {
  const { issues, proposedMapping, bids, notices } = readTables(tables);
  if (issues.length > 0 || proposedMapping !== undefined) return undefined;
  return { bids: bids.map((bid) => JSON.stringify(bid)), notices };
}

const tablesOf = (tender: Tender, change: (tables: Table[]) => void = () => {}): Table[] => {
  const tables = tenderTables(tender);
  change(tables);
  return tables;
};

describe('the quick reading of a tender with plain carbon lines', () => {
  it.each([
    ['every field', tablesOf(detailedTender)],
    ['lots', tablesOf(tenderWithLots)],
    ['sheets and rows in another order', tablesOf(detailedTender).toReversed()],
    [
      'rows of Carbon from the last to the first',
      tablesOf(detailedTender, (tables) => {
        const carbon = getTable(tables, 'Carbon');
        carbon.rows = carbon.rows.toReversed();
      }),
    ],
    ['a column that is not known', tablesOf(detailedTender, (tables) => setCell(tables, 'Carbon', 2, 'Colour', 'red'))],
  ])('records the same bids as the full one: %s', async (_, tables) => {
    const full = readInFull(tables);
    expect(full).toBeDefined();
    expect(await readPlainly(tables)).toEqual(full);
  });

  it.each<[string, number, string, Entry]>([
    ['an error value', 2, 'Declared kgCO2e', { kind: 'error', code: '#REF!' }],
    ['a percentage', 2, 'Declared kgCO2e', percent('0.5')],
    ['a date', 2, 'Declared kgCO2e', date('2026-01-01')],
    ['a negative figure', 2, 'Declared kgCO2e', number('-1')],
    ['more than any contract emits', 2, 'Declared kgCO2e', number('99999999999999')],
    ['an unknown stage', 2, 'Stage', 'build'],
    ['no stage', 2, 'Stage', undefined],
    ['no name', 2, 'Line', undefined],
    ['a category above 15', 2, 'Category', number('16')],
    ['a year that is none', 2, 'Year', 'soon'],
    ['an unknown tier', 2, 'Tier', 'E'],
    ['an unknown factor', 3, 'Conversion factor', 'electricity.uk.generaton'],
    ["a unit that is not the factor's", 3, 'Unit', 'MWh'],
    ['figures that differ', 3, 'Declared kgCO2e', number('200')],
    ['a nought without a reason', 4, 'Reason', undefined],
    ['an unknown bid', 2, 'Bid reference', 'B9'],
    ['a page without a document', 2, 'Evidence document', undefined],
  ])('leaves it to the full one to tell of %s', async (_, row, header, entry) => {
    const tables = tablesOf(detailedTender, (changed) => {
      setCell(changed, 'Carbon', row, 'Page or section', '4');
      setCell(changed, 'Carbon', row, 'Evidence document', 'Study.pdf');
      setCell(changed, 'Carbon', row, header, entry);
    });
    expect(readInFull(tables)).toBeUndefined();
    expect(await readPlainly(tables)).toBeUndefined();
  });

  it('agrees with the full one on lines of every kind', async () => {
    const seen = { plain: 0, left: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(carbonRow, { minLength: 1, maxLength: 12 }), async (rows) => {
        const tables = tablesOf(detailedTender, (changed) => {
          const carbon = getTable(changed, 'Carbon');
          carbon.rows = rows;
          carbon.headers = HEADERS;
        });
        const [plain, full] = [await readPlainly(tables), readInFull(tables)];
        // It may leave to the full reading what that finds nothing wrong with, and only then differ.
        if (plain !== undefined) expect(plain).toEqual(full);
        if (plain === undefined) seen.left++;
        else seen.plain++;
      }),
      { numRuns: 60, seed: 2030 },
    );
    expect(Math.min(seen.plain, seen.left)).toBeGreaterThan(10);
  });
});

const HEADERS = [
  'Bid reference',
  'Line',
  'Stage',
  'Scope',
  'Category',
  'Year',
  'Quantity',
  'Unit',
  'Conversion factor',
  'Declared kgCO2e',
  'Tier',
  'Reason',
  'Evidence document',
  'Page or section',
];

/** Mostly good, now and then odd: a row that says nothing, a nought, a comma, a unit that does not fit. */
const carbonRow: fc.Arbitrary<Record<string, Entry>> = fc
  .record({
    'Bid reference': mostly(['B1', 'B2', ' B2 '], ['B9', undefined]),
    Line: fc.oneof(
      { weight: 20, arbitrary: fc.integer({ min: 1, max: 100_000 }).map(String) },
      { weight: 1, arbitrary: fc.constantFrom('01', '1', 'laptops "new"', 'é, ü', undefined) },
    ),
    Stage: mostly(['make', 'Manufacture', 'use', 'End of life'], ['build', undefined]),
    Scope: mostly(['3', number('2'), 'Scope 1', undefined], ['4']),
    Category: mostly([number('4'), '15', undefined], [number('1.5'), '16']),
    Year: mostly([number('2028'), '2027/28', undefined], ['soon']),
    Tier: mostly(['A', 'tier b', undefined], ['E']),
    'Evidence document': mostly(['Study.pdf', 'Study "2".pdf', 'Étude.pdf'], [undefined]),
    'Page or section': mostly([number('4'), '4.2', undefined], [percent('0.25')]),
  })
  .chain((labels) =>
    fc
      .oneof(
        { weight: 20, arbitrary: fc.integer({ min: 1, max: 10 ** 9 }).map((grams) => kilograms(grams / 1000)) },
        { weight: 4, arbitrary: fc.constant(kilograms(0, 'none is shipped')) },
        { weight: 20, arbitrary: fc.integer({ min: 1, max: 10 ** 6 }).map((quantity) => activity(quantity, 'kWh')) },
        { weight: 1, arbitrary: fc.constantFrom(kilograms(0), kilograms(-1), activity(5, 'litre'), {}) },
      )
      .map((figures) => ({ ...labels, ...figures })),
  );

function mostly(usual: readonly Entry[], odd: readonly Entry[]): fc.Arbitrary<Entry> {
  return fc.oneof(
    { weight: 60, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  );
}

function kilograms(value: number, reason?: string): Record<string, Entry> {
  return { 'Declared kgCO2e': number(String(value)), Reason: reason };
}

function activity(quantity: number, unit: string): Record<string, Entry> {
  return { Quantity: number(String(quantity)), Unit: unit, 'Conversion factor': 'electricity.uk.generation' };
}

describe('a tender read in a thread of its own', () => {
  const piecesOf = (bytes: Uint8Array): Uint8Array[] => [
    bytes.slice(0, 1000),
    bytes.slice(1000, 1001),
    bytes.slice(1001),
  ];

  it('gives the bids, whose lines are read when they are asked for, and the JSON to record', async () => {
    const pieces = piecesOf(await toWorkbook(tablesOf(detailedTender)));
    const reading = await readTenderApart({ name: 'tender.xlsx', pieces }, catalogue, {});
    expect(reading.issues).toEqual([]);
    expect(reading.bids.map(bidJson)).toEqual(readInFull(tablesOf(detailedTender))?.bids);
    expect(reading.tender).toEqual(detailedTender);
    expect(reading.placeOf?.('#/bids/B2/carbon/1/declaredKg')).toMatchObject({ sheet: 'Bids', cell: 'A3' });
  });

  it('gives every fault at its cell', async () => {
    const tables = tablesOf(detailedTender, (changed) => {
      setCell(changed, 'Carbon', 2, 'Stage', 'build');
      setCell(changed, 'Bids', 2, 'Price', '1,480,000.25');
    });
    const reading = await readTenderApart({ name: 'tender.xlsx', bytes: await toWorkbook(tables) }, catalogue, {});
    expect(reading.bids).toEqual([]);
    expect(places(reading.issues)).toEqual(places(readTables(tables).issues));
  });
});

describe('a text inside its cell', () => {
  it('is the same however its tags are written', async () => {
    const texts = fc.array(
      fc.string({ unit: fc.constantFrom('a', 'b', ' ', '_', 'x', '0', 'D', 'é', '🌍', '"', '/') }),
      {
        maxLength: 40,
      },
    );
    await fc.assert(
      fc.asyncProperty(texts, async (cells) => {
        const written = (attributes: (row: number) => string) =>
          buildXlsx({
            rows: [...cells, ...cells]
              .map((cell, at) => `<row r="${at + 1}"><c ${attributes(at + 1)}><is><t>${cell}</t></is></c></row>`)
              .join(''),
          });
        const plain = await readBytes(await written((row) => `r="A${row}" t="inlineStr"`));
        expect(plain).toEqual(await readBytes(await written((row) => `t="inlineStr" r="A${row}"`)));
      }),
      { numRuns: 60 },
    );
  });
});

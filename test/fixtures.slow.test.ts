import { readPlanFile } from '../src/application/read-stated-plan.ts';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { lotsTender } from '../fixtures/eastham/lots-tender.ts';
import { shortTender } from '../fixtures/eastham/short-tender.ts';
import { withFaults } from '../fixtures/faulty-copy.ts';
import { asBidderSent, type FixtureFile, fixtureFiles } from '../fixtures/files.ts';
import { plantedFaults } from '../fixtures/northshire/faults.ts';
import { northshireTender } from '../fixtures/northshire/tender.ts';
import { type ArchiveEntry, readOwnArchive, zipReproducibly } from '../src/archive/reproducible-zip.ts';
import { checkTender } from '../src/application/check-tender.ts';
import type { Tender, TenderReading } from '../src/application/tender.ts';
import type { Bid } from '../src/domain/bid.ts';
import { toFraction } from '../src/domain/quantity.ts';
import type { BidAssessment, LotAssessment } from '../src/scoring/assessment.ts';
import { type AssessmentJson, toAssessmentJson } from '../src/scoring/assessment-json.ts';
import { askedQuestions, type Catalogue, getRuleSet } from '../src/scoring/catalogue.ts';
import { assess } from '../src/scoring/evaluate.ts';
import { readTenderUpload } from '../src/spreadsheet/read-tender.ts';
import { testCatalogue } from './support/catalogue.ts';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures');
const readMe = readFileSync(join(FIXTURES, 'README.md'), 'utf8');

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await testCatalogue();
}, 60_000);

function read(path: string, acceptMapping?: string): Promise<TenderReading> {
  const name = path.split('/').at(-1) ?? path;
  return readTenderUpload(
    { name, path: join(FIXTURES, path) },
    catalogue,
    acceptMapping === undefined ? {} : { acceptMapping },
  );
}

function score(tender: Tender) {
  return assess(catalogue, { ...tender, softwareVersion: 'test', status: 'draft' });
}

describe('the committed workbooks of the examples', () => {
  let rebuilt: readonly FixtureFile[];
  beforeAll(async () => {
    rebuilt = await fixtureFiles(catalogue);
  }, 60_000);

  test('equal a rebuild byte for byte', async () => {
    const differing: string[] = [];
    for (const { path, bytes } of rebuilt) {
      const file = join(FIXTURES, path);
      if (!existsSync(file) || !(await isSameFile(readFileSync(file), bytes, path))) differing.push(path);
    }
    expect(differing, 'Run: node run.mjs fixtures/build.ts').toEqual([]);
  });

  test('are all named in the legend', () => {
    const unnamed = rebuilt.filter(({ path }) => {
      const folder = path.replace(/\/[^/]+\.xlsx$/, '/*.xlsx');
      return !readMe.includes(`\`${path}\``) && !readMe.includes(`\`${folder}\``);
    });
    expect(unnamed.map(({ path }) => path)).toEqual([]);
  });
});

/**
 * The same bytes. A Node that brings another zlib compresses the same content to other bytes; so where they differ,
 * the committed file is packed anew on this machine before it is compared.
 */
async function isSameFile(committed: Uint8Array, rebuilt: Uint8Array, name: string): Promise<boolean> {
  return Buffer.from(rebuilt).equals(committed) || Buffer.from(rebuilt).equals(await packedAnew(committed, name));
}

async function packedAnew(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  if (!/\.(xlsx|zip)$/.test(name)) return bytes;
  const entries: ArchiveEntry[] = [];
  for (const entry of await readOwnArchive(bytes)) {
    entries.push({ name: entry.name, bytes: await packedAnew(entry.bytes, entry.name) });
  }
  return zipReproducibly(entries);
}

describe('reading the example workbooks', () => {
  test.each([
    ['northshire/tender.xlsx', northshireTender],
    ['eastham/tender-short.xlsx', shortTender],
    ['eastham/tender-lots.xlsx', lotsTender],
  ])('%s gives its data back exactly', async (path, tender) => {
    const reading = await read(path);
    expect(reading.issues).toEqual([]);
    expect(reading.proposedMapping).toBeUndefined();
    expect(reading.tender).toEqual(tender);
  });

  test('the faulty workbook gives each planted fault at its cell, and no other', async () => {
    const good = readFileSync(join(FIXTURES, 'northshire/tender.xlsx'));
    const { placed } = await withFaults(good, plantedFaults);
    const reading = await read('northshire/tender-with-faults.xlsx');
    const found = reading.issues.map(({ sheet, cell }) => `${sheet ?? ''}!${cell ?? ''}`).toSorted();
    expect(found).toEqual(placed.map(({ sheet, cell }) => `${sheet}!${cell}`).toSorted());
    expect(reading.tender).toBeUndefined();
  });

  test('the zip gives the bids as the bidders sent them', async () => {
    const reading = await read('northshire/bids.zip');
    expect(reading.issues).toEqual([]);
    expect(reading.bids).toEqual(northshireTender.bids.map(asBidderSent));
  });

  test.each(['kestrel', 'rowan', 'curlew', 'hornbeam', 'plover'])(
    'the bid workbook of %s gives one bid as the bidder sent it',
    async (name) => {
      const reading = await read(`northshire/bids/${name}.xlsx`);
      expect(reading.issues).toEqual([]);
      const sent = northshireTender.bids.find(({ supplier }) => supplier.name.toLowerCase().startsWith(name));
      expect(reading.bids).toEqual(sent === undefined ? [] : [asBidderSent(sent)]);
    },
  );

  test('the portal matrix gives the same answers as the zip, once its bidders are accepted by name', async () => {
    const proposed = await read('northshire/portal-matrix.csv');
    const proposedBidders = proposed.proposedMapping?.pairs.map(({ found }) => found).toSorted();
    expect(proposedBidders).toEqual(northshireTender.bids.map(({ supplier }) => supplier.name).toSorted());
    const accepted = await read('northshire/portal-matrix.csv', proposed.proposedMapping?.name);
    expect(accepted.issues).toEqual([]);
    expect(answersBySupplier(accepted.bids)).toEqual(answersBySupplier(northshireTender.bids.map(asBidderSent)));
  });
});

/** Answers without evidence, by question, for each supplier in the order of their names. */
function answersBySupplier(bids: readonly Bid[]) {
  return bids
    .map(({ supplier, answers }) => ({
      supplier: supplier.name,
      answers: Object.fromEntries(
        Object.entries(answers).map(([id, { evidence: _evidence, ...answer }]) => [id, answer]),
      ),
    }))
    .toSorted((a, b) => (a.supplier < b.supplier ? -1 : 1));
}

describe('what the examples come to', () => {
  test.each([
    ['Northshire', northshireTender],
    ['the short tender', shortTender],
    ['the tender with lots', lotsTender],
  ])('%s has no fault', (_, tender) => {
    expect(checkTender(tender, catalogue)).toEqual([]);
  });

  test('the legend states every total and rank as the assessment gives them', () => {
    const rows = [northshireTender, shortTender, lotsTender].flatMap((tender) =>
      legendRows(toAssessmentJson(score(tender))),
    );
    expect(rows.length).toBe(12);
    expect(rows.filter((row) => !readMe.includes(row))).toEqual([]);
  });

  test('Kestrel wins, and only the bids without a fault are ranked', () => {
    const lot = onlyLot(northshireTender);
    expect(lot.ranking).toEqual(['B1', 'B5', 'B2']);
    expect(lot.bids.map(outcome)).toEqual([
      'B1 G1 pass, G2 pass, G3 pass, missed none, flags none',
      'B2 G1 pass, G2 pass, G3 pass, missed none, flags IC15',
      'B3 G1 pass, G2 pass, G3 pass, missed T2, flags GW01 GW07',
      'B4 G1 clarify (C-CUR C-FRESH C-S3), G2 pass, G3 pass, missed none, flags IC08',
      'B5 G1 pass, G2 pass, G3 pass, missed none, flags GW03 GW04',
    ]);
  });

  test('Rowan would be second with lines as poor as those of Curlew', () => {
    const curlew = getBid(northshireTender, 'B3');
    const withLines = replaceBid(northshireTender, { ...getBid(northshireTender, 'B2'), carbon: curlew.carbon });
    expect(onlyLot(withLines).ranking).toEqual(['B1', 'B2', 'B5']);
  });

  test('Curlew would be second without threshold T2', () => {
    const { procurement } = northshireTender;
    const adoptions = procurement.adoptions.filter(({ code }) => code !== 'T2');
    const lot = onlyLot({ ...northshireTender, procurement: { ...procurement, adoptions } });
    expect(lot.ranking).toEqual(['B1', 'B3', 'B5', 'B2']);
  });

  test('Hornbeam would be second with a plan in order', () => {
    const plan = Object.entries(getBid(northshireTender, 'B1').answers).filter(([id]) => id.startsWith('crp-'));
    const hornbeam = getBid(northshireTender, 'B4');
    const cured = { ...hornbeam, answers: { ...hornbeam.answers, ...Object.fromEntries(plan) } };
    expect(onlyLot(replaceBid(northshireTender, cured)).ranking).toEqual(['B1', 'B4', 'B5', 'B2']);
  });

  test('the published weights value a tonne above the low carbon value of the year', () => {
    const lot = onlyLot(northshireTender);
    expect(lot.impliedCarbonPrice?.poundsPerTonne.equals(toFraction('9375').div(64))).toBe(true);
    const low = catalogue.referenceData.carbonValues.values.find(({ year }) => year === '2026')?.low ?? '';
    expect(lot.impliedCarbonPrice?.poundsPerTonne.gt(toFraction(low))).toBe(true);
  });
});

describe('the Northshire bids', () => {
  test('answer every question that a bidder is asked, but for those that a figure or a missing footprint leaves blank', () => {
    const asked = askedQuestions(catalogue, getRuleSet(catalogue, 'ict-net-zero-2030@2'), 'mixed')
      .map(({ question }) => question)
      .filter(({ source, answeredBy }) => source === 'answer' && answeredBy === 'bidder');
    const unanswered = (reference: string) =>
      asked
        .map(({ id }) => id)
        .filter((id) => getBid(northshireTender, reference).answers[id] === undefined && !id.endsWith('-reason'));
    expect(['B1', 'B3', 'B4', 'B5'].flatMap(unanswered)).toEqual([]);
    expect(unanswered('B2').toSorted()).toEqual([
      'contract-total-emissions',
      'footprint-assurance',
      'footprint-standard-followed',
      'stated-intensity',
    ]);
  });

  test('name suppliers, addresses and registers that cannot be real', () => {
    for (const { supplier, answers } of northshireTender.bids) {
      expect(supplier.name).toContain('Example');
      expect(supplier.email).toMatch(/@[a-z]+\.example$/);
      expect(supplier.identifier?.id).toMatch(/^999999\d\d$/);
      expect(answers['crp-published-url']).toMatchObject({
        value: expect.stringMatching(/^https:\/\/[a-z]+\.example\//),
      });
    }
  });

  test('cover each calendar year of the contract with carbon lines that fall from year to year', () => {
    for (const bid of onlyLot(northshireTender).bids.filter(({ bid: { reference } }) => reference !== 'B2')) {
      expect(bid.carbon.byYear.map(({ year }) => year)).toEqual(['2027', '2028', '2029', '2030', '2031']);
      const kilograms = bid.carbon.byYear.map((year) => year.kilograms.valueOf());
      expect(kilograms).toEqual(kilograms.toSorted((a, b) => b - a));
    }
  });
});

test('the example trajectory says that nobody has adopted its target', () => {
  const path = join(import.meta.dirname, '..', 'fixtures', 'northshire', 'trajectory-plan.json');
  const { request } = readPlanFile(JSON.parse(readFileSync(path, 'utf8')));
  expect([request.baseline.year, request.target.year]).toEqual(['2019/20', '2029/30']);
  expect(request.decisionReference).toBeUndefined();
});

/** The rows of the legend's tables: "| B1 | Kestrel … | 87.49 | 82 | 60.6667 | 74.84 | 1 |". */
function legendRows({ bids }: AssessmentJson): string[] {
  return bids.map(({ bid, lot, supplier, environment, quality, price_points, total, rank }) => {
    const cells = [
      ...(lot === undefined ? [] : [lot]),
      bid,
      supplier,
      environment,
      quality,
      price_points,
      total,
      rank ?? 'not ranked',
    ];
    return `\n| ${cells.join(' | ')} |\n`;
  });
}

function outcome({ bid, conditions, thresholds, flags }: BidAssessment): string {
  const tested = conditions.map(
    ({ code, outcome, codes }) => `${code} ${outcome}${codes.length > 0 ? ` (${codes.join(' ')})` : ''}`,
  );
  const missed = thresholds.filter(({ adopted, met }) => adopted && !met).map(({ code }) => code);
  return `${bid.reference} ${tested.join(', ')}, missed ${orNone(missed)}, flags ${orNone(flags.map(({ code }) => code))}`;
}

function orNone(codes: readonly string[]): string {
  return codes.length === 0 ? 'none' : codes.join(' ');
}

function onlyLot(tender: Tender): LotAssessment {
  const [lot] = score(tender).lots;
  if (lot === undefined) throw new Error('The tender has no lot');
  return lot;
}

function getBid({ bids }: Tender, reference: string): Bid {
  const bid = bids.find((one) => one.reference === reference);
  if (bid === undefined) throw new Error(`There is no bid ${reference}`);
  return bid;
}

function replaceBid(tender: Tender, bid: Bid): Tender {
  return { ...tender, bids: tender.bids.map((one) => (one.reference === bid.reference ? bid : one)) };
}

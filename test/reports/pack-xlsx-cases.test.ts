import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { sensitivityReport, sensitivitySeed } from '../../src/scoring/sensitivity.ts';
import {
  contestedBids,
  lotsOfEveryPriceMethod,
  madeUpAssessment,
  madeUpBid,
  procurementWithoutShares,
} from './made-up-tender.ts';
import { findRow, getSheet, openPack, readRows } from './read-pack.ts';

describe('a pack of bids with hostile text', () => {
  const hostile = [
    madeUpBid({ reference: '=1+1', supplier: { name: '=HYPERLINK("http://example.org","win")' } }),
    madeUpBid({ reference: 'B2', supplier: { name: 'Al\u202Erede\u202C\u200Br' } }),
    madeUpBid({ reference: 'B3', supplier: { name: 'Nul\u0000 _x202E_ tab\tend' } }),
    madeUpBid({ reference: 'B.3', supplier: { name: '@SUM(A1)' } }),
    madeUpBid({ reference: 'B_3', supplier: { name: 'long '.repeat(8000) } }),
  ];

  it('keeps text that looks like a formula as text, formatted so that editing leaves it text', async () => {
    const scores = getSheet(await openPack(madeUpAssessment(hostile)), 'Scores');
    const cells = Array.from({ length: scores.rowCount - 5 }, (_, index) => scores.getCell(index + 6, 3)).filter(
      ({ text }) => /^[=@]/.test(text),
    );
    expect(cells.length).toBeGreaterThan(10);
    expect(new Set(cells.map(({ type, numFmt }) => `${type} ${numFmt}`))).toEqual(
      new Set([`${ExcelJS.ValueType.String} @`]),
    );
  });

  it('shows hidden characters by their code and cuts text that no cell can hold', async () => {
    const summary = getSheet(await openPack(madeUpAssessment(hostile)), 'Summary');
    const names = readRows(summary).map((row) => row['Bid or item'] ?? '');
    expect(names).toContain('B2 Al[U+202E]rede[U+202C][U+200B]r');
    // Written escaped, so that no program reads it as a hidden character.
    expect(names).toContain('B3 Nul[U+0000] _x202E_ tab end');
    expect(names.find((name) => name.startsWith('B_3'))).toMatch(/ \[cut here: 40004 characters\]$/);
  });

  it('gives references that a name cannot hold a name of their own', async () => {
    const pack = await openPack(madeUpAssessment(hostile));
    const names = pack.definedNames.model.map(({ name }) => name).filter((name) => name.startsWith('Total_'));
    expect(names.toSorted()).toEqual(['Total_B2', 'Total_B3', 'Total_B_3', 'Total_B_3_2', 'Total__1_1']);
  });
});

describe('the sensitivity of a pack', () => {
  it('says that it was not run where no report is given', async () => {
    const sheet = getSheet(await openPack(madeUpAssessment(contestedBids())), 'Sensitivity');
    expect(findRow(sheet, { Test: 'Not run' })['In plain English']).toContain('withheld until the consensus is locked');
  });

  it('puts the light and its sentence first, then the annex', async () => {
    const bids = [
      madeUpBid({ reference: 'B1', price: '1100000' }),
      madeUpBid({ reference: 'B2', qualityPoints: '79.6' }),
      madeUpBid({ reference: 'B3', qualityPoints: '40', kilograms: [['make', 'A', '900']] }),
    ];
    const assessment = madeUpAssessment(bids);
    const seed = sensitivitySeed(assessment.inputHash);
    const reports = assessment.lots.map((lot) => sensitivityReport(lot, seed, 200));
    const rows = readRows(getSheet(await openPack(assessment, reports), 'Sensitivity'));
    expect(rows[0]).toMatchObject({ Test: 'Red: fragile', 'In plain English': reports[0]?.sentence });
    expect(new Set(rows.map((row) => row['Test']))).toEqual(
      new Set([
        'Red: fragile',
        'Single mark',
        'Carbon, pair of bids',
        'The overall total, by its shares',
        'The environment total, by the weights of its criteria',
        'Gap',
        'Smallest transfer of weight',
        'Smallest change of all weights',
        'One weight, percent',
        'Weights within 20%, 200 draws',
        'Any weights, 200 draws',
        'Borda count',
        'How it was drawn',
      ]),
    );
    expect(rows.at(-1)?.['In plain English']).toBe(`200 draws, generator SplitMix64, seed ${seed}.`);
  });
});

describe('a pack of lots', () => {
  it('ranks each lot by itself, whatever its price method, and names its figures', async () => {
    const assessment = lotsOfEveryPriceMethod();
    const pack = await openPack(assessment);
    for (const { lot, ranking } of assessment.lots) {
      const ranked = readRows(getSheet(pack, 'Scores'))
        .filter((row) => row['Lot'] === lot?.id && row['Line'] === 'Rank' && row['Score (live)'] !== 'not ranked')
        .toSorted((a, b) => Number(a['Score (live)']) - Number(b['Score (live)']));
      expect(ranked.map((row) => row['Bid'])).toEqual(ranking);
      expect(pack.definedNames.model.map(({ name }) => name)).toContain(`Rank_${lot?.id}_B1`);
    }
    expect(getSheet(pack, 'Summary').getCell('A4').text).toBe('4 lots. The bids of each lot are ranked by themselves.');
  });

  it('ranks on the environment total alone where no shares are published', async () => {
    const bids = [madeUpBid({ reference: 'B1' }), madeUpBid({ reference: 'B2', answers: { 'reused-share': '70' } })];
    const summary = getSheet(await openPack(madeUpAssessment(bids, procurementWithoutShares)), 'Summary');
    expect(findRow(summary, { 'Bid or item': 'B2 Supplier of B2' })['In plain English']).toBe(
      'First: 16.50 ahead of Supplier of B1 (B1): 16.50 ahead on C02 Reuse of devices. It has a total of 92.12 of 100.',
    );
  });

  it('leaves a total open while a price is still to come', async () => {
    const { price, ...unpriced } = madeUpBid({ reference: 'B1' });
    expect(price).toBeDefined();
    const pack = await openPack(madeUpAssessment([unpriced, madeUpBid({ reference: 'B2' })]));
    expect(findRow(getSheet(pack, 'Summary'), { 'Bid or item': 'B1 Supplier of B1' })).toMatchObject({
      'Overall total, or evaluated price': 'not known',
      Rank: 'not ranked',
    });
  });
});

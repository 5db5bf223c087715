import { createHash } from 'node:crypto';
import type { Workbook } from 'exceljs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readOwnArchive } from '../../src/archive/reproducible-zip.ts';
import { evaluationPackWorkbook } from '../../src/reports/evaluation-pack-xlsx.ts';
import type { Bid } from '../../src/domain/bid.ts';
import type { Assessment } from '../../src/scoring/assessment.ts';
import { madeUpCatalogue } from './made-up-rules.ts';
import { contestedBids, madeUpAssessment, madeUpProcurement } from './made-up-tender.ts';
import { findRow, formulaCells, getSheet, openPack, readRows } from './read-pack.ts';

const SHEETS = [
  'Summary',
  'Scores',
  'Reasons',
  'Conditions',
  'Carbon',
  'Removals',
  'Sensitivity',
  'Flags',
  'Trajectory',
  'Rules',
  'Evidence',
  'Audit',
];

async function packSha256(bids: readonly Bid[]): Promise<string> {
  const bytes = await evaluationPackWorkbook(madeUpAssessment(bids), madeUpCatalogue);
  return createHash('sha256').update(bytes).digest('hex');
}

describe('the evaluation pack as a workbook', () => {
  let assessment: Assessment;
  let pack: Workbook;
  beforeAll(async () => {
    assessment = madeUpAssessment(contestedBids());
    pack = await openPack(assessment);
  });

  it('has the twelve sheets in order', () => {
    expect(pack.worksheets.map(({ name }) => name)).toEqual(SHEETS);
  });

  it('says in the first cell of each sheet what it is and in the second row that a trial is not for award', () => {
    for (const sheet of pack.worksheets) {
      expect(sheet.getCell('A1').text).toMatch(new RegExp(`^${sheet.name}: `));
      expect(sheet.getCell('A2').text).toBe('TRIAL, NOT FOR AWARD');
    }
  });

  it('marks a draft as not approved', async () => {
    const draft = await openPack(madeUpAssessment(contestedBids(), madeUpProcurement, 'draft'));
    expect(draft.worksheets.map((sheet) => sheet.getCell('A2').text)).toEqual(SHEETS.map(() => 'DRAFT, NOT APPROVED'));
  });

  it('freezes the header, repeats it on each printed page, prints on A4 landscape and merges nothing', () => {
    for (const sheet of pack.worksheets) {
      expect(sheet.views).toMatchObject([{ state: 'frozen', ySplit: 5 }]);
      expect(sheet.pageSetup).toMatchObject({
        paperSize: 9,
        orientation: 'landscape',
        fitToWidth: 1,
        fitToHeight: 0,
        printTitlesRow: '5:5',
      });
      expect(sheet.hasMerges).toBe(false);
    }
  });

  it('holds no macro and no link to another workbook', async () => {
    const entries = await readOwnArchive(await evaluationPackWorkbook(assessment, madeUpCatalogue));
    expect(entries.map(({ name }) => name).filter((name) => /vba|macro|externalLink|embeddings/i.test(name))).toEqual(
      [],
    );
  });

  it('gives the same bytes for the same bids in any order', async () => {
    expect(await packSha256(contestedBids().reverse())).toBe(await packSha256(contestedBids()));
  });

  it('stores a value with every formula, and every check says OK', () => {
    const cells = formulaCells(pack);
    expect(cells.filter(({ result }) => result === undefined || result === '')).toEqual([]);
    const checks = cells.filter(({ formula }) => formula.includes('"DIFFERS"'));
    expect(checks.length).toBeGreaterThan(6 * 7);
    expect(new Set(checks.map(({ result }) => result))).toEqual(new Set(['OK']));
  });

  it('writes each weighted score, scorecard total, price, total and rank as a formula', () => {
    const formulas = formulaCells(pack).filter(({ sheet, address }) => sheet === 'Scores' && address.startsWith('J'));
    const ofKind = (pattern: RegExp) => formulas.filter(({ formula }) => pattern.test(formula)).length;
    expect(ofKind(/^G\d+\*H\d+\/5$/)).toBe(6 * 3);
    expect(ofKind(/^SUM\(J\d+:J\d+\)$/)).toBe(6 * 2);
    expect(ofKind(/^100\*MAX\(0,MIN\(1,/)).toBe(6);
    expect(ofKind(/^\(\$H\$\d+\*.*\)\/100$/)).toBe(6);
    expect(ofKind(/^1\+SUMPRODUCT/)).toBe(3);
  });

  it('uses only functions that LibreOffice 7.4 knows', () => {
    const used = new Set(
      formulaCells(pack).flatMap(({ formula }) => [...formula.matchAll(/([A-Z.]+)\(/g)].map((match) => match[1])),
    );
    expect([...used].sort((a = '', b = '') => a.localeCompare(b))).toEqual([
      'ABS',
      'COUNTIF',
      'IF',
      'ISNUMBER',
      'MAX',
      'MIN',
      'ROUND',
      'SUM',
      'SUMPRODUCT',
    ]);
  });

  it('keeps the exact points beside the number', () => {
    const row = findRow(getSheet(pack, 'Scores'), { Bid: 'B1', Code: 'C01' });
    expect(row).toMatchObject({ 'Exact points or figure': '1247781/280000', Weight: '72.5' });
    expect(Number(row['Proposed points or figure'])).toBe(1247781 / 280000);
  });

  it('breaks an exact tie by the published order, live', () => {
    const scores = getSheet(pack, 'Scores');
    const [first, second] = assessment.lots[0]?.ranking ?? [];
    expect(new Set([first, second])).toEqual(new Set(['B1', 'B2']));
    expect(findRow(scores, { Bid: first ?? '', Line: 'Rank' })).toMatchObject({
      'Order in a tie': '1',
      'Score (live)': '1',
    });
    expect(findRow(scores, { Bid: second ?? '', Line: 'Rank' })).toMatchObject({
      'Order in a tie': '2',
      'Score (live)': '2',
    });
  });

  it('writes the rank as a value, with a note, where totals differ after the ninth decimal place only', () => {
    const scores = getSheet(pack, 'Scores');
    for (const [bid, rank] of [
      ['B4', '3'],
      ['B3', '4'],
    ] as const) {
      const row = findRow(scores, { Bid: bid, Line: 'Rank' });
      expect(row['Score (live)']).toBe(rank);
      expect(row['Note']).toMatch(/^Written as a value: another result differs from this one only after the ninth/);
    }
    expect(findRow(getSheet(pack, 'Summary'), { 'Bid or item': 'B4 Supplier of B4' })['In plain English']).toContain(
      '75.17591308932',
    );
  });

  it('ranks a bid without a figure on its default and leaves a failed bid unranked with its reason', () => {
    const summary = getSheet(pack, 'Summary');
    expect(findRow(summary, { 'Bid or item': 'B5 Supplier of B5' })['Rank']).toBe('5');
    expect(findRow(summary, { 'Bid or item': 'B6 Supplier of B6' })).toMatchObject({
      Rank: 'not ranked',
      'In plain English': 'Not ranked. G1 Environmental law: not met (L1). Consequence: the bid is not ranked.',
    });
  });

  it('says in one line who ranks first', () => {
    expect(getSheet(pack, 'Summary').getCell('A4').text).toMatch(
      /^Supplier of B[12] \(B[12]\) ranks first with a total of 78\.40 of 100\. 1 of 6 bids is not ranked\.$/,
    );
  });

  it('gives each bid and criterion a reason, the facts and a pointer, or says that nothing was submitted', () => {
    const reasons = readRows(getSheet(pack, 'Reasons'));
    expect(reasons).toHaveLength(6 * 3);
    expect(reasons.find(({ Bid: bid, Code }) => bid === 'B1' && Code === 'C02')).toMatchObject({
      Reason: 'At least 10% are reused.',
      'Facts read in the bid': 'Share of devices that are reused (reused-share): 33',
      'Where in the bid': 'reused-share: B1 response.pdf, page 9',
      'Nearest miss': expect.stringContaining('5 points') as string,
    });
    expect(reasons.find(({ Bid: bid, Code }) => bid === 'B5' && Code === 'C01')).toMatchObject({
      Status: 'Nothing submitted',
      'Where in the bid': 'Nothing submitted: carbon-lines',
    });
  });

  it('shows conditions in words and thresholds with what was tested', () => {
    const conditions = getSheet(pack, 'Conditions');
    expect(findRow(conditions, { Bid: 'B6', Code: 'G1' })).toMatchObject({
      Outcome: 'Fail',
      Codes: 'L1',
      'In words': 'The offer does not meet the law.',
    });
    expect(findRow(conditions, { Bid: 'B5', Code: 'T1' })).toMatchObject({
      Outcome: 'Not met, not adopted',
      'In words': 'award total: 11.00; at least 20.00 is needed.',
    });
  });

  it('puts the gross first, then lines, defaults and the compared figure; a missing figure is not zero', () => {
    const carbon = readRows(getSheet(pack, 'Carbon'));
    const what = (bid: string) => carbon.filter(({ Bid: one }) => one === bid).map((row) => row['What']);
    expect(what('B1').slice(0, 6)).toEqual([
      'Gross, declared',
      'Range and completeness',
      'Line, declared',
      'Line, declared',
      'Line, declared',
      'Functional units',
    ]);
    expect(findRow(getSheet(pack, 'Carbon'), { Bid: 'B1', What: 'Gross, declared' })['kg CO2e']).toBe('530.1');
    expect(findRow(getSheet(pack, 'Carbon'), { Bid: 'B5', What: 'Gross, declared' })['kg CO2e']).toBe('not declared');
    expect(
      findRow(getSheet(pack, 'Carbon'), { Bid: 'B5', What: 'Evaluated, compared' })['kg CO2e for each functional unit'],
    ).toBe('260');
  });

  it('keeps gross, eligible removals, counted removals and net apart', () => {
    const rows = readRows(getSheet(pack, 'Removals')).filter(({ Bid: bid }) => bid === 'B6');
    const kilograms = (what: string) => rows.find((row) => row['What'] === what)?.['kg CO2e'];
    expect(['Gross, declared', 'Eligible removals', 'Counted removals', 'Net'].map(kilograms)).toEqual([
      '530.1',
      '700',
      '150',
      '380.1',
    ]);
    expect(kilograms('Claim: zero net footprint')).toBe('not met');
  });

  it('says on Trajectory and Audit that they need the database', () => {
    for (const name of ['Trajectory', 'Audit']) {
      expect(findRow(getSheet(pack, name), { 'About this sheet': 'Why it is empty' })['In plain English']).toContain(
        'database',
      );
    }
  });

  it('prints the published texts, weights, parameters and sources of every rule', () => {
    const rules = getSheet(pack, 'Rules');
    expect(findRow(rules, { Code: 'C02', Part: 'Points', Value: '5' })['Text']).toBe('At least 50% are reused.');
    expect(findRow(rules, { Code: 'C02', Part: 'Weight' })).toMatchObject({ Name: 'everything', Value: '27.5' });
    expect(findRow(rules, { Code: 'C01', Name: 'benchmarkLow' })).toMatchObject({
      Value: '60',
      Text: '5 points up to here.',
    });
    expect(findRow(rules, { Code: 'G1', Part: 'Source' })['Source']).toBe('https://example.org/act');
  });

  it('indexes every pointer by document and page, with the rules that read it', () => {
    const evidence = readRows(getSheet(pack, 'Evidence')).filter(({ Bid: bid }) => bid === 'B1');
    expect(evidence.map((row) => [row['Document'], row['Page or section'], row['Read by']])).toEqual([
      ['B1 response.pdf', '9', 'C03'],
      ['B1 response.pdf', '9', 'C01, C02'],
      ['B1 response.pdf', '10', 'G1'],
      ['Footprint study.pdf', '3', 'Carbon'],
    ]);
  });

  it('names the total and the rank of each ranked bid', () => {
    expect(pack.definedNames.getNames('Summary!$C$13')).toEqual(['All_checks']);
    const names = pack.definedNames.model.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Total_B1', 'Rank_B1', 'Environment_B6', 'Total_B6']));
    expect(names).not.toContain('Rank_B6');
  });
});

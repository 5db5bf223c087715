import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../src/domain/procurement.ts';
import type { ReferenceData } from '../../src/domain/reference-data.ts';
import { findRule } from '../../src/scoring/catalogue.ts';
import { parseReferenceData } from '../../src/scoring/reference-data.ts';
import { SCORING_RULES, testCatalogue } from '../support/catalogue.ts';

type File = { source: Record<string, string>; rows: Record<string, unknown>[] };

function readFiles(): Record<string, File> {
  const folder = join(SCORING_RULES, 'reference-data');
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    names.map((name) => [basename(name, '.json'), JSON.parse(readFileSync(join(folder, name), 'utf8')) as File]),
  );
}

/** The faults after a change to the shipped files. */
function faultsAfter(change: (files: Record<string, File>) => void): string[] {
  const files = readFiles();
  change(files);
  const result = parseReferenceData(files);
  return 'issues' in result ? result.issues.map(({ file, pointer, message }) => `${file} ${pointer} ${message}`) : [];
}

describe('reference data', () => {
  it('is read from its ten files', () => {
    expect(faultsAfter(() => {})).toEqual([]);
  });

  it('is refused with every fault of every file at once', () => {
    const faults = faultsAfter((files) => {
      delete files['routes'];
      files['notes'] = { source: {}, rows: [] };
      Object.assign(files['carbon-values']?.rows[0] ?? {}, { low: '1,000' });
      Object.assign(files['device-benchmarks']?.rows[1] ?? {}, { p50: 180 });
    });
    expect(faults).toEqual([
      'notes.json # Remove notes.json, or teach the service to read it.',
      'carbon-values.json #/rows/0/low Enter a plain decimal as text, as "4.2"',
      'routes.json # Put routes.json in the folder of reference data.',
      expect.stringContaining('device-benchmarks.json #/rows/1/p50'),
    ]);
  });

  it('is refused where a key is unknown or a row stands twice', () => {
    const faults = faultsAfter((files) => {
      files['conversion-factors']?.rows.push({ ...files['conversion-factors'].rows[0] });
      Object.assign(files['money-thresholds']?.rows[0] ?? {}, { currency: 'GBP' });
    });
    expect(faults).toEqual([
      'conversion-factors.json #/rows/458 Remove the second row for electricity.uk.generation of 2016.',
      expect.stringContaining('money-thresholds.json #/rows/0'),
    ]);
  });
});

describe('the shipped reference data', () => {
  let data: ReferenceData;
  beforeAll(async () => {
    data = (await testCatalogue()).referenceData;
  });

  it('says for every route, on any day since the Act came into force, what applies', () => {
    for (const route of ROUTES) {
      const rows = data.routes.filter((row) => row.route === route);
      expect(rows[0]?.from, route).toBe('2025-02-24');
      expect(rows.at(-1)?.to, route).toBeUndefined();
    }
  });

  it('asks for no condition of participation where there is no such stage', () => {
    const without = data.routes.filter(({ participationStage }) => !participationStage).map(({ route }) => route);
    expect(without).toEqual(['framework-direct', 'below-threshold', 'direct-award']);
  });

  it('does not repeat the check of the Carbon Reduction Plan on a call-off, and gives the reason', async () => {
    const catalogue = await testCatalogue();
    const excused = data.routes.flatMap(({ route, notRequired }) =>
      notRequired.map(({ rule, reason }) => ({ route, rule, reason })),
    );
    expect(excused.map(({ route }) => route)).toEqual(['framework-competition', 'framework-direct']);
    for (const { rule, reason } of excused) {
      expect(findRule(catalogue, `${rule}@1`)?.kind).toBe('condition');
      expect(reason).toMatch(/\.$/);
    }
  });

  it('keeps three figures of 5 million pounds apart by comparator, basis and VAT', () => {
    const five = data.moneyThresholds.filter(({ amountGbp }) => amountGbp === '5000000');
    const bases = five.map(({ id, comparator, basis, vat, to }) =>
      [id, comparator, basis, vat, to !== undefined].join(' '),
    );
    expect(bases).toEqual([
      'carbon-reduction-plan > per-year including false',
      'carbon-reduction-plan > per-year excluding true',
      'key-performance-indicators > total including false',
    ]);
  });

  it('has the threshold of goods and services that holds since 1 January 2026', () => {
    const rows = data.moneyThresholds.filter(({ id, from }) => id === 'goods-and-services' && from <= '2026-11-23');
    expect(rows.at(-1)).toMatchObject({ amountGbp: '207720', comparator: '>=', vat: 'including', from: '2026-01-01' });
  });

  it('names only questions that exist in its checks', async () => {
    const { questions } = await testCatalogue();
    expect(data.checks.flatMap((check) => check.questions).filter((id) => !questions.has(id))).toEqual([]);
  });

  it('names publisher and licence of what others published', () => {
    const files = readFiles();
    for (const name of ['conversion-factors', 'official-factors', 'carbon-values', 'routes'])
      expect(files[name]?.source['licence']).toContain('Open Government Licence');
    expect(files['device-benchmarks']?.source['licence']).toContain('Open Database Licence');
  });
});

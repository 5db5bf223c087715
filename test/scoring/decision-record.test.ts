import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Catalogue } from '../../src/scoring/catalogue.ts';
import { buildDecisionRecord, type DecisionRecord, replayDecisionRecord } from '../../src/scoring/decision-record.ts';
import { assess } from '../../src/scoring/evaluate.ts';
import { aBid, aProcurement } from '../support/builders.ts';
import { testCatalogue } from '../support/catalogue.ts';

let catalogue: Catalogue;
let record: DecisionRecord;
beforeAll(async () => {
  catalogue = await testCatalogue();
  const procurement = aProcurement();
  const carbon = [
    { line: '1', stage: 'use', quantity: '1000000', unit: 'kWh', factor: 'electricity.uk.generation', tier: 'A' },
  ] as const;
  const bids = [aBid('B1'), aBid('B2', { carbon })];
  record = buildDecisionRecord(
    assess(catalogue, { procurement, bids, softwareVersion: 'test', status: 'trial' }),
    bids,
    catalogue,
  );
});

/** Paths of all texts with a digit in them. */
function textsWithDigits(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value === 'string') return /\d/.test(value) ? [[...path]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsWithDigits(inner, [...path, key]));
}

function withChangedDigit(original: DecisionRecord, path: readonly string[]): unknown {
  const copy = structuredClone(original) as unknown;
  const last = path.at(-1) ?? '';
  const parent = path.slice(0, -1).reduce((value, key) => (value as Record<string, unknown>)[key], copy) as Record<
    string,
    string
  >;
  parent[last] = (parent[last] ?? '').replace(/\d/, (digit) => (digit === '7' ? '3' : '7'));
  return copy;
}

describe('a decision record', () => {
  it('replays as identical, also after a round trip through JSON', () => {
    expect(replayDecisionRecord(JSON.parse(JSON.stringify(record)), catalogue)).toEqual([]);
  });

  it('replays as identical with other conversion factors shipped since', () => {
    const emissionFactors = catalogue.referenceData.emissionFactors.map((factor) => ({ ...factor, kgCo2e: '9' }));
    expect(
      replayDecisionRecord(record, { ...catalogue, referenceData: { ...catalogue.referenceData, emissionFactors } }),
    ).toEqual([]);
  });

  it('lists exactly the one difference when a digit of its assessment is changed', () => {
    const paths = textsWithDigits(record.assessment, ['assessment']);
    expect(paths.length).toBeGreaterThan(100);
    fc.assert(
      fc.property(fc.constantFrom(...paths), (path) => {
        const differences = replayDecisionRecord(withChangedDigit(record, path), catalogue);
        expect(differences.map(({ pointer }) => pointer)).toEqual([`#/${path.join('/')}`]);
      }),
      { numRuns: 40 },
    );
  });

  it('shows the changed hash and what follows when a digit of an input is changed', () => {
    const changed = withChangedDigit(record, ['inputs', 'bids', '0', 'price']);
    const pointers = replayDecisionRecord(changed, catalogue).map(({ pointer }) => pointer);
    expect(pointers).toContain('#/input_hash');
    expect(pointers.filter((pointer) => pointer.startsWith('#/input_parts'))).toEqual(['#/input_parts/bids/B1']);
    expect(pointers).toContain('#/assessment/bids/0/total');
  });

  it('shows the changed hash when a weight of its rule set is changed', () => {
    const changed = structuredClone(record);
    const weights = changed.rule_set.scorecards[0]?.weights['mixed'] as Record<string, string>;
    weights['end-of-life'] = '6';
    const pointers = replayDecisionRecord(changed, catalogue).map(({ pointer }) => pointer);
    expect(pointers).toContain('#/assessment/rule_set/sha256');
  });

  it('is refused when it is something else', () => {
    expect(() => replayDecisionRecord({ schema: 'other' }, catalogue)).toThrow(/not a decision record/);
    expect(() => replayDecisionRecord(null, catalogue)).toThrow(/not a decision record/);
  });

  it('keeps of the reference data only what it used', () => {
    expect(record.reference_data.emissionFactors.map(({ id }) => id)).toContain('electricity.uk.generation');
    expect(record.reference_data.emissionFactors.length).toBeLessThanOrEqual(2);
    expect(record.reference_data.deviceBenchmarks).toEqual([]);
  });
});

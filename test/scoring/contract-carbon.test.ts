import { describe, expect, it } from 'vitest';
import { fractionText } from '../../src/domain/quantity.ts';
import { getRule, getRuleSet } from '../../src/scoring/catalogue.ts';
import { type CriterionOutcome, findingText, nearestMissText } from '../../src/scoring/rule.ts';
import { pointsText } from '../../src/scoring/stated-finding.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { inputOf, parseCase, parseCases } from '../support/rule-cases.ts';

const catalogue = await testCatalogue();
const ruleSet = getRuleSet(catalogue, 'ict-net-zero-2030@2');
const rule = getRule(catalogue, 'contract-carbon-intensity@1');
const parameters = { benchmarkHigh: '240', benchmarkLow: '80' };

function evaluate(carbon: readonly object[], procurement: object = {}): CriterionOutcome {
  const expected = { status: 'scored', messages: [] };
  const one = parseCase({ name: 'One.', carbon, procurement: { functionalUnits: '1000', ...procurement }, expected });
  const file = parseCases({ parameters, footprint: ruleSet.footprint, cases: [one] });
  return rule.prepare(parameters).evaluate(inputOf(rule, file, one), { bidDeadline: '2026-12-18' }) as CriterionOutcome;
}

const textsOf = (outcome: CriterionOutcome) => outcome.findings.map((finding) => findingText(rule, finding));

describe('the findings of the carbon criterion', () => {
  const lines = [
    { line: '1', stage: 'make', declaredKg: '60000', tier: 'B', evidence: { document: 'Footprint.pdf', page: '2' } },
    { line: '2', stage: 'make', declaredKg: '20000', tier: 'A', evidence: { document: 'Parts.pdf', page: '7' } },
    { line: '3', stage: 'use', declaredKg: '30000', evidence: { document: 'Energy.pdf' } },
  ];

  it('say what was evaluated, declared, added, assumed and defaulted', () => {
    expect(textsOf(evaluate(lines))).toEqual([
      'The evaluated footprint is 189.7 kgCO2e for each user-year, between the published 80 (5 points) and 240 (0 points).',
      'The carbon lines declare 110 kgCO2e for each user-year, and the uplift for how sure the data are adds 17.7.',
      'No line covers the stages ship, serve, end: the published defaults stand in, 62 kgCO2e for each user-year.',
      'No data tier is given for the lines 3: they are read as tier D.',
    ]);
  });

  it('point to the evidence of the largest line of each stage', () => {
    expect(evaluate(lines).findings[0]?.facts).toEqual([
      {
        question: 'carbon-data-tier',
        value: 'make: 80000 kgCO2e in 2 lines, tier A, B',
        evidence: { document: 'Footprint.pdf', page: '2' },
      },
      {
        question: 'carbon-data-tier',
        value: 'use: 30000 kgCO2e in 1 line, tier D',
        evidence: { document: 'Energy.pdf' },
      },
    ]);
  });

  it('say how many kilograms less the next whole point would have taken', () => {
    const miss = evaluate(lines).findings[0]?.nearestMiss;
    expect(miss === undefined ? '' : fractionText(miss.points)).toBe('2');
    expect(miss?.text).toBe('at most 176 kgCO2e for each user-year');
    expect(miss?.wouldHaveTaken).toEqual(['13.7 kgCO2e less for each user-year (the bid: 189.7)']);
  });

  it.each([
    [lines, '2 points (at most 176'],
    [
      [{ line: '1', stage: 'make', declaredKg: '300000', tier: 'A', evidence: { document: 'Footprint.pdf' } }],
      '1 point (at most 208',
    ],
  ])('name the next mark in words', (given, words) => {
    const miss = evaluate(given).findings[0]?.nearestMiss;
    expect(miss === undefined ? '' : nearestMissText(miss, pointsText)).toMatch(words);
  });

  it('say that the authority assumed the default where a bid gives no line', () => {
    const outcome = evaluate([]);
    expect(outcome.status).toBe('not-assessed');
    expect(textsOf(outcome)).toEqual([
      'The bid gives no carbon line: the published default of 260 kgCO2e for each user-year stands in, assumed by the authority.',
    ]);
    expect(evaluate([], { carbonDefaultTotal: '300' }).findings[0]?.data['evaluated']).toBe('300');
  });

  it('cannot be made with published benchmarks that are upside down', () => {
    const benchmarks = { carbonBenchmarkHigh: '80', carbonBenchmarkLow: '80' };
    expect(() => evaluate(lines, benchmarks)).toThrow(
      'The carbon benchmark high must be above the carbon benchmark low',
    );
  });
});

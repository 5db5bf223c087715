import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fractionText, toFraction } from '../../src/domain/quantity.ts';
import { question } from '../../src/scoring/question.ts';
import { ruleKit } from '../../src/scoring/rule-kit.ts';
import type { CriterionOutcome, Rule } from '../../src/scoring/rule.ts';
import { inputOf, parseCase, parseCases } from '../support/rule-cases.ts';

const { bands, checklist, decimal, defineRule, z } = ruleKit;

const base = { about: 'bid', source: 'answer', answeredBy: 'bidder', text: 'A question?', hint: 'A hint.' } as const;
const share = question({ ...base, id: 'share', type: 'percent', unit: '%', better: 'more' });
const years = question({ ...base, id: 'years', type: 'decimal', unit: 'years', better: 'more' });
const free = question({ ...base, id: 'free', type: 'boolean', better: 'yes' });
const level = question({
  ...base,
  id: 'level',
  type: 'choice',
  choices: ['low', 'middle', 'high'],
  better: 'later-choice',
});
const questions = { share, years, free, level };

const meta = {
  id: 'example',
  version: 1,
  kind: 'criterion',
  subject: 'bid',
  assessment: 'facts',
  title: 'Example',
  contractLink: 'An example.',
  references: [{ title: 'Example', url: 'https://example.org', inForce: { from: '2026-01-01' } }],
  questions,
  parameters: z.strictObject({ most: decimal('Most.'), some: decimal('Some.'), term: decimal('Term.') }),
} as const;
const ends = { otherwise: 'none', nothingSubmitted: 'nothing' } as const;
const messages = {
  best: 'Share {{most}}%.',
  good: 'Share {{some}}% or {{term}} years.',
  free: 'Free.',
  none: 'None.',
  nothing: 'Nothing.',
};

const banded = defineRule({
  ...meta,
  messages,
  method: bands(
    [
      {
        points: 5,
        message: 'best',
        all: [
          { of: 'share', atLeast: 'most' },
          { of: 'level', oneOf: ['middle', 'high'] },
        ],
      },
      {
        points: 3,
        message: 'good',
        any: [
          [{ of: 'share', above: 'some' }],
          [
            { of: 'years', equals: 'term' },
            { of: 'free', is: true },
          ],
        ],
      },
      {
        points: 1,
        message: 'free',
        all: [
          { of: 'years', atMost: 'term' },
          { of: 'free', is: false },
        ],
      },
    ],
    ends,
  ),
});

const listed = defineRule({
  ...meta,
  messages,
  method: checklist(
    [
      { points: 3, message: 'best', all: [{ of: 'share', atLeast: 'most' }] },
      { points: 2, message: 'good', all: [{ of: 'years', atLeast: 'term' }] },
      { points: 1, message: 'free', all: [{ of: 'free', is: true }] },
    ],
    ends,
  ),
});

const PARAMETERS = { most: '80', some: '40', term: '4' };

function evaluate(rule: Rule, answers: Readonly<Record<string, unknown>>, parameters = PARAMETERS): CriterionOutcome {
  const one = parseCase({ name: 'One.', answers, expected: { status: 'scored', messages: [] } });
  const input = inputOf(
    rule,
    parseCases({ parameters, cases: [{ name: 'One.', expected: { outcome: 'pass', codes: [] } }] }),
    one,
  );
  return rule.prepare(parameters).evaluate(input, { bidDeadline: one.bidDeadline }) as CriterionOutcome;
}

function pointsOf(outcome: CriterionOutcome): string {
  return outcome.status === 'scored' ? fractionText(outcome.points) : 'not assessed';
}

describe('bands', () => {
  it('give the points of the first row from the top whose tests all hold', () => {
    expect(pointsOf(evaluate(banded, { share: '80', level: 'middle' }))).toBe('5');
    expect(pointsOf(evaluate(banded, { share: '80', level: 'low' }))).toBe('3');
    expect(pointsOf(evaluate(banded, { share: '40', years: '3', free: false }))).toBe('1');
    expect(pointsOf(evaluate(banded, { share: '40' }))).toBe('0');
  });

  it('hold a row with groups when all tests of one group hold', () => {
    expect(pointsOf(evaluate(banded, { share: '0', years: '4', free: true }))).toBe('3');
    expect(pointsOf(evaluate(banded, { share: '0', years: '4.1', free: true }))).toBe('0');
    expect(pointsOf(evaluate(banded, { share: '40.000000000000000001' }))).toBe('3');
  });

  it('fail a test whose answer is missing, also where No would be good', () => {
    expect(pointsOf(evaluate(banded, { years: '3' }))).toBe('0');
    expect(pointsOf(evaluate(banded, { years: '3', free: false }))).toBe('1');
    expect(pointsOf(evaluate(banded, { years: '3', free: { notApplicable: 'No equipment.' } }))).toBe('0');
  });

  it('are not assessed when no question is answered, which is not the same as 0 points', () => {
    expect(evaluate(banded, {})).toMatchObject({ status: 'not-assessed', findings: [{ message: 'nothing' }] });
    expect(pointsOf(evaluate(banded, { share: '0' }))).toBe('0');
  });

  it('state the facts they read and the next better row with what it would have taken', () => {
    const [finding] = evaluate(banded, { share: '60', level: 'low' }).findings;
    expect(finding?.facts.map(({ question: id, value }) => [id, value])).toEqual([
      ['share', '60'],
      ['years', undefined],
      ['free', undefined],
      ['level', 'low'],
    ]);
    expect(finding?.nearestMiss).toMatchObject({
      text: 'Share 80%.',
      wouldHaveTaken: ['share: at least 80% (the bid: 60)', 'level: middle or high (the bid: low)'],
    });
  });

  it('name the group that came closest as the nearest miss', () => {
    const [finding] = evaluate(banded, { share: '10', years: '4' }).findings;
    expect(finding?.nearestMiss?.wouldHaveTaken).toEqual(['free: No (the bid: not answered)']);
    const [better] = evaluate(banded, { years: '4', free: false }).findings;
    expect(better?.nearestMiss?.wouldHaveTaken).toEqual(['share: above 40% (the bid: not answered)']);
  });

  it('have no nearest miss at the top', () => {
    const [finding] = evaluate(banded, { share: '100', level: 'high' }).findings;
    expect(finding).not.toHaveProperty('nearestMiss');
  });

  it('publish their rows with the parameters filled in, ending at 0', () => {
    expect(banded.prepare(PARAMETERS).scale).toEqual([
      { points: '5', text: 'Share 80%.' },
      { points: '3', text: 'Share 40% or 4 years.' },
      { points: '1', text: 'Free.' },
      { points: '0', text: 'None.' },
    ]);
  });

  it('compare exactly, however long the numbers', () => {
    const digits = fc.stringMatching(/^\d{1,30}\.\d{1,30}$/);
    fc.assert(
      fc.property(digits, digits, fc.boolean(), (given, limit, isSame) => {
        const number = isSame ? given : limit;
        const outcome = evaluate(listed, { years: given }, { ...PARAMETERS, term: number });
        expect(pointsOf(outcome)).toBe(toFraction(given).gte(toFraction(number)) ? '2' : '0');
      }),
    );
  });
});

describe('a checklist', () => {
  it('adds the points of every row that holds', () => {
    expect(pointsOf(evaluate(listed, { share: '80', free: true }))).toBe('4');
    expect(evaluate(listed, { share: '80', free: true }).findings.map(({ message }) => message)).toEqual([
      'best',
      'free',
    ]);
  });

  it('gives 5 points at most', () => {
    expect(pointsOf(evaluate(listed, { share: '80', years: '4', free: true }))).toBe('5');
  });

  it('names the first row that is not met as the nearest miss', () => {
    const [finding] = evaluate(listed, { years: '4' }).findings;
    expect(finding?.nearestMiss?.wouldHaveTaken).toEqual(['share: at least 80% (the bid: not answered)']);
    expect(finding?.nearestMiss?.points.equals(toFraction('5'))).toBe(true);
  });

  it('gives 0 points and says so when no row holds', () => {
    expect(evaluate(listed, { free: false })).toMatchObject({ status: 'scored', findings: [{ message: 'none' }] });
    expect(pointsOf(evaluate(listed, { free: false }))).toBe('0');
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CarbonLine } from '../../src/domain/bid.ts';
import { STAGES, TIERS } from '../../src/domain/bid.ts';
import { decimalText, type Fraction, toFraction, ZERO } from '../../src/domain/quantity.ts';
import { findRule } from '../../src/scoring/catalogue.ts';
import type { Question } from '../../src/scoring/question.ts';
import type { PreparedRule, TableTestView } from '../../src/scoring/rule.ts';
import { ruleSetKey } from '../../src/scoring/rule-set.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { inputOf, parseCase, parseCases } from '../support/rule-cases.ts';

/** Improving one answer in the direction its question calls better never lowers the points. */
const catalogue = await testCatalogue();
const DEADLINE = { bidDeadline: '2026-12-18' };

type Answer = boolean | string | undefined;
type Answers = Readonly<Record<string, Answer>>;

for (const ruleSet of catalogue.ruleSets) {
  describe(`in ${ruleSetKey(ruleSet)}, improving one answer never lowers the points of`, () => {
    for (const { rule: key, code, parameters } of ruleSet.criteria) {
      const prepared = findRule(catalogue, key)?.prepare(parameters);
      if (prepared === undefined) throw new Error(`There is no rule ${key}`);
      const file = parseCases({
        parameters,
        footprint: ruleSet.footprint,
        cases: [{ name: 'One.', expected: { outcome: 'pass', codes: [] } }],
      });
      const pointsOf = (bid: { answers?: Answers; carbon?: readonly CarbonLine[] }): Fraction => {
        const answers = Object.fromEntries(
          Object.entries(bid.answers ?? {}).filter(([, value]) => value !== undefined),
        );
        const one = parseCase({
          name: 'One.',
          answers,
          carbon: bid.carbon ?? [],
          expected: { outcome: 'pass', codes: [] },
        });
        const outcome = prepared.evaluate(inputOf(prepared.rule, file, one), DEADLINE);
        return 'status' in outcome && outcome.status === 'scored' ? outcome.points : ZERO;
      };
      it(`${code} ${key}`, () => {
        if (prepared.table === undefined) checkLines(pointsOf);
        else checkAnswers(prepared, pointsOf);
      });
    }
  });
}

function checkAnswers(prepared: PreparedRule, pointsOf: (bid: { answers: Answers }) => Fraction): void {
  const questions = Object.values(prepared.rule.questions);
  const values = Object.fromEntries(
    questions.map((question) => [question.id, valuesOf(question, numbersFor(prepared, question))]),
  );
  const steps = questions.flatMap((question) => (question.better === 'none' ? [] : [question]));
  expect(steps.length).toBeGreaterThan(0);
  fc.assert(
    fc.property(fc.record(values), fc.constantFrom(...steps), fc.nat(), (answers, question, pick) => {
      const better = betterThan(question, answers[question.id], numbersFor(prepared, question));
      if (better.length === 0) return;
      const improved = { ...answers, [question.id]: better[pick % better.length] };
      expect(pointsOf({ answers: improved }).gte(pointsOf({ answers })), JSON.stringify({ answers, improved })).toBe(
        true,
      );
    }),
    { numRuns: 400 },
  );
}

/** Numbers about every one that the rule tests on the question, and the ends of what it accepts. */
function numbersFor(prepared: PreparedRule, question: Question): string[] {
  const tests: TableTestView[] = (prepared.table?.rows ?? []).flatMap(({ groups }) => groups.flat());
  const tested = tests.filter(
    ({ of, parameter }) => parameter !== '' && prepared.rule.questions[of]?.id === question.id,
  );
  const step = question.type === 'integer' || question.type === 'year' ? '1' : '0.01';
  const about = tested.flatMap(({ number }) => [number.sub(toFraction(step)), number, number.add(toFraction(step))]);
  const plausible =
    question.type === 'year' ? ['2015', '2020', '2025', '2040'] : ['0', '1', '50', '100', '52000', '38000'];
  return [
    ...about.map((number) => decimalText(number)),
    ...plausible,
    question.minimum ?? '0',
    question.maximum ?? '100',
  ].filter((text) => isWithin(question, text));
}

function isWithin({ minimum, maximum }: Question, text: string): boolean {
  const number = toFraction(text);
  return (
    (minimum === undefined || number.gte(toFraction(minimum))) &&
    (maximum === undefined || number.lte(toFraction(maximum)))
  );
}

function valuesOf(question: Question, numbers: readonly string[]): fc.Arbitrary<Answer> {
  if (question.type === 'boolean') return fc.constantFrom<Answer[]>(true, false, undefined);
  if (question.type === 'choice') return fc.constantFrom<Answer[]>(...(question.choices ?? []), undefined);
  return fc.constantFrom<Answer[]>(...numbers, undefined);
}

/** Every answer that is better than the one given; any answer is at least as good as none. */
function betterThan(question: Question, answer: Answer, numbers: readonly string[]): Answer[] {
  const all: Answer[] =
    question.type === 'boolean'
      ? [true, false]
      : question.type === 'choice'
        ? [...(question.choices ?? [])]
        : [...numbers];
  if (answer === undefined) return all;
  const number = (value: Answer) => toFraction(String(value));
  const better: Record<Question['better'], (other: Answer) => boolean> = {
    yes: (other) => other === true,
    no: (other) => other === false,
    'later-choice': (other) => all.indexOf(other) > all.indexOf(answer),
    more: (other) => number(other).gt(number(answer)),
    less: (other) => number(other).lt(number(answer)),
    none: () => false,
  };
  return all.filter(better[question.better]);
}

/** For the carbon criterion: fewer kilograms in a line, or surer data, never lower the points. */
function checkLines(pointsOf: (bid: { carbon: readonly CarbonLine[] }) => Fraction): void {
  const lines = fc.array(
    fc.record({ stage: fc.constantFrom(...STAGES), kg: fc.nat(300_000), tier: fc.constantFrom(...TIERS, undefined) }),
    {
      minLength: 1,
      maxLength: 8,
    },
  );
  const toLine = (
    { stage, kg, tier }: { stage: CarbonLine['stage']; kg: number; tier: CarbonLine['tier'] | undefined },
    index: number,
  ): CarbonLine => ({
    line: String(index + 1),
    stage,
    declaredKg: String(kg),
    ...(tier === undefined ? {} : { tier }),
  });
  fc.assert(
    fc.property(lines, fc.nat(), fc.nat(), fc.boolean(), (all, which, cut, isTier) => {
      const place = which % all.length;
      const improved = all.map((line, index) => {
        if (index !== place) return line;
        const rank = TIERS.indexOf(line.tier ?? 'D');
        return isTier ? { ...line, tier: TIERS[cut % (rank + 1)] } : { ...line, kg: line.kg - (cut % (line.kg + 1)) };
      });
      expect(pointsOf({ carbon: improved.map(toLine) }).gte(pointsOf({ carbon: all.map(toLine) }))).toBe(true);
    }),
    { numRuns: 400 },
  );
}

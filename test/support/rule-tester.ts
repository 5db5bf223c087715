import { describe, expect, it } from 'vitest';
import { fractionText, parseDecimal, toFraction } from '../../src/domain/quantity.ts';
import type { Question } from '../../src/scoring/question.ts';
import { checkRuleReadme, readmeExample } from '../../src/scoring/rule-readme.ts';
import {
  type ConditionOutcome,
  type CriterionOutcome,
  findingText,
  type PreparedRule,
  type Rule,
  ruleKey,
  type TableTestView,
} from '../../src/scoring/rule.ts';
import { type CasesFile, inputOf, parseCase, parseCases, type RuleCase } from './rule-cases.ts';

export type TestedRule = {
  readonly rule: Rule;
  /** The content of `cases.json`. */
  readonly cases: unknown;
  /** The content of `README.md`; older versions have none of their own. */
  readonly readme?: string;
};

/** What every rule must show: its cases come out, and the cases leave nothing of it untried. */
export function testRule({ rule, cases: json, readme }: TestedRule): void {
  const file = parseCases(json);
  describe(`rule ${ruleKey(rule)}`, () => {
    describe('cases', () => {
      for (const one of file.cases) it(one.name, () => testCase(rule, file, one));
    });
    it('has cases whose names are unique and whose answers the rule asks for', () => testCaseForm(rule, file));
    it('produces every message it declares in some case', () => testMessages(rule, file));
    it('has a case below, at and above every number that it tests', () => testNumbers(rule, file));
    if (rule.kind === 'condition') {
      it('passes, fails and asks in some case', () => {
        const outcomes = file.cases.map((one) => (run(rule, file, one) as ConditionOutcome).outcome);
        expect(new Set(outcomes)).toEqual(new Set(['pass', 'fail', 'clarify']));
      });
    }
    it('publishes a scale of whole sentences', () => {
      const { scale } = rule.prepare(file.parameters);
      expect(scale.filter(({ text }) => !/[.]$/.test(text) || text.includes('{{'))).toEqual([]);
    });
    if (readme !== undefined) {
      it('has a README that names all it has', () => expect(checkRuleReadme(rule, readme)).toEqual([]));
      it('has a README that shows its scale as published', () => {
        const { scale } = rule.prepare(file.parameters);
        expect(scale.filter(({ text }) => !readme.includes(text))).toEqual([]);
      });
      it('gives an example in its README that comes out', () => {
        testCase(rule, file, parseCase(JSON.parse(readmeExample(readme) ?? '{}')));
      });
    }
  });
}

function prepareFor(rule: Rule, file: CasesFile, one: RuleCase): PreparedRule {
  return rule.prepare({ ...file.parameters, ...one.parameters });
}

function run(rule: Rule, file: CasesFile, one: RuleCase): CriterionOutcome | ConditionOutcome {
  return prepareFor(rule, file, one).evaluate(inputOf(rule, file, one), { bidDeadline: one.bidDeadline });
}

/** The outcome is the expected one, twice, and the input is left as it was. */
function testCase(rule: Rule, file: CasesFile, one: RuleCase): void {
  const input = deepFreeze(inputOf(rule, file, one));
  const context = Object.freeze({ bidDeadline: one.bidDeadline });
  const prepared = prepareFor(rule, file, one);
  const outcome = prepared.evaluate(input, context);
  expect(toComparable(prepared.evaluate(input, context))).toEqual(toComparable(outcome));
  expect(toComparable(input)).toEqual(toComparable(inputOf(rule, file, one)));
  for (const finding of outcome.findings) expect(findingText(rule, finding)).not.toContain('{{');
  if ('outcome' in outcome) testConditionOutcome(outcome, one);
  else testCriterionOutcome(outcome, one);
}

function testCriterionOutcome(outcome: CriterionOutcome, { expected }: RuleCase): void {
  const miss = outcome.findings[0]?.nearestMiss;
  expect({
    status: outcome.status,
    ...(outcome.status === 'scored' ? { points: fractionText(outcome.points) } : {}),
    messages: outcome.findings.map(({ message }) => message),
    ...(miss === undefined ? {} : { nearestMissPoints: fractionText(miss.points) }),
  }).toEqual(expected);
  if (miss !== undefined) expect(miss.wouldHaveTaken.length).toBeGreaterThan(0);
}

function testConditionOutcome(outcome: ConditionOutcome, { expected }: RuleCase): void {
  expect(expected).toHaveProperty('outcome');
  const { messages = [], ...rest } = expected;
  expect({ outcome: outcome.outcome, codes: outcome.codes }).toEqual(rest);
  expect(outcome.findings.map(({ message }) => message)).toEqual(expect.arrayContaining([...messages]));
}

function testCaseForm(rule: Rule, { cases }: CasesFile): void {
  const names = cases.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect(names.filter((name) => !/^\p{Lu}.*[.]$/u.test(name))).toEqual([]);
  const asked = new Set(Object.values(rule.questions).map(({ id }) => id));
  expect(cases.flatMap(({ answers }) => Object.keys(answers)).filter((id) => !asked.has(id))).toEqual([]);
}

function testMessages(rule: Rule, file: CasesFile): void {
  const produced = new Set(file.cases.flatMap((one) => run(rule, file, one).findings.map(({ message }) => message)));
  expect(Object.keys(rule.messages).filter((message) => !produced.has(message))).toEqual([]);
}

/** For each number of a table, some case must lie on each side of it and on it, as far as the answer's limits go. */
function testNumbers(rule: Rule, file: CasesFile): void {
  const lacking = numbersTested(rule, file).flatMap(({ of, number: value, parameter }) => {
    const question = rule.questions[of];
    const orders = new Set(
      file.cases.flatMap((one) => {
        const given = question === undefined ? derivedValue(rule, file, one, of) : one.answers[question.id];
        const number = typeof given === 'string' ? parseDecimal(given) : undefined;
        return number === undefined ? [] : [Math.sign(number.compare(value))];
      }),
    );
    return [-1, 0, 1]
      .filter((order) => !orders.has(order) && !isBeyondLimits(question, value, order))
      .map((order) => `${parameter}: no case ${['below', 'at', 'above'][order + 1]} it`);
  });
  expect(lacking).toEqual([]);
}

function numbersTested(rule: Rule, file: CasesFile): TableTestView[] {
  const rows = rule.prepare(file.parameters).table?.rows ?? [];
  return rows.flatMap(({ groups }) => groups.flat().filter(({ parameter }) => parameter !== ''));
}

function isBeyondLimits(question: Question | undefined, value: ReturnType<typeof toFraction>, order: number): boolean {
  const limit = order < 0 ? question?.minimum : question?.maximum;
  return order !== 0 && limit !== undefined && toFraction(limit).equals(value);
}

/**
 * A computed value that a case claims. The claim is proved: with every number tested on it moved to the claim the
 * best row holds, and with them a billionth higher the points fall.
 */
function derivedValue(rule: Rule, file: CasesFile, one: RuleCase, of: string): string | undefined {
  const claim = one.derived[of];
  if (claim === undefined) return undefined;
  const tested = numbersTested(rule, file).filter((test) => test.of === of);
  const pointsAt = (number: string) => {
    const parameters = Object.fromEntries(tested.map(({ parameter }) => [parameter, number]));
    const outcome = run(rule, file, { ...one, parameters });
    return 'status' in outcome && outcome.status === 'scored' ? outcome.points.valueOf() : 0;
  };
  const higher = toFraction(claim).add(toFraction('0.000000001')).toString(12);
  expect({ claim, holds: pointsAt(claim) > pointsAt(higher) }).toEqual({ claim, holds: true });
  return claim;
}

/** Exact numbers as text, so that outcomes compare by value. */
function toComparable(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner)));
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}

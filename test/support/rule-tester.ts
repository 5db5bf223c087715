import { describe, expect, it } from 'vitest';
import { fractionText, parseDecimal, toFraction } from '../../src/domain/quantity.ts';
import type { Question } from '../../src/scoring/question.ts';
import { checkRuleReadme, readmeExample } from '../../src/scoring/rule-readme.ts';
import {
  type ConditionOutcome,
  type CriterionOutcome,
  findingText,
  type Rule,
  ruleKey,
  type TableTestView,
} from '../../src/scoring/rule.ts';
import { type CasesFile, inputOf, parseCase, parseCases, type RuleCase } from './rule-cases.ts';

export type TestedRule = {
  readonly rule: Rule;
  /** The content of `cases.json`. */
  readonly cases: unknown;
};

/** What every rule must show: its cases come out, and the cases leave nothing of it untried. */
export function testRule({ rule, cases: json }: TestedRule): void {
  const file = parseCases(json);
  const named = file.cases.map((one) => [one.name, one] as const);
  describe(`rule ${ruleKey(rule)}`, () => {
    it.each(named)('%s', (_, one) => {
      expect(observed(rule, file, one)).toEqual(wanted(one));
    });

    it('has unique case names that are sentences, and answers that the rule asks for', () => {
      expect(faultsOfForm(rule, file)).toEqual([]);
    });

    it('produces every message it declares, and every outcome of a condition, in some case', () => {
      expect(messagesNeverProduced(rule, file)).toEqual([]);
      expect(outcomesNeverProduced(rule, file)).toEqual([]);
    });

    it('has a case below, at and above every number that it tests', () => {
      expect(numbersNotSurrounded(rule, file)).toEqual([]);
    });

    it('publishes a scale of whole sentences', () => {
      const { scale } = rule.prepare(file.parameters);
      expect(scale.filter(({ text }) => !text.endsWith('.') || text.includes('{{'))).toEqual([]);
    });
  });
}

/** What the README of a rule must show: it describes the newest version. */
export function testRuleReadme({ rule, cases: json }: TestedRule, readme: string): void {
  const file = parseCases(json);
  describe(`the README of rule ${ruleKey(rule)}`, () => {
    it('names all that the rule has and shows its scale as published', () => {
      const { scale } = rule.prepare(file.parameters);
      expect(checkRuleReadme(rule, readme)).toEqual([]);
      expect(scale.filter(({ text }) => !readme.includes(text))).toEqual([]);
    });

    it('gives an example that comes out', () => {
      const example = parseCase(JSON.parse(readmeExample(readme) ?? '{}'));
      expect(observed(rule, file, example)).toEqual(wanted(example));
    });
  });
}

function run(rule: Rule, file: CasesFile, one: RuleCase): CriterionOutcome | ConditionOutcome {
  const prepared = rule.prepare({ ...file.parameters, ...one.parameters });
  return prepared.evaluate(inputOf(rule, file, one), { bidDeadline: one.bidDeadline });
}

/** The outcome of a case, and whether a second run gave the same and the input was left as it was. */
function observed(rule: Rule, file: CasesFile, one: RuleCase): Record<string, unknown> {
  const input = deepFreeze(inputOf(rule, file, one));
  const context = Object.freeze({ bidDeadline: one.bidDeadline });
  const prepared = rule.prepare({ ...file.parameters, ...one.parameters });
  const outcome = prepared.evaluate(input, context);
  return {
    ...('outcome' in outcome ? observedCondition(outcome, one) : observedCriterion(outcome)),
    isSameAgain: inText(prepared.evaluate(input, context)) === inText(outcome),
    isInputUntouched: inText(input) === inText(inputOf(rule, file, one)),
    unfilled: outcome.findings.map((finding) => findingText(rule, finding)).filter((text) => text.includes('{{')),
  };
}

function wanted({ expected }: RuleCase): Record<string, unknown> {
  const rest = { isSameAgain: true, isInputUntouched: true, unfilled: [] };
  return 'outcome' in expected
    ? { outcome: expected.outcome, codes: expected.codes, messagesNotProduced: [], ...rest }
    : { ...expected, ...rest };
}

function observedCriterion(outcome: CriterionOutcome): Record<string, unknown> {
  const miss = outcome.findings[0]?.nearestMiss;
  return {
    status: outcome.status,
    ...(outcome.status === 'scored' ? { points: fractionText(outcome.points) } : {}),
    messages: outcome.findings.map(({ message }) => message),
    ...(miss === undefined || miss.wouldHaveTaken.length === 0 ? {} : { nearestMissPoints: fractionText(miss.points) }),
  };
}

function observedCondition(outcome: ConditionOutcome, { expected }: RuleCase): Record<string, unknown> {
  const produced = new Set(outcome.findings.map(({ message }) => message));
  return {
    outcome: outcome.outcome,
    codes: outcome.codes,
    messagesNotProduced: (expected.messages ?? []).filter((message) => !produced.has(message)),
  };
}

function faultsOfForm(rule: Rule, { cases }: CasesFile): string[] {
  const names = cases.map(({ name }) => name);
  const asked = new Set(Object.values(rule.questions).map(({ id }) => id));
  return [
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `twice: ${name}`),
    ...names.filter((name) => !/^\p{Lu}.*[.]$/u.test(name)).map((name) => `no sentence: ${name}`),
    ...cases
      .flatMap(({ answers }) => Object.keys(answers).filter((id) => !asked.has(id)))
      .map((id) => `not asked: ${id}`),
  ];
}

function messagesNeverProduced(rule: Rule, file: CasesFile): string[] {
  const produced = new Set(file.cases.flatMap((one) => run(rule, file, one).findings.map(({ message }) => message)));
  return Object.keys(rule.messages).filter((message) => !produced.has(message));
}

function outcomesNeverProduced(rule: Rule, file: CasesFile): string[] {
  if (rule.kind === 'criterion') return [];
  const produced = new Set(file.cases.map((one) => (run(rule, file, one) as ConditionOutcome).outcome));
  return (['pass', 'fail', 'clarify'] as const).filter((outcome) => !produced.has(outcome));
}

/** For each number of a table, some case must lie on each side of it and on it, as far as the answer's limits go. */
function numbersNotSurrounded(rule: Rule, file: CasesFile): string[] {
  return numbersTested(rule, file).flatMap(({ of, number, parameter }) => {
    const question = rule.questions[of];
    const orders = new Set(
      file.cases.flatMap((one) => {
        const given = question === undefined ? derivedValue(rule, file, one, of) : one.answers[question.id];
        const value = typeof given === 'string' ? parseDecimal(given) : undefined;
        return value === undefined ? [] : [Math.sign(value.compare(number))];
      }),
    );
    return [-1, 0, 1]
      .filter((order) => !orders.has(order) && !isBeyondLimits(question, number, order))
      .map((order) => `${parameter}: no case ${['below', 'at', 'above'][order + 1]} it`);
  });
}

function numbersTested(rule: Rule, file: CasesFile): TableTestView[] {
  const rows = rule.prepare(file.parameters).table?.rows ?? [];
  return rows.flatMap(({ groups }) => groups.flat().filter(({ parameter }) => parameter !== ''));
}

function isBeyondLimits(question: Question | undefined, number: TableTestView['number'], order: number): boolean {
  const limit = order < 0 ? question?.minimum : question?.maximum;
  return order !== 0 && limit !== undefined && toFraction(limit).equals(number);
}

/**
 * A computed value that a case claims, undefined where the claim is wrong. The proof: with every number tested on it
 * moved to the claim a row holds, and with them a billionth higher the points fall.
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
  return pointsAt(claim) > pointsAt(higher) ? claim : undefined;
}

/** Exact numbers as text, so that outcomes compare by value. */
function inText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner));
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}

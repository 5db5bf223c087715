import type { z } from 'zod';
import type { DeviceLine, Removal } from '../domain/bid.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { IsoDate } from '../domain/iso-date.ts';
import { pointsWords } from '../domain/plain-english.ts';
import type { LotFacts } from '../domain/procurement.ts';
import type { DecimalText, Fraction } from '../domain/quantity.ts';
import type { Footprint } from './footprint.ts';
import type { Method } from './method.ts';
import type { Question, TypedAnswer, ValueOf } from './question.ts';

/**
 * The public plug-in API. A rule is one folder, `scoring-rules/rules/<id>/`, with `rule.ts` (a function that is
 * handed a `RuleKit` and returns `defineRule({...})`), `cases.json` and `README.md`.
 */

/** A published source, with the dates between which it was in force. */
export type Reference = {
  readonly title: string;
  readonly url: string;
  readonly paragraph?: string;
  readonly inForce: { readonly from: IsoDate; readonly to?: IsoDate };
};

export type Questions = Readonly<Record<string, Question>>;

/** Everything a rule may read: one bid, never the others. */
export type RuleInput<Q extends Questions = Questions> = {
  readonly answers: { readonly [K in keyof Q]: TypedAnswer<ValueOf<Q[K]>> };
  readonly footprint: Footprint;
  readonly devices: readonly DeviceLine[];
  readonly removals: readonly Removal[];
  /** The published facts of the procurement, or of the lot. */
  readonly procurement: LotFacts;
};

export type RuleContext = { readonly bidDeadline: IsoDate };

/** One thing a rule read: the question and what the bid says. `value` is absent when the answer is missing. */
export type Fact = {
  readonly question: string;
  readonly value?: string;
  readonly evidence?: Evidence;
};

/** The nearest better result and each thing it would have taken. */
export type NearestMiss = {
  readonly points: Fraction;
  readonly text: string;
  readonly wouldHaveTaken: readonly string[];
};

/** One reason. Stated by message id with data, so that wording can be tested and translated apart. */
export type Finding<M extends string = string> = {
  readonly message: M;
  readonly data: Readonly<Record<string, string>>;
  readonly facts: readonly Fact[];
  readonly nearestMiss?: NearestMiss;
};

/** Missing is an outcome, not a zero: the rule set says what `not-assessed` is worth. */
export type CriterionOutcome<M extends string = string> =
  | { readonly status: 'scored'; readonly points: Fraction; readonly findings: readonly Finding<M>[] }
  | { readonly status: 'not-assessed'; readonly findings: readonly Finding<M>[] };

export type ConditionOutcome<M extends string = string> = {
  readonly outcome: 'pass' | 'fail' | 'clarify' | 'not-required';
  /** Codes of the grounds or questions, each once: `F1`, `C-NZ`. */
  readonly codes: readonly string[];
  readonly findings: readonly Finding<M>[];
};

/** One line of the published text: how many points, for what. A condition's lines have no points. */
export type ScaleRow = { readonly points?: string; readonly text: string };

type RuleMeta<Q extends Questions, P extends z.ZodObject, M extends string> = {
  /** The folder's name. */
  readonly id: string;
  /** One more whenever any input could score differently. */
  readonly version: number;
  readonly subject: 'supplier' | 'bid';
  readonly title: string;
  /** How the rule relates to what is bought (Procurement Act 2023, section 23(2)(a)). */
  readonly contractLink: string;
  readonly references: readonly [Reference, ...Reference[]];
  readonly questions: Q;
  /** Policy numbers; the rule set gives the values. Every field is described. */
  readonly parameters: P;
  /** Values for trying the rule before any rule set names it; it then weighs 0. */
  readonly trialParameters?: z.input<P>;
  /** Whole sentences; `{{name}}` is filled from parameters and data. */
  readonly messages: Readonly<Record<M, string>>;
};

/** Values computed from the input by name, for the tests of bands and checklists; undefined means not known. */
export type Derivations<Q extends Questions, D extends string> = {
  readonly [K in D]: (input: RuleInput<Q>) => Fraction | undefined;
};

type TableRule<Q extends Questions, P extends z.ZodObject, M extends string, D extends string> = {
  readonly kind: 'criterion';
  /** facts: people verify facts and the points follow. judgement: people give points on the published scale. */
  readonly assessment: 'facts' | 'judgement';
  readonly derive?: Derivations<Q, D>;
  readonly method: Method<(keyof Q & string) | D, keyof z.output<P> & string, M>;
};

type FormulaRule<Q extends Questions, P extends z.ZodObject, M extends string> = {
  readonly kind: 'criterion';
  readonly assessment: 'facts' | 'judgement';
  evaluate(input: RuleInput<Q>, parameters: z.output<P>, context: RuleContext): CriterionOutcome<M>;
  /** The published text of the scale. */
  scale(parameters: z.output<P>): readonly ScaleRow[];
};

type ConditionRule<Q extends Questions, P extends z.ZodObject, M extends string> = {
  readonly kind: 'condition';
  evaluate(input: RuleInput<Q>, parameters: z.output<P>, context: RuleContext): ConditionOutcome<M>;
  /** The published list of what is checked. */
  scale(parameters: z.output<P>): readonly ScaleRow[];
};

export type RuleDefinition<Q extends Questions, P extends z.ZodObject, M extends string, D extends string> = RuleMeta<
  Q,
  P,
  M
> &
  (TableRule<Q, P, M, D> | FormulaRule<Q, P, M> | ConditionRule<Q, P, M>);

/** A table of bands or a checklist with its numbers, for what shows it or compares it. */
export type TableView = {
  readonly kind: 'bands' | 'checklist';
  readonly rows: readonly {
    readonly points: Fraction;
    /** The row holds when all tests of one group hold. */
    readonly groups: readonly (readonly TableTestView[])[];
  }[];
};

export type TableTestView = {
  readonly of: string;
  readonly operator: 'atLeast' | 'atMost' | 'above' | 'equals' | 'is' | 'oneOf';
  /** Name of the parameter that gave the number; empty where there is none. */
  readonly parameter: string;
  readonly number: Fraction;
  readonly allowed: readonly (boolean | string)[];
};

/** A rule with its parameters read once, ready for any number of bids. */
export type PreparedRule = {
  readonly rule: Rule;
  readonly scale: readonly ScaleRow[];
  readonly evaluate: (input: RuleInput, context: RuleContext) => CriterionOutcome | ConditionOutcome;
  /** Absent for a formula or a condition. */
  readonly table?: TableView;
};

/** A rule as the engine holds it. */
export type Rule = {
  readonly id: string;
  readonly version: number;
  readonly kind: 'condition' | 'criterion';
  readonly subject: 'supplier' | 'bid';
  readonly assessment: 'facts' | 'judgement';
  readonly title: string;
  readonly contractLink: string;
  readonly references: readonly Reference[];
  readonly questions: Questions;
  readonly parameters: z.ZodObject;
  readonly trialParameters?: unknown;
  readonly messages: Readonly<Record<string, string>>;
  /** Reads the parameters (throws a ZodError) and compiles the rule. */
  prepare(parameters: unknown): PreparedRule;
};

/** `contract-carbon-intensity@1` */
export function ruleKey(rule: { readonly id: string; readonly version: number }): string {
  return `${rule.id}@${rule.version}`;
}

/** Fills `{{name}}`; a name without a value is a bug in the rule and throws. */
export function fillMessage(template: string, data: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = Object.hasOwn(data, name) ? data[name] : undefined;
    if (value === undefined) throw new Error(`No value for {{${name}}} in "${template}"`);
    return value;
  });
}

/** The finding as one sentence, in the words of its rule. */
export function findingText(rule: Pick<Rule, 'messages' | 'id'>, finding: Finding): string {
  const template = rule.messages[finding.message];
  if (template === undefined) throw new Error(`Rule ${rule.id} has no message "${finding.message}"`);
  return fillMessage(template, finding.data);
}

/** "5 points (…) would have taken: …" */
export function nearestMissText(miss: NearestMiss, pointsText: (points: Fraction) => DecimalText): string {
  return `${pointsWords(pointsText(miss.points))} (${miss.text}) would have taken ${miss.wouldHaveTaken.join('; ')}.`;
}

import type { ItemVerdict } from '../../../src/scoring/item-outcome.ts';
import type { TypedAnswer } from '../../../src/scoring/question.ts';
import type { RuleInput } from '../../../src/scoring/rule.ts';
import * as plan from '../../questions/carbon-reduction-plan.ts';
import * as figures from '../../questions/carbon-reduction-plan-emissions.ts';

/** The thirteen items of a Carbon Reduction Plan, each with its ground, its questions and its test. */

export const questions = {
  selfDeclared: plan.crpCompliant,
  newEntrant: plan.crpTradingUnder12Months,
  kind: plan.crpCommitmentKind,
  netZeroYear: plan.crpNetZeroCommitmentYear,
  coversUk: plan.crpCommitmentCoversUk,
  baselineYear: figures.crpBaselineYear,
  baseline1: figures.crpBaselineScope1,
  baseline2: figures.crpBaselineScope2,
  baseline3: figures.crpBaselineScope3,
  periodEnd: figures.crpCurrentPeriodEnd,
  periodMonths: figures.crpCurrentPeriodMonths,
  scope1: figures.crpCurrentScope1,
  scope1Reason: figures.crpCurrentScope1Reason,
  scope2: figures.crpCurrentScope2,
  scope2Reason: figures.crpCurrentScope2Reason,
  category4: figures.crpCurrentScope3Cat4,
  category4Reason: figures.crpCurrentScope3Cat4Reason,
  category5: figures.crpCurrentScope3Cat5,
  category5Reason: figures.crpCurrentScope3Cat5Reason,
  category6: figures.crpCurrentScope3Cat6,
  category6Reason: figures.crpCurrentScope3Cat6Reason,
  category7: figures.crpCurrentScope3Cat7,
  category7Reason: figures.crpCurrentScope3Cat7Reason,
  category9: figures.crpCurrentScope3Cat9,
  category9Reason: figures.crpCurrentScope3Cat9Reason,
  gases: figures.crpGasesCovered,
  standard: figures.crpReportingStandard,
  target: plan.crpTargetStated,
  measures: plan.crpMeasuresForContract,
  measuresText: plan.crpMeasuresDescription,
  declaration: plan.crpDeclarationCompleted,
  directorName: plan.crpDirectorName,
  directorRole: plan.crpDirectorRole,
  signedOn: plan.crpSignOffDate,
  address: plan.crpPublishedUrl,
  entity: plan.crpEntityCovered,
};

export type Input = RuleInput<typeof questions>;
export type Name = keyof typeof questions;
type Answers = Input['answers'];

export type Parameters = {
  readonly netZeroYearAtMost: number;
  readonly reportingPeriodMonths: number;
  readonly periodEndedWithinMonths: number;
  readonly signedWithinMonths: number;
};
type Terms = Parameters & {
  readonly bidDeadline: string;
  readonly isWithin: (date: string, months: number, end: string) => boolean;
};

export type Item = {
  readonly code: string;
  readonly ground: string;
  readonly messageId: string;
  readonly reads: readonly Name[];
  readonly check: (answers: Answers, terms: Terms) => ItemVerdict;
  /** The line of the published list. */
  readonly published: (parameters: Parameters) => string;
};

export const NET_ZERO_ITEM: Item = {
  code: 'NZ',
  ground: 'F1',
  messageId: 'net-zero',
  reads: ['kind', 'netZeroYear', 'coversUk'],
  check: checkCommitment,
  published: ({ netZeroYearAtMost }) =>
    `NZ: a commitment to net zero by ${netZeroYearAtMost} for all UK operations. A later year, carbon neutral or none: fail (F1).`,
};

export const ITEMS: readonly Item[] = [
  NET_ZERO_ITEM,
  {
    code: 'BASE',
    ground: 'F2',
    messageId: 'baseline',
    reads: ['baselineYear', 'baseline1', 'baseline2', 'baseline3'],
    check: ({ baselineYear, baseline1, baseline2, baseline3 }) =>
      doubtUnless([baselineYear, baseline1, baseline2, baseline3].every(isGiven)),
    published: () => 'BASE: a baseline year with figures for scopes 1, 2 and 3; 0 is a figure.',
  },
  {
    code: 'CUR',
    ground: 'F2',
    messageId: 'period',
    reads: ['periodEnd', 'periodMonths'],
    check: checkPeriod,
    published: ({ reportingPeriodMonths, periodEndedWithinMonths }) =>
      `CUR: a current reporting period of ${reportingPeriodMonths} months that ended within ${periodEndedWithinMonths} months before the bid deadline.`,
  },
  {
    code: 'S12',
    ground: 'F2',
    messageId: 'scopes-1-2',
    reads: ['scope1', 'scope1Reason', 'scope2', 'scope2Reason'],
    check: ({ scope1, scope1Reason, scope2, scope2Reason }) =>
      doubtUnless(isReasoned(scope1, scope1Reason) && isReasoned(scope2, scope2Reason)),
    published: () => 'S12: scopes 1 and 2 in that period, each with a figure, or 0 with a reason.',
  },
  {
    code: 'S3',
    ground: 'F2',
    messageId: 'scope-3',
    reads: [
      ...(['category4', 'category4Reason', 'category5', 'category5Reason', 'category6', 'category6Reason'] as const),
      ...(['category7', 'category7Reason', 'category9', 'category9Reason'] as const),
    ],
    check: checkCategories,
    published: () =>
      'S3: scope 3 categories 4, 5, 6, 7 and 9, each with a figure, or 0 or not applicable with a reason.',
  },
  {
    code: 'GAS',
    ground: 'F2',
    messageId: 'gases',
    reads: ['gases'],
    check: ({ gases }) => doubtUnless(gases.state === 'given' && gases.value === 'co2e'),
    published: () => 'GAS: figures that cover all Kyoto gases, as CO2e.',
  },
  {
    code: 'STD',
    ground: 'F2',
    messageId: 'standard',
    reads: ['standard'],
    check: checkStandard,
    published: () =>
      'STD: the GHG Protocol Corporate Standard; another standard is asked about, so that an equivalent can be accepted. None: fail (F2).',
  },
  {
    code: 'TGT',
    ground: 'F5',
    messageId: 'target',
    reads: ['target'],
    check: ({ target }) => yesOrNo(target),
    published: () => 'TGT: a reduction target or projected fall. None: fail (F5).',
  },
  {
    code: 'MEAS',
    ground: 'F4',
    messageId: 'measures',
    reads: ['measures', 'measuresText'],
    check: ({ measures, measuresText }) =>
      yesOrNo(measures) === 'pass' ? doubtUnless(isGiven(measuresText)) : yesOrNo(measures),
    published: () =>
      'MEAS: at least one measure, described, in effect when the contract is performed. None: fail (F4).',
  },
  {
    code: 'SIGN',
    ground: 'F3',
    messageId: 'signed',
    reads: ['declaration', 'directorName', 'directorRole', 'signedOn'],
    check: ({ declaration, directorName, directorRole, signedOn }) =>
      yesOrNo(declaration) === 'pass'
        ? doubtUnless([directorName, directorRole, signedOn].every(isGiven))
        : yesOrNo(declaration),
    published: () =>
      'SIGN: the completed declaration, with name and role of a director or equivalent, and the date. Not completed: fail (F3).',
  },
  {
    code: 'PUB',
    ground: 'F5',
    messageId: 'published',
    reads: ['address'],
    check: ({ address }) => doubtUnless(isGiven(address)),
    published: () => 'PUB: the address where the plan is published; without a website, a copy is asked for.',
  },
  {
    code: 'FRESH',
    ground: 'F5',
    messageId: 'fresh',
    reads: ['signedOn'],
    check: ({ signedOn }, { isWithin, signedWithinMonths, bidDeadline }) =>
      doubtUnless(signedOn.state === 'given' && isWithin(signedOn.value, signedWithinMonths, bidDeadline)),
    published: ({ signedWithinMonths }) =>
      `FRESH: signed off within ${signedWithinMonths} months before the bid deadline.`,
  },
  {
    code: 'ENT',
    ground: 'F5',
    messageId: 'entity',
    reads: ['entity'],
    check: checkEntity,
    published: () =>
      "ENT: the bidder's own plan, or a parent's that says it covers the bidder. One that does not cover it: fail (F5).",
  },
];

export const planMessages = {
  'net-zero-pass':
    'The plan commits the organisation to net zero by {{netZeroYearAtMost}} or sooner for its UK operations.',
  'net-zero-fail': 'The plan makes no commitment of the organisation to net zero by {{netZeroYearAtMost}}.',
  'net-zero-clarify':
    'The kind or year of the commitment is missing, or it is not confirmed for all UK operations; the bidder is asked.',
  'baseline-pass': 'The plan gives a baseline year with figures for scopes 1, 2 and 3.',
  'baseline-clarify': 'The baseline year or one of its three scopes is missing; the bidder is asked.',
  'period-pass':
    'The current reporting period covers {{reportingPeriodMonths}} months and ended within {{periodEndedWithinMonths}} months before the bid deadline of {{deadline}}.',
  'period-clarify':
    'The current reporting period is missing, is not {{reportingPeriodMonths}} months, or did not end within {{periodEndedWithinMonths}} months before the bid deadline of {{deadline}}; the bidder is asked.',
  'scopes-1-2-pass': 'Scopes 1 and 2 each have a figure, or 0 with a reason.',
  'scopes-1-2-clarify': 'Scope 1 or 2 has no figure, or 0 without a reason; the bidder is asked.',
  'scope-3-pass': 'Scope 3 categories 4, 5, 6, 7 and 9 each have a figure, or 0 or not applicable with a reason.',
  'scope-3-clarify':
    'One of scope 3 categories 4, 5, 6, 7 and 9 has no figure, or 0 without a reason; the bidder is asked.',
  'gases-pass': 'The figures cover all Kyoto gases, as CO2e.',
  'gases-clarify': 'The figures cover carbon dioxide only, or the gases are not stated; the bidder is asked.',
  'standard-pass': 'The figures follow the GHG Protocol Corporate Standard.',
  'standard-fail': 'The figures follow no reporting standard.',
  'standard-clarify':
    'The reporting standard is missing or is another one; the bidder is asked, and a person decides whether it is equivalent.',
  'target-pass': 'The plan states a reduction target or a projected fall in emissions.',
  'target-fail': 'The plan states no reduction target and no projected fall in emissions.',
  'target-clarify': 'The bid does not say whether the plan states a target; the bidder is asked.',
  'measures-pass': 'The plan names measures that will be in effect when this contract is performed.',
  'measures-fail': 'The plan names no measure that will be in effect when this contract is performed.',
  'measures-clarify': 'The measures for this contract are not stated or not described; the bidder is asked.',
  'signed-pass': 'The declaration is completed, with the name and role of who signed it off and the date.',
  'signed-fail': 'The declaration is not completed.',
  'signed-clarify': 'The declaration, or the name, role or date of its sign-off, is missing; the bidder is asked.',
  'published-pass': 'The address where the plan is published is given.',
  'published-clarify': 'No address of the published plan is given; the bidder is asked for it, or for a copy.',
  'fresh-pass': 'The plan was signed off within {{signedWithinMonths}} months before the bid deadline of {{deadline}}.',
  'fresh-clarify':
    'The plan was not signed off within {{signedWithinMonths}} months before the bid deadline of {{deadline}}, or its date is missing; the bidder is asked.',
  'entity-pass': "The plan is the bidder's own, or its parent's and covers the bidder.",
  'entity-fail': "The plan is a parent's and does not cover the bidder.",
  'entity-clarify':
    "The bid does not say whose plan it is, or whether a parent's plan covers the bidder; the bidder is asked.",
} as const;
export type PlanMessage = keyof typeof planMessages;

function checkCommitment({ kind, netZeroYear, coversUk }: Answers, { netZeroYearAtMost }: Terms): ItemVerdict {
  if (kind.state === 'given' && kind.value !== 'net-zero') return 'fail';
  if (netZeroYear.state === 'given' && netZeroYear.value.gt(netZeroYearAtMost)) return 'fail';
  return doubtUnless(isGiven(kind) && isGiven(netZeroYear) && coversUk.state === 'given' && coversUk.value);
}

function checkPeriod(
  { periodEnd, periodMonths }: Answers,
  { reportingPeriodMonths, periodEndedWithinMonths, bidDeadline, isWithin }: Terms,
): ItemVerdict {
  const isWhole = periodMonths.state === 'given' && periodMonths.value.equals(reportingPeriodMonths);
  return doubtUnless(
    isWhole && periodEnd.state === 'given' && isWithin(periodEnd.value, periodEndedWithinMonths, bidDeadline),
  );
}

function checkCategories(answers: Answers): ItemVerdict {
  const categories = [
    [answers.category4, answers.category4Reason],
    [answers.category5, answers.category5Reason],
    [answers.category6, answers.category6Reason],
    [answers.category7, answers.category7Reason],
    [answers.category9, answers.category9Reason],
  ] as const;
  // Not applicable always carries a reason, and the standard accepts it for these categories.
  return doubtUnless(
    categories.every(([figure, reason]) => figure.state === 'not-applicable' || isReasoned(figure, reason)),
  );
}

function checkStandard({ standard }: Answers): ItemVerdict {
  if (standard.state !== 'given') return 'clarify';
  if (standard.value === 'none') return 'fail';
  return doubtUnless(standard.value === 'ghg-protocol');
}

function checkEntity({ entity }: Answers): ItemVerdict {
  if (entity.state !== 'given') return 'clarify';
  if (entity.value === 'parent-does-not-cover-bidder') return 'fail';
  return doubtUnless(entity.value !== 'parent-not-stated');
}

/** A figure above 0, or 0 with a reason. */
function isReasoned(figure: Answers['scope1'], reason: Answers['scope1Reason']): boolean {
  return figure.state === 'given' && (figure.value.gt(0) || isGiven(reason));
}

function isGiven(answer: TypedAnswer<unknown>): boolean {
  return answer.state === 'given';
}

function yesOrNo(answer: Answers['target']): ItemVerdict {
  if (answer.state !== 'given') return 'clarify';
  return answer.value ? 'pass' : 'fail';
}

function doubtUnless(isInOrder: boolean): ItemVerdict {
  return isInOrder ? 'pass' : 'clarify';
}

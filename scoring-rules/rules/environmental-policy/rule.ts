import type { ItemVerdict } from '../../../src/scoring/item-outcome.ts';
import type { RuleKit } from '../../../src/scoring/rule-kit.ts';
import type { Finding, RuleInput } from '../../../src/scoring/rule.ts';
import {
  policyCoversDelivery,
  policyDate,
  policyReviewedOn,
  policySignedBySeniorLeader,
} from '../../questions/environmental-policy.ts';
import { environmentalPolicy } from '../../questions/supplier-policy.ts';
import { ACT_SECTION_22 } from '../../references.ts';

type Input = RuleInput<typeof questions>;
type Message = keyof typeof messages;

export default (kit: RuleKit) =>
  kit.defineRule({
    id: 'environmental-policy',
    version: 1,
    kind: 'condition',
    subject: 'supplier',
    title: 'Environmental policy: dated, signed, covering delivery, reviewed',
    contractLink: 'The policy must cover the work of this contract; a general policy earns no points.',
    references: [
      ACT_SECTION_22,
      {
        title: 'Guidance to the Procurement Act 2023: conditions of participation',
        url: 'https://www.gov.uk/government/publications/procurement-act-2023-guidance-documents-procure-phase/guidance-conditions-of-participation-html',
        inForce: { from: '2025-02-24' },
      },
    ],
    questions,
    parameters: kit.z.strictObject({
      reviewedWithinMonths: kit.count(
        'Months before the bid deadline within which the policy must have been dated or reviewed.',
      ),
    }),
    messages,
    evaluate: (input, { reviewedWithinMonths }, { bidDeadline }) => {
      const data = { months: String(reviewedWithinMonths), deadline: bidDeadline };
      const finding = (message: Message, names: readonly Name[]) => ({
        message,
        data,
        facts: factsFor(kit, names, input),
      });
      const answered = ITEMS.some(({ reads }) => reads.some((name) => input.answers[name].state !== 'missing'));
      if (!answered) return selfDeclared(input, (message) => finding(message, ['policy']));
      return kit.outcomeOfItems(
        ITEMS.map(({ code, ground, reads, messageId, check }) => {
          const verdict = check(input, { kit, months: reviewedWithinMonths, deadline: bidDeadline });
          return { code, verdict, ground, finding: finding(`${messageId}-${verdict}` as Message, reads) };
        }),
      );
    },
    scale: ({ reviewedWithinMonths }) => [
      { text: 'Dated: the policy bears a date, not after the bid deadline. No date: the bidder is asked.' },
      { text: 'Signed: a senior leader signed it. Not signed: fail (P2).' },
      { text: 'Covers delivery: it covers the work of this contract. If not: fail (P3).' },
      {
        text: `Reviewed: dated or reviewed within ${reviewedWithinMonths} months before the bid deadline. If not: the bidder is asked.`,
      },
      {
        text: 'With none of these answered, a plain yes passes marked self-declared, a no fails (P0), and no answer is asked about.',
      },
    ],
  });

const questions = {
  policy: environmentalPolicy,
  date: policyDate,
  signed: policySignedBySeniorLeader,
  covers: policyCoversDelivery,
  reviewed: policyReviewedOn,
};
type Name = keyof typeof questions;

const messages = {
  'dated-pass': 'The policy bears a date that is not after the bid deadline.',
  'dated-clarify': 'The policy bears no date, or one after the bid deadline of {{deadline}}; the bidder is asked.',
  'signed-pass': 'A senior leader signed the policy.',
  'signed-fail': 'The policy is not signed by a senior leader.',
  'signed-clarify': 'The bid does not say whether a senior leader signed the policy; the bidder is asked.',
  'covers-pass': 'The policy covers the work of this contract.',
  'covers-fail': 'The policy does not cover the work of this contract.',
  'covers-clarify': 'The bid does not say whether the policy covers the work of this contract; the bidder is asked.',
  'reviewed-pass': 'The policy was dated or reviewed within {{months}} months before the bid deadline of {{deadline}}.',
  'reviewed-clarify':
    'No date or review of the policy lies within {{months}} months before the bid deadline of {{deadline}}; the bidder is asked.',
  'self-declared': 'The bidder declares an environmental policy and answers none of its items.',
  'no-policy': 'The bidder declares that it has no environmental policy that covers carbon.',
  'nothing-submitted': 'Nothing was submitted on an environmental policy; the bidder is asked.',
} as const;

type Terms = { readonly kit: RuleKit; readonly months: number; readonly deadline: string };
type Item = {
  readonly code: string;
  readonly ground: string;
  readonly messageId: 'dated' | 'signed' | 'covers' | 'reviewed';
  readonly reads: readonly Name[];
  readonly check: (input: Input, terms: Terms) => ItemVerdict;
};

const ITEMS: readonly Item[] = [
  {
    code: 'DATED',
    ground: 'P1',
    messageId: 'dated',
    reads: ['date'],
    check: ({ answers: { date } }, { deadline }) =>
      date.state === 'given' && date.value <= deadline ? 'pass' : 'clarify',
  },
  {
    code: 'SIGNED',
    ground: 'P2',
    messageId: 'signed',
    reads: ['signed'],
    check: ({ answers }) => yesOrNo(answers.signed),
  },
  {
    code: 'COVERS',
    ground: 'P3',
    messageId: 'covers',
    reads: ['covers'],
    check: ({ answers }) => yesOrNo(answers.covers),
  },
  { code: 'REVIEWED', ground: 'P4', messageId: 'reviewed', reads: ['reviewed', 'date'], check: checkReviewed },
];

function yesOrNo(answer: Input['answers']['signed']): ItemVerdict {
  if (answer.state !== 'given') return 'clarify';
  return answer.value ? 'pass' : 'fail';
}

/** The later of the policy's date and its last review counts. */
function checkReviewed({ answers: { reviewed, date } }: Input, { kit, months, deadline }: Terms): ItemVerdict {
  const dates = [reviewed, date].flatMap((answer) => (answer.state === 'given' ? [answer.value] : []));
  const latest = dates.sort().at(-1);
  return latest !== undefined && kit.dates.isWithinMonthsBefore(latest, months, deadline) ? 'pass' : 'clarify';
}

/** With no item answered: yes passes marked self-declared, no fails, and no answer is asked about. */
function selfDeclared({ answers: { policy } }: Input, finding: (message: Message) => Finding<Message>) {
  if (policy.state !== 'given')
    return { outcome: 'clarify', codes: ['C-SELF'], findings: [finding('nothing-submitted')] } as const;
  return policy.value
    ? ({ outcome: 'pass', codes: ['self-declared'], findings: [finding('self-declared')] } as const)
    : ({ outcome: 'fail', codes: ['P0'], findings: [finding('no-policy')] } as const);
}

function factsFor({ factsOf }: RuleKit, names: readonly Name[], input: Input) {
  return factsOf(Object.fromEntries(names.map((name) => [name, questions[name]])), input);
}

import type { RuleKit } from '../../../src/scoring/rule-kit.ts';
import type { ConditionOutcome, Finding } from '../../../src/scoring/rule.ts';
import { ACT_SECTION_22, PPN_006 } from '../../references.ts';
import {
  type Input,
  type Item,
  ITEMS,
  type Name,
  NET_ZERO_ITEM,
  type PlanMessage,
  planMessages,
  questions,
} from './items.ts';

const messages = {
  ...planMessages,
  'new-entrant': 'The bidder has traded for less than 12 months, so only its commitment to net zero is checked.',
  'self-declared': 'The bidder declares a Carbon Reduction Plan that meets the standard and answers none of its items.',
  'no-plan': 'The bidder declares that it has no Carbon Reduction Plan that meets the standard.',
  'nothing-submitted': 'Nothing was submitted on a Carbon Reduction Plan; the bidder is asked.',
  'self-clarify':
    'The bidder declares that its plan does not meet the standard, although it answers the items of the plan; it is asked.',
} as const;
type Message = PlanMessage | keyof typeof messages;

export default (kit: RuleKit) =>
  kit.defineRule({
    id: 'compliant-carbon-reduction-plan',
    version: 1,
    kind: 'condition',
    subject: 'supplier',
    title: 'Carbon Reduction Plan, checked item by item',
    contractLink: 'The plan must name measures that will be in effect when this contract is performed.',
    references: [
      { ...PPN_006, paragraph: 'with its technical standard and guidance on conditions of participation' },
      ACT_SECTION_22,
      {
        title: 'Procurement Act 2023, section 19 (award)',
        url: 'https://www.legislation.gov.uk/ukpga/2023/54/section/19',
        paragraph: 'section 19(3)(a)',
        inForce: { from: '2025-02-24' },
      },
    ],
    questions,
    parameters: kit.z.strictObject({
      netZeroYearAtMost: kit.count('Latest year of the commitment to net zero that is accepted.'),
      reportingPeriodMonths: kit.count('Months that the current reporting period of the plan must cover.'),
      periodEndedWithinMonths: kit.count('Months before the bid deadline within which that period must have ended.'),
      signedWithinMonths: kit.count('Months before the bid deadline within which the plan must have been signed off.'),
    }),
    messages,
    evaluate: (input, parameters, { bidDeadline }) => {
      const terms = { ...parameters, bidDeadline, isWithin: kit.dates.isWithinMonthsBefore };
      const data = { ...textOf(parameters), deadline: bidDeadline };
      const finding = (message: Message, names: readonly Name[]): Finding<Message> => ({
        message,
        data,
        facts: kit.factsOf(Object.fromEntries(names.map((name) => [name, questions[name]])), input),
      });
      if (!isAnyItemAnswered(input)) return selfDeclared(input, (message) => finding(message, ['selfDeclared']));
      const toChecked = ({ code, ground, messageId, reads, check }: Item) => {
        const verdict = check(input.answers, terms);
        return { code, verdict, ground, finding: finding(`${messageId}-${verdict}` as Message, reads) };
      };
      if (isYes(input.answers.newEntrant)) {
        const outcome = kit.outcomeOfItems([toChecked(NET_ZERO_ITEM)]);
        return { ...outcome, findings: [finding('new-entrant', ['newEntrant']), ...outcome.findings] };
      }
      const items = ITEMS.map(toChecked);
      // A plain no beside answered items is a question to the bidder, never a ground of its own.
      const contradiction = {
        code: 'SELF',
        verdict: 'clarify',
        finding: finding('self-clarify', ['selfDeclared']),
      } as const;
      return kit.outcomeOfItems(isNo(input.answers.selfDeclared) ? [...items, contradiction] : items);
    },
    scale: (parameters) => [
      ...ITEMS.map(({ published }) => ({ text: published(parameters) })),
      { text: 'A bidder trading for less than 12 months confirms the commitment to net zero only.' },
      {
        text: 'With no item answered, a plain yes passes marked self-declared, a no fails (F5), and no answer is asked about (C-SELF).',
      },
      { text: 'A plain no beside answered items is asked about (C-SELF).' },
    ],
  });

/** As the question to the bidder says: any answered question of the plan counts before the plain declaration. */
function isAnyItemAnswered({ answers }: Input): boolean {
  return Object.entries(answers).some(([name, { state }]) => name !== 'selfDeclared' && state !== 'missing');
}

function selfDeclared({ answers }: Input, finding: (message: Message) => Finding<Message>): ConditionOutcome<Message> {
  if (isYes(answers.selfDeclared))
    return { outcome: 'pass', codes: ['self-declared'], findings: [finding('self-declared')] };
  return isNo(answers.selfDeclared)
    ? { outcome: 'fail', codes: ['F5'], findings: [finding('no-plan')] }
    : { outcome: 'clarify', codes: ['C-SELF'], findings: [finding('nothing-submitted')] };
}

function isYes(answer: Input['answers']['newEntrant']): boolean {
  return answer.state === 'given' && answer.value;
}

function isNo(answer: Input['answers']['newEntrant']): boolean {
  return answer.state === 'given' && !answer.value;
}

function textOf(parameters: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
}

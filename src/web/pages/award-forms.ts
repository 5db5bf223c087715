import type { Request } from 'express';
import type { AwardView, RankedBid } from '../../application/award-queries.ts';
import {
  type BidOfLot,
  bidOfLotText,
  SET_ASIDE_DUTIES,
  SET_ASIDE_GROUNDS,
  type SetAsideDuty,
  type SetAsideGround,
} from '../../application/award-records.ts';
import type { UseCases } from '../../application/use-cases.ts';
import { fieldFault } from '../../application/field-fault.ts';
import { type IsoDate, parseIsoDate } from '../../domain/iso-date.ts';
import type { Person } from '../../domain/person.ts';
import { field, revisionOf } from './page.ts';

/** One field of a form, as the page shows it. */
export type FormField = {
  readonly name: string;
  readonly kind: 'text' | 'long-text' | 'date' | 'choice';
  readonly label: string;
  readonly hint?: string;
  readonly options?: readonly { readonly value: string; readonly text: string }[];
  /** What stands in it at first. */
  readonly value?: string;
};

type Act = (useCases: UseCases, person: Person, reference: string, request: Request, view: Known) => Promise<unknown>;

/** Before approval there is no award to look at. */
type Known = AwardView | undefined;

/** A form between approval and contract: its page below the procurement, what it asks, and what it does. */
export type AwardForm = {
  readonly path: string;
  readonly title: string;
  readonly intro: string;
  readonly button: string;
  readonly done: string;
  readonly fields: (view: Known, says: Says) => readonly FormField[];
  readonly act: Act;
};

type Says = { readonly ruleTitle: (id: string) => string };

const ACKNOWLEDGEMENT: FormField = {
  name: 'acknowledgement',
  kind: 'long-text',
  label: 'If the ranking is fragile: say that you have seen this, and why you approve',
  hint: 'Needed where a light above is red. It is printed in the issued pack',
};

const reasonField = (label: string, hint: string): FormField => ({ name: 'reason', kind: 'long-text', label, hint });

export const bidField = (bids: readonly BidOption[], label = 'Bid'): FormField => ({
  name: 'bid',
  kind: 'choice',
  label,
  options: bids.map((bid) => ({ value: bidOfLotText(bid), text: `${bidOfLotText(bid)}: ${bid.supplier}` })),
});

type BidOption = BidOfLot & { readonly supplier: string };

export const AWARD_FORMS: readonly AwardForm[] = [
  {
    path: 'approve',
    title: 'Approve the evaluation',
    intro:
      'You approve as a second person: not who agreed the scores as moderator, and not who locked them. The assessment is then issued and nothing in it can be changed. Its first-ranked bids are the proposed award.',
    button: 'Approve and issue',
    done: 'Approved. The pack is issued as edition 1.',
    fields: () => [ACKNOWLEDGEMENT],
    act: (useCases, person, reference, request) =>
      useCases.approveProcurement(person, reference, {
        ...revisionOf(request),
        acknowledgement: field(request, 'acknowledgement'),
      }),
  },
  {
    path: 'award/editions',
    title: 'Issue a new edition',
    intro: 'The earlier editions stay as they are and can be downloaded. A second person issues this one too.',
    button: 'Issue the new edition',
    done: 'A new edition is issued. Its summaries have to be sent.',
    fields: () => [reasonField('Why is there a new edition?', 'It is printed in the pack'), ACKNOWLEDGEMENT],
    act: (useCases, person, reference, request) =>
      useCases.issueEdition(person, reference, {
        ...revisionOf(request),
        reason: field(request, 'reason'),
        acknowledgement: field(request, 'acknowledgement'),
      }),
  },
  {
    path: 'award/redactions',
    title: 'Withhold words from other bidders',
    intro:
      'Summaries tell every bidder why the first-ranked bid has its scores. Withhold what is commercially sensitive, no more, each with its reason. The next edition leaves it out; the record of the evaluation keeps it.',
    button: 'Withhold',
    done: 'Withheld. Issue a new edition, so that its summaries leave it out.',
    fields: (view, { ruleTitle }) => [
      bidField(view?.suppliers ?? []),
      {
        name: 'rule',
        kind: 'choice',
        label: 'Criterion',
        options: [...new Set(view?.reasons.map(({ rule }) => rule))].map((rule) => ({
          value: rule,
          text: ruleTitle(rule),
        })),
      },
      {
        name: 'words',
        kind: 'long-text',
        label: 'Words to withhold',
        hint: 'Exactly as they stand in the explanation. Leave empty to withhold the whole explanation',
      },
      reasonField('Why is it withheld?', 'The other bidders are told this reason'),
    ],
    act: (useCases, person, reference, request, view) =>
      useCases.redactExplanation(person, reference, {
        ...revisionOf(request),
        ...chosenBid(request, view),
        rule: field(request, 'rule'),
        words: field(request, 'words'),
        reason: field(request, 'reason'),
      }),
  },
  {
    path: 'award/summaries-sent',
    title: 'Record a summary as sent',
    intro: 'Every bidder gets its assessment summary before the contract award notice.',
    button: 'Record',
    done: 'Recorded.',
    fields: (view) => [
      bidField((view?.summaries ?? []).filter(({ sentOn }) => sentOn === undefined)),
      { name: 'sentOn', kind: 'date', label: 'Sent on' },
    ],
    act: (useCases, person, reference, request, view) =>
      useCases.recordSummarySent(person, reference, {
        ...revisionOf(request),
        ...chosenBid(request, view),
        sentOn: dateField(request, 'sentOn'),
      }),
  },
  {
    path: 'award/set-asides',
    title: 'Set a bid aside',
    intro:
      'A lower-ranked bid can be awarded only where each higher one is withdrawn, excluded or disregarded. Failing a condition or minimum counts only where its consequence was published.',
    button: 'Set aside',
    done: 'Recorded. The bid cannot be awarded.',
    fields: (view) => [
      bidField((view?.ranked ?? []).filter(({ setAside }) => !setAside)),
      {
        name: 'ground',
        kind: 'choice',
        label: 'Ground',
        options: [
          { value: 'withdrawn', text: 'Withdrawn by the bidder' },
          { value: 'excluded', text: 'Excluded' },
          { value: 'disregarded', text: 'Disregarded' },
        ],
      },
      {
        name: 'duty',
        kind: 'choice',
        label: 'Does the Act oblige you to?',
        options: [
          { value: 'must', text: 'Yes, we must' },
          { value: 'may', text: 'No, we may and choose to' },
        ],
      },
      {
        name: 'code',
        kind: 'text',
        label: 'Condition or minimum not met (optional)',
        hint: 'Its published code, for example G1',
      },
      reasonField('Why?', 'In your own words; it stays on record'),
    ],
    act: (useCases, person, reference, request, view) => {
      const code = field(request, 'code');
      return useCases.setAsideBid(person, reference, {
        ...revisionOf(request),
        ...chosenBid(request, view),
        ground: chosen<SetAsideGround>(request, 'ground', SET_ASIDE_GROUNDS),
        duty: chosen<SetAsideDuty>(request, 'duty', SET_ASIDE_DUTIES),
        ...(code === '' ? {} : { code }),
        reason: field(request, 'reason'),
      });
    },
  },
  {
    path: 'award/decide',
    title: 'Award',
    intro: 'You decide, with your reason. Only the first bid that is left in the ranking can be awarded.',
    button: 'Award',
    done: 'Awarded. Send what is still to be sent, then record the award notice.',
    fields: (view) => [
      ...winnerFields(view?.ranked ?? []),
      reasonField('Why is the award made?', 'It stays on record'),
    ],
    act: (useCases, person, reference, request, view) =>
      useCases.awardProcurement(person, reference, {
        ...revisionOf(request),
        winners: winners(request, view?.ranked ?? []),
        reason: field(request, 'reason'),
      }),
  },
  {
    path: 'start-standstill',
    title: 'Start the standstill',
    intro:
      'The standstill begins on the day on which the contract award notice is published, after every summary was sent. Its end is computed: working days leave out Saturdays, Sundays, Christmas Day, Good Friday and the bank holidays of every part of the United Kingdom.',
    button: 'Start the standstill',
    done: 'The standstill has begun.',
    fields: () => [
      { name: 'noticeReference', kind: 'text', label: 'Reference of the contract award notice' },
      { name: 'noticeDate', kind: 'date', label: 'Published on' },
      { name: 'ends', kind: 'date', label: 'Later end, if the notice says so (optional)' },
    ],
    act: (useCases, person, reference, request) => {
      const ends = field(request, 'ends');
      return useCases.startStandstill(person, reference, {
        ...revisionOf(request),
        noticeReference: field(request, 'noticeReference'),
        noticeDate: dateField(request, 'noticeDate'),
        ...(ends === '' ? {} : { ends: dateField(request, 'ends') }),
      });
    },
  },
  {
    path: 'contract',
    title: 'Record the contract',
    intro: 'A contract can be signed from the day after the standstill has ended.',
    button: 'Record the contract',
    done: 'The contract is recorded.',
    fields: () => [{ name: 'signedOn', kind: 'date', label: 'Signed on' }],
    act: (useCases, person, reference, request) =>
      useCases.enterContract(person, reference, { ...revisionOf(request), signedOn: dateField(request, 'signedOn') }),
  },
];

/** A choice for each lot; "none" leaves a lot without an award. */
function winnerFields(ranked: readonly RankedBid[]): FormField[] {
  return lotsOf(ranked).map((lot, index) => {
    const own = ranked.filter((one) => one.lot === lot);
    return {
      name: `winner${index}`,
      kind: 'choice' as const,
      label: lot === undefined ? 'Award to' : `Award lot ${lot} to`,
      value: own.find(({ canBeAwarded }) => canBeAwarded)?.bid ?? '',
      options: [
        ...own.map(({ bid, supplier, rank, setAside }) => ({
          value: bid,
          text: `${bid}: ${supplier}, place ${rank}${setAside ? ', set aside' : ''}`,
        })),
        { value: '', text: 'No award' },
      ],
    };
  });
}

function winners(request: Request, ranked: readonly RankedBid[]): BidOfLot[] {
  return lotsOf(ranked).flatMap((lot, index) => {
    const bid = field(request, `winner${index}`);
    return bid === '' ? [] : [{ bid, ...(lot === undefined ? {} : { lot }) }];
  });
}

function lotsOf(ranked: readonly RankedBid[]): (string | undefined)[] {
  return [...new Set(ranked.map(({ lot }) => lot))];
}

/** The bid that was chosen by its text; what was never offered is passed on, to be refused by name. */
export function chosenBid(request: Request, view: Known): BidOfLot {
  const text = field(request, 'bid');
  const known = view?.suppliers.find((one) => bidOfLotText(one) === text);
  if (known === undefined) return { bid: text };
  return { bid: known.bid, ...(known.lot === undefined ? {} : { lot: known.lot }) };
}

export function chosen<Choice extends string>(request: Request, name: string, choices: readonly Choice[]): Choice {
  const text = field(request, name);
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw fieldFault(name, 'missing', 'Choose one of the answers.');
  return found;
}

export function dateField(request: Request, name: string): IsoDate {
  const date = parseIsoDate(field(request, name));
  if (date === undefined) throw fieldFault(name, 'not-a-date', 'Enter a date, for example 2027-01-15.');
  return date;
}

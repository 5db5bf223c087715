import type { AwardView } from '../application/award-queries.ts';
import { type BidOfLot, bidOfLotText, SET_ASIDE_DUTIES, SET_ASIDE_GROUNDS } from '../application/award-records.ts';
import type { Revision } from '../application/change-procurement.ts';
import type { UseCases } from '../application/use-cases.ts';
import { ICT_CATEGORIES } from '../domain/contract.ts';
import { AppError } from '../domain/errors.ts';
import { type IsoDate, parseIsoDate } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { visibleText } from '../domain/visible-text.ts';
import { ACTS_AS, type Command, type CommandInput, personOf, textOption } from './command.ts';
import { tableText } from './terminal.ts';

type Act = (
  useCases: UseCases,
  person: Person,
  reference: string,
  seen: Revision,
  input: CommandInput,
) => Promise<unknown>;

/** What is done between approval and contract, by name. */
const ACTS: Readonly<Record<string, Act>> = {
  approve: (useCases, person, reference, seen, input) =>
    useCases.approveProcurement(person, reference, { ...seen, ...acknowledgement(input) }),
  edition: (useCases, person, reference, seen, input) =>
    useCases.issueEdition(person, reference, { ...seen, ...acknowledgement(input), reason: reasonOf(input) }),
  withhold: (useCases, person, reference, seen, input) => {
    const words = textOption(input, 'words');
    return useCases.redactExplanation(person, reference, {
      ...seen,
      ...bidOf(input),
      rule: needed(input, 'rule'),
      reason: reasonOf(input),
      ...(words === undefined ? {} : { words }),
    });
  },
  'summary-sent': (useCases, person, reference, seen, input) =>
    useCases.recordSummarySent(person, reference, { ...seen, ...bidOf(input), sentOn: dateOf(input, 'date') }),
  'set-aside': (useCases, person, reference, seen, input) => {
    const code = textOption(input, 'code');
    return useCases.setAsideBid(person, reference, {
      ...seen,
      ...bidOf(input),
      ground: oneOf(input, 'ground', SET_ASIDE_GROUNDS),
      duty: oneOf(input, 'duty', SET_ASIDE_DUTIES),
      reason: reasonOf(input),
      ...(code === undefined ? {} : { code }),
    });
  },
  decide: (useCases, person, reference, seen, input) =>
    useCases.awardProcurement(person, reference, { ...seen, winners: winnersOf(input), reason: reasonOf(input) }),
  'start-standstill': (useCases, person, reference, seen, input) =>
    useCases.startStandstill(person, reference, {
      ...seen,
      noticeReference: needed(input, 'notice-reference'),
      noticeDate: dateOf(input, 'date'),
      ...(textOption(input, 'ends') === undefined ? {} : { ends: dateOf(input, 'ends') }),
    }),
  contract: (useCases, person, reference, seen, input) =>
    useCases.enterContract(person, reference, { ...seen, signedOn: dateOf(input, 'date') }),
  register: (useCases, person, reference, _seen, input) =>
    useCases.registerContract(person, reference, {
      ...bidOf(input),
      contract: needed(input, 'contract'),
      ictCategory: oneOf(input, 'category', ICT_CATEGORIES),
      ...textOptions(input, { department: 'department', 'annual-value': 'annualValue' }),
      ...(textOption(input, 'start') === undefined ? {} : { start: dateOf(input, 'start') }),
      ...(textOption(input, 'ends') === undefined ? {} : { end: dateOf(input, 'ends') }),
    }),
};
const NAMES = ['show', ...Object.keys(ACTS)];

export const award: Command = {
  name: 'award',
  usage: 'REF [ACT] [--bid B] [--lot L] [--reason TEXT] [--date YYYY-MM-DD] [--as PERSON] [--json]',
  does: 'shows the award, or does: approve, edition, withhold, summary-sent, set-aside, decide, start-standstill, contract, register. Also takes --winners "B1; B2/lot", --acknowledge, --rule, --words, --ground, --duty, --code, --notice-reference, --ends; register (onto the carbon register) takes --contract, --category, --department, --start, --ends, --annual-value',
  options: {
    bid: { type: 'string' },
    lot: { type: 'string' },
    winners: { type: 'string' },
    reason: { type: 'string' },
    date: { type: 'string' },
    acknowledge: { type: 'string' },
    rule: { type: 'string' },
    words: { type: 'string' },
    ground: { type: 'string' },
    duty: { type: 'string' },
    code: { type: 'string' },
    'notice-reference': { type: 'string' },
    ends: { type: 'string' },
    contract: { type: 'string' },
    category: { type: 'string' },
    department: { type: 'string' },
    start: { type: 'string' },
    'annual-value': { type: 'string' },
    ...ACTS_AS,
  },
  positionals: [1, 2],
  async run(input, context) {
    const [reference = '', name = isDecision(input) ? 'decide' : 'show'] = input.positionals;
    const act = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
    if (act === undefined && name !== 'show') {
      throw new AppError('wrong-usage', `There is no act "${name}": one of ${NAMES.join(', ')}.`);
    }
    const person = personOf(input, context);
    const view = await context.onRecord(async (useCases) => {
      const { revision } = await useCases.getProcurement(person, reference);
      await act?.(useCases, person, reference, { revision }, input);
      const { state } = await useCases.getProcurement(person, reference);
      return { state, award: await useCases.getAward(person, reference) };
    });
    const { terminal } = context;
    if (input.options['json'] === true) {
      terminal.out(JSON.stringify({ ok: true, state: view.state, ...view.award }, undefined, 2));
    } else {
      terminal.out(visibleText(`${reference} is ${view.state}; edition ${view.award.edition} is issued.`));
      for (const line of linesOf(view.award)) terminal.out(line);
    }
    return 0;
  },
};

/** A bid and nothing else to do with it is an award. */
function isDecision(input: CommandInput): boolean {
  return textOption(input, 'bid') !== undefined || textOption(input, 'winners') !== undefined;
}

function linesOf(view: AwardView): string[] {
  const ranking = view.ranked.map((one) => [
    String(one.rank),
    visibleText(bidOfLotText(one)),
    visibleText(one.supplier),
    one.setAside ? 'out' : one.canBeAwarded ? 'can be awarded' : 'only if each higher one is out',
  ]);
  const unsent = view.summaries.filter(({ sentOn }) => sentOn === undefined).map(bidOfLotText);
  return [
    tableText([['Place', 'Bid', 'Supplier', 'Award'], ...ranking]),
    unsent.length === 0
      ? 'Every summary has been sent.'
      : `Summaries still to be sent: ${visibleText(unsent.join('; '))}.`,
    ...(view.standstillEnds === undefined ? [] : [`Standstill until the end of ${view.standstillEnds}.`]),
    ...view.register.map((one) =>
      visibleText(
        one.contract === undefined
          ? `Next: put the contract of ${bidOfLotText(one)} on the carbon register, or it is in no total and no trajectory.`
          : `The contract of ${bidOfLotText(one)} is on the carbon register as ${one.contract}.`,
      ),
    ),
  ];
}

function bidOf(input: CommandInput): BidOfLot {
  const lot = textOption(input, 'lot');
  return { bid: needed(input, 'bid'), ...(lot === undefined ? {} : { lot }) };
}

/** `--bid B1`, or `--winners "B1/lot-1; B4/lot-2"`. */
function winnersOf(input: CommandInput): BidOfLot[] {
  const text = textOption(input, 'winners');
  if (text === undefined) return [bidOf(input)];
  return text.split(';').map((part) => {
    const [bid = '', lot] = part.split('/').map((piece) => piece.trim());
    return { bid, ...(lot === undefined ? {} : { lot }) };
  });
}

function acknowledgement(input: CommandInput): { readonly acknowledgement?: string } {
  const text = textOption(input, 'acknowledge');
  return text === undefined ? {} : { acknowledgement: text };
}

/** What is missing is told by the use case. */
function reasonOf(input: CommandInput): string {
  return textOption(input, 'reason') ?? '';
}

/** Options under the names that a use case gives them; those that were not given are left out. */
function textOptions<Name extends string>(
  input: CommandInput,
  names: Readonly<Record<string, Name>>,
): Partial<Record<Name, string>> {
  const given = Object.entries(names).map(([option, name]) => [name, textOption(input, option)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined)) as Partial<Record<Name, string>>;
}

function needed(input: CommandInput, name: string): string {
  const text = textOption(input, name);
  if (text !== undefined) return text;
  throw new AppError('wrong-usage', `This needs --${name}.`);
}

function dateOf(input: CommandInput, name: string): IsoDate {
  const date = parseIsoDate(needed(input, name));
  if (date !== undefined) return date;
  throw new AppError('wrong-usage', `--${name} takes a date as 2027-01-15.`);
}

function oneOf<Choice extends string>(input: CommandInput, name: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === textOption(input, name));
  if (found !== undefined) return found;
  throw new AppError('wrong-usage', `--${name} is one of ${choices.join(', ')}.`);
}

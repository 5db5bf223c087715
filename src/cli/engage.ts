import type { EngagementView } from '../application/engagement-queries.ts';
import { notRatedText, RATING_WORDS } from '../application/performance-words.ts';
import type { NextEngagementStep } from '../application/take-engagement-step.ts';
import type { UseCases } from '../application/use-cases.ts';
import type { YearPerformance } from '../domain/contract-performance.ts';
import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { kilogramsText } from '../domain/quantity.ts';
import { visibleText } from '../domain/visible-text.ts';
import { ACTS_AS, type Command, type CommandContext, type CommandInput, personOf, textOption } from './command.ts';
import { tableText } from './terminal.ts';
import { writeFiles } from './write-files.ts';

/** What one call has to work with. */
type Call = {
  readonly useCases: UseCases;
  readonly person: Person;
  readonly input: CommandInput;
  readonly people: CommandContext['people'];
};

const TEXT = { type: 'string' } as const;

export const engage: Command = {
  name: 'engage',
  usage:
    'list|open|note|reassign|done|drop|performance|notice|letter [NUMBER|CONTRACT|SUPPLIER] [--as PERSON] [OPTIONS] [--json]',
  does: 'works with suppliers: engagement actions, contracts against their commitments, draft performance notices',
  details: [
    'list [--contract C] [--supplier ID] [--owner PERSON]',
    'open --what TEXT --contract C|--supplier ID --owner PERSON --due DATE [--year 2026/27]',
    'note NUMBER --text TEXT',
    'reassign NUMBER --owner PERSON --due DATE --reason TEXT',
    'done NUMBER --reason TEXT; drop NUMBER --reason TEXT',
    'performance CONTRACT; notice CONTRACT --year 2026/27',
    'letter SUPPLIER --out DIR    the letter to a supplier, by its id as GB-COH-01234567, as PDF',
  ],
  options: {
    what: TEXT,
    contract: TEXT,
    supplier: TEXT,
    owner: TEXT,
    due: TEXT,
    year: TEXT,
    text: TEXT,
    reason: TEXT,
    out: TEXT,
    ...ACTS_AS,
  },
  positionals: [1, 2],
  async run(input, context) {
    const act = ACTS.get(input.positionals[0] ?? '');
    if (act === undefined) throw new AppError('wrong-usage', `Usage: scorer engage ${engage.usage}`);
    const person = personOf(input, context, 'sustainability');
    const { content, text } = await context.onRecord((useCases) =>
      act({ useCases, person, input, people: context.people }),
    );
    context.terminal.out(input.options['json'] === true ? toJson(content) : text);
    return 0;
  },
};

/** What a call answers: for programs, and for people. */
type Said = { readonly content: unknown; readonly text: string };

const ACTS: ReadonlyMap<string, (call: Call) => Promise<Said>> = new Map([
  ['list', list],
  ['open', open],
  ['note', (call: Call) => step(call, { kind: 'noted', note: needed(call.input, 'text') })],
  ['reassign', (call: Call) => step(call, { kind: 'reassigned', ...ownership(call), reason: reasonOf(call) })],
  ['done', (call: Call) => step(call, { kind: 'done', reason: reasonOf(call) })],
  ['drop', (call: Call) => step(call, { kind: 'dropped', reason: reasonOf(call) })],
  ['performance', performance],
  ['notice', notice],
  ['letter', letter],
]);

async function list({ useCases, person, input }: Call): Promise<Said> {
  const names = ['contract', 'supplier', 'owner'] as const;
  const filter = Object.fromEntries(
    names.flatMap((name) => {
      const value = textOption(input, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const actions = await useCases.listEngagementActions(person, filter);
  const proposed = await useCases.proposeEngagement(person);
  const lines = [
    ...(actions.length === 0 ? ['No action is on record.'] : [actionTable(actions)]),
    ...proposed.map(
      ({ contract, supplierName, year }) =>
        `Proposed: ${visibleText(contract)} of ${visibleText(supplierName)}, ${year.financialYear}: ${RATING_WORDS[year.rating]}.`,
    ),
  ];
  return { content: { actions, proposed }, text: lines.join('\n') };
}

function actionTable(actions: readonly EngagementView[]): string {
  const rows = actions.map((one) => [
    String(one.number),
    one.overdue ? 'overdue' : one.state,
    one.dueOn,
    visibleText(one.ownerName),
    visibleText(one.contract ?? one.supplierName),
    visibleText(one.what),
  ]);
  return tableText([['Number', 'State', 'Due', 'Owner', 'About', 'What'], ...rows]);
}

async function open(call: Call): Promise<Said> {
  const { useCases, person, input } = call;
  const [contract, supplier, financialYear] = ['contract', 'supplier', 'year'].map((name) => textOption(input, name));
  const number = await useCases.openEngagementAction(person, {
    what: needed(input, 'what'),
    ...ownership(call),
    ...(contract === undefined ? {} : { contract }),
    ...(supplier === undefined ? {} : { supplier }),
    ...(financialYear === undefined ? {} : { financialYear }),
  });
  return { content: { number }, text: `Engagement action ${number} is open.` };
}

async function step({ useCases, person, input }: Call, taken: NextEngagementStep): Promise<Said> {
  const number = Number(/^[1-9]\d{0,5}$/.exec(input.positionals[1] ?? '')?.[0]);
  if (Number.isNaN(number)) throw new AppError('wrong-usage', 'Give the NUMBER of the engagement action.');
  const { revision } = await useCases.getEngagementAction(person, number);
  await useCases.takeEngagementStep(person, number, { revision, step: taken });
  const content = await useCases.getEngagementAction(person, number);
  return {
    content,
    text: `Engagement action ${number} is ${content.state}, with ${content.revision} steps on record.`,
  };
}

async function performance({ useCases, person, input }: Call): Promise<Said> {
  const content = await useCases.getPerformance(person, contractOf(input));
  const rows = content.years.map((year) => [
    year.financialYear,
    kilogramsOf(year.committed),
    kilogramsOf(year.actual),
    ratingText(year),
  ]);
  return {
    content,
    text: tableText([['Year', 'Committed kg, whole life', 'Reported kg, whole life', 'Rating'], ...rows]),
  };
}

function ratingText(year: YearPerformance): string {
  const reason = year.notRated === undefined ? '' : `: ${notRatedText(year.notRated, year)}`;
  return `${RATING_WORDS[year.rating]}${reason}${year.provisional ? ' (provisional)' : ''}`;
}

async function notice({ useCases, person, input }: Call): Promise<Said> {
  const content = await useCases.draftNotice(person, contractOf(input), needed(input, 'year'));
  return { content, text: content.text };
}

async function letter({ useCases, person, input }: Call): Promise<Said> {
  const [, supplier] = input.positionals;
  if (supplier === undefined) throw new AppError('wrong-usage', 'letter needs the id of the SUPPLIER.');
  const out = needed(input, 'out');
  const file = await useCases.supplierLetterPdf(person, supplier);
  await writeFiles(out, [file]);
  return { content: { name: file.name }, text: visibleText(`Wrote ${file.name} to ${out}.`) };
}

function contractOf({ positionals }: CommandInput): string {
  const [act = '', contract] = positionals;
  if (contract === undefined) throw new AppError('wrong-usage', `${act} needs the reference of the CONTRACT.`);
  return contract;
}

function kilogramsOf(grams: bigint | undefined): string {
  return grams === undefined ? 'none' : kilogramsText(grams);
}

/** Who sees to it, one of the people known here, and by when. */
function ownership({ input, people }: Call) {
  const owner = needed(input, 'owner');
  const person = people.find(({ id }) => id === owner);
  if (person === undefined) throw new AppError('wrong-usage', `--owner names nobody known here, got "${owner}".`);
  return { owner, ownerName: person.name, dueOn: needed(input, 'due') };
}

/** What is missing is told by the use case. */
function reasonOf({ input }: Call): string {
  return textOption(input, 'reason') ?? '';
}

function needed(input: CommandInput, name: string): string {
  const value = textOption(input, name);
  if (value !== undefined) return value;
  throw new AppError('wrong-usage', `${input.positionals[0]} needs --${name}.`);
}

/** Grams are whole numbers that JSON has no exact number for: they stand as text. */
function toJson(content: unknown): string {
  return JSON.stringify(content, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value), 2);
}

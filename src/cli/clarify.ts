import { readFile } from 'node:fs/promises';
import { bidText, REPLY_STATES } from '../application/change-clarifications.ts';
import { toPublishedJson, toRegisterJson } from '../application/clarification-json.ts';
import { parseClarifiedValues } from '../application/clarified-values.ts';
import type { ClarificationsView } from '../application/clarification-queries.ts';
import type { UseCases } from '../application/use-cases.ts';
import { ANSWER_CLASSES, type ClarifiedValues } from '../domain/clarification.ts';
import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { visibleText } from '../domain/visible-text.ts';
import { ACTS_AS, type Command, type CommandInput, personOf, textOption } from './command.ts';

/** What one call has to work with. */
type Call = {
  readonly useCases: UseCases;
  readonly person: Person;
  readonly reference: string;
  readonly input: CommandInput;
};

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;

export const clarify: Command = {
  name: 'clarify',
  usage:
    'list|published|question|publish|open|send|close|drop|answer|no-answer|classify|agree REFERENCE [NUMBER] [--as PERSON] [OPTIONS] [--json]',
  does: 'questions of bidders before the deadline, and to bidders after it, as dated records; it sends nothing',
  details: [
    'list; published',
    'question --on DATE --asked-by NAME --text TEXT',
    'publish NUMBER --text TEXT --answer TEXT [--facts-version N]',
    'open --topic ID [--text TEXT] | open --all',
    'send [NUMBER] --reply-by DATE',
    'close --reason TEXT',
    'drop NUMBER --reason TEXT',
    'answer NUMBER --bid B [--lot L] --on DATE --answer TEXT [--document D --page P] [--values FILE.json]',
    'no-answer NUMBER --bid B [--note TEXT]',
    'classify NUMBER --bid B --class explains|corrects-obvious-error|improves-offer --reason TEXT',
    'agree NUMBER --bid B --reason TEXT [--disagree]',
  ],
  options: {
    on: TEXT,
    'asked-by': TEXT,
    text: TEXT,
    answer: TEXT,
    'facts-version': TEXT,
    topic: TEXT,
    all: FLAG,
    'reply-by': TEXT,
    bid: TEXT,
    lot: TEXT,
    document: TEXT,
    page: TEXT,
    values: TEXT,
    note: TEXT,
    class: TEXT,
    ...ACTS_AS,
    reason: TEXT,
    disagree: FLAG,
  },
  positionals: [2, 3],
  async run(input, context) {
    const [action = '', reference = ''] = input.positionals;
    const step = ACTIONS.get(action);
    if (step === undefined) throw new AppError('wrong-usage', `Usage: scorer clarify ${clarify.usage}`);
    const person = personOf(input, context);
    await context.onRecord(async (useCases) => {
      const call: Call = { useCases, person, reference, input };
      const said = await step(call);
      const isJson = input.options['json'] === true;
      context.terminal.out(isJson ? await asJson(call, action) : said);
    });
    return 0;
  },
};

const ACTIONS: ReadonlyMap<string, (call: Call) => Promise<string>> = new Map([
  ['list', list],
  ['published', ({ useCases, person, reference }) => useCases.publishedAnswersText(person, reference)],
  ['question', question],
  ['publish', publish],
  ['open', open],
  ['send', send],
  ['close', close],
  ['drop', drop],
  ['answer', answer],
  ['no-answer', noAnswer],
  ['classify', classify],
  ['agree', agree],
]);

async function list({ useCases, person, reference }: Call): Promise<string> {
  return listText(await useCases.getClarifications(person, reference));
}

async function question({ useCases, person, reference, input }: Call): Promise<string> {
  const number = await useCases.recordBidderQuestion(person, reference, {
    receivedOn: needed(input, 'on'),
    askedBy: needed(input, 'asked-by'),
    question: needed(input, 'text'),
  });
  return `Question ${number} is recorded.`;
}

async function publish({ useCases, person, reference, input }: Call): Promise<string> {
  const version = textOption(input, 'facts-version');
  const published = await useCases.publishAnswer(person, reference, numberOf(input), {
    question: needed(input, 'text'),
    answer: needed(input, 'answer'),
    changesFacts: version !== undefined,
    ...(version === undefined ? {} : { factsVersion: wholeNumber('facts-version', version) }),
  });
  return `Published as answer ${published}. Print it with: scorer clarify published ${reference}`;
}

async function open({ useCases, person, reference, input }: Call): Promise<string> {
  const text = textOption(input, 'text');
  const topics = input.options['all'] === true ? ('all' as const) : [needed(input, 'topic')];
  const given = { topics, ...(text === undefined ? {} : { text }) };
  const numbers = await useCases.raiseClarifications(person, reference, given);
  return `Prepared, not sent: ${numbers.join(', ')}.`;
}

async function send({ useCases, person, reference, input }: Call): Promise<string> {
  const chosen = input.positionals[2] === undefined ? {} : { numbers: [numberOf(input)] };
  const sent = await useCases.sendClarifications(person, reference, { replyBy: needed(input, 'reply-by'), ...chosen });
  return `Recorded as sent: ${sent.join(', ')}.`;
}

async function close({ useCases, person, reference, input }: Call): Promise<string> {
  await useCases.closeClarifications(person, reference, { reason: needed(input, 'reason') });
  return 'The clarification period is closed: the published defaults count where nobody was asked.';
}

async function drop({ useCases, person, reference, input }: Call): Promise<string> {
  const number = numberOf(input);
  await useCases.dropClarification(person, reference, number, { reason: needed(input, 'reason') });
  return `Clarification ${number} is dropped.`;
}

async function answer({ useCases, person, reference, input }: Call): Promise<string> {
  const [document, page, file] = ['document', 'page', 'values'].map((name) => textOption(input, name));
  const evidence = document === undefined ? {} : { evidence: { document, ...(page === undefined ? {} : { page }) } };
  await useCases.recordClarificationAnswer(person, reference, numberOf(input), {
    ...bidOf(input),
    answeredOn: needed(input, 'on'),
    answer: needed(input, 'answer'),
    ...evidence,
    ...(file === undefined ? {} : { values: await readValues(file) }),
  });
  return 'The answer is recorded. It changes nothing until two people agree what it is.';
}

async function noAnswer({ useCases, person, reference, input }: Call): Promise<string> {
  const note = textOption(input, 'note');
  const given = { ...bidOf(input), ...(note === undefined ? {} : { note }) };
  await useCases.recordNoAnswer(person, reference, numberOf(input), given);
  return 'It is recorded that no answer came in time.';
}

async function classify({ useCases, person, reference, input }: Call): Promise<string> {
  const wanted = needed(input, 'class');
  const as = ANSWER_CLASSES.find((one) => one === wanted);
  if (as === undefined)
    throw new AppError('wrong-usage', `--as is one of ${ANSWER_CLASSES.join(', ')}, got "${wanted}".`);
  const given = { ...bidOf(input), as, reason: needed(input, 'reason') };
  await useCases.classifyAnswer(person, reference, numberOf(input), given);
  return 'Classified. A second person must agree.';
}

async function agree({ useCases, person, reference, input }: Call): Promise<string> {
  const agrees = input.options['disagree'] !== true;
  const given = { ...bidOf(input), agrees, reason: needed(input, 'reason') };
  const version = await useCases.agreeClassification(person, reference, numberOf(input), given);
  if (!agrees) return 'Recorded. The answer is to be classified again.';
  return version === undefined ? 'Agreed. The bid is unchanged.' : `Agreed. Version ${version} of the bid was made.`;
}

/** Reading `published` gives what bidders see; everything else the register as it is afterwards. */
async function asJson({ useCases, person, reference }: Call, action: string): Promise<string> {
  const content =
    action === 'published'
      ? (await useCases.listPublishedAnswers(person, reference)).map(toPublishedJson)
      : toRegisterJson(await useCases.getClarifications(person, reference));
  return JSON.stringify(content, undefined, 2);
}

function listText({ questions, clarifications, proposals, open: unsettled }: ClarificationsView): string {
  const lines = [
    ...section(
      'Questions of bidders',
      questions.map(
        ({ number, received, published }) =>
          `${number}. ${received.receivedOn} ${received.askedBy}: ${published === undefined ? 'not answered' : `answered as ${published.published}`}`,
      ),
    ),
    ...section(
      'Can be asked',
      proposals.map(({ topic, recipients }) => `${topic.id} (${topic.title}): ${recipients.map(bidText).join('; ')}`),
    ),
    ...section(
      'Clarifications',
      clarifications.flatMap(({ number, raised, replies }) => [
        `${number}. ${raised.topic.title}`,
        ...replies.map((reply) => `   ${bidText(reply)}: ${REPLY_STATES[reply.state]}`),
      ]),
    ),
    ...section(
      'To be settled',
      unsettled.map(({ sentence }) => sentence),
    ),
  ];
  return lines.length === 0 ? 'Nothing was asked, and nothing is to be asked.' : lines.join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${visibleText(line)}`)];
}

function needed(input: CommandInput, name: string): string {
  const value = textOption(input, name);
  if (value !== undefined) return value;
  throw new AppError('wrong-usage', `${input.positionals[0]} needs --${name}.`);
}

function bidOf(input: CommandInput): { readonly bid: string; readonly lot?: string } {
  const lot = textOption(input, 'lot');
  return { bid: needed(input, 'bid'), ...(lot === undefined ? {} : { lot }) };
}

function numberOf(input: CommandInput): number {
  const [action, , number] = input.positionals;
  if (number === undefined) throw new AppError('wrong-usage', `${action} needs the NUMBER of the clarification.`);
  return wholeNumber('NUMBER', number);
}

function wholeNumber(name: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new AppError('wrong-usage', `${name} is a whole number, got "${text}".`);
}

/** Answers, carbon lines and pointers, as the JSON interface takes them. */
async function readValues(file: string): Promise<ClarifiedValues> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) throw new AppError('invalid-input', `${file} cannot be read.`);
  return parseClarifiedValues(parseJson(file, text));
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new AppError('invalid-input', `${file} is no JSON: ${error.message}`);
  }
}

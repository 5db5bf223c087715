import {
  type BidName,
  type ClarificationRegister,
  type ClarificationTopic,
  CLARIFIED_LISTS,
  isSameBid,
} from '../domain/clarification.ts';
import { STAGES, type Stage } from '../domain/bid.ts';
import type { AssessmentJson } from '../scoring/assessment-json.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import type { BidRecord } from './records.ts';

type AssessedBid = AssessmentJson['bids'][number];

/** One question that could be asked, of every bid that it concerns and that has not been asked. */
export type ClarificationProposal = {
  readonly topic: ClarificationTopic;
  /** The same to all: nothing in it comes from one bid. */
  readonly text: string;
  readonly recipients: readonly (BidName & {
    readonly supplier: string;
    /** What was found in this bid; stays with the council. */
    readonly finding: string;
  })[];
};

type Wish = {
  readonly topic: ClarificationTopic;
  readonly name: BidName;
  readonly supplier: string;
  readonly finding: string;
  /** Words of the rules that may be said to every bidder. */
  readonly said?: string;
  /** Ids of the questions that the text names. */
  readonly names: readonly string[];
};

type WordsOfRules = { readonly said?: string; readonly names?: readonly string[] };

/**
 * What an assessment gives reason to ask: its flags, conditions with the outcome `clarify`, missing answers that
 * would earn points, and carbon figures for which a default stands. Each is asked of a bid once. Nothing is sent.
 */
export function proposeClarifications(
  assessment: AssessmentJson,
  standing: readonly BidRecord[],
  register: ClarificationRegister,
  catalogue: Catalogue,
): ClarificationProposal[] {
  const stands = (bid: AssessedBid) => standing.some(({ reference, lot }) => reference === bid.bid && lot === bid.lot);
  const wishes = assessment.bids.filter(stands).flatMap((bid) => wishesOf(bid, catalogue));
  const open = wishes.filter(({ topic, name }) => findAsked(register, topic.id, name) === undefined);
  return [...Map.groupBy(open, ({ topic }) => topic.id).values()].flatMap((group) =>
    toProposal(group, register, catalogue),
  );
}

/** The latest clarification on the topic that was put, or is to be put, to this bid. */
export function findAsked({ clarifications }: ClarificationRegister, topic: string, name: BidName) {
  return clarifications.findLast(
    ({ raised, dropped, replies }) =>
      dropped === undefined && raised.topic.id === topic && replies.some((reply) => isSameBid(reply, name)),
  );
}

/** The topic of a default: `carbon:total` where no line is given, else one for each stage without a line. */
export function defaultTopics({ carbon }: Pick<AssessedBid, 'carbon'>): string[] {
  if (carbon.assumed_by_authority) return ['carbon:total'];
  return carbon.stages_without_line.map((stage) => `carbon:${stage}`);
}

function wishesOf(bid: AssessedBid, catalogue: Catalogue): Wish[] {
  const name: BidName = { bid: bid.bid, ...(bid.lot === undefined ? {} : { lot: bid.lot }) };
  const wish = (topic: ClarificationTopic, finding: string, words: WordsOfRules = {}): Wish => ({
    topic,
    name,
    supplier: bid.supplier,
    finding,
    names: topic.questions,
    ...words,
  });
  return [
    ...defaultTopics(bid).map((id) =>
      wish(carbonTopic(id, bid), 'No figure was given: a published default stands in.'),
    ),
    ...conditionWishes(bid, catalogue, wish),
    ...missingAnswers(bid, catalogue).map((id) =>
      wish(
        { id: `question:${id}`, title: `Missing answer, ${id}`, questions: [id], stages: [] },
        `Nothing submitted to "${catalogue.questions.get(id)?.text ?? id}"`,
      ),
    ),
    ...bid.flags.map((flag) =>
      wish(
        {
          id: `flag:${flag.code}`,
          title: flag.title,
          questions: answerable(flag.questions, catalogue),
          stages: flag.questions.some((id) => readsCarbon(id, catalogue)) ? STAGES : [],
          ...listsOf(flag.questions, catalogue),
        },
        flag.message,
        { names: flag.questions },
      ),
    ),
  ];
}

function carbonTopic(id: string, { carbon }: AssessedBid): ClarificationTopic {
  const stages = STAGES.filter((stage) => carbon.stages_without_line.includes(stage));
  if (id === 'carbon:total') return { id, title: 'No carbon figure is given', questions: [], stages };
  const stage = stages.filter((one) => id === `carbon:${one}`);
  const [named] = stage;
  const title = named === undefined ? 'A carbon figure is missing' : `No carbon figure for ${STAGE_NAMES[named]}`;
  return { id, title, questions: [], stages: stage };
}

const STAGE_NAMES: Readonly<Record<Stage, string>> = {
  make: 'making',
  ship: 'shipping',
  use: 'use',
  serve: 'service delivery',
  end: 'end of life',
};

/** One for each finding in doubt: rules name such a finding `…-clarify`; where none is, every finding is. */
function conditionWishes(
  bid: AssessedBid,
  catalogue: Catalogue,
  wish: (topic: ClarificationTopic, finding: string, words?: WordsOfRules) => Wish,
): Wish[] {
  return bid.conditions
    .filter(({ outcome }) => outcome === 'clarify')
    .flatMap(({ code, rule, findings }) => {
      const inDoubt = findings.filter((finding) => finding.message_id.endsWith('-clarify'));
      const title = catalogue.rules.find(({ id }) => id === rule)?.title ?? rule;
      return (inDoubt.length > 0 ? inDoubt : findings).map((finding) => {
        const questions = answerable(
          finding.facts.map(({ question }) => question),
          catalogue,
        );
        const topic = {
          id: `condition:${code}/${finding.message_id}`,
          title: `${code} ${title}: ${finding.message_id.replace(/-clarify$/, '').replaceAll('-', ' ')}`,
          questions,
          stages: [],
        };
        return wish(topic, finding.message, { said: finding.message.replace('; the bidder is asked', '') });
      });
    });
}

/** Questions without an answer that a criterion with a weight looked for. */
function missingAnswers({ criteria }: AssessedBid, catalogue: Catalogue): string[] {
  const missing = criteria
    .filter(({ weight, on_trial }) => weight !== '0' && !on_trial)
    .flatMap(({ findings }) => findings.flatMap(({ facts }) => facts))
    .filter(({ value }) => value === null)
    .map(({ question }) => question);
  return answerable(missing, catalogue);
}

/** Those that a bidder answers in words or figures of its own, each once. */
function answerable(ids: readonly string[], { questions }: Catalogue): string[] {
  return [...new Set(ids)].filter((id) => {
    const question = questions.get(id);
    return question?.answeredBy === 'bidder' && question.source === 'answer';
  });
}

/** What a bid claims of its credits is shown in its list of removals. */
const CLAIMS_OF_CREDITS = new Set(['claimed-credits', 'retired-credits']);

/** The lists that a flag is about; absent where it is about none. */
function listsOf(ids: readonly string[], { questions }: Catalogue): Pick<ClarificationTopic, 'lists'> {
  const lists = CLARIFIED_LISTS.filter((list) =>
    ids.some((id) => questions.get(id)?.source === list || (list === 'removals' && CLAIMS_OF_CREDITS.has(id))),
  );
  return lists.length === 0 ? {} : { lists };
}

function readsCarbon(id: string, { questions }: Catalogue): boolean {
  const source = questions.get(id)?.source;
  return source === 'carbon' || source === 'computed';
}

/** A later bid is asked in the words in which the others were. */
function toProposal(
  group: readonly Wish[],
  register: ClarificationRegister,
  catalogue: Catalogue,
): ClarificationProposal[] {
  const [first] = group;
  if (first === undefined) return [];
  const lists = CLARIFIED_LISTS.filter((list) => group.some((one) => one.topic.lists?.includes(list) === true));
  const topic = {
    ...first.topic,
    questions: [...new Set(group.flatMap((one) => one.topic.questions))],
    stages: STAGES.filter((stage) => group.some((one) => one.topic.stages.includes(stage))),
    ...(lists.length === 0 ? {} : { lists }),
  };
  const earlier = earlierText(register, topic.id);
  // A check can find several things in one bid; it is asked once.
  const recipients = [...Map.groupBy(group, ({ name }) => JSON.stringify(name)).values()].flatMap((own) =>
    own.slice(0, 1).map(({ name, supplier }) => ({ ...name, supplier, finding: findingsOf(own) })),
  );
  return [{ topic, text: earlier ?? questionText(topic, group, catalogue), recipients }];
}

/** The words of the clarification on the topic that others were asked in. */
export function earlierText({ clarifications }: ClarificationRegister, topic: string): string | undefined {
  return clarifications.find(({ raised, dropped }) => dropped === undefined && raised.topic.id === topic)?.raised.text;
}

function findingsOf(own: readonly Wish[]): string {
  return [...new Set(own.map(({ finding }) => finding))].join(' ');
}

function questionText(topic: ClarificationTopic, group: readonly Wish[], catalogue: Catalogue): string {
  const names = [...new Set(group.flatMap((one) => one.names))];
  const asked = names.map((id) => `- ${catalogue.questions.get(id)?.text ?? id} (${id})`);
  // Words that differ from bid to bid would tell one bidder about another.
  const said = new Set(group.map((one) => one.said));
  const [same] = said.size === 1 ? said : [];
  return [
    `${topic.title}.`,
    ...(same === undefined ? [] : [same]),
    ...(topic.id.startsWith('carbon:') ? [carbonText(topic)] : []),
    ...(asked.length === 0 ? [] : ['Please explain what your bid says about:', ...asked]),
    'An answer may explain the bid or point out an obvious error. It cannot improve the offer.',
  ].join('\n');
}

function carbonText({ id, stages }: ClarificationTopic): string {
  const what = id === 'carbon:total' ? 'any stage' : stages.map((stage) => STAGE_NAMES[stage]).join(', ');
  return `Your bid gives no carbon line for ${what}. Please say where the figure stands in your bid, or why there is none. Without it the published default counts.`;
}

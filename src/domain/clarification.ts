import type { Answers } from './answer.ts';
import type { CarbonLine, DeviceLine, Removal, Stage } from './bid.ts';
import type { Evidence } from './evidence.ts';
import type { IsoDate, IsoInstant } from './iso-date.ts';

/** A bid, and its lot where the procurement has lots. */
export type BidName = { readonly bid: string; readonly lot?: string };

/** What an answer is: only an agreed correction of an obvious error changes a value of the bid. */
export const ANSWER_CLASSES = ['explains', 'corrects-obvious-error', 'improves-offer'] as const;
export type AnswerClass = (typeof ANSWER_CLASSES)[number];

/** What one clarification is about; the same question to every bid that it concerns. */
export type ClarificationTopic = {
  /** `flag:IC08`, `condition:G1/period-clarify`, `question:net-zero-year`, `carbon:use`, `carbon:total` */
  readonly id: string;
  readonly title: string;
  /** Ids of the questions that an answer may put right. */
  readonly questions: readonly string[];
  /** Stages whose carbon lines an answer may put right. */
  readonly stages: readonly Stage[];
  /** Lists whose rows an answer may put right; absent where it is none. */
  readonly lists?: readonly ClarifiedList[];
};

export const CLARIFIED_LISTS = ['devices', 'removals'] as const;
export type ClarifiedList = (typeof CLARIFIED_LISTS)[number];

/** A removal of an answer. Removals have no names: `row` counts those of the bid from 1; without it, one is added. */
export type ClarifiedRemoval = { readonly row?: number; readonly removal: Removal };

/** An answer's values, as the officer reads them; they enter the bid only once a classification is agreed. */
export type ClarifiedValues = {
  readonly answers: Answers;
  /** Take the place of the lines of the same name; others are added. */
  readonly carbon: readonly CarbonLine[];
  /** Take the place of the devices of the same line; others are added. */
  readonly devices?: readonly DeviceLine[];
  readonly removals?: readonly ClarifiedRemoval[];
  /** Pointers that the bid left out, by question id. */
  readonly evidence: Readonly<Record<string, Evidence>>;
};

export type Step =
  | {
      readonly kind: 'question-received';
      readonly receivedOn: IsoDate;
      /** Never leaves the council. */
      readonly askedBy: string;
      readonly question: string;
      /** The version of the published facts that the bidder asked about. */
      readonly factsVersion: number;
    }
  | {
      readonly kind: 'answer-published';
      /** 1, 2, 3 … in the order of publication. */
      readonly published: number;
      readonly question: string;
      readonly answer: string;
      /** The version of the facts that the answer brought; absent where it changes nothing. */
      readonly factsVersion?: number;
    }
  | {
      readonly kind: 'raised';
      readonly topic: ClarificationTopic;
      readonly text: string;
      readonly recipients: readonly BidName[];
    }
  | { readonly kind: 'sent'; readonly replyBy: IsoDate }
  | { readonly kind: 'dropped'; readonly reason: string }
  | (BidName & {
      readonly kind: 'answered';
      readonly answeredOn: IsoDate;
      readonly answer: string;
      readonly evidence?: Evidence;
      readonly values?: ClarifiedValues;
    })
  | (BidName & { readonly kind: 'not-answered'; readonly note?: string })
  | (BidName & { readonly kind: 'classified'; readonly as: AnswerClass; readonly reason: string })
  | (BidName & {
      readonly kind: 'agreed';
      readonly reason: string;
      /** The version of the bid that it made, if any. */
      readonly version?: number;
    })
  | (BidName & { readonly kind: 'disagreed'; readonly reason: string })
  | {
      /** The council asks no more, and says why the defaults named count although nobody was asked about them. */
      readonly kind: 'period-closed';
      readonly reason: string;
      readonly unasked: readonly BidTopic[];
    };

/** What could be asked of one bid. */
export type BidTopic = BidName & { readonly topic: string };

/** Who took a step, and when. */
export type Taken = { readonly by: string; readonly byName: string; readonly at: IsoInstant };

/** A step as it is kept. Never changed. */
export type ClarificationEntry = {
  /** 1, 2, 3 … in a procurement, whoever asks. */
  readonly number: number;
  /** 1, 2, 3 … in a clarification. */
  readonly sequence: number;
  readonly entry: Step & Taken;
};

type Of<K extends Step['kind']> = Extract<Step, { kind: K }> & Taken;

/** A bidder's question before the deadline, and what all bidders were told. */
export type BidderQuestion = {
  readonly number: number;
  readonly received: Of<'question-received'>;
  readonly published?: Of<'answer-published'>;
};

export type ReplyState = 'not-sent' | 'dropped' | 'awaited' | 'not-answered' | 'answered' | 'classified' | 'agreed';

/** Where a clarification stands with one of its bids. */
export type Reply = BidName & {
  readonly state: ReplyState;
  readonly answered?: Of<'answered'>;
  readonly notAnswered?: Of<'not-answered'>;
  /** The latest classification, unless a second person disagreed with it. */
  readonly classified?: Of<'classified'>;
  readonly agreed?: Of<'agreed'>;
  /** Every classification and every word on one, in order. */
  readonly history: readonly Of<'classified' | 'agreed' | 'disagreed'>[];
};

/** A question of the council after the deadline, the same to every bid that it concerns. */
export type Clarification = {
  readonly number: number;
  readonly raised: Of<'raised'>;
  readonly sent?: Of<'sent'>;
  readonly dropped?: Of<'dropped'>;
  readonly replies: readonly Reply[];
};

export type ClarificationRegister = {
  readonly questions: readonly BidderQuestion[];
  readonly clarifications: readonly Clarification[];
  /** Each time the clarification period was closed, oldest first. */
  readonly closings: readonly Of<'period-closed'>[];
};

/** Where everything stands, from the steps that were taken, in their order. */
export function toRegister(entries: readonly ClarificationEntry[]): ClarificationRegister {
  const questions: BidderQuestion[] = [];
  const clarifications: Clarification[] = [];
  const closings: Of<'period-closed'>[] = [];
  for (const [number, group] of Map.groupBy(entries, (one) => one.number)) {
    const steps = group.map(({ entry }) => entry);
    const received = lastOf(steps, 'question-received');
    const published = lastOf(steps, 'answer-published');
    const raised = lastOf(steps, 'raised');
    if (received !== undefined) questions.push({ number, received, ...optional({ published }) });
    const closed = lastOf(steps, 'period-closed');
    if (raised !== undefined) clarifications.push(toClarification(number, raised, steps));
    if (closed !== undefined) closings.push(closed);
  }
  return { questions, clarifications, closings };
}

/** Whether two name the same bid and lot. */
export function isSameBid(a: BidName, b: BidName): boolean {
  return a.bid === b.bid && a.lot === b.lot;
}

/** The name alone, of whatever carries one. */
export function bidNameOf({ bid, lot }: BidName): BidName {
  return { bid, ...(lot === undefined ? {} : { lot }) };
}

function toClarification(number: number, raised: Of<'raised'>, steps: readonly (Step & Taken)[]): Clarification {
  const sent = lastOf(steps, 'sent');
  const dropped = lastOf(steps, 'dropped');
  const before: ReplyState = dropped !== undefined ? 'dropped' : sent === undefined ? 'not-sent' : 'awaited';
  return {
    number,
    raised,
    ...optional({ sent, dropped }),
    replies: raised.recipients.map((recipient) =>
      toReply(
        recipient,
        before,
        steps.filter((step) => 'bid' in step && isSameBid(step, recipient)),
      ),
    ),
  };
}

function toReply(recipient: BidName, before: ReplyState, steps: readonly (Step & Taken)[]): Reply {
  const history = steps.filter((step) => isVerdict(step));
  const last = history.at(-1);
  const answered = lastOf(steps, 'answered');
  const notAnswered = lastOf(steps, 'not-answered');
  const classified = last?.kind === 'disagreed' ? undefined : lastOf(steps, 'classified');
  const agreed = lastOf(steps, 'agreed');
  const state: ReplyState =
    agreed !== undefined
      ? 'agreed'
      : classified !== undefined
        ? 'classified'
        : answered !== undefined
          ? 'answered'
          : notAnswered !== undefined
            ? 'not-answered'
            : before;
  return {
    ...bidNameOf(recipient),
    state,
    ...optional({ answered, notAnswered, classified, agreed }),
    history,
  };
}

function isVerdict(step: Step & Taken): step is Of<'classified' | 'agreed' | 'disagreed'> {
  return step.kind === 'classified' || step.kind === 'agreed' || step.kind === 'disagreed';
}

function lastOf<K extends Step['kind']>(steps: readonly (Step & Taken)[], kind: K): Of<K> | undefined {
  return steps.findLast((step): step is Of<K> => step.kind === kind);
}

/** Without the fields that are undefined. */
function optional<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

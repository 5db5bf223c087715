import { z } from 'zod';
import { evidenceSchema } from '../../../application/bid-schemas.ts';
import { clarifiedValuesSchema } from '../../../application/clarified-values.ts';
import { STAGES } from '../../../domain/bid.ts';
import { ANSWER_CLASSES, type BidName, CLARIFIED_LISTS } from '../../../domain/clarification.ts';
import { date, instant, reason } from './shared.ts';

const text = z.string().trim().min(1).max(8000);
const count = z.int().min(1);
const lot = z.string().min(1).max(100).optional().meta({ description: 'Where the bidder bids for several lots' });
const bidName = { bid: z.string().min(1).max(200), lot };

export const receivedQuestion = z.strictObject({ received_on: z.string(), asked_by: text, question: text });
export const answerToAll = z.strictObject({
  question: text.meta({ description: 'In words that do not tell who asked' }),
  answer: text,
  changes_facts: z.boolean(),
  facts_version: count
    .optional()
    .meta({ description: 'The new version of the published facts, where it changes them' }),
});
export const raising = z.strictObject({
  topics: z.union([z.literal('all'), z.array(z.string().min(1).max(300)).min(1).max(500)]),
  text: text.optional(),
});
export const sending = z.strictObject({ numbers: z.array(count).min(1).max(500).optional(), reply_by: z.string() });
export const givenAnswer = z.strictObject({
  ...bidName,
  answered_on: z.string(),
  answer: text,
  evidence: evidenceSchema.optional(),
  values: clarifiedValuesSchema.optional(),
});
export const noAnswer = z.strictObject({ ...bidName, note: z.string().max(2000).optional() });
export const classification = z.strictObject({ ...bidName, as: z.enum(ANSWER_CLASSES), reason });
export const secondOpinion = z.strictObject({ ...bidName, agrees: z.boolean(), reason });

const publishedAnswer = z.strictObject({
  number: count,
  at: instant,
  question: z.string(),
  answer: z.string(),
  facts_version: count.nullable(),
  bid_deadline: date.nullable().meta({ description: 'The new bid deadline, where the answer brought one' }),
});
export const publishedAnswersSchema = z.strictObject({ published: z.array(publishedAnswer) }).meta({
  id: 'PublishedAnswers',
  description: 'What all bidders were told; nothing says who asked',
});

const taken = { by: z.string(), by_name: z.string(), at: instant };
const topic = z.strictObject({
  id: z.string(),
  title: z.string(),
  questions: z.array(z.string()),
  stages: z.array(z.enum(STAGES)),
  lists: z.array(z.enum(CLARIFIED_LISTS)),
});
const named = { bid: z.string(), lot: z.string().nullable() };
const unasked = z.strictObject({ ...named, topic: z.string() });
const proposal = z.strictObject({
  topic,
  text: z.string(),
  recipients: z.array(z.strictObject({ ...named, supplier: z.string(), finding: z.string() })),
});
const question = z.strictObject({
  number: count,
  received_on: date,
  asked_by: z.string(),
  question: z.string(),
  facts_version: count,
  ...taken,
  published: z
    .strictObject({
      number: count,
      question: z.string(),
      answer: z.string(),
      facts_version: count.nullable(),
      ...taken,
    })
    .nullable(),
});
const verdict = z.strictObject({
  step: z.enum(['classified', 'agreed', 'disagreed']),
  as: z.enum(ANSWER_CLASSES).nullable(),
  version: count.nullable(),
  reason: z.string(),
  ...taken,
});
const reply = z.strictObject({
  ...named,
  state: z.enum(['not-sent', 'dropped', 'awaited', 'not-answered', 'answered', 'classified', 'agreed']),
  answered: z
    .strictObject({
      answered_on: date,
      answer: z.string(),
      evidence: evidenceSchema.nullable(),
      values: clarifiedValuesSchema.nullable(),
      ...taken,
    })
    .nullable(),
  not_answered: z.strictObject({ note: z.string().nullable(), ...taken }).nullable(),
  verdicts: z.array(verdict),
});
const clarification = z.strictObject({
  number: count,
  topic,
  text: z.string(),
  ...taken,
  sent: z.strictObject({ reply_by: date, ...taken }).nullable(),
  dropped: z.strictObject({ reason: z.string(), ...taken }).nullable(),
  replies: z.array(reply),
});
const open = z.strictObject({
  kind: z.enum(['not-sent', 'awaited', 'answered', 'classified', 'default-not-asked']),
  ...named,
  clarification: count.nullable(),
  sentence: z.string(),
});
export const clarificationSchema = clarification.meta({ id: 'Clarification' });
export const bidderQuestionSchema = question.meta({ id: 'BidderQuestion' });
export const registerSchema = z
  .strictObject({
    questions: z.array(bidderQuestionSchema),
    clarifications: z.array(clarificationSchema),
    closings: z
      .array(z.strictObject({ reason: z.string(), unasked: z.array(unasked), ...taken }))
      .meta({ description: 'Each time the clarification period was closed over defaults that nobody was asked about' }),
    proposals: z.array(proposal),
    open: z.array(open),
  })
  .meta({
    id: 'ClarificationRegister',
    description: 'Inside the council: who asked, what was found, what stands open',
  });

export function toBidName(given: { readonly bid: string; readonly lot?: string | undefined }): BidName {
  return { bid: given.bid, ...(given.lot === undefined ? {} : { lot: given.lot }) };
}

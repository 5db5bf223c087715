import type { Bid } from '../domain/bid.ts';
import { dateParts, type IsoDate } from '../domain/iso-date.ts';
import type { LotFacts } from '../domain/procurement.ts';
import { decimalText, type Fraction, nearestDouble, parseDecimal } from '../domain/quantity.ts';
import type { Footprint } from './footprint.ts';
import { isAnswerFault, type ParsedValue, parseAnswerValue, type Question, type TypedAnswer } from './question.ts';

/** What an answer is found in: the bid, the published facts, and the footprint computed from the carbon lines. */
export type AnswerSources = {
  readonly bid: Bid;
  readonly facts: LotFacts;
  readonly footprint: Footprint;
  readonly bidDeadline: IsoDate;
};

/**
 * The answer to a question with the type the rule declares. What a bidder typed is read before what is computed
 * (a difference is flagged, IC10b). Throws on an answer outside the question's type or limits: the upload refuses
 * those, so one here means that a check was left out.
 */
export function typedAnswer(question: Question, sources: AnswerSources): TypedAnswer<ParsedValue> {
  const answer = sources.bid.answers[question.id];
  if (answer?.state === 'not-applicable') return answer;
  if (answer !== undefined) {
    const value = parseAnswerValue(question, answer.value);
    if (isAnswerFault(value)) throw new RangeError(`${sources.bid.reference}, ${question.id}: ${value.message}`);
    const text = typeof answer.value === 'boolean' ? yesNo(answer.value) : answer.value;
    const double = typeof value === 'object' ? nearestDouble(value) : Number.NaN;
    return {
      state: 'given',
      value,
      text,
      double,
      ...(answer.evidence === undefined ? {} : { evidence: answer.evidence }),
    };
  }
  const value = COMPUTED[question.id]?.(sources);
  return value === undefined
    ? { state: 'missing' }
    : { state: 'given', value, text: decimalText(value, 6), double: nearestDouble(value) };
}

/** Questions that have no row in the Answers sheet, or whose answer stands in when nothing is typed. */
const COMPUTED: Readonly<Record<string, (sources: AnswerSources) => Fraction | undefined>> = {
  'carbon-per-functional-unit': ({ footprint }) => footprint.grossKilograms?.div(footprint.functionalUnits),
  'boundary-lines-complete': ({ footprint }) =>
    footprint.assumedByAuthority ? undefined : footprint.completenessPercent,
  'primary-data-share': ({ footprint }) => footprint.primaryPercent,
  'functional-units': ({ footprint }) => footprint.functionalUnits,
  'reference-footprint': ({ facts }) => toDecimal(facts.referenceFootprintTonnes),
  'tender-year': ({ bidDeadline }) => toDecimal(String(dateParts(bidDeadline).year)),
  'bid-price': ({ bid }) => toDecimal(bid.price),
  'quality-points': ({ bid }) => toDecimal(bid.qualityPoints),
};

function toDecimal(text: string | undefined): Fraction | undefined {
  return text === undefined ? undefined : parseDecimal(text);
}

function yesNo(value: boolean): string {
  return value ? 'Yes' : 'No';
}

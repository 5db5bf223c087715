import type { Answer, Answers } from '../domain/answer.ts';
import type { Bid } from '../domain/bid.ts';
import type { Question } from '../scoring/question.ts';
import { plainName } from './nearest-names.ts';
import type { BidRecord } from './records.ts';

/** A bid of a file under the name it has on record. */
export type NamedBid = {
  readonly bid: Bid;
  /** The bid as the file names it, which is where its faults are. */
  readonly inFile: Pick<Bid, 'reference' | 'lot'>;
};

/**
 * Gives each bid of a bidder's file or a matrix the reference that the council has given: the one with that
 * reference, else the one of that company. A matrix that names no lot is about every lot its bid is for.
 */
export function nameAsOnRecord(bids: readonly Bid[], latest: readonly BidRecord[], answersOnly: boolean): NamedBid[] {
  return bids.flatMap((bid): NamedBid[] => {
    const inFile = { reference: bid.reference, ...(bid.lot === undefined ? {} : { lot: bid.lot }) };
    const ofLot = latest.filter(({ lot }) => lot === bid.lot || (answersOnly && bid.lot === undefined));
    const exact = ofLot.filter(({ reference }) => reference === bid.reference);
    const known = exact.length > 0 ? exact : onlyOne(ofLot.filter((record) => isSameCompany(record.bid, bid)));
    if (known.length === 0) return [{ bid, inFile }];
    return known.map((record) => ({ bid: withNames(bid, record, answersOnly), inFile }));
  });
}

/** Two bids of one company cannot be told apart by its name. */
function onlyOne(records: readonly BidRecord[]): readonly BidRecord[] {
  return new Set(records.map(({ reference }) => reference)).size === 1 ? records : [];
}

function withNames(bid: Bid, record: BidRecord, answersOnly: boolean): Bid {
  return {
    ...bid,
    reference: record.reference,
    ...(record.lot === undefined ? {} : { lot: record.lot }),
    // The head of a column is whatever the portal wrote there.
    ...(answersOnly ? { supplier: record.bid.supplier } : {}),
  };
}

/** The same identifier where both state one, else the same name. */
export function isSameCompany(a: Bid, b: Bid): boolean {
  const [idA, idB] = [a.supplier.identifier, b.supplier.identifier];
  if (idA !== undefined && idB !== undefined)
    return idA.scheme === idB.scheme && plainName(idA.id) === plainName(idB.id);
  return plainName(a.supplier.name) === plainName(b.supplier.name);
}

/**
 * What a bidder's file cannot state is kept from the version on record: quality points, time of receipt, a price that
 * came in another file, the answers that the council or an evaluator gives. Of a matrix only answers count.
 */
export function keepFromRecord(
  bid: Bid,
  earlier: Bid,
  questions: ReadonlyMap<string, Question>,
  answersOnly: boolean,
): { readonly bid: Bid; readonly kept: string[] } {
  const kept: string[] = [];
  const heads: Partial<Record<'price' | 'qualityPoints' | 'receivedAt', string>> = {};
  for (const field of ['price', 'qualityPoints', 'receivedAt'] as const) {
    const value = earlier[field];
    if (bid[field] !== undefined || value === undefined) continue;
    heads[field] = value;
    kept.push(HEAD_NAMES[field]);
  }
  const answers = keptAnswers(bid, earlier, questions, answersOnly);
  if (Object.keys(answers).length > 0) kept.push(`${Object.keys(answers).length} answers`);
  if (answersOnly) kept.push('carbon lines, devices and removals');
  const lines = answersOnly ? { carbon: earlier.carbon, devices: earlier.devices, removals: earlier.removals } : {};
  const given = answersOnly ? withEvidence(bid.answers, earlier.answers) : bid.answers;
  return { bid: { ...bid, ...heads, ...lines, answers: { ...given, ...answers } }, kept };
}

/** A bid as its bidder sent it: without what the council or an evaluator adds. */
export function asSentByBidder(bid: Bid, questions: ReadonlyMap<string, Question>): Bid {
  const { qualityPoints: _points, receivedAt: _received, ...sent } = bid;
  const answers = Object.entries(bid.answers).filter(([id]) => isBidders(id, questions));
  return { ...sent, answers: Object.fromEntries(answers) };
}

const HEAD_NAMES = {
  price: 'price',
  qualityPoints: 'quality points',
  receivedAt: 'time of receipt',
} as const;

function keptAnswers(
  bid: Bid,
  earlier: Bid,
  questions: ReadonlyMap<string, Question>,
  answersOnly: boolean,
): Record<string, Answer> {
  const left = Object.entries(earlier.answers).filter(
    ([id]) => !Object.hasOwn(bid.answers, id) && (answersOnly || !isBidders(id, questions)),
  );
  return Object.fromEntries(left);
}

/** A matrix has no place for evidence: the pointer on record stays with an answer that is still the same. */
function withEvidence(answers: Answers, earlier: Answers): Answers {
  const entries = Object.entries(answers).map(([id, answer]): [string, Answer] => {
    const before = Object.hasOwn(earlier, id) ? earlier[id] : undefined;
    const isSame =
      before?.state === 'given' && answer.state === 'given' && String(before.value) === String(answer.value);
    return [id, isSame ? before : answer];
  });
  return Object.fromEntries(entries);
}

function isBidders(id: string, questions: ReadonlyMap<string, Question>): boolean {
  const answeredBy = questions.get(id)?.answeredBy;
  return answeredBy === undefined || answeredBy === 'bidder';
}

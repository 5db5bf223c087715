import type { Answer } from '../domain/answer.ts';
import type { Bid, Removal } from '../domain/bid.ts';
import type {
  AnswerClass,
  BidName,
  ClarificationTopic,
  ClarifiedRemoval,
  ClarifiedValues,
} from '../domain/clarification.ts';
import { AppError } from '../domain/errors.ts';
import { encodePointerPart, type Issue } from '../domain/issue.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import type { ClarificationContext } from './change-clarifications.ts';
import { bidText } from './change-clarifications.ts';
import { checkBids } from './check-tender.ts';
import { governingCatalogue } from './governing-catalogue.ts';
import type { BidRecord } from './records.ts';
import { readBids } from './standing-bids.ts';
import { toCanonicalBids } from './tender.ts';

/**
 * The bid with what an answer changes in it: a correction sets answers, carbon lines, devices and removals, an explanation adds evidence
 * pointers that were missing, an improvement changes nothing. Price and quality points cannot be named here at all.
 */
export function clarifiedBid(bid: Bid, as: AnswerClass, values: ClarifiedValues): Bid {
  if (as === 'improves-offer') return bid;
  const pointed = Object.entries(bid.answers).map(([id, answer]): [string, Answer] => [
    id,
    withPointer(answer, values, id),
  ]);
  if (as === 'explains') return { ...bid, answers: Object.fromEntries(pointed) };
  const corrected = Object.entries(values.answers).map(([id, answer]): [string, Answer] => {
    const before = Object.hasOwn(bid.answers, id) ? bid.answers[id]?.evidence : undefined;
    return [id, withPointer(before === undefined ? answer : { evidence: before, ...answer }, values, id)];
  });
  const [canonical = bid] = toCanonicalBids([
    {
      ...bid,
      answers: Object.fromEntries([...pointed, ...corrected]),
      carbon: replaced(bid.carbon, values.carbon),
      devices: replaced(bid.devices, values.devices ?? []),
      removals: withRemovals(bid.removals, values.removals ?? []),
    },
  ]);
  return canonical;
}

/** Lines of the same name give way; others are added. */
function replaced<T extends { readonly line: string }>(stated: readonly T[], clarified: readonly T[]): T[] {
  const names = new Set(clarified.map(({ line }) => line));
  return [...stated.filter(({ line }) => !names.has(line)), ...clarified];
}

function withRemovals(stated: readonly Removal[], clarified: readonly ClarifiedRemoval[]): Removal[] {
  const corrected = stated.map((one, index) => clarified.find(({ row }) => row === index + 1)?.removal ?? one);
  return [...corrected, ...clarified.filter(({ row }) => row === undefined).map(({ removal }) => removal)];
}

function withPointer(answer: Answer, { evidence }: ClarifiedValues, id: string): Answer {
  const pointer = Object.hasOwn(evidence, id) ? evidence[id] : undefined;
  return pointer === undefined || answer.evidence !== undefined ? answer : { ...answer, evidence: pointer };
}

/** Every fault of the values: what was not asked about, a pointer that stands already, and what the bid's check finds. */
export async function valueFaults(
  bid: Bid,
  topic: ClarificationTopic,
  values: ClarifiedValues,
  ports: { readonly catalogue: Catalogue },
  { procurement, stores }: Pick<ClarificationContext, 'procurement' | 'stores'>,
): Promise<Issue[]> {
  const catalogue = await governingCatalogue(ports.catalogue, stores, procurement);
  const corrected = clarifiedBid(bid, 'corrects-obvious-error', values);
  return [
    ...notAsked(topic, values),
    ...rowFaults(bid, topic, values),
    ...pointerFaults(bid, values),
    ...checkBids([corrected], catalogue, procurement.facts),
  ];
}

function notAsked({ questions, stages }: ClarificationTopic, { answers, carbon, evidence }: ClarifiedValues): Issue[] {
  const ids = [...new Set([...Object.keys(answers), ...Object.keys(evidence)])].filter((id) => !questions.includes(id));
  const asked = questions.length === 0 ? 'no answer' : questions.join(', ');
  return [
    ...ids.map((id) => ({
      pointer: `#/values/answers/${encodePointerPart(id)}`,
      code: 'not-asked',
      message: `This clarification did not ask about "${id}": an answer beyond the question would improve the offer.`,
      found: id,
      expected: asked,
    })),
    ...carbon
      .filter(({ stage }) => !stages.includes(stage))
      .map(({ line, stage }) => ({
        pointer: `#/values/carbon/${encodePointerPart(line)}`,
        code: 'not-asked',
        message: `This clarification did not ask about carbon of the stage "${stage}", to which line ${line} belongs.`,
        found: stage,
        expected: stages.length === 0 ? 'no carbon line' : stages.join(', '),
      })),
  ];
}

/** Devices and removals that were not asked about, and rows that the bid does not have or that are corrected twice. */
function rowFaults({ removals: stated }: Bid, { lists = [] }: ClarificationTopic, values: ClarifiedValues): Issue[] {
  const { devices = [], removals = [] } = values;
  const unasked = (
    [
      ['devices', devices.length],
      ['removals', removals.length],
    ] as const
  )
    .filter(([list, count]) => count > 0 && !lists.includes(list))
    .map(([list]) => ({
      pointer: `#/values/${list}`,
      code: 'not-asked',
      message: `This clarification did not ask about ${list}: an answer beyond the question would improve the offer.`,
      expected: lists.length === 0 ? 'nothing here' : lists.join(', '),
    }));
  const rows = removals.flatMap(({ row }, index): Issue[] => {
    const isTwice = removals.findIndex((one) => one.row === row) < index;
    if (row === undefined || (row <= stated.length && !isTwice)) return [];
    const message = isTwice
      ? `Correct removal ${row} once.`
      : `The bid has ${stated.length === 1 ? '1 removal' : `${stated.length} removals`}, so there is no removal ${row}.`;
    return [{ pointer: `#/values/removals/${index + 1}/row`, code: 'no-such-removal', message, found: String(row) }];
  });
  return [...unasked, ...rows];
}

function pointerFaults(bid: Bid, { answers, evidence }: ClarifiedValues): Issue[] {
  return Object.keys(evidence).flatMap((id): Issue[] => {
    const pointer = `#/values/evidence/${encodePointerPart(id)}`;
    const before = Object.hasOwn(bid.answers, id) ? bid.answers[id] : undefined;
    if (before?.evidence !== undefined)
      return [{ pointer, code: 'pointer-stands', message: `The bid has a pointer for "${id}" already; it stays.` }];
    if (before !== undefined || Object.hasOwn(answers, id)) return [];
    return [
      { pointer, code: 'no-answer', message: `The bid has no answer to "${id}" that a pointer could belong to.` },
    ];
  });
}

/** The version of the bid that is assessed. Throws AppError `not-allowed-in-state` where it no longer stands. */
export async function getStandingBid(
  { stores, procurement }: Pick<ClarificationContext, 'stores' | 'procurement'>,
  name: BidName,
): Promise<BidRecord> {
  const { standing } = await readBids(stores, procurement.organisation, procurement.reference);
  const found = standing.find(({ reference, lot }) => reference === name.bid && lot === name.lot);
  if (found !== undefined) return found;
  throw new AppError('not-allowed-in-state', `Bid ${bidText(name)} does not stand any more: nothing in it can change.`);
}

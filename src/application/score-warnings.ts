import type { Judgement } from '../domain/judgement.ts';
import { echoes } from '../domain/echo.ts';
import type { BidNames } from './bid-names.ts';
import { answerText } from './check-score.ts';
import type { Item } from './read-evaluation.ts';

/** Something that is pointed out and stops nothing. */
export type Warning = {
  readonly code: 'echoes-the-scale' | 'same-fact-apart';
  readonly message: string;
};

type Scored = { readonly reason: string };

/** What is pointed out of one score by itself: a reason in the words of the scale explains nothing. */
export function scoreWarnings(item: Item, scored: Scored, names: BidNames): Warning[] {
  const echoed = item.scale.find(({ text }) => echoes(scored.reason, text));
  if (echoed === undefined) return [];
  return [
    {
      code: 'echoes-the-scale',
      message: `${item.code}, ${names.shown(item.bid)}: the reason repeats the published scale ("${echoed.text}"). Say what in the bid leads to it.`,
    },
  ];
}

/**
 * Where the same fact was scored apart in two bids: the same answers judged differently, or one statement accepted in
 * one bid and corrected in another (Woods v Milton Keynes: unequal treatment).
 */
export function sameFactWarnings(
  scored: readonly { readonly item: Item; readonly judgement: Judgement }[],
  names: BidNames,
): Warning[] {
  return scored.flatMap((one, index) =>
    scored.slice(index + 1).flatMap((other) => {
      if (one.item.rule !== other.item.rule || one.item.lot !== other.item.lot) return [];
      const how = judgedApart(one, other);
      const bids = `${names.shown(one.item.bid)} and ${names.shown(other.item.bid)}`;
      return how === undefined
        ? []
        : [{ code: 'same-fact-apart' as const, message: `${one.item.code}, ${bids}: ${how}` }];
    }),
  );
}

type Judged = { readonly item: Item; readonly judgement: Judgement };

function judgedApart(one: Judged, other: Judged): string | undefined {
  if (one.judgement.kind === 'points' && other.judgement.kind === 'points') {
    const isSame = questionsOf(one.item).every((id) => statedText(one.item, id) === statedText(other.item, id));
    return isSame && one.judgement.points !== other.judgement.points
      ? `the bids answer the same, and are given ${one.judgement.points} and ${other.judgement.points} points.`
      : undefined;
  }
  if (one.judgement.kind === 'points' || other.judgement.kind === 'points') return undefined;
  const [left, right] = [one.judgement.corrections, other.judgement.corrections];
  const apart = questionsOf(one.item).find(
    (id) =>
      one.item.bidRecord.bid.answers[id] !== undefined &&
      statedText(one.item, id) === statedText(other.item, id) &&
      foundText(one.item, left, id) !== foundText(other.item, right, id),
  );
  return apart === undefined ? undefined : `both state the same to "${apart}", and it was taken differently.`;
}

function questionsOf({ definition }: Item): string[] {
  return Object.values(definition.questions).map(({ id }) => id);
}

function statedText({ bidRecord }: Item, id: string): string {
  return answerText(bidRecord.bid.answers[id]);
}

function foundText(item: Item, corrections: Extract<Judgement, { kind: 'facts' }>['corrections'], id: string): string {
  return Object.hasOwn(corrections, id) ? answerText(corrections[id]) : statedText(item, id);
}

import type { BidNames } from './bid-names.ts';
import type { ConsensusRecord } from './evaluation-records.ts';
import { isSameItem } from './evaluation-state.ts';
import type { Evaluation, Item } from './read-evaluation.ts';
import { sameFactWarnings, scoreWarnings, type Warning } from './score-warnings.ts';

/** What was pointed out when something was agreed, and what became of it. */
export type MinutedWarning = Warning & {
  /** "C11 of B1 was agreed anew: …", or that the panel let it stand. */
  readonly done: string;
};

type Agreed = { readonly item: Item; readonly consensus: ConsensusRecord };
type Open = { readonly warning: Warning; readonly about: readonly Item[]; done?: string };

/**
 * Each warning that an agreed score has met, in the order in which they arose. The list of records is gone through
 * again: a warning is answered where a later consensus on one of its items no longer meets it.
 */
export function warningsOverTime(evaluation: Evaluation, names: BidNames): MinutedWarning[] {
  const agreed = new Map<Item, Agreed>();
  const met = new Map<string, Open>();
  for (const consensus of evaluation.records) {
    if (consensus.kind !== 'consensus') continue;
    const item = evaluation.items.find((one) => isSameItem(one, consensus) && one.bidVersion === consensus.bidVersion);
    if (item === undefined) continue;
    const own = { item, consensus };
    agreed.set(item, own);
    const now = warningsOn(own, [...agreed.values()], names);
    for (const one of now) met.set(one.warning.message, one);
    const texts = new Set(now.map(({ warning }) => warning.message));
    for (const [message, one] of met) {
      if (one.done !== undefined || texts.has(message) || !one.about.includes(item)) continue;
      const bid = `${item.code} of ${names.shown(item.bid)}`;
      one.done = `${bid} was agreed anew by ${consensus.byName}: ${consensus.changeReason ?? ''}`;
    }
  }
  return [...met.values()].map(({ warning, done }) => ({
    ...warning,
    done: done ?? 'It stands: the panel left it so.',
  }));
}

function warningsOn(own: Agreed, agreed: readonly Agreed[], names: BidNames): Open[] {
  const judged = ({ item, consensus: { judgement } }: Agreed) => ({ item, judgement });
  return [
    ...scoreWarnings(own.item, own.consensus, names).map((warning) => ({ warning, about: [own.item] })),
    ...agreed
      .filter(({ item }) => item !== own.item && item.rule === own.item.rule)
      .flatMap((other) => {
        // In the order of the bids, so that the same pair is told in the same words whichever was agreed last.
        const pair = [own, other].toSorted((a, b) => (a.item.bid < b.item.bid ? -1 : 1));
        const about = [own.item, other.item];
        return sameFactWarnings(pair.map(judged), names).map((warning) => ({ warning, about }));
      }),
  ];
}

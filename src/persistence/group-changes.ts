import type { PageSum } from '../application/ledger-page.ts';
import type { ChangeCause } from '../application/ledger-stores.ts';
import type { Grams } from '../domain/quantity.ts';

/** What an entry adds to one group of figures; a reversal takes a figure away. */
type Change = { grams: Grams; marketBased: Grams; figures: number; located: number; market: number };

export type ChangeOfGroup = { readonly cause: ChangeCause; readonly group: number; readonly change: Change };

export type GroupChanges = {
  readonly add: (cause: ChangeCause, group: number, sum: PageSum) => void;
  /** In order of cause, then of group. */
  readonly list: () => ChangeOfGroup[];
};

/** Sums what an entry adds to each group, by cause: there are far fewer groups than figures. */
export function createGroupChanges(): GroupChanges {
  const changes = new Map<ChangeCause, Map<number, Change>>();
  return {
    add: (cause, group, sum) => {
      const ofCause = changes.get(cause) ?? new Map<number, Change>();
      changes.set(cause, ofCause);
      const change = ofCause.get(group) ?? { grams: 0n, marketBased: 0n, figures: 0, located: 0, market: 0 };
      ofCause.set(group, change);
      change.grams += BigInt(sum.grams);
      change.marketBased += BigInt(sum.marketBased);
      change.figures += sum.figures;
      change.located += sum.located;
      change.market += sum.market;
    },
    list: () =>
      [...changes]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([cause, ofCause]) =>
          [...ofCause].toSorted(([a], [b]) => a - b).map(([group, change]) => ({ cause, group, change })),
        ),
  };
}

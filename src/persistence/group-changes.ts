import type { ChangeCause } from '../application/ledger-stores.ts';
import type { LineFigure } from '../domain/line-figures.ts';
import type { Grams } from '../domain/quantity.ts';

/** What an entry adds to one group of figures; `lines` counts figures, a reversal takes one away. */
type Change = { grams: Grams; marketBased: Grams; lines: number; located: number; market: number };

export type GroupChanges = {
  readonly count: (cause: ChangeCause, group: number, figure: Omit<LineFigure, 'dimensions'>, sign: 1 | -1) => void;
  readonly list: () => { readonly cause: ChangeCause; readonly group: number; readonly change: Change }[];
};

/** Sums what an entry adds to each group, by cause: there are far fewer groups than figures. */
export function createGroupChanges(): GroupChanges {
  const changes = new Map<ChangeCause, Map<number, Change>>();
  return {
    count: (cause, group, figure, sign) => {
      const ofCause = changes.get(cause) ?? new Map<number, Change>();
      changes.set(cause, ofCause);
      const change = ofCause.get(group) ?? { grams: 0n, marketBased: 0n, lines: 0, located: 0, market: 0 };
      ofCause.set(group, change);
      change.lines += sign;
      if (figure.grams !== undefined) {
        change.grams += figure.grams;
        change.located += sign;
      }
      if (figure.marketBased !== undefined) {
        change.marketBased += figure.marketBased;
        change.market += sign;
      }
    },
    list: () =>
      [...changes].flatMap(([cause, ofCause]) => [...ofCause].map(([group, change]) => ({ cause, group, change }))),
  };
}

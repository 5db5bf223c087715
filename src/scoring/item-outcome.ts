import type { ConditionOutcome, Finding } from './rule.ts';

export type ItemVerdict = 'pass' | 'fail' | 'clarify';

/** One item of a condition that is checked item by item. */
export type CheckedItem<M extends string> = {
  /** `NZ`; a doubt about it has the code `C-NZ`. */
  readonly code: string;
  readonly verdict: ItemVerdict;
  /** The permitted ground a failure stands on, `F1`; an item without one cannot fail. */
  readonly ground?: string;
  readonly finding: Finding<M>;
};

/**
 * The outcome of a list of items: fail if any fails, else clarify if any is in doubt, else pass. Codes are given
 * once each, grounds first, then doubts, each in alphabetical order. Findings keep the order of the items.
 */
export function outcomeOfItems<M extends string>(items: readonly CheckedItem<M>[]): ConditionOutcome<M> {
  const grounds = items.filter(({ verdict }) => verdict === 'fail').map(toGround);
  const doubts = items.filter(({ verdict }) => verdict === 'clarify').map(({ code }) => `C-${code}`);
  return {
    outcome: grounds.length > 0 ? 'fail' : doubts.length > 0 ? 'clarify' : 'pass',
    codes: [...sortedOnce(grounds), ...sortedOnce(doubts)],
    findings: items.map(({ finding }) => finding),
  };
}

function toGround({ code, ground }: CheckedItem<string>): string {
  if (ground === undefined) throw new TypeError(`Item ${code} failed without a ground`);
  return ground;
}

function sortedOnce(codes: readonly string[]): string[] {
  return [...new Set(codes)].sort();
}

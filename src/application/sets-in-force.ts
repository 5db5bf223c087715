import type { FactorSet, SetKind } from '../domain/conversion-factor.ts';
import type { IsoInstant } from '../domain/iso-date.ts';

/** Kinds of which one set is in force, whatever the year. */
export type ValueSetKind = Exclude<SetKind, 'factors'>;

/**
 * The approved sets of spend multipliers or of carbon values, the one in force first: the one approved last comes
 * before those approved earlier, the shipped one is last. With an instant, those approved before it: what was worked
 * out as of then stays, whatever is approved within the same millisecond. `sets` are in the order of the register.
 */
export function approvedInOrder(sets: readonly FactorSet[], kind: ValueSetKind, at?: IsoInstant): FactorSet[] {
  return sets
    .filter((set) => set.kind === kind && set.status === 'approved' && wasApprovedBefore(set, at))
    .toSorted((a, b) => approvedAt(b) - approvedAt(a));
}

/** The sets that are used now: of each year the factors, one of spend multipliers and one of carbon values. */
export function setsInForce(sets: readonly FactorSet[]): FactorSet[] {
  const approved = sets.filter(({ kind, status }) => kind === 'factors' && status === 'approved');
  const factors = [...Map.groupBy(approved, ({ year }) => year).values()].map(([first]) => first);
  const [multipliers] = approvedInOrder(sets, 'spend-multipliers');
  const [values] = approvedInOrder(sets, 'carbon-values');
  return [...factors, multipliers, values].filter((set) => set !== undefined);
}

function wasApprovedBefore({ approval }: FactorSet, at: IsoInstant | undefined): boolean {
  return at === undefined || approval === undefined || Date.parse(approval.at) < Date.parse(at);
}

/** A shipped set is approved from the beginning. */
function approvedAt({ approval }: FactorSet): number {
  return approval === undefined ? 0 : Date.parse(approval.at);
}

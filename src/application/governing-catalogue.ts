import type { Catalogue } from '../scoring/catalogue.ts';
import { ruleSetKey } from '../scoring/rule-set.ts';
import { withFactors, withOnlyFactors } from './approved-factors.ts';
import { approvedKeyFactors } from './key-factors.ts';
import type { ProcurementRecord } from './records.ts';
import type { Stores } from './stores.ts';

/** The catalogue with the rules of a procurement: once published, its frozen rule set stands for the one of that name. */
export function governingRules(
  catalogue: Catalogue,
  { publication }: Pick<ProcurementRecord, 'publication'>,
): Catalogue {
  if (publication === undefined) return catalogue;
  const { ruleSet } = publication;
  const others = catalogue.ruleSets.filter((other) => ruleSetKey(other) !== ruleSetKey(ruleSet));
  return { ...catalogue, ruleSets: [ruleSet, ...others] };
}

/**
 * The catalogue with which bids of a procurement are checked and scored: its rules, and its conversion factors. Those
 * are pinned by the publication; before, they are the approved ones of today. Publications from before factors were
 * pinned have the shipped ones.
 */
export async function governingCatalogue(
  catalogue: Catalogue,
  stores: Pick<Stores, 'factors'>,
  procurement: Pick<ProcurementRecord, 'organisation' | 'publication'>,
): Promise<Catalogue> {
  const { organisation, publication } = procurement;
  const rules = governingRules(catalogue, procurement);
  if (publication === undefined) return withFactors(rules, await approvedKeyFactors(catalogue, stores, organisation));
  return publication.factors === undefined ? rules : withOnlyFactors(rules, publication.factors);
}

import type { Catalogue } from '../scoring/catalogue.ts';
import { ruleSetKey } from '../scoring/rule-set.ts';
import type { ProcurementRecord } from './records.ts';

/** The catalogue that governs a procurement: once published, its frozen rule set stands for the one of that name. */
export function governingCatalogue(
  catalogue: Catalogue,
  { publication }: Pick<ProcurementRecord, 'publication'>,
): Catalogue {
  if (publication === undefined) return catalogue;
  const { ruleSet } = publication;
  const others = catalogue.ruleSets.filter((other) => ruleSetKey(other) !== ruleSetKey(ruleSet));
  return { ...catalogue, ruleSets: [ruleSet, ...others] };
}

import { canonicalSha256 } from '../scoring/rule-set.ts';
import { type Catalogue, getRuleSet } from '../scoring/catalogue.ts';
import type { DecisionRecord } from '../scoring/decision-record.ts';
import { factorSetFor } from '../scoring/factor-set.ts';
import { prepareRuleSet } from '../scoring/prepared-rule-set.ts';
import type { ServicePorts } from './ports.ts';
import type { AssessmentRecord, ProcurementRecord } from './records.ts';
import type { ProcurementBids } from './standing-bids.ts';

/**
 * What has changed since an assessment was made, one sentence each: bids, published facts, rules, conversion factors,
 * software, and whether it was a trial of what is published now. None means that scoring again gives the same. The
 * catalogue is the one that governs the procurement.
 */
export function findChanges(
  { catalogue, softwareVersion }: Pick<ServicePorts, 'catalogue' | 'softwareVersion'>,
  procurement: ProcurementRecord,
  { standing }: ProcurementBids,
  { record, status }: AssessmentRecord,
): string[] {
  const now = new Map(standing.map((one) => [bidName(one), canonicalSha256(one.bid)]));
  const then = new Map(Object.entries(record.input_parts.bids));
  const ruleSet = prepareRuleSet(catalogue, getRuleSet(catalogue, procurement.facts.ruleSet), false);
  return [
    ...[...now].filter(([name]) => !then.has(name)).map(([name]) => `Bid ${name} has come since.`),
    ...[...now]
      .filter(([name, sha256]) => then.has(name) && then.get(name) !== sha256)
      .map(([name]) => `Bid ${name} has changed.`),
    ...[...then.keys()].filter((name) => !now.has(name)).map((name) => `Bid ${name} no longer stands.`),
    ...(canonicalSha256(procurement.facts) === record.input_parts.procurement
      ? []
      : ['The published facts have changed.']),
    ...(ruleSet.sha256 === record.assessment.rule_set.sha256 ? [] : ['The rule set is another one.']),
    ...(hasSameFactors(record, catalogue) ? [] : ['The conversion factors are others.']),
    ...(record.software.version === softwareVersion
      ? []
      : [`It was made by version ${record.software.version} of the software; this is ${softwareVersion}.`]),
    ...(status === 'trial' && procurement.publication !== undefined
      ? ['It was a trial, before the rules were published.']
      : []),
  ];
}

/** Whether every factor that a record could use is today's. */
function hasSameFactors({ inputs, reference_data: then }: DecisionRecord, { referenceData }: Catalogue): boolean {
  const now = factorSetFor(referenceData, inputs.procurement.bidDeadline).factors;
  return then.emissionFactors.every((factor) => {
    const found = now.find(({ id }) => id === factor.id);
    return found !== undefined && canonicalSha256(found) === canonicalSha256(factor);
  });
}

/** "B1", or "B1, lot 2", as decision records name their parts. */
function bidName({ reference, lot }: { readonly reference: string; readonly lot?: string }): string {
  return lot === undefined ? reference : `${reference}, lot ${lot}`;
}

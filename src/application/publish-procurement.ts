import { factorSetName } from '../domain/conversion-factor.ts';
import { AppError } from '../domain/errors.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import { isAfterUkDay } from '../domain/uk-day.ts';
import type { Person } from '../domain/person.ts';
import { type Catalogue, getRuleSet } from '../scoring/catalogue.ts';
import { factorSetFor } from '../scoring/factor-set.ts';
import { prepareRuleSet } from '../scoring/prepared-rule-set.ts';
import { canonicalSha256, type RuleSet } from '../scoring/rule-set.ts';

import { changeProcurement, requireMove, requireReason, type Revision } from './change-procurement.ts';
import { factorRegister } from './factor-register.ts';
import { governingCatalogue } from './governing-catalogue.ts';
import type { ServicePorts } from './ports.ts';
import type { ProcurementRecord, Publication } from './records.ts';
import type { Stores } from './stores.ts';

/**
 * Publishes a draft: its rule set is frozen with every parameter, under its hash, and with the conversion factors that
 * are approved now; they score it from now on. After the bid deadline this needs a reason, and every page and pack says that it was published retrospectively.
 */
export async function publishProcurement(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: Revision & { readonly reason?: string },
): Promise<ProcurementRecord> {
  return changeProcurement(ports, person, reference, input, async (record, stores, now) => {
    const state = requireMove(record, 'publish');
    const retrospective = isAfterUkDay(now, record.facts.bidDeadline);
    const reason = retrospective ? requireRetrospectiveReason(record, input.reason) : input.reason?.trim();
    const publication: Publication = {
      kind: 'published',
      at: now,
      by: person.id,
      ...freezeRuleSet(ports.catalogue, record.facts.ruleSet),
      ...(await pinFactors(ports.catalogue, stores, record)),
      retrospective,
      ...(reason === undefined || reason === '' ? {} : { reason }),
    };
    const trial = await stores.assessments.latest(person.organisation, reference);
    return {
      record: { ...record, state, publication },
      event: {
        action: 'procurement.published',
        data: {
          ...publicationData(publication),
          facts_version: String(record.factsVersion),
          retrospective,
          reason: reason ?? null,
          // Trying the rules on real bids before they are binding is no fault, but it stays on record.
          scored_before: trial !== undefined,
        },
      },
    };
  });
}

/** The rule set as it stands now, and the hash over its parameters and every text a bidder is told. */
export function freezeRuleSet(catalogue: Catalogue, key: string): Pick<Publication, 'ruleSet' | 'ruleSetSha256'> {
  const ruleSet: RuleSet = getRuleSet(catalogue, key);
  return { ruleSet: structuredClone(ruleSet), ruleSetSha256: prepareRuleSet(catalogue, ruleSet, false).sha256 };
}

/** The latest set of conversion factors that is approved for the year of the bid deadline, with its name. */
export async function pinFactors(
  catalogue: Catalogue,
  stores: Pick<Stores, 'factors'>,
  { organisation, facts }: Pick<ProcurementRecord, 'organisation' | 'facts'>,
): Promise<Pick<Publication, 'factors' | 'factorSet'>> {
  const { referenceData } = await governingCatalogue(catalogue, stores, { organisation });
  const { set: year, factors } = factorSetFor(referenceData, facts.bidDeadline);
  const set = await factorRegister({ catalogue }, stores, organisation).approvedSetForYear(year);
  return { factors, ...(set === undefined ? {} : { factorSet: factorSetName(set) }) };
}

/** What an event says of a publication. */
export function publicationData({ ruleSet, ruleSetSha256, factors, factorSet }: Publication) {
  return {
    rule_set: `${ruleSet.id}@${ruleSet.version}`,
    rule_set_sha256: ruleSetSha256,
    // Of the frozen copy itself, which can be hashed again without the rules that it names.
    frozen_sha256: canonicalSha256(ruleSet),
    factor_set: factorSet ?? null,
    factors_sha256: factors === undefined ? null : canonicalSha256(factors),
  };
}

function requireRetrospectiveReason({ reference, facts }: ProcurementRecord, reason: string | undefined): string {
  return requireReason(
    reason,
    `the bid deadline of ${reference}, ${facts.bidDeadline}, has passed, so it is published retrospectively and says so on every page`,
  );
}

/** Throws when the day of the bid deadline is over; `what` completes "… can no longer". */
export function requireBeforeDeadline({ reference, facts }: ProcurementRecord, now: IsoInstant, what: string): void {
  if (!isAfterUkDay(now, facts.bidDeadline)) return;
  throw new AppError(
    'not-allowed-in-state',
    `The bid deadline of ${reference}, ${facts.bidDeadline}, has passed: ${what}.`,
  );
}

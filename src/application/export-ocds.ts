import type { ProcurementState } from '../domain/lifecycle.ts';
import type { Person } from '../domain/person.ts';
import { ukDay } from '../domain/uk-day.ts';
import { type AwardStep, isSameBid, stepsOf } from './award-records.ts';
import { getProcurementRecord } from './change-procurement.ts';
import { governingRules } from './governing-catalogue.ts';
import { type OcdsAward, ocdsContent, type OcdsStanding, proposedAwards } from './ocds-content.ts';
import type { ServicePorts } from './ports.ts';
import { BID_READERS, requireRole } from './roles.ts';
import { areBidsSealed, readBids } from './standing-bids.ts';

/**
 * The procurement as it stands now, as an Open Contracting Data Standard release: the tender from the first draft on,
 * the award once it is proposed, the contract once it is signed. Of other bids it tells nothing but their number.
 */
export async function exportOcds(ports: ServicePorts, person: Person, reference: string): Promise<Uint8Array> {
  requireRole(person, ...BID_READERS);
  const { record, steps, bids } = await ports.database.read(async (stores) => ({
    record: await getProcurementRecord(stores, person, reference),
    steps: await stores.awards.list(person.organisation, reference),
    bids: await readBids(stores, person.organisation, reference),
  }));
  const approval = stepsOf(steps, 'approval').at(-1);
  const all = [...bids.standing, ...bids.setAside].map(({ bid }) => bid);
  const isCancelled = record.state === 'cancelled';
  const proposed = stepsOf(steps, 'award').at(-1)?.winners ?? approval?.proposed ?? [];
  const standing: OcdsStanding = {
    tenderStatus: TENDER_STATUS[record.state],
    isTrial: record.publication === undefined,
    awards: isCancelled ? [] : proposedAwards(proposed, all).map((award) => asDecided(award, steps)),
    ...(areBidsSealed(record) ? {} : { bidLots: bids.standing.map(({ lot }) => lot) }),
  };
  return ports.ocdsRelease(ocdsContent(governingRules(ports.catalogue, record), record.facts, standing));
}

/** As far as people have decided: awarded, signed. It stays pending until the contract is signed. */
function asDecided(award: OcdsAward, steps: readonly AwardStep[]): OcdsAward {
  const made = stepsOf(steps, 'award').at(-1);
  const contract = stepsOf(steps, 'contract').at(-1);
  const bid = { bid: award.winner.reference, ...(award.lot === undefined ? {} : { lot: award.lot }) };
  if (made === undefined || !made.winners.some((one) => isSameBid(one, bid))) return award;
  return {
    ...award,
    awardedOn: ukDay(made.at),
    ...(contract === undefined ? {} : { status: 'active', contractSignedOn: contract.signedOn }),
  };
}

const TENDER_STATUS: Readonly<Record<ProcurementState, OcdsStanding['tenderStatus']>> = {
  draft: 'planned',
  published: 'planned',
  open: 'active',
  closed: 'active',
  evaluating: 'active',
  moderated: 'active',
  approved: 'active',
  awarded: 'complete',
  standstill: 'complete',
  contracted: 'complete',
  cancelled: 'cancelled',
};

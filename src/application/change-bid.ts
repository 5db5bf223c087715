import { AppError } from '../domain/errors.ts';
import type { ProcurementState } from '../domain/lifecycle.ts';
import type { Person } from '../domain/person.ts';
import { appendEvent } from './append-event.ts';
import { getProcurementRecord } from './change-procurement.ts';
import type { ServicePorts } from './ports.ts';
import { renewAssessment } from './renew-assessment.ts';
import type { BidRecord, ProcurementRecord } from './records.ts';
import { OFFICERS, requireRole } from './roles.ts';
import type { Stores } from './stores.ts';

export type BidChange = {
  readonly reason: string;
  /** Needed only where the bidder bids for several lots. */
  readonly lot?: string;
};

type Versions = {
  readonly versions: readonly BidRecord[];
  /** The newest version that is not a mere repetition. */
  readonly newest: BidRecord;
};
type NewVersion = {
  readonly record: BidRecord;
  readonly action: 'bid.withdrawn' | 'bid.late-admitted';
  readonly reason: string;
};

/** Adds a version to a bid with another status; what was there stays. One transaction with its event. */
export async function changeBid(
  ports: ServicePorts,
  person: Person,
  reference: string,
  bid: string,
  { lot }: BidChange,
  states: readonly ProcurementState[],
  change: (versions: Versions) => NewVersion,
): Promise<BidRecord> {
  requireRole(person, ...OFFICERS);
  const now = ports.clock();
  return ports.database.transaction(async (stores) => {
    const procurement = await getProcurementRecord(stores, person, reference);
    requireState(procurement, states, bid);
    const known = await getVersions(stores, person, reference, bid, lot);
    const { record, action, reason } = change(known);
    const added: BidRecord = { ...record, version: (known.versions.at(-1)?.version ?? 0) + 1, at: now };
    await stores.bids.add(person.organisation, [added]);
    // One more revision, so that whoever scores or moves the procurement at the same time notices.
    await stores.procurements.save({ ...procurement, updatedAt: now });
    await appendEvent(stores, person, now, {
      action,
      subject: `bid:${reference}/${bid}`,
      data: { procurement: reference, bid, lot: added.lot ?? null, version: String(added.version), reason },
    });
    const deed = action === 'bid.withdrawn' ? 'was withdrawn' : 'came late and was admitted';
    const occasion = { by: person.id, at: now, reason: `Bid ${bid} ${deed}: ${reason}` };
    await renewAssessment(ports, stores, procurement, occasion, (event) => appendEvent(stores, person, now, event));
    return added;
  });
}

function requireState({ reference, state }: ProcurementRecord, states: readonly ProcurementState[], bid: string): void {
  if (states.includes(state)) return;
  throw new AppError(
    'not-allowed-in-state',
    `${reference} is ${state}: this can be done to bid ${bid} only while it is ${states.join(', ')}.`,
  );
}

/** Oldest first. */
async function getVersions(
  { bids }: Pick<Stores, 'bids'>,
  person: Person,
  reference: string,
  bid: string,
  lot: string | undefined,
): Promise<Versions> {
  const all = await bids.versions(person.organisation, reference, bid);
  const lots = [...new Set(all.map((one) => one.lot))];
  if (lot === undefined && lots.length > 1) {
    throw new AppError('invalid-input', `Bid ${bid} is for several lots: say which of ${lots.join(', ')}.`);
  }
  const versions = all.filter((one) => lot === undefined || one.lot === lot).toSorted((a, b) => a.version - b.version);
  const newest = versions.findLast(({ status }) => status !== 'duplicate');
  if (newest === undefined) {
    const where = lot === undefined ? '' : ` for lot ${lot}`;
    throw new AppError('not-found', `${reference} has no bid "${bid}"${where}.`);
  }
  return { versions, newest };
}

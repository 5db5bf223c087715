import { bidsAreSealed } from '../domain/lifecycle.ts';
import type { BidRecord, BidStatus, ProcurementRecord } from './records.ts';
import type { Stores } from './stores.ts';
import { toCanonicalBids } from './tender.ts';

export type ProcurementBids = {
  /** What is assessed: for each bid and lot its latest version that was in time or admitted, in canonical order. */
  readonly standing: readonly BidRecord[];
  /** Withdrawn bids, and late versions that nobody has admitted. */
  readonly setAside: readonly BidRecord[];
};

export type BidCounts = {
  readonly standing: number;
  readonly late: number;
  readonly withdrawn: number;
};

/** Reads the bids of a procurement and tells those that count from those that do not. */
export async function readBids(
  { bids }: Pick<Stores, 'bids'>,
  organisation: string,
  procurement: string,
): Promise<ProcurementBids> {
  const standing: BidRecord[] = [];
  const setAside: BidRecord[] = [];
  for (const latest of await bids.latest(organisation, procurement)) {
    if (latest.status === 'current') {
      standing.push(latest);
      continue;
    }
    if (!leavesEarlierStanding(latest.status)) {
      setAside.push(latest);
      continue;
    }
    // A late version does not undo the one that came in time.
    const versions = await bids.versions(organisation, procurement, latest.reference);
    const earlier = lastInTime(versions.filter(({ lot }) => lot === latest.lot));
    if (earlier?.status === 'current') standing.push(earlier);
    if (earlier?.status === 'withdrawn') setAside.push(earlier);
    if (latest.status === 'late') setAside.push(latest);
  }
  return { standing: inCanonicalOrder(standing), setAside };
}

export function countBids({ standing, setAside }: ProcurementBids): BidCounts {
  const count = (wanted: BidStatus) => setAside.filter(({ status }) => status === wanted).length;
  return { standing: standing.length, late: count('late'), withdrawn: count('withdrawn') };
}

/** Nobody reads a bid before closing; one of a procurement cancelled before that is never read. */
export function areBidsSealed({ state, closedAt }: Pick<ProcurementRecord, 'state' | 'closedAt'>): boolean {
  return bidsAreSealed(state) || (state === 'cancelled' && closedAt === undefined);
}

/** The version that decides: the newest that is neither late nor a repetition. It counts unless it was withdrawn. */
function lastInTime(versions: readonly BidRecord[]): BidRecord | undefined {
  return versions
    .filter(({ status }) => !leavesEarlierStanding(status))
    .toSorted((a, b) => b.version - a.version)
    .at(0);
}

function leavesEarlierStanding(status: BidStatus): boolean {
  return status === 'late' || status === 'duplicate';
}

/** The order in which bids are recorded and hashed; each bid itself in canonical form. */
function inCanonicalOrder(records: readonly BidRecord[]): BidRecord[] {
  const byBid = new Map(records.map((record) => [JSON.stringify([record.reference, record.lot ?? null]), record]));
  return toCanonicalBids(records.map(({ bid }) => bid)).flatMap((bid) => {
    const record = byBid.get(JSON.stringify([bid.reference, bid.lot ?? null]));
    return record === undefined ? [] : [{ ...record, bid }];
  });
}

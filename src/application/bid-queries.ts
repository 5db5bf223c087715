import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { recordLook } from './record-look.ts';
import { isEvaluated, refuseEvaluators } from './evaluation-access.ts';
import { getProcurementRecord } from './change-procurement.ts';
import type { ServicePorts } from './ports.ts';
import type { BidRecord, ProcurementRecord } from './records.ts';
import { BID_READERS, requireRole } from './roles.ts';
import { areBidsSealed, type ProcurementBids, readBids } from './standing-bids.ts';
import { markSuperseded } from './superseded-versions.ts';

/** A bid as it counts now, with every version that was ever sent, oldest first. */
export type BidView = BidRecord & {
  readonly versions: readonly BidRecord[];
  /** The same bidder's bids for other lots. */
  readonly otherLots: readonly string[];
};

/**
 * The bids of a procurement: those that are assessed, and those set aside. Before closing nobody reads them: throws
 * AppError `not-allowed-in-state`, which says how many there are.
 */
export async function listBids(ports: ServicePorts, person: Person, reference: string): Promise<ProcurementBids> {
  requireRole(person, ...BID_READERS);
  const { record, bids: found } = await ports.database.read(async (stores) => {
    const record = await getProcurementRecord(stores, person, reference);
    await refuseEvaluators(stores, person, record);
    const bids = await readBids(stores, person.organisation, reference);
    requireUnsealed(record, bids.standing.length + bids.setAside.length);
    return { record, bids };
  });
  if (isEvaluated(record)) await recordLook(ports, person, reference, 'the bids');
  return found;
}

/** One bid with its versions. Without a lot, its first. Sealed as `listBids` is. */
export async function getBid(
  ports: ServicePorts,
  person: Person,
  reference: string,
  bid: string,
  lot?: string,
): Promise<BidView> {
  requireRole(person, ...BID_READERS);
  const { record, view } = await ports.database.read(async (stores) => {
    const record = await getProcurementRecord(stores, person, reference);
    requireUnsealed(record);
    await refuseEvaluators(stores, person, record);
    const { standing, setAside } = await readBids(stores, person.organisation, reference);
    const own = [...standing, ...setAside].filter((one) => one.reference === bid);
    const found = lot === undefined ? own[0] : own.find((one) => one.lot === lot);
    if (found === undefined) {
      const where = lot === undefined ? '' : ` for lot ${lot}`;
      throw new AppError('not-found', `${reference} has no bid "${bid}"${where}.`);
    }
    const versions = await stores.bids.versions(person.organisation, reference, bid);
    const lots = own.flatMap((one) => (one.lot === undefined || one.lot === found.lot ? [] : [one.lot]));
    const view = {
      ...found,
      versions: markSuperseded(versions.filter((one) => one.lot === found.lot)).toSorted(
        (a, b) => a.version - b.version,
      ),
      otherLots: [...new Set(lots)],
    };
    return { record, view };
  });
  if (isEvaluated(record)) await recordLook(ports, person, reference, `bid ${bid}`);
  return view;
}

/** Throws AppError `not-allowed-in-state` while nobody may read the bids; `count` is all that is told. */
export function requireUnsealed(record: ProcurementRecord, count?: number): void {
  if (!areBidsSealed(record)) return;
  const { reference, state } = record;
  const held = count === undefined ? 'Its bids are' : `${count === 1 ? 'One bid is' : `${count} bids are`} held`;
  const until =
    state === 'cancelled'
      ? 'It was cancelled before closing, so they stay sealed'
      : 'They are unsealed when it is closed';
  throw new AppError('not-allowed-in-state', `${reference} is ${state}. ${held} sealed. ${until}.`);
}

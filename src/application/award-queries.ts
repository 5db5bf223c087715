import type { IsoDate } from '../domain/iso-date.ts';
import { stateAfter } from '../domain/lifecycle.ts';
import type { Person } from '../domain/person.ts';
import type { RouteDuties } from '../domain/reference-data.ts';
import { ukDay } from '../domain/uk-day.ts';
import { type AwardCase, dutiesOn, isSetAside, rankings, readAwardCase } from './award-case.ts';
import {
  awardedContracts,
  type AwardedContract,
  readContractsOnRecord,
  winnersWithSuppliers,
} from './awarded-contracts.ts';
import { type AgreedReason, type AwardStep, type BidOfLot, isSameBid, stepsOf } from './award-records.ts';
import type { ServicePorts } from './ports.ts';
import { BID_READERS, requireRole } from './roles.ts';
import type { Stores } from './stores.ts';
import { type SummaryDue, summariesDue } from './summaries-due.ts';

/** A ranked bid of a lot, and whether the award can go to it now. */
export type RankedBid = BidOfLot & {
  readonly supplier: string;
  readonly rank: number;
  readonly setAside: boolean;
  /** Every higher bid is out, so this is the one that can be awarded. */
  readonly canBeAwarded: boolean;
};

/** Where a procurement stands between approval and contract. */
export type AwardView = {
  readonly reference: string;
  readonly steps: readonly AwardStep[];
  /** The latest edition and what it rests on. */
  readonly edition: number;
  readonly chainHead: string;
  readonly ranked: readonly RankedBid[];
  readonly suppliers: readonly (BidOfLot & { readonly supplier: string })[];
  readonly summaries: readonly (SummaryDue & { readonly supplier: string })[];
  /** What the panel agreed of each bid, for choosing what to withhold. */
  readonly reasons: readonly AgreedReason[];
  /** Something has been withheld since the latest edition. */
  readonly needsNewEdition: boolean;
  readonly duties: RouteDuties;
  /** Last day of the standstill, where it has begun. */
  readonly standstillEnds?: IsoDate;
  /** The day from which the contract can be signed has come. */
  readonly mayContract: boolean;
  /** The winners once the contract is signed, each with its contract on the carbon register, where it is there yet. */
  readonly register: readonly AwardedContract[];
};

/** The award as it stands; AppError `not-allowed-in-state` before approval. */
export async function getAward(ports: ServicePorts, person: Person, reference: string): Promise<AwardView> {
  requireRole(person, ...BID_READERS);
  const { own, register } = await ports.database.read(async (stores) => {
    const read = await readAwardCase(stores, person, reference);
    return { own: read, register: await readRegister(stores, read) };
  });
  const { approval, issued, steps } = own;
  const today = ukDay(ports.clock());
  const duties = dutiesOn(ports, own.record, today);
  const standstill = stepsOf(steps, 'standstill').at(-1);
  const suppliers = suppliersOf(own);
  const nameOf = (bid: BidOfLot) => suppliers.find((one) => isSameBid(one, bid))?.supplier ?? '';
  const awaitsNone = standstill === undefined && duties.standstill !== 'mandatory';
  return {
    reference,
    steps,
    edition: approval.edition,
    chainHead: approval.chainHead,
    ranked: rankedBids(own, nameOf),
    suppliers,
    summaries: summariesDue(own).map((one) => ({ ...one, supplier: nameOf(one) })),
    reasons: issued.agreed ?? [],
    needsNewEdition: stepsOf(steps, 'redaction').some(({ number }) => number > approval.number),
    duties,
    ...(standstill === undefined ? {} : { standstillEnds: standstill.ends }),
    mayContract:
      stateAfter(own.record.state, 'contract') !== undefined &&
      (awaitsNone || (standstill !== undefined && today > standstill.ends)),
    register,
  };
}

async function readRegister(stores: Stores, { record, steps, issued }: AwardCase): Promise<AwardedContract[]> {
  if (record.state !== 'contracted') return [];
  const winners = stepsOf(steps, 'award').flatMap((step) => step.winners);
  const { reference } = record.facts;
  return awardedContracts(
    reference,
    winnersWithSuppliers(winners, issued.record.inputs.bids),
    await readContractsOnRecord(stores, record.organisation),
  );
}

function suppliersOf({ issued }: AwardCase): (BidOfLot & { readonly supplier: string })[] {
  return issued.record.inputs.bids.map(({ reference, lot, supplier }) => ({
    bid: reference,
    ...(lot === undefined ? {} : { lot }),
    supplier: supplier.name,
  }));
}

function rankedBids(own: AwardCase, nameOf: (bid: BidOfLot) => string): RankedBid[] {
  return rankings(own.issued).flatMap(({ lot, bids }) => {
    const named = bids.map((bid) => ({ bid, ...(lot === undefined ? {} : { lot }) }));
    const next = named.find((one) => !isSetAside(own, one));
    return named.map((one, index) => ({
      ...one,
      supplier: nameOf(one),
      rank: index + 1,
      setAside: isSetAside(own, one),
      canBeAwarded: one === next,
    }));
  });
}

import type { Bid } from '../domain/bid.ts';
import type { Contract } from '../domain/contract.ts';
import type { Supplier } from '../domain/supplier.ts';
import { type BidOfLot, isSameBid } from './award-records.ts';
import { currentContracts } from './current-contracts.ts';
import { plainName } from './nearest-names.ts';
import type { ContractChange } from './performance-stores.ts';
import type { Stores } from './stores.ts';
import { supplierIdentity, supplierPath } from './suppliers.ts';

/** An awarded bid, and what its contract is called on the carbon register, where it is there. */
export type AwardedContract = BidOfLot & { readonly contract?: string };

/** What tells which awarded bids have their contract on the register. */
export type ContractsOnRecord = {
  readonly changes: readonly ContractChange[];
  readonly contracts: readonly Contract[];
};

export async function readContractsOnRecord(
  stores: Pick<Stores, 'contracts' | 'ledger' | 'performance'>,
  organisation: string,
): Promise<ContractsOnRecord> {
  const current = await currentContracts(stores, organisation);
  return { changes: await stores.performance.contractChanges(organisation), contracts: [...current.values()] };
}

type Winner = BidOfLot & { readonly supplier: Supplier };

/** The winners with the suppliers that their bids name. */
export function winnersWithSuppliers(
  winners: readonly BidOfLot[],
  bids: readonly Pick<Bid, 'reference' | 'lot' | 'supplier'>[],
): Winner[] {
  return winners.flatMap((winner) => {
    const bid = bids.find(({ reference, lot }) =>
      isSameBid(winner, { bid: reference, ...(lot === undefined ? {} : { lot }) }),
    );
    return bid === undefined ? [] : [{ ...winner, supplier: bid.supplier }];
  });
}

/**
 * The contract of each awarded bid: the one that its own act put on the register, else one that came in a file and
 * names the procurement and the supplier. A contract is that of one bid, or its carbon would count twice.
 */
export function awardedContracts(
  procurement: string,
  winners: readonly Winner[],
  { changes, contracts }: ContractsOnRecord,
): AwardedContract[] {
  const made = changes.filter(({ origin }) => origin?.procurement === procurement);
  const inFiles = contracts.filter(
    ({ reference, procurementReference = '' }) =>
      plainName(procurementReference) === plainName(procurement) && made.every((one) => one.reference !== reference),
  );
  const left = Map.groupBy(inFiles, ({ supplier }) => companyOf(supplier));
  return winners.map(({ bid, lot, supplier }) => {
    const named = { bid, ...(lot === undefined ? {} : { lot }) };
    const own = made.find(({ origin }) => origin !== undefined && isSameBid(origin, named));
    const contract = own?.reference ?? left.get(companyOf(supplier))?.shift()?.reference;
    return { ...named, ...(contract === undefined ? {} : { contract }) };
  });
}

function companyOf(supplier: Supplier): string {
  return supplierPath(supplierIdentity(supplier));
}

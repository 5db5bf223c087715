import type { Contract } from '../domain/contract.ts';
import { currentContracts } from './current-contracts.ts';
import { plainCompanyName } from './nearest-names.ts';
import type { Stores } from './stores.ts';

/** The contracts of each supplier by its name without legal form: for files that know suppliers and no contracts. */
export type ContractsOfSuppliers = ReadonlyMap<string, readonly Pick<Contract, 'reference' | 'start' | 'end'>[]>;

/** Every contract on record that is more than planned, by its supplier. */
export async function contractsOfSuppliers(
  stores: Pick<Stores, 'contracts' | 'ledger'>,
  organisation: string,
): Promise<ContractsOfSuppliers> {
  const current = await currentContracts(stores, organisation);
  const bySupplier = Map.groupBy(
    [...current.values()].filter(({ status }) => status !== 'planned'),
    ({ supplier }) => plainCompanyName(supplier.name),
  );
  return new Map(
    [...bySupplier].map(([name, all]) => [name, all.map(({ reference, start, end }) => ({ reference, start, end }))]),
  );
}

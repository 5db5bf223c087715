import type { Contract } from '../domain/contract.ts';
import type { Stores } from './stores.ts';

/** The latest version of every contract that an organisation has on record, by reference. */
export async function currentContracts(
  { contracts, ledger }: Pick<Stores, 'contracts' | 'ledger'>,
  organisation: string,
): Promise<ReadonlyMap<string, Contract>> {
  const versions = await contracts.versions(organisation, 0, await ledger.version(organisation));
  return new Map(versions.map(({ contract }) => [contract.reference, contract]));
}

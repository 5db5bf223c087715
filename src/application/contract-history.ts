import type { Contract } from '../domain/contract.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { contractDifferences } from './contract-differences.ts';
import { getContract } from './contract-queries.ts';
import type { ContractVersion, LedgerEntry } from './ledger-stores.ts';
import type { CommitmentOrigin, ContractChange } from './performance-stores.ts';
import type { ServicePorts } from './ports.ts';

/** A version of a contract: what changed in it, who says why, and where it came from. */
export type ContractVersionView = {
  readonly version: number;
  readonly contract: Contract;
  readonly recordedAt: IsoInstant;
  readonly by: string;
  /** One sentence for each fact that differs from the version before; none for the first. */
  readonly differences: readonly string[];
  /** Absent where a file brought it. */
  readonly reason?: string;
  readonly origin?: CommitmentOrigin;
  readonly fileName?: string;
};

/** Every version of a contract, the latest first. Throws AppError `not-found`. */
export async function getContractHistory(
  ports: ServicePorts,
  person: Person,
  reference: string,
): Promise<ContractVersionView[]> {
  await getContract(ports, person, reference);
  const { organisation } = person;
  return ports.database.read(async ({ contracts, ledger, performance }) => {
    const changes = await performance.contractChanges(organisation);
    const views: ContractVersionView[] = [];
    for (const version of await contracts.history(organisation, reference)) {
      const entry = await ledger.entry(organisation, version.version);
      const change = changes.find((one) => one.reference === reference && one.version === version.version);
      views.unshift(toView(version, views[0]?.contract, entry, change));
    }
    return views;
  });
}

function toView(
  { version, contract }: ContractVersion,
  before: Contract | undefined,
  entry: LedgerEntry | undefined,
  change: ContractChange | undefined,
): ContractVersionView {
  const { reason, origin, byName, at = '' } = change ?? {};
  const { fileName, recordedAt = at, by = '' } = entry ?? {};
  return {
    version,
    contract,
    recordedAt,
    by: byName ?? by,
    differences: before === undefined ? [] : contractDifferences(before, contract),
    ...(reason === undefined ? {} : { reason }),
    ...(origin === undefined ? {} : { origin }),
    ...(fileName === undefined ? {} : { fileName }),
  };
}

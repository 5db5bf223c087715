import type { Contract } from '../domain/contract.ts';
import type { ContractStore, ContractVersion } from '../application/ledger-stores.ts';
import type { Session } from './session.ts';

type ContractVersionRow = {
  readonly organisation: string;
  readonly reference: string;
  readonly version: number;
  readonly contract: string;
};

export function createContractStore({ database }: Session): ContractStore {
  const versions = () => database<ContractVersionRow>('contractVersions');
  return {
    async find(organisation, reference) {
      const row = await versions().where({ organisation, reference }).orderBy('version', 'desc').first();
      return row === undefined ? undefined : toVersion(row);
    },
    async history(organisation, reference) {
      const rows = await versions().where({ organisation, reference }).orderBy('version');
      return rows.map(toVersion);
    },
    async versions(organisation, after, upTo) {
      const rows = await versions()
        .where({ organisation })
        .andWhere('version', '>', after)
        .andWhere('version', '<=', upTo)
        .orderBy(['version', 'reference']);
      return rows.map(toVersion);
    },
  };
}

function toVersion({ version, contract }: ContractVersionRow): ContractVersion {
  return { version, contract: JSON.parse(contract) as Contract };
}

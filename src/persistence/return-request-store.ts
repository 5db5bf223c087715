import type { Stores } from '../application/stores.ts';
import { AppError } from '../domain/errors.ts';
import type { ReturnRequest } from '../domain/return-request.ts';
import { toPlainText } from './rows.ts';
import { ensureOrganisation, type Session } from './session.ts';

type ReturnRequestRow = Pick<ReturnRequest, 'contract' | 'financialYear' | 'sequence'> & {
  readonly organisation: string;
  readonly details: string;
};

export function createReturnRequestStore(session: Session): Stores['returnRequests'] {
  const rows = () => session.database<ReturnRequestRow>('returnRequests');
  return {
    async add(organisation, requests) {
      await ensureOrganisation(session, organisation);
      for (const { contract, financialYear, sequence, ...rest } of requests) {
        const details = toPlainText(JSON.stringify(rest));
        const made = await rows()
          .insert({ organisation, contract, financialYear, sequence, details })
          .onConflict(['organisation', 'financialYear', 'contract', 'sequence'])
          .ignore()
          .returning('sequence');
        if (made.length > 0) continue;
        const message = `Somebody recorded a request for ${contract} and ${financialYear} meanwhile. Look at it again.`;
        throw new AppError('conflict', message);
      }
    },
    async list(organisation, financialYear) {
      const found = await rows().where({ organisation, financialYear }).orderBy(['contract', 'sequence']);
      return found.map(({ contract, sequence, details }) => ({
        contract,
        financialYear,
        sequence,
        ...(JSON.parse(details) as Omit<ReturnRequest, 'contract' | 'financialYear' | 'sequence'>),
      }));
    },
  };
}

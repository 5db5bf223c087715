import type { LedgerStore } from '../application/ledger-stores.ts';
import { AppError } from '../domain/errors.ts';
import { lockLedger } from './ledger-lock.ts';
import { type EditionRow, toComparableInstant, toEdition, toEditionRow } from './ledger-rows.ts';
import { toPlainText } from './rows.ts';
import type { Session } from './session.ts';

/** Named states of the ledger. No entry is ever dated at or before the last of them. */
export function ledgerEditions(session: Session): Pick<LedgerStore, 'addEdition' | 'editions'> {
  const { database } = session;
  const editions = () => database<EditionRow>('ledgerEditions');
  return {
    async addEdition({ name, ...given }) {
      const { organisation } = given;
      const last = await lockLedger(session, organisation);
      if (last.version === 0) {
        throw new AppError('not-allowed-in-state', 'The ledger is empty: there is nothing to publish yet.');
      }
      const at = toComparableInstant(given.at);
      const edition = {
        ...given,
        name: toPlainText(name),
        version: last.version,
        at: at > last.instant ? at : last.instant,
      };
      const made = await editions()
        .insert(toEditionRow(edition))
        .onConflict(['organisation', 'name'])
        .ignore()
        .returning('name');
      if (made.length === 0) throw new AppError('conflict', `There is an edition "${name}" already.`);
      return edition;
    },
    async editions(organisation) {
      return (await editions().where({ organisation }).orderBy(['at', 'name'])).map(toEdition);
    },
  };
}

import type { ImportRecord } from '../application/records.ts';
import type { Stores } from '../application/stores.ts';
import { AppError } from '../domain/errors.ts';
import { changedMeanwhile } from './conflict.ts';
import { pageOf } from './paging.ts';
import { type ImportRow, toImportRecord, toImportRow } from './rows.ts';
import { ensureOrganisation, locked, type Session } from './session.ts';

/** An import row with who reads it and until when that counts, in milliseconds since 1970. */
type OwnedRow = ImportRow & { readonly owner: string | null; readonly ownedUntil: number | null };

const NOBODY = { owner: null, ownedUntil: null };

export function createImportStore(session: Session): Stores['imports'] {
  const { database } = session;
  const imports = () => database<OwnedRow>('imports');

  const store: Stores['imports'] = {
    async create(record) {
      await ensureOrganisation(session, record.organisation);
      const made = await imports().insert(toImportRow(record)).onConflict('id').ignore().returning('id');
      if (made.length === 0) throw new AppError('conflict', `There is an import ${record.id} already.`);
    },
    async find(id) {
      const row = (await locked(imports().where({ id }), session).first()) as ImportRow | undefined;
      return row === undefined ? undefined : toImportRecord(row);
    },
    async save(record) {
      const { id, revision } = record;
      const next = { ...record, revision: revision + 1 };
      const owner = record.state === 'reading' ? {} : NOBODY;
      const changed = await imports()
        .where({ id, revision })
        .update({ ...toImportRow(next), ...owner });
      if (changed === 0) throw changedSince(record, await store.find(id));
      return next;
    },
    list: (organisation, page) =>
      pageOf<ImportRow, ImportRecord>(imports().where({ organisation }), ['at', 'id'], page, toImportRecord),
    ...readingClaims(session),
  };
  return store;
}

/** Which process reads an import, and until when that counts without a sign of life. */
function readingClaims({ database }: Session): Pick<Stores['imports'], 'claim' | 'beat' | 'interruptStale'> {
  const imports = () => database<OwnedRow>('imports');
  return {
    async claim(id, owner, until) {
      const claimed = await imports()
        .where({ id })
        .whereIn('state', ['received', 'interrupted'])
        .update({
          state: 'reading',
          revision: database.raw('?? + 1', ['revision']),
          rowsRead: 0,
          owner,
          ownedUntil: Date.parse(until),
        });
      return claimed === 1;
    },
    async beat(id, owner, until, rowsRead) {
      const alive = await imports()
        .where({ id, owner, state: 'reading' })
        .update({ ownedUntil: Date.parse(until), rowsRead });
      if (alive === 0) {
        throw new AppError('conflict', `Import ${id} is no longer read here: it was taken for interrupted.`);
      }
    },
    async interruptStale(now) {
      const rows = (await imports()
        .where({ state: 'reading' })
        .andWhere('ownedUntil', '<', Date.parse(now))
        .update({ state: 'interrupted', revision: database.raw('?? + 1', ['revision']), ...NOBODY })
        .returning('*')) as ImportRow[];
      return rows.map(toImportRecord);
    },
  };
}

function changedSince(mine: ImportRecord, current: ImportRecord | undefined): AppError {
  if (current === undefined) return new AppError('not-found', `There is no import ${mine.id}.`);
  return changedMeanwhile(`Import ${mine.id}`, mine.revision, { revision: current.revision, state: current.state });
}

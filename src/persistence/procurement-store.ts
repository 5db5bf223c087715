import type { ProcurementRecord } from '../application/records.ts';
import type { Stores } from '../application/stores.ts';
import { AppError } from '../domain/errors.ts';
import { changedMeanwhile } from './conflict.ts';
import { pageOf } from './paging.ts';
import {
  type FactsVersionRow,
  type ProcurementRow,
  toFactsVersion,
  toFactsVersionRow,
  toProcurementRecord,
  toProcurementRow,
} from './rows.ts';
import { ensureOrganisation, locked, type Session } from './session.ts';

export function createProcurementStore(session: Session): Stores['procurements'] {
  const { database } = session;
  const procurements = () => database<ProcurementRow>('procurements');

  const store: Stores['procurements'] = {
    async find(organisation, reference) {
      const row = await locked(procurements().where({ organisation, reference }), session).first();
      return row === undefined ? undefined : toProcurementRecord(row);
    },
    list: (organisation, page) =>
      pageOf<ProcurementRow, ProcurementRecord>(
        procurements().where({ organisation }),
        ['createdAt', 'reference'],
        page,
        toProcurementRecord,
      ),
    async create(record, reason, by) {
      const { organisation, reference, factsVersion: version, facts, createdAt: at } = record;
      await ensureOrganisation(session, organisation);
      const made = await procurements()
        .insert(toProcurementRow(record))
        .onConflict(['organisation', 'reference'])
        .ignore()
        .returning('reference');
      if (made.length === 0) throw new AppError('conflict', `There is a procurement ${reference} already.`);
      await store.addFactsVersion(organisation, reference, { version, facts, reason, by, at });
    },
    async save(record) {
      const { organisation, reference, revision } = record;
      const next = { ...record, revision: revision + 1 };
      const changed = await procurements().where({ organisation, reference, revision }).update(toProcurementRow(next));
      if (changed === 0) throw changedSince(record, await store.find(organisation, reference));
      return next;
    },
    ...factsHistory(session),
  };
  return store;
}

/** Every version of the facts that was ever in force, with its reason. */
function factsHistory({ database }: Session): Pick<Stores['procurements'], 'addFactsVersion' | 'factsVersions'> {
  const factsVersions = () => database<FactsVersionRow>('facts_versions');
  return {
    async addFactsVersion(organisation, reference, version) {
      const made = await factsVersions()
        .insert(toFactsVersionRow(organisation, reference, version))
        .onConflict(['organisation', 'procurement', 'version'])
        .ignore()
        .returning('version');
      if (made.length === 0) {
        throw new AppError('conflict', `Version ${version.version} of the facts of ${reference} is on record already.`);
      }
    },
    async factsVersions(organisation, reference) {
      const rows = await factsVersions().where({ organisation, procurement: reference }).orderBy('version');
      return rows.map(toFactsVersion);
    },
  };
}

function changedSince(mine: ProcurementRecord, current: ProcurementRecord | undefined): AppError {
  if (current === undefined) return new AppError('not-found', `There is no procurement ${mine.reference}.`);
  return changedMeanwhile(mine.reference, mine.revision, {
    revision: current.revision,
    state: current.state,
    at: current.updatedAt,
  });
}

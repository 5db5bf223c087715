import type { Knex } from 'knex';
import type { Stores } from '../application/stores.ts';
import type { FactorSetApproval } from '../domain/conversion-factor.ts';
import { AppError } from '../domain/errors.ts';
import {
  type FactorRow,
  type FactorSetApprovalRow,
  type FactorSetRow,
  toFactorRecord,
  toFactorRow,
  toFactorSet,
  toFactorSetRow,
} from './factor-rows.ts';
import { ensureOrganisation, type Session } from './session.ts';

/** SQLite takes only so many values in one statement, and is quickest with statements of about this size. */
const ROWS_AT_ONCE = 100;

export function createFactorStore(session: Session): Stores['factors'] {
  const { database } = session;
  const setsOf = (organisation: string) => database<FactorSetRow>('factor_sets').where({ organisation });
  const approvals = () => database<FactorSetApprovalRow>('factor_set_approvals');
  const factors = () => database<FactorRow>('conversion_factors');

  return {
    async addSet(organisation, set, records) {
      await ensureOrganisation(session, organisation);
      const made = await database<FactorSetRow>('factor_sets')
        .insert(toFactorSetRow(organisation, set))
        .onConflict()
        .ignore()
        .returning('id');
      if (made.length === 0)
        throw new AppError('conflict', `There is a factor set ${set.id}, or one of this file, already.`);
      const rows = records.map((record) => toFactorRow(organisation, set.id, record));
      for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
        await factors().insert(rows.slice(start, start + ROWS_AT_ONCE));
      }
    },
    async approve(organisation, setId, approval) {
      const row = { organisation, setId, details: JSON.stringify(approval) };
      const made = await approvals().insert(row).onConflict(['organisation', 'setId']).ignore().returning('setId');
      if (made.length === 0) throw new AppError('conflict', `Factor set ${setId} has been approved already.`);
    },
    async sets(organisation) {
      const rows = await setsOf(organisation).orderBy('id');
      const approved = new Map(
        (await approvals().where({ organisation })).map(({ setId, details }) => [
          setId,
          JSON.parse(details) as FactorSetApproval,
        ]),
      );
      return rows.map((row) => toFactorSet(row, approved.get(row.id)));
    },
    async find(organisation, setId, id) {
      const row = await factors().where({ organisation, setId, id }).first();
      return row === undefined ? undefined : toFactorRecord(row);
    },
    list: async (organisation, setId, filter) =>
      (await filtered(factors().where({ organisation, setId }), filter)).map(toFactorRecord),
    all: async (organisation, setId) =>
      (await factors().where({ organisation, setId }).orderBy('number')).map(toFactorRecord),
    some: async (organisation, setId, ids) =>
      (await factors().where({ organisation, setId }).whereIn('id', ids).orderBy('number')).map(toFactorRecord),
  };
}

async function filtered(
  query: Knex.QueryBuilder<FactorRow, FactorRow[]>,
  { words, unit, after, limit }: Parameters<Stores['factors']['list']>[2],
): Promise<FactorRow[]> {
  void query.orderBy('number').limit(limit);
  if (after !== undefined) void query.where('number', '>', after);
  if (unit !== undefined) void query.where({ unit });
  for (const word of words) void query.whereRaw(`?? like ? escape '!'`, ['search', `%${literally(word)}%`]);
  return query;
}

/** The text as LIKE takes it literally. */
function literally(text: string): string {
  return text.replaceAll(/[!%_]/g, (sign) => `!${sign}`);
}

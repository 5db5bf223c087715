import type { Knex } from 'knex';
import { firstHash } from '../domain/audit-event.ts';
import type { OrganisationRow } from './rows.ts';

/** One transaction, as the stores of a database see it. */
export type Session = {
  readonly database: Knex.Transaction;
  /** Whether what is found is kept from others until the end: when writing to PostgreSQL. SQLite has one writer. */
  readonly locksRows: boolean;
  /** To be called after much was written: brings it to disk beside the main thread, before the commit waits for it. */
  readonly settle: () => Promise<void>;
};

/** The query, with the rows it finds locked where that is needed. Others may still refer to these rows. */
export function locked<Builder extends Knex.QueryBuilder>(query: Builder, { locksRows }: Session): Builder {
  return (locksRows ? query.forNoKeyUpdate() : query) as Builder;
}

/** Every record belongs to an organisation; its row is made with the first one. */
export async function ensureOrganisation({ database }: Session, id: string): Promise<void> {
  const row: OrganisationRow = { id, auditSeq: 0, auditHash: firstHash(id) };
  await database('organisations').insert(row).onConflict('id').ignore();
}

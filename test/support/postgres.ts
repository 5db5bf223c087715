import { randomBytes } from 'node:crypto';
import knex from 'knex';

/** A PostgreSQL server to test on; without it only SQLite and PGlite are tested. `.ci/postgres.mjs` starts one. */
export const postgresServer: string | undefined = process.env['TEST_DATABASE_URL'];

export type ServerDatabase = { readonly url: string; readonly drop: () => Promise<void> };

/** A new empty database on the test server, of its own for one test. */
export async function createServerDatabase(): Promise<ServerDatabase> {
  if (postgresServer === undefined) throw new Error('Set TEST_DATABASE_URL to a PostgreSQL server for tests.');
  const name = `scorer_test_${randomBytes(6).toString('hex')}`;
  await administer(`create database ${name} template template0 encoding 'UTF8'`);
  const url = new URL(postgresServer);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(`drop database ${name} with (force)`) };
}

async function administer(statement: string): Promise<void> {
  const server = knex({ client: 'pg', connection: postgresServer ?? '', pool: { min: 0, max: 1 } });
  try {
    await server.raw(statement);
  } finally {
    await server.destroy();
  }
}

import { PGlite } from '@electric-sql/pglite';
import knex from 'knex';
import PGliteClient from 'knex-pglite';
import { describe, expect, it } from 'vitest';
import { appendContracts } from '../../src/application/append-contracts.ts';
import type { Stores } from '../../src/application/stores.ts';
import { connect, type Connections, SETTINGS } from '../../src/persistence/connections.ts';
import { createDatabase } from '../../src/persistence/database.ts';
import { aContract } from '../support/carbon.ts';
import { describeWithDatabases, makeSqlite } from '../support/databases.ts';
import { AT, bandsVersion, contractChange, engagementEntry, ORGANISATION } from './records.ts';

const fill = async (stores: Stores) => {
  await appendContracts(stores, { organisation: ORGANISATION, at: AT, by: 'olivia' }, [aContract('C1')]);
  await stores.performance.addContractChange(ORGANISATION, contractChange());
  await stores.performance.addBands(ORGANISATION, bandsVersion());
  await stores.performance.addEngagement(ORGANISATION, engagementEntry());
};
const read = async ({ performance }: Stores, organisation: string) => [
  await performance.contractChanges(organisation),
  await performance.bands(organisation),
  await performance.engagement(organisation),
];

describeWithDatabases('the store of working with suppliers', (makeDatabase) => {
  it('gives back what was kept as it was given, in order, to its own organisation', async () => {
    const database = await makeDatabase();
    await database.transaction(async (stores) => {
      await fill(stores);
      await stores.performance.addEngagement(ORGANISATION, engagementEntry(10));
      await stores.performance.addEngagement(ORGANISATION, engagementEntry(2, 2));
      await stores.performance.addEngagement(ORGANISATION, engagementEntry(2, 1));
    });
    expect(await database.read((stores) => read(stores, ORGANISATION))).toEqual([
      [contractChange()],
      [bandsVersion()],
      [engagementEntry(), engagementEntry(2, 1), engagementEntry(2, 2), engagementEntry(10)],
    ]);
    expect(await database.read((stores) => read(stores, 'eastham'))).toEqual([[], [], []]);
  });

  it('refuses a step or a version of the bands that somebody else has taken', async () => {
    const database = await makeDatabase();
    await database.transaction(fill);
    const conflict = { code: 'conflict' };
    await expect(
      database.transaction(({ performance }) => performance.addEngagement(ORGANISATION, engagementEntry())),
    ).rejects.toMatchObject(conflict);
    await expect(
      database.transaction(({ performance }) => performance.addBands(ORGANISATION, bandsVersion())),
    ).rejects.toMatchObject(conflict);
  });
});

describe('the tables of working with suppliers', () => {
  const TABLES = ['contract_changes', 'performance_bands', 'engagement_steps'];

  const expectKept = async (connections: Connections, statements: readonly string[]) => {
    const database = createDatabase(connections, async () => undefined);
    await database.migrate();
    await database.transaction(fill);
    for (const statement of statements) {
      await expect(connections.writer.raw(statement), statement).rejects.toThrow(/table of record/);
    }
    expect(await database.read((stores) => read(stores, ORGANISATION))).toEqual([
      [contractChange()],
      [bandsVersion()],
      [engagementEntry()],
    ]);
  };
  const changes = TABLES.flatMap((table) => [`delete from ${table}`, `update ${table} set organisation = 'x'`]);

  it('refuse to be changed or emptied, on SQLite', async () => {
    const file = await makeSqlite();
    const connections = connect(file.url ?? '');
    await expectKept(connections, changes);
    await connections.writer.destroy();
    await connections.reader.destroy();
    await file.close();
  });

  it('refuse to be changed or emptied, on PGlite', async () => {
    const pglite = new PGlite();
    await pglite.waitReady;
    const server = knex({ client: PGliteClient, connection: () => ({ pglite }) as object, ...SETTINGS });
    const truncations = TABLES.map((table) => `truncate ${table}`);
    await expectKept({ dialect: 'postgres', writer: server, reader: server }, [...changes, ...truncations]);
    await server.destroy();
  }, 60_000);
});

import { describe, expect, it } from 'vitest';
import { appendCarbonReturn } from '../../src/application/append-carbon-return.ts';
import { appendContracts } from '../../src/application/append-contracts.ts';
import { connect } from '../../src/persistence/connections.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { makeOnServer, makeSqlite, type TestDatabase } from '../support/databases.ts';
import { postgresServer } from '../support/postgres.ts';
import { AT, ORGANISATION } from './records.ts';

/** Each with a column that somebody might want to change. */
const TABLES_OF_RECORD = {
  ledger_entries: 'details',
  ledger_editions: 'details',
  edition_forecasts: 'details',
  contract_versions: 'contract',
  carbon_pages: 'statements',
  carbon_reversals: 'version',
  carbon_groups: 'dimensions',
  carbon_page_groups: 'page_id',
  carbon_changes: 'grams',
};

function refusesChanges(title: string, make: () => Promise<TestDatabase>): void {
  it(`refuses to change or remove what is on record, ${title}`, async () => {
    const database = await make();
    const context = { organisation: ORGANISATION, catalogue: await testCatalogue(), at: AT, by: 'olivia' };
    await database.transaction(async (stores) => {
      await appendContracts(stores, context, [aContract('C1')]);
      await appendCarbonReturn(stores, context, [aLine('C1', 'L1')]);
      await appendCarbonReturn(stores, context, [aLine('C1', 'L1', { amount: '7', supersedes: 'L1' })]);
      const edition = { organisation: ORGANISATION, name: 'First', at: AT, reason: 'Report', by: 'olivia' };
      await stores.ledger.addEdition(edition);
      const amounts = { gross: 7n, actual: 7n, estimated: 0n, contracts: new Map([['C1', 7n]]) };
      await stores.trajectories.addForecasts(ORGANISATION, [
        { edition: 'First', bearer: ORGANISATION, year: '2026/27', ...amounts },
      ]);
    });
    const { writer, reader, dialect } = connect(database.url ?? '');
    const statements = Object.entries(TABLES_OF_RECORD).flatMap(([table, column]) => [
      `delete from ${table}`,
      `update ${table} set ${column} = ${column}`,
      ...(dialect === 'postgres' ? [`truncate ${table} cascade`] : [`replace into ${table} select * from ${table}`]),
    ]);
    for (const statement of statements) {
      await expect(writer.raw(statement), statement).rejects.toThrow(/table of record/);
    }
    await writer.destroy();
    if (reader !== writer) await reader.destroy();
    await database.close();
  });
}

describe('the tables of the carbon ledger', () => {
  refusesChanges('on SQLite', makeSqlite);
  describe.skipIf(postgresServer === undefined)('with a PostgreSQL server (TEST_DATABASE_URL)', () => {
    refusesChanges('on a PostgreSQL server', makeOnServer);
  });
});

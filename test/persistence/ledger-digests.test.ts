import { beforeEach, expect, it } from 'vitest';
import { verifyAudit } from '../../src/application/audit-queries.ts';
import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { describeWithDatabases, type TestDatabase } from '../support/databases.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';

const keeper = aPerson('sustainability');
const auditor = aPerson('auditor');
const CONTRACTS = ['C1', 'c2', 'Č3'];

describeWithDatabases('the audit of the carbon ledger', (makeDatabase, kind) => {
  let database: TestDatabase;
  let ports: TestPorts;
  beforeEach(async () => {
    database = await makeDatabase();
    ports = await createTestPorts(database);
    await recordContracts(
      ports,
      keeper,
      CONTRACTS.map((one) => aContract(one)),
    );
    const lines = CONTRACTS.flatMap((contract) => [aLine(contract, 'L1'), aLine(contract, 'L2', { category: '2' })]);
    await recordCarbonReturn(ports, keeper, lines);
    // Takes three lines out again in another order than that in which they came, and adds to groups old and new.
    await recordCarbonReturn(ports, keeper, [
      aLine('c2', 'L2', { category: '2', amount: '5', supersedes: 'L2' }),
      aLine('C1', 'L1', { category: '4', amount: '7', supersedes: 'L1' }),
      aLine('C1', 'L2', { category: '2', amount: '9', supersedes: 'L2' }),
    ]);
  });

  /** As somebody would who holds the database itself. */
  const tamper = async (table: string, statement: string) => {
    const triggers = kind === 'sqlite' ? ['no_update', 'no_delete'] : ['no_change'];
    for (const name of triggers) {
      await database.raw(`drop trigger if exists ${table}_${name}${kind === 'sqlite' ? '' : ` on ${table}`}`);
    }
    await database.raw(statement);
  };
  const found = async () => (await verifyAudit(ports, auditor)).strangers ?? [];

  it('finds every entry as its event tells, with lines that were put right', async () => {
    expect(await verifyAudit(ports, auditor)).toMatchObject({ holds: true, events: 3 });
  });

  it.each([
    ['ledger_entries', `update ledger_entries set recorded_at = '2026-01-01T00:00:00.000Z' where version = 2`, 2],
    ['carbon_pages', `update carbon_pages set figures = replace(figures, '123456', '23456') where version = 2`, 2],
    ['carbon_pages', `update carbon_pages set statements = replace(statements, '"7"', '"8"') where version = 3`, 3],
    ['carbon_changes', `update carbon_changes set grams = grams - 1 where version = 3`, 3],
    ['carbon_changes', `delete from carbon_changes where version = 2`, 2],
    ['carbon_groups', `update carbon_groups set dimensions = replace(dimensions, '"4"', '"9"')`, 3],
    ['carbon_reversals', `delete from carbon_reversals where line_id = 1`, 3],
    ['contract_versions', `update contract_versions set contract = replace(contract, '120000', '1')`, 1],
  ])('names the entry whose rows of %s were changed: %s', async (table, statement, version) => {
    await tamper(table, statement);
    expect(await found()).toContain(`Carbon ledger: no event tells of entry ${version} as it stands`);
  });

  it('names what was put in beside it, which no table refuses', async () => {
    await database.raw(
      `insert into carbon_changes (organisation, version, cause, group_id, grams, market_based, lines, located_lines, market_lines)
       select organisation, version, 'method', group_id, -grams, 0, 0, 0, 0 from carbon_changes where version = 2`,
    );
    expect(await found()).toEqual(['Carbon ledger: no event tells of entry 2 as it stands']);
    await database.raw(
      `insert into ledger_entries (organisation, version, kind, recorded_at, file_sha256, details)
       select organisation, 4, kind, '2027-01-01T00:00:00.000Z', 'other', details from ledger_entries where version = 3`,
    );
    expect(await found()).toContain('Carbon ledger: no event tells of entry 4');
  });
});

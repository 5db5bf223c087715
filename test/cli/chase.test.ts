import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { fillCarbonLedger } from '../support/carbon-ledger.ts';
import { runCommand } from '../support/command-line.ts';
import { createTestPorts, type TestPorts } from '../support/service-ports.ts';

describe('scorer chase', () => {
  let ports: TestPorts;
  beforeEach(async () => {
    ports = await createTestPorts();
    const { database } = ports;
    await fillCarbonLedger(database);
    onTestFinished(() => database.close());
  });

  const run = (...args: readonly string[]) => runCommand(ports, 'chase', ...args);

  it('lists who owes a return, and records asking and chasing', async () => {
    const year = ['--year', '2026/27'];
    const before = await run('list', ...year);
    expect(before.code).toBe(0);
    expect(before.out).toContain('Carbon returns owed for 2026/27, on 2026-11-23');
    expect(before.out).toMatch(/quiet .*not-asked +0 of 2/);
    expect(before.out).toContain('3 contracts, 0 received whole.');
    const asked = await run('asked', 'quiet', ...year, '--on', '2026-06-01', '--reply-by', '2026-06-30');
    expect(asked.out).toMatch(/quiet .*asked +0 of 2 +2026-06-01 +2026-06-30 \(overdue\)/);
    const chased = await run('chased', 'quiet', ...year, '--note', 'By telephone', '--json');
    expect(JSON.parse(chased.out)).toMatchObject({
      financial_year: '2026/27',
      items: [{}, {}, { contract: 'quiet', state: 'chased', requests: [{}, { kind: 'chased', note: 'By telephone' }] }],
    });
    expect((await run('list', ...year, '--csv')).out).toContain('chased,2,0,2026-06-01,2026-11-23,2026-06-30,yes');
  });

  it('says what it needs, and what is wrong', async () => {
    expect(await run('remind', 'quiet')).toMatchObject({ code: 2 });
    expect(await run('asked', '--year', '2026/27')).toMatchObject({ code: 1 });
    expect((await run('list', '--year', '2026')).err).toContain('Enter a financial year as 2026/27');
    expect((await run('asked', 'quite', '--year', '2026/27')).err).toContain('did you mean quiet');
    expect(await run('asked', 'quiet', '--as', 'auditor')).toMatchObject({ code: 3 });
  });
});

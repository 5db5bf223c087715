import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import { contractedProcurement } from '../support/award.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { runCommand } from '../support/command-line.ts';
import { REFERENCE } from '../support/evaluation.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';

describe('scorer engage', () => {
  it('writes the letter to a supplier as PDF', async () => {
    const out = mkdtempSync(join(tmpdir(), 'scorer-letter-'));
    onTestFinished(() => rmSync(out, { recursive: true }));
    expect(await run('letter', 'GB-COH-00000001', '--out', out)).toMatchObject({
      code: 0,
      out: `Wrote letter-2026-11-23.pdf to ${out}.`,
    });
    expect(readFileSync(join(out, 'letter-2026-11-23.pdf')).subarray(0, 8).toString('latin1')).toBe('%PDF-1.7');
    expect(await run('letter', 'GB-COH-00000001')).toMatchObject({ code: 2, err: /--out/ });
    expect(await run('letter', 'GB-COH-00000009', '--out', out)).toMatchObject({ code: 1, err: /no supplier/ });
  });

  let ports: TestPorts;
  beforeEach(async () => {
    ports = await createTestPorts();
    const { database } = ports;
    onTestFinished(() => database.close());
    const keeper = aPerson('sustainability');
    await recordContracts(ports, keeper, [aContract('C1', { commitments: [{ year: '2025/26', tonnes: '1' }] })]);
    const year = { periodStart: '2025-04-01', periodEnd: '2026-03-31' };
    await recordCarbonReturn(ports, keeper, [aLine('C1', 'L1', { amount: '1300', ...year })]);
  });

  const run = (...args: readonly string[]) => runCommand(ports, 'engage', ...args);

  it('goes from a shortfall to an action that is done', async () => {
    expect((await run('performance', 'C1')).out).toMatch(/2025\/26\s+1000\s+1300\s+Inadequate/);
    expect((await run('list')).out).toContain('Proposed: C1 of Fictional Fern Hosting Ltd, 2025/26: Inadequate.');
    const about = ['--what', 'Agree a plan', '--contract', 'C1', '--year', '2025/26'];
    const owned = ['--owner', 'officer', '--due', '2026-12-15'];
    expect(await run('open', ...about, ...owned)).toMatchObject({ code: 0, out: 'Engagement action 1 is open.' });
    ports.setClock('2026-12-20T09:00:00Z');
    const listed = (await run('list')).out;
    expect(listed).toMatch(/1\s+overdue\s+2026-12-15\s+Asha Okafor\s+C1\s+Agree a plan/);
    expect(listed).not.toContain('Proposed');
    expect((await run('note', '1', '--text', 'They agreed')).code).toBe(0);
    expect((await run('done', '1', '--reason', 'A plan is in place')).out).toBe(
      'Engagement action 1 is done, with 3 steps on record.',
    );
    expect(await run('note', '1', '--text', 'More')).toMatchObject({ code: 3 });
    const { actions } = JSON.parse((await run('list', '--json')).out) as { actions: { state: string }[] };
    expect(actions).toMatchObject([{ state: 'done' }]);
  });

  it('prints the draft of a performance notice, with what is to be completed', async () => {
    const { out } = await run('notice', 'C1', '--year', '2025/26');
    expect(out).toContain('Rating: Inadequate');
    expect(out).toContain('Committed: 1 tCO2e\nReported: 1.3 tCO2e');
    expect(out).toContain('- The supplier’s contact postal address');
    expect(await run('notice', 'C1', '--year', '2026/27')).toMatchObject({ code: 3 });
  });

  it('says how it is used', async () => {
    expect((await run('dance')).code).toBe(2);
    expect((await run('open', '--what', 'Ask')).code).toBe(2);
    expect((await run('note', 'one', '--text', 'Ask')).code).toBe(2);
    expect((await run('open', '--what', 'Ask', '--owner', 'nobody', '--due', '2027-01-01')).code).toBe(2);
  });
});

describe('scorer award REF register', { timeout: 120_000 }, () => {
  it('puts the contract of an award on the register, once', async () => {
    const { ports, winner } = await contractedProcurement();
    const register = (...more: readonly string[]) =>
      runCommand(ports, 'award', REFERENCE, 'register', '--bid', winner, '--contract', 'ICT-C-9', ...more);
    expect((await register('--category', 'gadgets')).code).toBe(2);
    expect((await register('--category', 'hardware', '--department', 'Digital')).code).toBe(0);
    expect((await runCommand(ports, 'engage', 'performance', 'ICT-C-9')).out).toContain('The year is not over.');
    const again = await register('--category', 'hardware');
    expect([again.code, again.err]).toEqual([3, expect.stringContaining('on the register already, as ICT-C-9')]);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { recordContracts } from '../../src/application/record-contracts.ts';
import { aContract } from '../support/carbon.ts';
import { runCommand } from '../support/command-line.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';

describe('scorer scenario', () => {
  let ports: TestPorts;
  let folder: string;
  beforeEach(async () => {
    ports = await createTestPorts();
    folder = mkdtempSync(join(tmpdir(), 'scorer-scenario-'));
    await recordContracts(ports, aPerson('officer'), [aContract('C1')]);
    const { database } = ports;
    onTestFinished(async () => {
      await database.close();
      rmSync(folder, { recursive: true });
    });
  });

  const run = (...args: readonly string[]) => runCommand(ports, 'scenario', ...args);
  const changes = (...list: readonly unknown[]) => {
    const file = join(folder, 'changes.json');
    writeFileSync(file, JSON.stringify(list));
    return ['--changes', file, '--reason', 'To see'];
  };

  it('saves a scenario, then a new version of it, and shows both', async () => {
    expect((await run('list')).out).toBe('No scenario has been saved yet.');
    const end = { kind: 'end', contract: 'C1', on: '2028-03-31' };
    expect((await run('save', 'Leave', ...changes(end))).out).toContain('Saved "Leave", version 1.');
    expect((await run('save', 'Leave', ...changes(end))).out).toContain('says this already: version 1');
    expect((await run('save', 'Leave', ...changes())).out).toContain('version 2');
    expect((await run('list')).out).toBe('Leave: version 2, 0 changes');
    const { out } = await run('show', 'Leave');
    expect(out).toContain('SCENARIO, NOT THE RECORD: Leave, version 2\nNo change: it is as the record.');
    expect(JSON.parse((await run('show', 'Leave', '--json')).out)).toMatchObject({
      versions: [{ changes: [end] }, { changes: [] }],
    });
  });

  it('says what is wrong with a file of changes', async () => {
    const unknown = { kind: 'end', contract: 'C9', on: '2028-03-31' };
    expect(await run('save', 'Leave', ...changes(unknown))).toMatchObject({
      code: 1,
      err: expect.stringContaining('Name a contract that is on record') as string,
    });
    expect(await run('save', 'Leave', ...changes({ kind: 'vanish' }))).toMatchObject({ code: 1 });
    expect(await run('save', 'Leave')).toMatchObject({ code: 2 });
    expect(await run('show', 'Leave')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no scenario "Leave". None has been saved yet.') as string,
    });
  });
});

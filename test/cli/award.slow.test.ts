import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../src/persistence/database.ts';
import { moderatedEvaluation, SEEN } from '../support/award.ts';
import { runCli } from '../support/cli.ts';
import { REFERENCE } from '../support/evaluation.ts';

describe('scorer award', () => {
  it('approves as a second person, shows who can be awarded, and says why another cannot', {
    timeout: 180_000,
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scorer-award-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const url = `sqlite:${join(folder, 'scorer.db')}`;
    const database = await openDatabase(url);
    await database.migrate();
    await moderatedEvaluation({ database });
    await database.close();
    const run = (...args: readonly string[]) =>
      runCli(['award', REFERENCE, ...args], { DATABASE_URL: url, ORGANISATION: 'northshire' });

    expect(run()).toMatchObject({ code: 3, err: expect.stringContaining('not approved yet') });
    expect(run('approve')).toMatchObject({ code: 3, err: expect.stringContaining('A second person approves it') });
    const approved = run('approve', '--as', 'second-officer', '--acknowledge', SEEN);
    expect([approved.code, approved.out]).toEqual([
      0,
      expect.stringMatching(/approved; edition 1[^]*B1 .*can be awarded/),
    ]);
    const lower = run('--bid', 'B5', '--reason', 'Cheaper to run');
    expect(lower).toMatchObject({ code: 3, err: expect.stringContaining('B5 is ranked 2nd, below B1.') });
    const json = run('--bid', 'B1', '--reason', 'The most advantageous tender', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ ok: true, state: 'awarded', edition: 1 });
    expect(run('decline').code).toBe(2);
  });
});

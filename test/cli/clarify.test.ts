import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Bid } from '../../src/domain/bid.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { openWith, REFERENCE, REPLY_BY, scoredWith, withoutStage } from '../support/clarified-procurement.ts';
import { runCommand } from '../support/command-line.ts';
import { createTestPorts, type TestPorts } from '../support/service-ports.ts';

const [kestrel, rowan] = northshireTender.bids as readonly [Bid, Bid];

describe('scorer clarify', () => {
  let ports: TestPorts;
  let folder: string;
  beforeEach(async () => {
    ports = await createTestPorts();
    folder = mkdtempSync(join(tmpdir(), 'scorer-clarify-'));
    const { database } = ports;
    onTestFinished(async () => {
      await database.close();
      rmSync(folder, { recursive: true });
    });
  });

  const run = (...args: readonly string[]) => runCommand(ports, 'clarify', ...args);

  it('takes a missing figure from the question to a new version of the bid', async () => {
    await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
    expect((await run('list', REFERENCE)).out).toContain('carbon:use (No carbon figure for use): B1');
    expect(await run('open', REFERENCE, '--topic', 'carbon:use')).toMatchObject({
      code: 0,
      out: 'Prepared, not sent: 1.',
    });
    expect((await run('send', REFERENCE, '--reply-by', REPLY_BY)).out).toBe('Recorded as sent: 1.');
    ports.setClock('2027-01-05T12:00:00Z');
    const file = join(folder, 'values.json');
    writeFileSync(file, JSON.stringify({ carbon: kestrel.carbon.filter(({ stage }) => stage === 'use') }));
    const reply = ['1', '--bid', 'B1', '--on', '2027-01-05', '--answer', 'It stands in the schedule.'];
    expect((await run('answer', REFERENCE, ...reply, '--values', file)).code).toBe(0);
    const classified = ['1', '--bid', 'B1', '--class', 'corrects-obvious-error', '--reason', 'The schedule has it.'];
    expect((await run('classify', REFERENCE, ...classified)).code).toBe(0);
    const agreed = ['1', '--bid', 'B1', '--reason', 'So it does.'];
    expect(await run('agree', REFERENCE, ...agreed)).toMatchObject({
      code: 3,
      err: expect.stringContaining('A second person') as string,
    });
    const done = await run('agree', REFERENCE, ...agreed, '--as', 'second-officer', '--json');
    expect(done.code).toBe(0);
    expect(JSON.parse(done.out)).toMatchObject({
      clarifications: [{ number: 1, replies: [{ bid: 'B1', state: 'agreed', verdicts: [{}, { version: 2 }] }] }],
    });
  });

  it('closes the period over a default that nobody is asked about, once and with a reason', async () => {
    await scoredWith(ports, [kestrel, rowan]);
    expect(await run('close', REFERENCE)).toMatchObject({ code: 2, err: 'close needs --reason.' });
    const close = ['close', REFERENCE, '--reason', 'The notice said that no bidder is asked.'];
    expect((await run(...close)).out).toContain('The clarification period is closed');
    expect((await run('list', REFERENCE)).out).not.toContain('To be settled');
    expect(await run(...close)).toMatchObject({ code: 3 });
  });

  it('takes a question of a bidder to an answer for all', async () => {
    await openWith(ports);
    const asked = ['--on', '2026-11-23', '--asked-by', 'Linnet Example Networks', '--text', 'Do used screens count?'];
    expect((await run('question', REFERENCE, ...asked)).out).toBe('Question 1 is recorded.');
    const named = ['1', '--text', 'Linnet Example Networks asks.', '--answer', 'Yes.'];
    expect(await run('publish', REFERENCE, ...named)).toMatchObject({
      code: 1,
      err: expect.stringContaining('no supplier may be named') as string,
    });
    expect((await run('publish', REFERENCE, '1', '--text', 'Do used screens count?', '--answer', 'Yes.')).code).toBe(0);
    const { out } = await run('published', REFERENCE, '--as', 'evaluator');
    expect(out).toContain('Question: Do used screens count?\nAnswer: Yes.');
    expect(out).not.toContain('Linnet');
  });

  it('says what it needs, and refuses a file of values that holds anything else', async () => {
    await scoredWith(ports, [kestrel, rowan]);
    expect(await run('send', REFERENCE)).toMatchObject({ code: 2, err: 'send needs --reply-by.' });
    expect(await run('drop', REFERENCE)).toMatchObject({ code: 2 });
    expect(await run('mend', REFERENCE)).toMatchObject({ code: 2 });
    expect(await run('list', REFERENCE, '--as', 'nobody')).toMatchObject({ code: 2 });
    expect(await run('list', 'NONE')).toMatchObject({ code: 1 });
    const file = join(folder, 'values.json');
    writeFileSync(file, JSON.stringify({ price: '1' }));
    const reply = ['1', '--bid', 'B2', '--on', '2026-12-21', '--answer', 'Cheaper.', '--values', file];
    expect(await run('answer', REFERENCE, ...reply)).toMatchObject({
      code: 1,
      err: expect.stringContaining('price') as string,
    });
    expect((await run('list', REFERENCE, '--help')).out).toContain('send [NUMBER] --reply-by DATE');
  });
});

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fillAgreedScores } from '../support/agreed-scores.ts';
import { commandLine } from '../support/command-line.ts';
import { BIDS, JUDGED, judged, REASON, REFERENCE, startedEvaluation } from '../support/evaluation.ts';

it('the command line takes an evaluation from declarations to a consensus on everything', async () => {
  const ports = await startedEvaluation({ declared: [] });
  const { folder, run, said } = commandLine(ports);
  const write = (name: string, content: object) => {
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };

  expect(await run('record-score', REFERENCE, '--confirm-facts', '--as', 'evaluator')).toBe(3);
  expect(said().join('\n')).toContain('Declare your interests');
  expect(await run('declare', REFERENCE, 'perhaps', '--as', 'evaluator')).toBe(2);
  for (const person of ['evaluator', 'second-evaluator', 'moderator']) {
    expect(await run('declare', REFERENCE, 'none', '--as', person)).toBe(0);
  }
  expect(await run('assign', REFERENCE, 'nobody')).toBe(2);
  expect(await run('assign', REFERENCE, 'evaluator', '--json')).toBe(0);
  for (const [person, points] of [
    ['evaluator', '4'],
    ['second-evaluator', '3'],
  ] as const) {
    const file = write('scores.json', { scores: BIDS.map((bid) => judged(bid, points)) });
    expect(await run('record-score', REFERENCE, file, '--confirm-facts', '--as', person)).toBe(0);
    expect(said().at(-1)).toBe('90 drafts, 0 locked now.');
    expect(await run('record-score', REFERENCE, '--lock', '--as', person)).toBe(0);
    expect(said().at(-1)).toBe('0 drafts, 90 locked now.');
  }
  expect(await run('moderate', REFERENCE, '--confirm-undisputed', '--as', 'moderator')).toBe(0);
  expect(said()).toContain('85 of 90 items are agreed.');
  const bare = write('bare.json', { consensus: [judged('B1', '3')] });
  expect(await run('moderate', REFERENCE, bare, '--as', 'moderator')).toBe(1);
  expect(said().join('\n')).toContain('Write how the panel answers who found otherwise');
  const consensus = BIDS.map((bid) => ({ ...judged(bid, '3'), answers_dissent: REASON }));
  expect(await run('moderate', REFERENCE, write('agreed.json', { consensus }), '--as', 'moderator', '--json')).toBe(0);
  expect(JSON.parse(said().at(-1) ?? '')).toMatchObject({ ok: true, missing: [] });
  const withoutRule = ['moderate', REFERENCE, '--approve-change', 'B1', '--as', 'second-officer'];
  expect(await run(...withoutRule)).toBe(2);
  expect(await run(...withoutRule, '--rule', JUDGED, '--reason', 'I have read it')).toBe(3);
  expect(said().join('\n')).toContain('No change of the consensus on C11 of B1 waits for a second person.');
  expect(await run('moderate', REFERENCE, write('wrong.json', { consensus: [] }), '--as', 'moderator')).toBe(1);
}, 60_000);

it('the command line imports what was agreed in another system from its own template', async () => {
  const { folder, run, said } = commandLine(await startedEvaluation({ until: 'closed' }));
  const [template, filled] = [join(folder, 'template.xlsx'), join(folder, 'agreed.xlsx')];
  expect(await run('template', 'agreed-scores', '--out', template)).toBe(2);
  expect(await run('template', 'agreed-scores', '--procurement', REFERENCE, '--out', template)).toBe(0);
  expect(await run('moderate', REFERENCE, '--elsewhere', template)).toBe(1);
  expect(said().join('\n')).toContain('About!B6 Enter a value for "Evaluators"');
  writeFileSync(filled, await fillAgreedScores(readFileSync(template)));
  expect(await run('moderate', REFERENCE, 'x.json', '--elsewhere', filled)).toBe(2);
  expect(await run('moderate', REFERENCE, '--elsewhere', filled)).toBe(0);
  expect(said()).toEqual(['90 of 90 items recorded as evaluated elsewhere.', '90 of 90 items are agreed.']);
  expect(await run('minutes', REFERENCE, '--out', folder)).toBe(3);
  expect(await run('procurement', 'moderate', REFERENCE)).toBe(0);
  expect(await run('minutes', REFERENCE)).toBe(2);
  expect(await run('minutes', REFERENCE, '--out', join(folder, 'minutes'))).toBe(0);
  const written = ['pdf', 'xlsx'].map((type) => `minutes-${REFERENCE}.${type}`);
  expect(readdirSync(join(folder, 'minutes'))).toEqual([...written, `score-changes-${REFERENCE}.csv`]);
}, 60_000);

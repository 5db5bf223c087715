import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixturePath, runCli } from '../support/cli.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scorer-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the command line', () => {
  it('lists its commands, and refuses what it does not know', () => {
    const help = runCli(['--help']);
    expect(help.code).toBe(0);
    expect(help.out).toContain('score FILE --out DIR');
    expect(runCli(['frobnicate'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no command "frobnicate"') as string,
    });
    expect(runCli(['score', 'tender.xlsx'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--out DIR') as string,
    });
    expect(runCli(['check', '--nonsense', 'x'])).toMatchObject({ code: 2 });
  });

  it('names every bad setting and starts nothing', () => {
    const { code, err } = runCli(['rules', 'list'], { UPLOAD_LIMIT_MB: 'lots', SCORING_RULES_DIR: ' ' });
    expect(code).toBe(1);
    expect(err).toContain('UPLOAD_LIMIT_MB: Enter a whole number of megabytes, as 200.');
    expect(err).toContain('SCORING_RULES_DIR: Name a folder, or leave it out.');
  });

  it('scores a tender, writes its pack, and replays the record as identical', () => {
    const out = join(folder, 'pack');
    const { code, out: ranking } = runCli(['score', fixturePath('northshire', 'tender.xlsx'), '--out', out]);
    expect(code).toBe(0);
    expect(ranking).toContain('TRIAL, NOT FOR AWARD');
    expect(ranking).toMatch(/Rank\s+Bid\s+Supplier\s+Total/);
    const record = join(out, 'for-council', 'decision-record.json');
    for (const name of [
      'pack.zip',
      'manifest.json',
      'for-council/evaluation-pack.xlsx',
      'for-council/evaluation-report.pdf',
      'for-bidders/B1/assessment-summary.pdf',
    ]) {
      expect(existsSync(join(out, name)), name).toBe(true);
    }
    expect(runCli(['replay', record])).toMatchObject({ code: 0, out: 'identical\n' });

    const changed = join(folder, 'changed.json');
    writeFileSync(
      changed,
      readFileSync(record, 'utf8').replace(
        /("environment":")(\d)/,
        (_, key: string, digit: string) => `${key}${digit === '1' ? '2' : '1'}`,
      ),
    );
    const replayed = runCli(['replay', changed]);
    expect(replayed.code).toBe(1);
    expect(replayed.out).toMatch(
      /^One difference:\n {2}#\/assessment\/bids\/\d\/environment recorded .* recomputed .*\n$/,
    );
  }, 60_000);

  it('gives machine output that is the assessment', () => {
    const { out } = runCli([
      'score',
      fixturePath('eastham', 'tender-short.xlsx'),
      '--out',
      join(folder, 'short'),
      '--json',
    ]);
    const assessment = JSON.parse(out) as {
      ranking: string[];
      status: string;
      bids: { bid: string; criteria: unknown[] }[];
    };
    expect(assessment.status).toBe('trial');
    expect(assessment.ranking.length).toBeGreaterThan(0);
    expect(assessment.bids.map(({ bid }) => bid)).toEqual(expect.arrayContaining(assessment.ranking));
  }, 60_000);

  it('lists every fault by cell, marks them in a copy, and scores nothing', () => {
    const faulty = fixturePath('northshire', 'tender-with-faults.xlsx');
    const marked = join(folder, 'marked.xlsx');
    const checked = runCli(['check', faulty, '--marked-up', marked]);
    expect(checked.code).toBe(1);
    expect(checked.err).toMatch(/^ {2}\w+![A-Z]+\d+ /m);
    expect(existsSync(marked)).toBe(true);
    const machine = JSON.parse(runCli(['check', faulty, '--json']).out) as {
      ok: boolean;
      errors: { sheet?: string; cell?: string; message: string }[];
    };
    expect(machine.ok).toBe(false);
    expect(machine.errors.every(({ message }) => message.length > 0)).toBe(true);
    expect(runCli(['score', faulty, '--out', join(folder, 'never')]).code).toBe(1);
    expect(existsSync(join(folder, 'never'))).toBe(false);
  }, 60_000);

  it('refuses a file that is no workbook, in words, and a file that is not there', () => {
    const text = join(folder, 'note.xlsx');
    writeFileSync(text, 'just a note');
    expect(runCli(['check', text])).toMatchObject({ code: 1, err: expect.not.stringContaining('bug in us') as string });
    expect(runCli(['check', join(folder, 'absent.xlsx')])).toMatchObject({
      code: 1,
      err: expect.not.stringContaining('bug in us') as string,
    });
  });

  it('lists, shows and lints the rules', () => {
    expect(runCli(['rules', 'list']).out).toContain('contract-carbon-intensity@1');
    const { out } = runCli(['rules', 'show', 'ecolabelled-products']);
    expect(out).toContain('top-tier-label-share');
    expect(out).toMatch(/^  1 point: /m);
    expect(out).toMatch(/^  3 points: /m);
    expect(runCli(['rules', 'lint'])).toMatchObject({ code: 0 });
    expect(runCli(['rules', 'show', 'no-such-rule'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no rule "no-such-rule"') as string,
    });
  });
});

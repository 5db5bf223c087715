import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixturePath, runCli } from '../support/cli.ts';

/**
 * The promise of the plug-in: one new folder, and the template asks its question, the check knows its limits, the
 * score and the pack show it, and `rules list` names it. Nothing else is touched.
 */
describe('a new rule with a question of its own', () => {
  let folder: string;
  let environment: Record<string, string>;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scorer-rules-'));
    environment = { SCORING_RULES_DIR: join(folder, 'rules') };
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is started by new-rule, in three files', () => {
    const { code, out } = runCli(['new-rule', 'repair-network'], { SCORING_RULES_DIR: join(folder, 'rules') });
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringContaining('rule.ts, cases.json, README.md') as string,
    });
    expect(readdirSync(join(folder, 'rules', 'repair-network')).sort()).toEqual(['README.md', 'cases.json', 'rule.ts']);
    expect(runCli(['new-rule', 'repair-network'], environment).code).toBe(3);
    expect(runCli(['new-rule', 'Repair Network'], environment).code).toBe(2);
  });

  it('appears in rules list, on trial', () => {
    expect(runCli(['rules', 'list'], environment).out).toMatch(
      /repair-network@1\s+criterion\s+none \(on trial, weight 0\)/,
    );
  });

  it('is asked in the template, also of a bidder', async () => {
    for (const kind of ['tender', 'bid']) {
      const path = join(folder, `${kind}.xlsx`);
      expect(runCli(['template', kind, '--profile', 'hardware', '--out', path], environment).code).toBe(0);
      expect(await cellsOf(path, 'Answers')).toContain('repair-network-share');
    }
  }, 60_000);

  it('is checked, scored with weight 0 and shown in the pack', async () => {
    const right = join(folder, 'right.xlsx');
    const wrong = join(folder, 'wrong.xlsx');
    await addAnswer(right, 85);
    await addAnswer(wrong, 850);
    expect(runCli(['check', right], environment)).toMatchObject({ code: 0 });
    expect(runCli(['check', wrong], environment)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/Answers!\w+ .*from 0 to 100/) as string,
    });

    const out = join(folder, 'pack');
    const scored = JSON.parse(runCli(['score', right, '--out', out, '--json'], environment).out) as {
      bids: {
        bid: string;
        environment_exact: string;
        criteria: { rule: string; weight: string; points: string; on_trial: boolean }[];
      }[];
    };
    const first = scored.bids.find(({ bid }) => bid === 'B1');
    expect(first?.criteria.find(({ rule }) => rule === 'repair-network')).toMatchObject({
      weight: '0',
      points: '5',
      on_trial: true,
    });
    expect((await cellsOf(join(out, 'for-council', 'evaluation-pack.xlsx'), 'Reasons')).join('\n')).toContain(
      'At least 80%.',
    );
    expect(readFileSync(join(out, 'for-council', 'evaluation-report.html'), 'utf8')).toContain('Repair network');
    expect(runCli(['replay', join(out, 'for-council', 'decision-record.json')], environment)).toMatchObject({
      code: 0,
      out: 'identical\n',
    });
  }, 90_000);

  it('changes no score of the rule set', () => {
    const exact = (env: Record<string, string>, name: string) => {
      const { out } = runCli(
        ['score', fixturePath('northshire', 'tender.xlsx'), '--out', join(folder, name), '--json'],
        env,
      );
      return (JSON.parse(out) as { bids: { bid: string; total_exact: string }[] }).bids.map(({ bid, total_exact }) => [
        bid,
        total_exact,
      ]);
    };
    expect(exact(environment, 'with')).toEqual(exact({}, 'without'));
  }, 90_000);
});

/** The worked example with one more answer for bid B1. */
async function addAnswer(path: string, share: number): Promise<void> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(fixturePath('northshire', 'tender.xlsx'));
  const sheet = workbook.getWorksheet('Answers');
  if (sheet === undefined) throw new Error('The example has no Answers sheet');
  const headers = new Map<string, number>();
  for (const number of [1, 2, 3, 4]) sheet.getRow(number).eachCell((cell, column) => headers.set(cell.text, column));
  const row = sheet.getRow(sheet.rowCount + 1);
  row.getCell(headers.get('Bid reference') ?? 0).value = 'B1';
  row.getCell(headers.get('Question') ?? 0).value = 'repair-network-share';
  row.getCell(headers.get('Answer') ?? 0).value = share;
  writeFileSync(path, Buffer.from(await workbook.xlsx.writeBuffer()));
}

async function cellsOf(path: string, sheet: string): Promise<string[]> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  const cells: string[] = [];
  workbook.getWorksheet(sheet)?.eachRow((row) => row.eachCell((cell) => cells.push(cell.text)));
  return cells;
}

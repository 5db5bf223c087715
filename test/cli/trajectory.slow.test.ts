import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillCarbonLedger } from '../support/carbon-ledger.ts';
import { type CliResult, runCli } from '../support/cli.ts';
import { makeSqlite, type TestDatabase } from '../support/databases.ts';
import { inkOf, readPng } from '../support/read-png.ts';

const PLAN = {
  name: 'ICT net zero 2030',
  baseline: { year: '2019/20', tonnes: '2', source: 'Spend analysis', method: 'spend' },
  target: { year: '2029/30', residual_percent: '10' },
  method: 'linear',
  reason: 'First plan',
};

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await makeSqlite();
  await fillCarbonLedger(database);
  folder = mkdtempSync(join(tmpdir(), 'scorer-plan-'));
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

function trajectory(...options: readonly string[]): CliResult {
  return runCli(['trajectory', ...options], { DATABASE_URL: database.url ?? '', ORGANISATION: 'northshire' });
}

function file(content: unknown): string {
  const path = join(folder, 'plan.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe('the command trajectory', () => {
  it('says that no plan has been stated, states one, and prints the line', () => {
    expect(trajectory()).toMatchObject({ code: 1, err: /No plan has been stated for northshire/ });
    expect(trajectory('plan', file(PLAN))).toMatchObject({
      code: 0,
      out: /ict-contracts +ICT net zero 2030 +version 1/,
    });
    const { code, out } = trajectory();
    expect(code).toBe(0);
    expect(out).toContain('Illustrative, not an adopted target.');
    expect(out).toMatch(/^2029\/30 +0\.2 t/m);
    expect(out).toMatch(/^Cut needed each year after 2\d{3}\/\d{2}: /m);
    expect(trajectory('plans').out).toContain('First plan');
  });

  it('gives the same as JSON, CSV and picture', () => {
    expect(JSON.parse(trajectory('--format', 'json').out)).toMatchObject({
      organisation: 'northshire',
      adopted: false,
    });
    expect(trajectory('--format', 'csv').out).toContain('northshire,ict-contracts,');
    expect(trajectory('--format', 'svg').out).toMatch(/^<svg /);
  });

  it('writes what is no text to a file that is named, and refuses to print it', () => {
    const path = join(folder, 'line.png');
    expect(trajectory('--format', 'png', '--out', path)).toMatchObject({ code: 0, out: `Wrote ${path}.\n` });
    expect(inkOf(readPng(readFileSync(path)))).toBeGreaterThan(10_000);
    for (const format of ['png', 'pdf', 'xlsx']) {
      expect(trajectory('--format', format)).toMatchObject({ code: 2, out: '', err: /is no text.*--out trajectory\./ });
    }
    expect(trajectory('--out', path)).toMatchObject({ code: 2, err: /--out needs --format/ });
    expect(trajectory('--format', 'png', '--out', folder)).toMatchObject({ code: 2, err: /could not be written/ });
  });

  it('takes yearly totals from a file as a boundary of their own', () => {
    const path = join(folder, 'operations.csv');
    writeFileSync(path, 'Financial year,tCO2e\n2024/25,60\n2025/26,50.5\n');
    const about = ['--boundary', 'ict-operations', '--source', 'Meters', '--reason', 'Yearly'];
    expect(trajectory('totals', path, ...about)).toMatchObject({ code: 2, err: /--method/ });
    expect(trajectory('totals', path, ...about, '--method', 'supplier-data')).toMatchObject({
      code: 0,
      out: /ict-operations +yearly totals +version 1/,
    });
    writeFileSync(path, 'Financial year,tCO2e\n2025,60\n');
    expect(trajectory('totals', path, ...about, '--method', 'supplier-data')).toMatchObject({ code: 1, err: /A2/ });
  });

  it('prints the contracts of a year for the accounting tool as CSV or JSON', () => {
    const { code, out } = trajectory('accounting-tool', '2026/27');
    expect(code).toBe(0);
    expect(out).toMatch(/^2026\/27,northshire,C2,.*,60,72000,supplier data,/m);
    expect(JSON.parse(trajectory('accounting-tool', '2026/27', '--json').out)).toMatchObject({
      organisation: 'northshire',
    });
    expect(trajectory('accounting-tool', '2026')).toMatchObject({ code: 1, err: /financial year/ });
    expect(trajectory('accounting-tool', '2026/27', '--format', 'svg')).toMatchObject({ code: 2 });
    expect(trajectory('accounting-tool', '--scenario', 'Fewer')).toMatchObject({ code: 2, err: /--scenario/ });
  });

  it('tells every fault of a plan and of the call', () => {
    const { code, err } = trajectory('plan', file({ ...PLAN, method: 'hope', target: { year: '2030' } }));
    expect(code).toBe(1);
    expect(err).toMatch(/financial year[^]*method|method[^]*financial year|Invalid/);
    expect(trajectory('--format', 'xml')).toMatchObject({ code: 2 });
    expect(trajectory('plan', file(PLAN), '--as', 'auditor')).toMatchObject({ code: 3 });
  });
});

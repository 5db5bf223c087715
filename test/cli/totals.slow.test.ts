import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillCarbonLedger } from '../support/carbon-ledger.ts';
import { type CliResult, runCli } from '../support/cli.ts';
import { makeSqlite, type TestDatabase } from '../support/databases.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeSqlite();
  await fillCarbonLedger(database);
});
afterAll(() => database.close());

function totals(...options: readonly string[]): CliResult {
  return runCli(['totals', ...options], { DATABASE_URL: database.url ?? '', ORGANISATION: 'northshire' });
}

describe('the command totals', () => {
  it('prints a table with range, quality and coverage, and says what is estimated', () => {
    const { code, out, err } = totals('--by', 'organisation', '--to', '2026-05');
    expect(code).toBe(0);
    expect(out).toMatch(/^organisation {2,}committed_kg/m);
    expect(out).toMatch(/^eastham .* 49\.382 .*$/m);
    expect(out).toContain('Total 493.824 kg CO2e, 95% range');
    expect(out).toContain('Coverage: 50% measured, 50% estimated, 0% forecast.');
    expect(err).toContain(
      'No return of quiet for 2026/27: 246.912 kg by average month of cloud contracts with returns.',
    );
  });

  it('gives the same as CSV and JSON, for one organisation and as of an instant', () => {
    const csv = totals('--by', 'contract', '--organisation', 'eastham', '--format', 'csv');
    expect(csv.out.split('\r\n')[1]).toMatch(/^C2,400,49\.382,0,0,49\.382,/);
    const json = totals('--format', 'json', '--as-of', '2020-01-01');
    expect(JSON.parse(json.out)).toMatchObject({ rows: [], total: { total_kg: '0' }, ledger_version: 0 });
  });

  it('tells every fault of the question', () => {
    const { code, err } = totals('--by', 'colour', '--from', 'April', '--as', 'sustainability');
    expect(code).toBe(2);
    expect(err).toMatch(/--by: Totals are by [^]*--from: Enter a month as 2026-04/);
    expect(totals('--format', 'xml')).toMatchObject({ code: 2 });
    expect(totals('--as', 'evaluator')).toMatchObject({ code: 3 });
  });
});

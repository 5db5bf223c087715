import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { flatFile } from '../support/factor-workbook.ts';

const ROW = { id: '7_400_4000_5_1', value: 0.2 };

describe('scorer factors', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scorer-factors-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const factors = (...args: readonly string[]) =>
    runCli(['factors', ...args], { DATABASE_URL: `sqlite:${join(folder, 'scorer.db')}`, DATA_DIR: folder });
  const json = (...args: readonly string[]) => JSON.parse(factors(...args, '--json').out) as unknown;
  const write = async (name: string, made: Parameters<typeof flatFile>[0]) => {
    writeFileSync(join(folder, name), await flatFile(made));
    return join(folder, name);
  };

  it('imports, compares, approves and lists sets, in words and as JSON', async () => {
    const before = await write('2024.xlsx', { year: '2024', rows: [ROW] });
    const after = await write('2025.xlsx', { year: '2025', rows: [{ ...ROW, value: 0.1 }] });
    expect(json('import', before)).toMatchObject({
      ok: true,
      is_new: true,
      set: { id: 'desnz-2024', status: 'draft', known_hash: false, counts: { with_value: 1, by_scope: { '2': 1 } } },
    });
    const imported = factors('import', after, '--as', 'sustainability');
    expect(imported.code).toBe(0);
    expect(imported.out).toMatch(
      /Imported as desnz-2025, draft\.\n {2}1 factors, 0 blank[^]*scope 2 1[^]*NOT A KNOWN HASH/,
    );
    expect(factors('import', after).out).toContain('This file is desnz-2025 already');
    expect(json('diff', 'desnz-2024', 'desnz-2025')).toMatchObject({
      from: 'desnz-2024',
      to: 'desnz-2025',
      counts: { changed: 1, large: 1 },
      changes: [{ id: ROW.id, before: '0.2', after: '0.1', difference: '-0.1', percent: '-50' }],
    });
    expect(factors('diff', 'desnz-2024', 'desnz-2025').out).toContain('1 changed (1 by 20% or more');
    expect(factors('approve', 'desnz-2025')).toMatchObject({ code: 1, err: expect.stringContaining('SHA-256') });
    const approved = factors('approve', 'desnz-2025', '--as', 'sustainability', '--note', 'Compared with GOV.UK');
    expect(approved).toMatchObject({
      code: 0,
      out: 'desnz-2025 is approved by Farid Holloway for activity in 2025, and for tenders with a deadline in that year that are published from now on.\n',
    });
    expect(factors('approve', 'desnz-2025', '--note', 'Again').code).toBe(3);
    expect(factors('list').out).toMatch(/desnz-2025 +2025 +1 +approved +1 +Farid Holloway/);
    expect(runCli(['audit', 'verify'], { DATABASE_URL: `sqlite:${join(folder, 'scorer.db')}` }).code).toBe(0);
  });

  it('tells the faults of a file, and how it is used', async () => {
    const faulty = await write('faulty.xlsx', { rows: [ROW, { ...ROW, value: 'n/a' }] });
    const { code, err } = factors('import', faulty);
    expect(code).toBe(1);
    expect(err).toContain('Factors by Category!A8 Keep one of rows 7 and 8');
    expect(err).toContain('Factors by Category!J8 Enter a number');
    expect(factors('import', join(folder, 'none.xlsx'))).toMatchObject({ code: 1 });
    expect(factors('diff', 'desnz-2025')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Usage: scorer factors list'),
    });
    expect(factors('approve', 'desnz-2052')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no factor set'),
    });
  });
});

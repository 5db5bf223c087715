import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withFaults } from '../../fixtures/faulty-copy.ts';
import { plantedFaults } from '../../fixtures/northshire/faults.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import type { ChainedEvent } from '../../src/domain/audit-event.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import { type CliResult, fixturePath, runCli } from '../support/cli.ts';

const TENDER = fixturePath('northshire', 'tender.xlsx');
const REFERENCE = 'NCC-2026-014';
const OTHER = 'NCC-2026-015';

describe('the command line on a database', () => {
  let folder: string;
  let url: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scorer-cli-'));
    url = `sqlite:${join(folder, 'scorer.db')}`;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const scorer = (...args: readonly string[]): CliResult =>
    runCli(args, { DATABASE_URL: url, DATA_DIR: folder, ORGANISATION: 'northshire' });
  const machine = (...args: readonly string[]): Record<string, unknown> =>
    JSON.parse(scorer(...args, '--json').out) as Record<string, unknown>;
  const events = async (): Promise<ChainedEvent[]> => {
    const database = await openDatabase(url);
    try {
      return await database.read((stores) => Array.fromAsync(stores.audit.chain('northshire')));
    } finally {
      await database.close();
    }
  };

  it('imports nothing of a file with faults, and names each by its cell', async () => {
    const faulty = fixturePath('northshire', 'tender-with-faults.xlsx');
    const { placed } = await withFaults(readFileSync(TENDER), plantedFaults);
    const { code, err } = scorer('import', faulty);
    expect(code).toBe(1);
    for (const { sheet, cell, slip } of placed) expect(err, slip).toContain(`  ${sheet}!${cell} `);
    expect(machine('import', faulty)).toMatchObject({ ok: false, errors: { length: placed.length } });
    expect(scorer('procurement', 'publish', REFERENCE)).toMatchObject({
      code: 1,
      err: expect.stringContaining(`There is no procurement "${REFERENCE}".`) as string,
    });
  });

  it('checks a file against what is there with --dry-run, and saves it without', () => {
    expect(machine('import', TENDER, '--dry-run')).toMatchObject({ ok: true, state: 'checked', procurement: null });
    const saved = machine('import', TENDER);
    const bids = ['B1', 'B2', 'B3', 'B4', 'B5'];
    expect(saved).toMatchObject({ ok: true, state: 'committed', procurement: REFERENCE, bids });
    expect(scorer('import', fixturePath('northshire', 'bids', 'kestrel.xlsx'))).toMatchObject({
      code: 0,
      out: expect.stringContaining(`kestrel.xlsx: saved in ${REFERENCE}`) as string,
    });
  });

  it('takes the answers of a portal once its names are accepted', () => {
    const matrix = fixturePath('northshire', 'portal-matrix.csv');
    const proposed = scorer('import', matrix, '--procurement', REFERENCE);
    expect(proposed.code).toBe(1);
    expect(proposed.err).toContain('bidder "Rowan Example Devices Ltd" in sheet portal-matrix read as');
    const [, name = ''] = /run again with --accept-mapping (\S+):/.exec(proposed.err) ?? [];
    const accepted = machine('import', matrix, '--procurement', REFERENCE, '--accept-mapping', name);
    expect(accepted).toMatchObject({ ok: true, state: 'committed', procurement: REFERENCE });
    // Remembered for files like this.
    expect(scorer('import', matrix, '--procurement', REFERENCE).code).toBe(0);
  });

  it('writes the template of a procurement on record, with its facts', async () => {
    const out = join(folder, 'bid.xlsx');
    expect(scorer('template', 'bid', '--procurement', REFERENCE, '--out', out).code).toBe(0);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(out);
    const about = workbook.getWorksheet('About')?.getColumn(2).values ?? [];
    expect(about).toContain(REFERENCE);
    expect(scorer('template', 'bid', '--procurement', REFERENCE, '--profile', 'mixed', '--out', out).code).toBe(2);
    expect(scorer('template', 'bid', '--procurement', 'NCC-0', '--out', out).code).toBe(1);
  });

  it('moves a procurement from draft to closed, and says what a move needs', () => {
    const move = (...args: readonly string[]): CliResult => scorer('procurement', ...args);
    expect(move('award', REFERENCE)).toMatchObject({
      code: 2,
      err: expect.stringContaining('no move "award"') as string,
    });
    expect(move('open', REFERENCE)).toMatchObject({ code: 3, err: expect.stringContaining('Allowed now:') as string });
    const published = machine('procurement', 'publish', REFERENCE);
    expect(published).toMatchObject({ ok: true, state: 'published', retrospective: false });
    expect(published['rule_set_sha256']).toMatch(/^[0-9a-f]{64}$/);
    expect(move('open', REFERENCE, '--revision', '1').err).toContain('you saw revision 1, it is now revision');
    expect(move('open', REFERENCE, '--as', 'evaluator')).toMatchObject({
      code: 3,
      err: expect.stringContaining('This is for a procurement officer') as string,
    });
    expect(move('open', REFERENCE, '--as', 'nobody')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Known: officer, second-officer') as string,
    });
    expect(move('open', REFERENCE, '--as', 'second-officer').out).toContain(`${REFERENCE} is now open`);
    const early = move('close', REFERENCE);
    expect(early.code).toBe(1);
    expect(early.err.match(/Enter the reason/g)).toHaveLength(1);
    expect(move('close', REFERENCE, '--reason', 'All are in').out).toContain(`${REFERENCE} is now closed`);
  });

  it('adopts rules that were published elsewhere, and cancels', async () => {
    const reference = { Name: 'Procurement reference' };
    const slip = { slip: 'Another reference', sheet: 'About', row: reference, header: 'Value', entered: OTHER };
    const copy = join(folder, 'other.xlsx');
    writeFileSync(copy, (await withFaults(readFileSync(TENDER), [slip])).bytes);
    expect(scorer('import', copy).code).toBe(0);
    const missing = scorer('procurement', 'adopt', OTHER);
    expect(missing.code).toBe(1);
    expect(missing.err.match(/^ {2}\S/gm)).toHaveLength(4);

    const methodology = join(folder, 'methodology.txt');
    writeFileSync(methodology, 'How bids are assessed');
    const { err } = scorer('procurement', 'adopt', OTHER, '--rule-set-sha256', 'f'.repeat(64));
    const [, sha256 = ''] = /has the SHA-256 ([0-9a-f]{64})/.exec(err) ?? [];
    const notice = northshireTender.procurement.noticeReference ?? '';
    const given = ['--notice-reference', notice, '--methodology', methodology, '--rule-set-sha256', sha256];
    const adopted = machine('procurement', 'adopt', OTHER, ...given, '--confirmed-by', 'Ben Whitlock');
    expect(adopted).toMatchObject({ ok: true, state: 'published', rule_set_sha256: sha256 });
    expect(machine('procurement', 'cancel', OTHER, '--reason', 'No longer needed')).toMatchObject({
      state: 'cancelled',
    });
  });

  it('says in the audit chain, which holds, that all of it was done on the command line', async () => {
    const told = (await events()).map(({ event }) => event);
    // What follows when a file is read is told of the service itself.
    const acts = told.filter(({ how }) => how !== 'system');
    expect(new Set(acts.map(({ how }) => how))).toEqual(new Set(['command-line']));
    expect(acts.filter(({ action }) => action === 'import.received').length).toBeGreaterThan(5);
    const moves = acts.filter(({ subject }) => subject === `procurement:${REFERENCE}`);
    expect(moves.map(({ action, actor_name }) => [action, actor_name])).toEqual(
      expect.arrayContaining([
        ['procurement.published', 'Asha Okafor'],
        ['procurement.opened', 'Ben Whitlock'],
        ['procurement.closed', 'Asha Okafor'],
      ]),
    );
    expect(scorer('audit', 'verify').code).toBe(0);
  });

  it('exports everything, and restores it once into an empty database with the same chain heads', () => {
    const out = join(folder, 'all.zip');
    const exported = machine('export', '--out', out);
    expect(exported).toMatchObject({ ok: true, faults: [], heads: { northshire: expect.any(String) as string } });
    expect(scorer('export', '--out', out)).toMatchObject({ code: 3, err: expect.stringContaining('there already') });
    expect(scorer('export').code).toBe(2);
    const settings = { DATABASE_URL: `sqlite:${join(folder, 'successor.db')}`, DATA_DIR: folder };
    const restored = runCli(['restore', out, '--json'], settings);
    const { sha256: _, ...same } = exported;
    expect(JSON.parse(restored.out)).toEqual(same);
    expect(runCli(['restore', out], settings)).toMatchObject({ code: 3, err: expect.stringContaining('not empty') });
  });
});

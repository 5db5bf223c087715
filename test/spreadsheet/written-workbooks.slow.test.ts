import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOwnArchive, zipReproducibly } from '../../src/archive/reproducible-zip.ts';
import { getRuleSet } from '../../src/scoring/catalogue.ts';
import { cellAddress, cellText } from '../../src/spreadsheet/cell.ts';
import { type StreamedCell, streamedWorkbookBytes } from '../../src/spreadsheet/sheet-stream.ts';
import { readUpload } from '../../src/spreadsheet/upload.ts';
import { writeMarkedUp } from '../../src/spreadsheet/write-marked-up.ts';
import { writeTemplate } from '../../src/spreadsheet/write-template.ts';
import { aBid, aProcurement } from '../support/builders.ts';
import { testCatalogue } from '../support/catalogue.ts';

const officeExists = isInstalled('soffice');

function isInstalled(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Every value by "Sheet!A1". */
async function valuesOf(bytes: Uint8Array): Promise<Map<string, string>> {
  const content = await readUpload({ name: 'workbook.xlsx', bytes });
  const cells = content.sheets.flatMap(({ name, rows }) =>
    rows.flatMap((row) => row.cells.map((cell) => ({ name, cell }))),
  );
  return new Map(
    cells.map(({ name, cell }) => [`${name}!${cellAddress(cell.row, cell.column)}`, cellText(cell.value)]),
  );
}

/** The workbook with every formula's stored value taken out. */
async function withoutStoredValues(bytes: Uint8Array): Promise<Uint8Array> {
  const entries = await readOwnArchive(bytes);
  const emptied = entries.map(({ name, bytes: part }) => {
    if (!name.startsWith('xl/worksheets/')) return { name, bytes: part };
    return {
      name,
      bytes: Buffer.from(
        Buffer.from(part)
          .toString()
          .replaceAll(/<\/f><v>[^<]*<\/v>/g, '</f>'),
      ),
    };
  });
  return zipReproducibly(emptied);
}

function* ledger(rows: number): Generator<StreamedCell[]> {
  for (let at = 1; at <= rows; at++) yield [`L${at}`, `${at}.25`, '2026-04-01', `${at * 2}.5`];
}

describe.skipIf(!officeExists)(
  `LibreOffice opens the workbooks that are written${officeExists ? '' : ' (skipped: soffice is not installed)'}`,
  () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'written-workbooks-'));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    async function savedAgain(bytes: Uint8Array, name: string): Promise<Uint8Array> {
      const file = join(folder, `${name}.xlsx`);
      const out = join(folder, 'out');
      await writeFile(file, bytes);
      const profile = pathToFileURL(join(folder, 'profile')).href;
      const conversion = ['--headless', '--convert-to', 'xlsx', '--outdir', out, file];
      await promisify(execFile)('soffice', [`-env:UserInstallation=${profile}`, ...conversion], { timeout: 110_000 });
      return readFile(join(out, `${name}.xlsx`));
    }

    it.each(['tender', 'bid'] as const)('and gives every value of a %s template back', async (kind) => {
      const catalogue = await testCatalogue();
      const ruleSet = getRuleSet(catalogue, 'ict-net-zero-2030@2');
      const content = { procurement: aProcurement(), bids: [aBid('B1', { answers: { 'net-zero-year': '2040' } })] };
      const bytes = await writeTemplate({ kind, ruleSet, profile: 'mixed', content }, catalogue);
      expect(await valuesOf(await savedAgain(bytes, kind))).toEqual(await valuesOf(bytes));
    });

    it('and gives every value of a marked-up copy back', async () => {
      const bytes = await streamedWorkbookBytes({
        title: 'Figures',
        sheets: [{ name: 'Figures', columns: [{ header: 'Line', width: 9, kind: 'text' }], rows: [['=1+1'], ['+44']] }],
      });
      const upload = await readUpload({ name: 'figures.xlsx', bytes });
      const issue = { pointer: '#', code: 'x', message: 'Enter a line', sheet: 'Figures', cell: 'A2', header: 'Line' };
      const copy = await writeMarkedUp(upload, [issue]);
      expect(await valuesOf(await savedAgain(copy, 'marked-up'))).toEqual(await valuesOf(copy));
    });

    it('and works the formulas of a streamed sheet out to their stored values', async () => {
      const bytes = await streamedWorkbookBytes({
        title: 'Figures',
        sheets: [
          {
            name: 'Figures',
            title: 'Figures, each doubled',
            columns: [
              { header: 'Line', width: 9, kind: 'text' },
              { header: 'kgCO2e', width: 12, kind: 'number', format: '#,##0.00' },
              { header: 'Period start', width: 12, kind: 'date' },
              { header: 'Doubled', width: 12, kind: 'formula', format: '0.0', formula: (row) => `B${row}*2` },
            ],
            rows: ledger(6000),
          },
        ],
      });
      const stored = await valuesOf(bytes);
      const workedOut = await valuesOf(await savedAgain(await withoutStoredValues(bytes), 'streamed'));
      expect(workedOut).toEqual(stored);
      expect(stored.get('Figures!D6002')).toBe('12000.5');
    });
  },
);

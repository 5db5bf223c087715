import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import ExcelJS, { type Workbook } from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOwnArchive, zipReproducibly } from '../../src/archive/reproducible-zip.ts';
import { evaluationPackWorkbook } from '../../src/reports/evaluation-pack-xlsx.ts';
import type { Assessment } from '../../src/scoring/assessment.ts';
import type { Catalogue } from '../../src/scoring/catalogue.ts';
import { assess } from '../../src/scoring/evaluate.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { SAMPLE_PROFILES, sampleTender } from '../support/sample-tenders.ts';
import { sharedExists } from '../support/shared-data.ts';
import { madeUpCatalogue } from './made-up-rules.ts';
import { contestedBids, lotsOfEveryPriceMethod, madeUpAssessment, procurementWithoutShares } from './made-up-tender.ts';

const officeExists = isOnPath('soffice');

function isOnPath(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Formula results by sheet and address. */
type Results = Map<string, unknown>;

function formulaResults(workbook: Workbook): Results {
  const results: Results = new Map();
  for (const sheet of workbook.worksheets) {
    sheet.eachRow((row) => {
      row.eachCell((cell) => {
        if (cell.type === ExcelJS.ValueType.Formula) results.set(`${sheet.name}!${cell.address}`, cell.result);
      });
    });
  }
  return results;
}

async function openWorkbook(bytes: Uint8Array): Promise<Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(new Uint8Array(bytes).buffer);
  return workbook;
}

/** The workbook without any stored result: whatever it then shows has been worked out afresh. */
async function withoutStoredResults(bytes: Uint8Array): Promise<Uint8Array> {
  const entries = (await readOwnArchive(bytes)).map(({ name, bytes: part }) => {
    if (!name.startsWith('xl/worksheets/sheet')) return { name, bytes: part };
    const xml = new TextDecoder().decode(part).replaceAll(/(<f>[^<]*<\/f>)<v>[^<]*<\/v>/g, '$1');
    return { name, bytes: new TextEncoder().encode(xml) };
  });
  return zipReproducibly(entries);
}

/** Those that do not agree within 1e-9 of the larger, as "Scores!J12 stored 1 recalculated 2". */
function differences(stored: Results, recalculated: Results): string[] {
  return [...stored].flatMap(([at, value]) => {
    const other = recalculated.get(at);
    const agrees =
      typeof value === 'number' && typeof other === 'number'
        ? Math.abs(value - other) <= 1e-9 * Math.max(1, Math.abs(value))
        : value === other;
    return agrees ? [] : [`${at} stored ${String(value)} recalculated ${String(other)}`];
  });
}

describe.skipIf(!officeExists)(
  `LibreOffice recalculates the pack${officeExists ? '' : ' (skipped: soffice is not installed)'}`,
  () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'pack-'));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    async function recalculate(bytes: Uint8Array, name: string): Promise<Workbook> {
      const file = join(folder, `${name}.xlsx`);
      const out = join(folder, 'out');
      await writeFile(file, bytes);
      const profile = pathToFileURL(join(folder, 'profile')).href;
      await promisify(execFile)(
        'soffice',
        [`-env:UserInstallation=${profile}`, '--headless', '--convert-to', 'xlsx', '--outdir', out, file],
        { timeout: 110_000 },
      );
      return openWorkbook(await readFile(join(out, `${name}.xlsx`)));
    }

    /** What came out of recalculating a pack from which every stored result was taken out. */
    async function recalculatePack(assessment: Assessment, catalogue: Catalogue, name: string) {
      const bytes = await evaluationPackWorkbook(assessment, catalogue);
      const emptied = await withoutStoredResults(bytes);
      const stored = formulaResults(await openWorkbook(bytes));
      const left = [...formulaResults(await openWorkbook(emptied)).values()].filter(
        (value) => value !== undefined && value !== 0,
      );
      const recalculated = formulaResults(await recalculate(emptied, name));
      return {
        hasFormulas: stored.size > assessment.lots.length * 20,
        resultsLeft: left.length,
        formulasLost: stored.size - recalculated.size,
        differences: differences(stored, recalculated),
      };
    }

    const ALL_THE_SAME = { hasFormulas: true, resultsLeft: 0, formulasLost: 0, differences: [] };

    it('to its stored values for bids that tie and nearly tie', async () => {
      expect(await recalculatePack(madeUpAssessment(contestedBids()), madeUpCatalogue, 'contested')).toEqual(
        ALL_THE_SAME,
      );
    });

    it('to its stored values for every price method, lot by lot', async () => {
      expect(await recalculatePack(lotsOfEveryPriceMethod(), madeUpCatalogue, 'lots')).toEqual(ALL_THE_SAME);
    });

    it('to its stored values where the environment total stands alone', async () => {
      expect(
        await recalculatePack(madeUpAssessment(contestedBids(), procurementWithoutShares), madeUpCatalogue, 'alone'),
      ).toEqual(ALL_THE_SAME);
    });

    it.skipIf(!sharedExists)(
      `to its stored values for the sample bids in every profile${sharedExists ? '' : ' (skipped: the shared data is absent)'}`,
      async () => {
        const catalogue = await testCatalogue();
        for (const profile of SAMPLE_PROFILES[2]) {
          const tender = sampleTender(2, profile);
          const assessment = assess(catalogue, { ...tender, softwareVersion: '0.1.0', status: 'trial' });
          expect(await recalculatePack(assessment, catalogue, `sample-${profile}`)).toEqual(ALL_THE_SAME);
        }
      },
    );

    it('and a changed weight makes the check cells say that the figures differ', async () => {
      const bytes = await evaluationPackWorkbook(madeUpAssessment(contestedBids()), madeUpCatalogue);
      const changed = await openWorkbook(await withoutStoredResults(bytes));
      const scores = changed.getWorksheet('Scores');
      let edited = 0;
      scores?.getColumn(7).eachCell((cell) => {
        if (edited === 0 && cell.value === 72.5) {
          cell.value = 72.6;
          edited += 1;
        }
      });
      expect(edited).toBe(1);
      const recalculated = await recalculate(new Uint8Array(await changed.xlsx.writeBuffer()), 'changed');
      const summary = recalculated.getWorksheet('Summary');
      const check = changed.definedNames.model
        .find(({ name }) => name === 'All_checks')
        ?.ranges[0]?.split('!$')[1]
        ?.replace('$', '');
      expect(summary?.getCell(check ?? '').result).toBe('DIFFERS');
    });
  },
);

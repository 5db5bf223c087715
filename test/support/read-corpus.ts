import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../src/domain/errors.ts';
import type { Issue } from '../../src/domain/issue.ts';
import type { CellValue } from '../../src/spreadsheet/cell.ts';
import { readUpload } from '../../src/spreadsheet/upload.ts';

/** What came of reading one file, as the process that reads a folder of hostile files tells it. */
export type CorpusReading = {
  readonly file: string;
  readonly milliseconds: number;
  readonly outcome: 'read' | 'refused' | 'crashed';
  readonly code?: string;
  readonly message?: string;
  readonly issues: readonly Issue[];
  readonly notices: readonly string[];
  /** Values by "Sheet!A1" of the first thousand cells. */
  readonly sheets: readonly {
    name: string;
    hidden: boolean;
    cells: [address: string, value: CellValue, hidden: boolean][];
  }[];
};

export type CorpusReport = {
  readonly readings: readonly CorpusReading[];
  readonly peakMegabytes: number;
  readonly polluted: readonly string[];
  readonly filesAfter: readonly string[];
};

async function readFileOfCorpus(folder: string, file: string): Promise<CorpusReading> {
  const start = performance.now();
  const since = () => Math.round(performance.now() - start);
  try {
    const { sheets, issues, notices } = await readUpload({ name: file, path: join(folder, file) });
    const shown = sheets.map(({ name, hidden, rows }) => {
      const cells = rows.slice(0, 100).flatMap((row) => row.cells.slice(0, 10));
      const values = cells.map((cell) => [`R${cell.row}C${cell.column}`, cell.value, cell.hidden] as const);
      return {
        name,
        hidden,
        cells: values.map(([address, value, marked]): [string, CellValue, boolean] => [address, value, marked]),
      };
    });
    return { file, milliseconds: since(), outcome: 'read', issues, notices, sheets: shown };
  } catch (error) {
    const refused = error instanceof AppError;
    return {
      file,
      milliseconds: since(),
      outcome: refused ? 'refused' : 'crashed',
      ...(refused ? { code: error.code } : {}),
      message: refused ? error.message : String(error instanceof Error ? error.stack : error),
      issues: refused ? error.issues : [],
      notices: [],
      sheets: [],
    };
  }
}

const [folder = ''] = process.argv.slice(2);
const readings: CorpusReading[] = [];
for (const file of readdirSync(folder).toSorted()) {
  if (/\.(xlsx|xls|csv)$/.test(file) && file !== 'CASES.csv' && file !== 'MANIFEST.csv') {
    readings.push(await readFileOfCorpus(folder, file));
  }
}
const report: CorpusReport = {
  readings,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
  polluted: Object.keys(Object.prototype).concat(Reflect.has({}, 'polluted') ? ['polluted'] : []),
  filesAfter: readdirSync('.'),
};
process.stdout.write(JSON.stringify(report));

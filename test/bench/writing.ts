import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type ExcelJS from 'exceljs';
import { type StreamedCell, type StreamedColumn, streamWorkbook } from '../../src/spreadsheet/sheet-stream.ts';
import type { BenchRow } from './bench-row.ts';

const ROWS = 100_000;
const RUNS = 3;
const WHAT = 'write 100,000 styled rows x 15 columns, one formula and its value a row (.xlsx)';
const BASELINE = 'exceljs Workbook.xlsx.writeFile';

type Measured = { readonly cpuSeconds: number; readonly peakMegabytes: number; readonly fileMegabytes: number };

/** CPU and peak memory of our streaming writer beside exceljs, each in a process of its own; the middle of three runs. */
export async function benchWriting(): Promise<BenchRow[]> {
  const ours = middleRun('ours');
  const theirs = middleRun('exceljs');
  return [
    row('CPU seconds', ours.cpuSeconds, theirs.cpuSeconds, 5, '5x'),
    row('peak memory MB', ours.peakMegabytes, theirs.peakMegabytes, 8, '1/8'),
  ];
}

function row(measure: string, ours: number, theirs: number, wanted: number, bar: string): BenchRow {
  const ratio = theirs / ours;
  return { what: WHAT, measure, ours, baseline: BASELINE, theirs, ratio, bar, met: ratio >= wanted };
}

function middleRun(writer: 'ours' | 'exceljs'): Measured {
  const runs = Array.from({ length: RUNS }, () => runAlone(writer)).toSorted((a, b) => a.cpuSeconds - b.cpuSeconds);
  const middle = runs[Math.floor(RUNS / 2)];
  if (middle === undefined) throw new Error('No run was made');
  return middle;
}

function runAlone(writer: string): Measured {
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), writer], { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(`The run of ${writer} failed: ${child.stderr}`);
  return JSON.parse(child.stdout) as Measured;
}

const COLUMNS: readonly StreamedColumn[] = [
  { header: 'Contract', width: 14, kind: 'text' },
  { header: 'Line', width: 10, kind: 'text' },
  { header: 'Supplier', width: 28, kind: 'text' },
  { header: 'Stage', width: 8, kind: 'text' },
  { header: 'Scope', width: 7, kind: 'number' },
  { header: 'Category', width: 9, kind: 'number' },
  { header: 'Period start', width: 12, kind: 'date' },
  { header: 'Period end', width: 12, kind: 'date' },
  { header: 'Quantity', width: 12, kind: 'number', format: '#,##0.00' },
  { header: 'Unit', width: 8, kind: 'text' },
  { header: 'kgCO2e for each unit', width: 12, kind: 'number', format: '0.00000' },
  { header: 'kgCO2e', width: 14, kind: 'formula', format: '#,##0.000', formula: (at) => `ROUND(I${at}*K${at},3)` },
  { header: 'Tier', width: 6, kind: 'text' },
  { header: 'Evidence', width: 30, kind: 'text' },
  { header: 'Page or section', width: 16, kind: 'text' },
];
const STAGES = ['make', 'ship', 'use', 'serve', 'end'] as const;

/** The same made-up ledger every time. */
function* ledgerRows(): Generator<StreamedCell[]> {
  for (let at = 0; at < ROWS; at++) {
    const quantity = 1000 + ((at * 7919) % 900_000) / 100;
    const factor = 0.1 + ((at * 31) % 1000) / 10_000;
    const month = String((at % 12) + 1).padStart(2, '0');
    yield [
      `C-${1000 + (at % 400)}`,
      `L${at + 1}`,
      `Supplier ${at % 97} & Partners Limited`,
      STAGES[at % 5],
      (at % 3) + 1,
      (at % 15) + 1,
      `2026-${month}-01`,
      `2026-${month}-28`,
      quantity,
      'kWh',
      factor,
      Math.round(quantity * factor * 1000) / 1000,
      'ABCD'[at % 4],
      `Meter readings ${at % 1000} of the year.pdf`,
      `page ${(at % 90) + 1}`,
    ];
  }
}

async function writeOurs(path: string): Promise<void> {
  const workbook = { title: 'Ledger', sheets: [{ name: 'Ledger', columns: COLUMNS, rows: ledgerRows() }] };
  await pipeline(streamWorkbook(workbook), createWriteStream(path));
}

async function writeWithExceljs(path: string): Promise<void> {
  // Loaded here, so that our run does not pay for it.
  const { default: exceljs } = await import('exceljs');
  const workbook = new exceljs.Workbook();
  const sheet = workbook.addWorksheet('Ledger', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = COLUMNS.map(({ header, width, ...column }) => ({
    header,
    width,
    style: { numFmt: exceljsFormat(column) },
  }));
  sheet.getRow(1).eachCell((cell) => {
    cell.font = { bold: true, color: { argb: 'FFFFFFFF' } };
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FF1D4F7C' } };
  });
  let at = 1;
  for (const cells of ledgerRows()) {
    at++;
    sheet.addRow(cells.map((value, index) => toExceljsValue(COLUMNS[index], value, at)));
  }
  await workbook.xlsx.writeFile(path);
}

function exceljsFormat(column: { kind: string; format?: string }): string {
  if (column.kind === 'date') return 'yyyy-mm-dd';
  return column.kind === 'text' ? '@' : (column.format ?? 'General');
}

function toExceljsValue(column: StreamedColumn | undefined, value: StreamedCell, at: number): ExcelJS.CellValue {
  if (column?.kind === 'date') return new Date(String(value));
  if (column?.kind === 'formula') return { formula: column.formula(at), result: Number(value) };
  return value as string | number;
}

/** A child process: writes the file once and prints what it cost. */
async function measure(writer: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-writing-'));
  try {
    const path = join(folder, 'ledger.xlsx');
    await (writer === 'ours' ? writeOurs(path) : writeWithExceljs(path));
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const measured: Measured = {
      cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
      peakMegabytes: maxRSS / 1024,
      fileMegabytes: statSync(path).size / 1e6,
    };
    process.stdout.write(JSON.stringify(measured));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [, script, writer] = process.argv;
if (script === fileURLToPath(import.meta.url) && writer !== undefined) await measure(writer);

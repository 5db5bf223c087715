import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchRow } from './bench-row.ts';
import { writeReadingCsv, writeReadingWorkbook } from './reading-files.ts';
import type { ReadingRun } from './reading-run.ts';

const RUNS = 3;
const READ = 'read 100,000 rows x 15 columns .xlsx';
const FLAT = 'memory to read 500,000 rows .xlsx against 10,000 rows';
const LOOP = 'main event loop while a 100,000-row .xlsx is read in a worker';
const CSV = 'read 500,000 rows x 15 columns .csv';

/**
 * CPU and peak memory of our reader beside exceljs and csv-parse, each in a process of its own, by turns, the middle
 * of three. Processes start with compiled code in a cache, as the service does after its first start. A reader that
 * finds other values than its baseline fails the bench.
 */
export async function benchReading(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'reading-'));
  try {
    const file = (name: string) => join(folder, name);
    for (const rows of [10_000, 100_000, 500_000]) await writeReadingWorkbook(file(`${rows}.xlsx`), rows);
    await writeReadingCsv(file('500000.csv'), 500_000);
    const measure = (reader: string, name: string) => runAlone(reader, file(name), join(folder, 'cache'));
    return [...workbookRows(measure), ...flatRows(measure), ...csvRows(measure)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Measure = (reader: string, name: string) => ReadingRun;
type Run = readonly [reader: string, name: string];

function workbookRows(measure: Measure): BenchRow[] {
  const workbook = '100000.xlsx';
  const [ours = [], inWorker = [], theirs = []] = byTurns(measure, [
    ['stream-sheet', workbook],
    ['worker', workbook],
    ['exceljs', workbook],
  ]);
  checkSame(ours, theirs);
  const baseline = 'exceljs xlsx.readFile';
  const p99 = middle(inWorker, 'p99Milliseconds');
  const delay = compare(LOOP, 'p99 ms', p99, `${baseline}, no worker`, middle(theirs, 'p99Milliseconds'), '20 ms', 0);
  return [
    compare(READ, 'CPU seconds', middle(ours, 'cpuSeconds'), baseline, middle(theirs, 'cpuSeconds'), '10x', 10),
    compare(READ, 'peak memory MB', middle(ours, 'peakMegabytes'), baseline, middle(theirs, 'peakMegabytes'), '1/8', 8),
    { ...delay, met: p99 <= 20 },
  ];
}

function flatRows(measure: Measure): BenchRow[] {
  const [large = [], small = []] = byTurns(measure, [
    ['stream-sheet', '500000.xlsx'],
    ['stream-sheet', '10000.xlsx'],
  ]);
  const row = compare(
    FLAT,
    'peak memory MB',
    middle(large, 'peakMegabytes'),
    'itself with 10,000 rows',
    middle(small, 'peakMegabytes'),
    'at most 2x',
    0.5,
  );
  return [row];
}

function csvRows(measure: Measure): BenchRow[] {
  const [ours = [], theirs = []] = byTurns(measure, [
    ['stream-csv', '500000.csv'],
    ['csv-parse', '500000.csv'],
  ]);
  checkSame(ours, theirs);
  const baseline = 'csv-parse stream';
  const memory = [middle(ours, 'peakMegabytes'), middle(theirs, 'peakMegabytes')] as const;
  return [
    compare(CSV, 'CPU seconds', middle(ours, 'cpuSeconds'), baseline, middle(theirs, 'cpuSeconds'), '3x', 3),
    // "The same memory": within a quarter, as peaks of one program differ by that from run to run.
    compare(CSV, 'peak memory MB', memory[0], baseline, memory[1], 'same memory (1/1.25)', 0.8),
  ];
}

function compare(
  what: string,
  measure: string,
  ours: number,
  baseline: string,
  theirs: number,
  bar: string,
  wanted: number,
): BenchRow {
  const ratio = theirs / ours;
  return { what, measure, ours, baseline, theirs, ratio, bar, met: ratio >= wanted };
}

/** All of them by turns, several times; a first run of each fills the cache and is not counted. */
function byTurns(measure: Measure, runs: readonly Run[]): ReadingRun[][] {
  for (const run of runs) measure(...run);
  const turns = Array.from({ length: RUNS }, () => runs.map((run) => measure(...run)));
  return runs.map((_, index) => turns.flatMap((turn) => turn.slice(index, index + 1)));
}

function middle(runs: readonly ReadingRun[], measure: 'cpuSeconds' | 'peakMegabytes' | 'p99Milliseconds'): number {
  const sorted = runs.map((run) => run[measure]).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The same rows, characters and sum of numbers; sums in doubles, so up to the last digits. */
function checkSame([ours]: readonly ReadingRun[], [theirs]: readonly ReadingRun[]): void {
  const same =
    ours?.rows === theirs?.rows &&
    ours?.characters === theirs?.characters &&
    Math.abs((ours?.sum ?? 0) - (theirs?.sum ?? 0)) <= 1e-6 * Math.abs(theirs?.sum ?? 0);
  if (!same) throw new Error(`The readers found different values: ${JSON.stringify({ ours, theirs })}`);
}

function runAlone(reader: string, path: string, cache: string): ReadingRun {
  const script = join(import.meta.dirname, 'reading-run.ts');
  const output = execFileSync(process.execPath, [script, reader, path], {
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
    encoding: 'utf8',
  });
  return JSON.parse(output) as ReadingRun;
}

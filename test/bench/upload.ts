import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type StreamedCell, type StreamedColumn, streamWorkbook } from '../../src/spreadsheet/sheet-stream.ts';
import type { BenchRow } from './bench-row.ts';
import type { UploadRun } from './upload-run.ts';

const BIDS = 100;
const LINES = 1000;
const WHAT = 'upload end to end, a tender of 100,000 carbon lines (read, check, store)';
const RUNS = 7;

/** What `run.mjs` starts the service with. */
const SERVICE = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'service-process.json'), 'utf8')) as {
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

/**
 * An upload from bytes to records, beside exceljs, zod and knex as they are commonly put together, each in a process
 * of its own, by turns, the middle of seven: ours started as the service is, theirs as Node starts by itself. Both
 * must store every row, which is counted afterwards.
 */
export async function benchUpload(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'upload-'));
  try {
    const path = join(folder, 'tender.xlsx');
    await writeTender(path);
    const turns = Array.from({ length: RUNS }, () => ({
      ours: runAlone('ours', path, folder),
      usual: runAlone('usual', path, folder),
    }));
    const ours = turns.map((turn) => turn.ours);
    const usual = turns.map((turn) => turn.usual);
    const delay = middle(ours, 'p99Milliseconds');
    const baseline = 'exceljs + zod + knex batchInsert';
    return [
      compare('CPU seconds', middle(ours, 'cpuSeconds'), baseline, middle(usual, 'cpuSeconds'), '5x', 5),
      compare('peak memory MB', middle(ours, 'peakMegabytes'), baseline, middle(usual, 'peakMegabytes'), '1/6', 6),
      {
        ...compare('main loop p99 ms', delay, baseline, middle(usual, 'p99Milliseconds'), '20 ms', 0),
        met: delay <= 20,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compare(
  measure: string,
  ours: number,
  baseline: string,
  theirs: number,
  bar: string,
  wanted: number,
): BenchRow {
  const ratio = theirs / ours;
  return { what: WHAT, measure, ours, baseline, theirs, ratio, bar, met: ratio >= wanted };
}

function middle(runs: readonly UploadRun[], measure: 'cpuSeconds' | 'peakMegabytes' | 'p99Milliseconds'): number {
  const sorted = runs.map((run) => run[measure]).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function runAlone(way: string, path: string, folder: string): UploadRun {
  const script = join(import.meta.dirname, 'upload-run.ts');
  const { flags, environment } = way === 'ours' ? SERVICE : { flags: [], environment: {} };
  const output = execFileSync(process.execPath, [...flags, script, way, path, folder], {
    env: { ...process.env, ...environment, NODE_COMPILE_CACHE: join(folder, 'cache') },
    encoding: 'utf8',
  });
  const run = JSON.parse(output) as UploadRun;
  if (run.rows !== BIDS * LINES) throw new Error(`${way} stored ${run.rows} of ${BIDS * LINES} rows`);
  return run;
}

async function writeTender(path: string): Promise<void> {
  const text = (header: string): StreamedColumn => ({ kind: 'text', header, width: 20 });
  const number = (header: string): StreamedColumn => ({ kind: 'number', header, width: 12 });
  const sheets = [
    { name: 'About', columns: [text('Name'), text('Value')], rows: ABOUT },
    {
      name: 'Bids',
      columns: [text('Bid reference'), text('Supplier'), number('Price'), number('Quality points')],
      rows: bidRows(),
    },
    {
      name: 'Answers',
      columns: [text('Bid reference'), text('Question'), text('Answer')],
      rows: [['B1', 'legal-compliance', 'Yes']],
    },
    {
      name: 'Carbon',
      columns: [
        text('Bid reference'),
        text('Line'),
        text('Stage'),
        text('Scope'),
        text('Category'),
        text('Year'),
        number('Quantity'),
        text('Unit'),
        text('Conversion factor'),
        number('Declared kgCO2e'),
        text('Tier'),
        text('Evidence document'),
        text('Page or section'),
      ],
      rows: carbonRows(),
    },
  ];
  await pipeline(streamWorkbook({ title: 'A large tender', sheets }), createWriteStream(path));
}

const ABOUT: readonly (readonly string[])[] = [
  ['Template', 'tender'],
  ['Template version', '1'],
  ['Organisation', 'northshire'],
  ['Procurement reference', 'LARGE-1'],
  ['Title', 'A large tender'],
  ['Profile', 'mixed'],
  ['Bid deadline', '2026-12-18'],
  ['Functional unit', 'user-year'],
  ['Functional units', '12000'],
];

function* bidRows(): Generator<StreamedCell[]> {
  for (let bid = 1; bid <= BIDS; bid++) yield [`B${bid}`, `Supplier ${bid}`, 1_000_000 + bid, 50 + (bid % 40)];
}

function* carbonRows(): Generator<StreamedCell[]> {
  const stages = ['make', 'ship', 'use', 'serve', 'end'];
  for (let bid = 1; bid <= BIDS; bid++) {
    for (let line = 1; line <= LINES; line++) {
      const year = String(2027 + (line % 4));
      const document = `Footprint study ${line % 12}.pdf`;
      const declared = 100 + ((bid * 7919 + line * 31) % 9000) / 10;
      yield [
        `B${bid}`,
        String(line),
        stages[line % 5],
        '3',
        '1',
        year,
        undefined,
        undefined,
        undefined,
        declared,
        'ABCD'[line % 4],
        document,
        String(line % 90),
      ];
    }
  }
}

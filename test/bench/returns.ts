import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, openAsBlob, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { recordContracts } from '../../src/application/record-contracts.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import { aPerson, createTestPorts } from '../support/service-ports.ts';
import { serveProcess } from '../support/served.ts';
import type { BenchRow } from './bench-row.ts';
import type { Measures } from './measured-process.ts';
import { returnContracts, writeReturnCsv, writeReturnWorkbook } from './returns-files.ts';

const LINES = 100_000;
const MANY_LINES = 1_000_000;
const RUNS = 3;
const MEASURED = ['--import', pathToFileURL(join(import.meta.dirname, 'measured-process.ts')).href];
/** The usual way holds a million lines in some 7 GB. */
const LARGE_HEAP = '--max-old-space-size=16000';
const BASELINE = 'exceljs + zod + knex batchInsert';

/** What `run.mjs` starts the service with. */
const SERVICE = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'service-process.json'), 'utf8')) as {
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

/** What was on record afterwards. */
type Answer = { readonly lines: number; readonly grams: number };
type Run = Measures & { readonly answer: Answer };

/**
 * Carbon returns sent to a running service, beside exceljs, zod and knex in a process of their own, by turns, the
 * middle of three; both must come to the same lines and grams. A hundred thousand lines as a workbook, and a million
 * as CSV, for more than half a million cannot be loaded from a workbook in the usual way. Then the million beside a
 * hundred thousand.
 */
export async function benchReturns(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'returns-'));
  try {
    const path = (name: string) => join(folder, name);
    await writeReturnWorkbook(path('return.xlsx'), LINES);
    await writeReturnCsv(path('return.csv'), LINES);
    await writeReturnCsv(path('long-return.csv'), MANY_LINES);
    await writeContracts(path('contracts.db'));
    const workbook = await byTurns(folder, 'return.xlsx', LINES);
    const million = await byTurns(folder, 'long-return.csv', MANY_LINES);
    const short = await sendReturn(folder, 'return.csv');
    checkSame(short.answer, workbook[0]?.usual.answer);
    return [
      ...besideUsual('a carbon return of 100,000 lines as a workbook', workbook),
      ...besideUsual('a carbon return of 1,000,000 lines as CSV', million),
      memoryBesideShort(short, million),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Turn = { readonly ours: Run; readonly usual: Run };

async function byTurns(folder: string, name: string, lines: number): Promise<Turn[]> {
  const turns: Turn[] = [];
  for (let turn = 0; turn < RUNS; turn++) {
    const [ours, usual] = [await sendReturn(folder, name), takeInUsually(folder, name)];
    if (ours.answer.lines !== lines) throw new Error(`${ours.answer.lines} of ${lines} lines were stored`);
    checkSame(ours.answer, usual.answer);
    turns.push({ ours, usual });
  }
  return turns;
}

function besideUsual(file: string, turns: readonly Turn[]): BenchRow[] {
  const what = `${file} through the interface (read, check, store, roll up)`;
  const [ours, usual] = [turns.map((turn) => turn.ours), turns.map((turn) => turn.usual)];
  const row = (measure: string, key: keyof Measures, bar: string, wanted: number): BenchRow => {
    const [mine, theirs] = [middle(ours, key), middle(usual, key)];
    const ratio = theirs / mine;
    return { what, measure, ours: mine, baseline: BASELINE, theirs, ratio, bar, met: ratio >= wanted };
  };
  const delay = row('main loop p99 ms', 'p99Milliseconds', '20 ms', 0);
  return [
    row('CPU seconds', 'cpuSeconds', '5x', 5),
    row('peak memory MB', 'peakMegabytes', '1/6', 6),
    { ...delay, met: delay.ours <= 20 },
  ];
}

function memoryBesideShort(short: Run, million: readonly Turn[]): BenchRow {
  const long = million.map(({ ours }) => ours);
  const [ours, theirs] = [middle(long, 'peakMegabytes'), short.peakMegabytes];
  return {
    what: 'a carbon return of 1,000,000 lines as CSV through the interface',
    measure: 'peak memory MB',
    ours,
    baseline: 'the same with 100,000 lines',
    theirs,
    ratio: ours / theirs,
    bar: 'at most 2x',
    met: ours <= 2 * theirs,
  };
}

function middle(runs: readonly Run[], key: keyof Measures): number {
  const sorted = runs.map((run) => run[key]).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function checkSame(ours: Answer, usual: Answer | undefined): void {
  if (ours.lines === usual?.lines && ours.grams === usual.grams) return;
  throw new Error(`Ours is ${JSON.stringify(ours)}, the usual way ${JSON.stringify(usual)}`);
}

/** The contracts that the lines are for, on record before anything is measured. */
async function writeContracts(path: string): Promise<void> {
  const database = await openDatabase(`sqlite:${path}`);
  await database.migrate();
  await recordContracts(await createTestPorts(database), aPerson('officer'), returnContracts());
  await database.close();
}

/** Sends a file to a service that runs alone, and waits until it is on record. */
async function sendReturn(folder: string, name: string): Promise<Run> {
  const file = join(folder, 'service.db');
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  copyFileSync(join(folder, 'contracts.db'), file);
  const measures = join(folder, 'measures.json');
  const service = await serveProcess(
    { ...SERVICE.environment, DATABASE_URL: `sqlite:${file}`, MEASURES: measures, REQUESTS_PER_MINUTE: '100000' },
    [...SERVICE.flags, ...MEASURED],
  );
  service.process.kill('SIGUSR2');
  const form = new FormData();
  form.append('file', await openAsBlob(join(folder, name)), basename(name));
  const answer = await service.fetch('/api/v1/imports', {
    method: 'POST',
    body: form,
    headers: { 'Idempotency-Key': name },
  });
  const done = await finished(answer, (address) => service.fetch(address));
  await service.stop();
  const { cpuSeconds, peakMegabytes, p99Milliseconds } = JSON.parse(readFileSync(measures, 'utf8')) as Measures;
  return { cpuSeconds, peakMegabytes, p99Milliseconds, answer: done };
}

type ImportJson = {
  readonly finished: boolean;
  readonly state: string;
  readonly errors: readonly unknown[];
  readonly registered: { readonly lines: number; readonly emission_kg: string } | null;
};

async function finished(answer: Response, fetch: (address: string) => Promise<Response>): Promise<Answer> {
  if (answer.status !== 202) throw new Error(`The return was answered with ${answer.status}: ${await answer.text()}`);
  for (;;) {
    const found = (await (await fetch(answer.headers.get('location') ?? '')).json()) as ImportJson;
    if (found.finished) {
      if (found.registered === null) throw new Error(`${found.state}: ${JSON.stringify(found.errors.slice(0, 3))}`);
      return { lines: found.registered.lines, grams: Math.round(Number(found.registered.emission_kg) * 1000) };
    }
    await sleep(200);
  }
}

function takeInUsually(folder: string, name: string): Run {
  const [measures, answer, database] = ['measures.json', 'answer.json', 'usual.db'].map((one) => join(folder, one));
  if (measures === undefined || answer === undefined || database === undefined) throw new Error('Three names');
  rmSync(database, { force: true });
  const script = join(import.meta.dirname, 'returns-run.ts');
  execFileSync(process.execPath, [...MEASURED, LARGE_HEAP, script, join(folder, name), database, answer], {
    env: { ...process.env, MEASURES: measures, NODE_COMPILE_CACHE: join(folder, 'cache') },
  });
  const found = JSON.parse(readFileSync(answer, 'utf8')) as Answer;
  return { ...(JSON.parse(readFileSync(measures, 'utf8')) as Measures), answer: found };
}

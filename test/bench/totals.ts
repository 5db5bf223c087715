import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import express from 'express';
import session from 'express-session';
import knex, { type Knex } from 'knex';
import type { CarbonTotals } from '../../src/application/carbon-totals.ts';
import { createServiceStatus } from '../../src/application/service-status.ts';
import { createUseCases, type UseCases } from '../../src/application/use-cases.ts';
import { totalsOf } from '../../src/domain/cube-totals.ts';
import type { TotalsQuery } from '../../src/domain/totals-query.ts';
import { ledgerPicture } from '../../src/application/ledger-picture.ts';
import { type OpenDatabase, openDatabase } from '../../src/persistence/database.ts';
import { createApp } from '../../src/web/app.ts';
import { ACTING_AS, localPeople } from '../../src/web/auth.ts';
import { createLogger } from '../../src/web/request-log.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';
import type { BenchRow } from './bench-row.ts';
import { benchContracts, ORGANISATION, SQL_BY_YEAR_AND_CATEGORY, writeLedger } from './totals-ledger.ts';

/** Lines of the larger ledger; the smaller one has a tenth of them. Ten million take ten times as long to write. */
const LINES = 1_000_000;
const QUERY: TotalsQuery = { by: ['financial_year', 'category'], view: 'whole-life', only: {} };
const PERSON = aPerson('officer');

/**
 * Totals by financial year and category of a large ledger and one a tenth as large, beside a SQLite table of the same
 * lines with a covering index; the same answer over HTTP beside Express with a live query; and the look-up that every
 * answer begins with beside knex. Both ways must give the same grams.
 */
export async function benchTotals(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'totals-'));
  try {
    const lines = LINES;
    const small = await openLedger(join(folder, 'small'), lines / 10);
    const smallTimes = await timeTotals(small);
    await small.close();
    const large = await openLedger(join(folder, 'large'), lines);
    const largeTimes = await timeTotals(large);
    const what = `totals by financial year and category, ${lines.toLocaleString('en-GB')} lines`;
    const baseline = 'SQLite covering index';
    const rows = [
      faster(what, 'ms served', largeTimes.served, baseline, largeTimes.covering, 1000),
      grows(lines, largeTimes.computed, smallTimes.computed),
      await benchLookUp(large),
      await benchHttp(large, lines),
    ];
    await large.close();
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Ledger = {
  readonly database: OpenDatabase;
  readonly ports: TestPorts;
  readonly useCases: UseCases;
  readonly file: string;
  /** The same lines in a table of their own, with the index that answers the question. */
  readonly plain: Sqlite.Database;
  readonly plainFile: string;
  close(): Promise<void>;
};

async function openLedger(path: string, lines: number): Promise<Ledger> {
  const [file, plainFile] = [`${path}.db`, `${path}-plain.db`];
  const database = await openDatabase(`sqlite:${file}`);
  await database.migrate();
  const ports = await createTestPorts(database);
  const useCases = createUseCases(ports);
  await useCases.recordContracts(PERSON, benchContracts());
  const plain = new Sqlite(plainFile);
  process.stderr.write(`  writing ${lines.toLocaleString('en-GB')} lines …\n`);
  const started = performance.now();
  await writeLedger(database, plain, lines);
  process.stderr.write(`  written in ${Math.round((performance.now() - started) / 1000)} s\n`);
  const close = async () => {
    plain.close();
    await database.close();
  };
  return { database, ports, useCases, file, plain, plainFile, close };
}

async function timeTotals({ database, useCases, plain }: Ledger) {
  const live = plain.prepare<[], { fy: string; category: string; grams: bigint }>(SQL_BY_YEAR_AND_CATEGORY);
  const expected = live.safeIntegers().all();
  const totals = await useCases.carbonTotals(PERSON, QUERY);
  requireSame(totals, expected);
  const picture = await ledgerPicture(database, ORGANISATION, totals.moment.version, totals.moment.until);
  const covering = await middleTime(5, async () => live.all());
  const computed = await middleTime(50, async () => totalsOf(picture.cube, QUERY));
  const serve = () => useCases.serveTotals(PERSON, { query: QUERY }, 'json');
  await serve();
  return { covering, computed, served: await middleTime(500, serve) };
}

function requireSame(
  { rows }: CarbonTotals,
  expected: readonly { readonly fy: string; readonly category: string; readonly grams: bigint }[],
): void {
  const ours = rows.filter(({ actual }) => actual !== 0n).map(({ keys, actual }) => `${keys.join(' ')} ${actual}`);
  const theirs = expected.map(({ fy, category, grams }) => `${fy} ${category} ${grams}`);
  if (ours.toSorted().join() !== theirs.toSorted().join()) throw new Error('The two ways give different totals');
}

/** Milliseconds of the middle one of several runs. */
async function middleTime(runs: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN;
}

function faster(
  what: string,
  measure: string,
  ours: number,
  baseline: string,
  theirs: number,
  wanted: number,
): BenchRow {
  const ratio = theirs / ours;
  return { what, measure, ours, baseline, theirs, ratio, bar: `${wanted}x`, met: ratio >= wanted };
}

function grows(lines: number, large: number, small: number): BenchRow {
  const what = `totals of a ledger 10 times as large (${lines.toLocaleString('en-GB')} lines)`;
  const ratio = large / small;
  const row = { what, measure: 'ms computed anew', ours: large, baseline: 'a tenth of the lines', theirs: small };
  return { ...row, ratio, bar: 'at most 3x', met: ratio <= 3 };
}

async function benchLookUp({ database, file }: Ledger): Promise<BenchRow> {
  const plain = knex({ client: 'better-sqlite3', connection: { filename: file }, useNullAsDefault: true });
  const first = () => plain('ledger_entries').where({ organisation: ORGANISATION }).orderBy('version', 'desc').first();
  const many = async (work: () => Promise<unknown>) => {
    for (let count = 0; count < 200; count++) await work();
  };
  const theirs = await middleTime(15, () => many(first));
  const ours = await middleTime(15, () => many(() => database.ledgerVersions()));
  await plain.destroy();
  return faster('one hot look-up (the version of the ledger)', 'µs', ours * 5, 'knex first()', theirs * 5, 5);
}

async function benchHttp(ledger: Ledger, lines: number): Promise<BenchRow> {
  const live = knex({
    client: 'better-sqlite3',
    connection: { filename: ledger.plainFile },
    useNullAsDefault: true,
  });
  const usual = express().get('/totals', async (_request, response) => {
    response.json(await live.raw<Knex.Raw>(SQL_BY_YEAR_AND_CATEGORY));
  });
  const app = createApp(ledger.useCases, {
    status: createServiceStatus(ledger.ports, ORGANISATION),
    people: localPeople(ORGANISATION),
    logger: createLogger('fatal'),
    session: { store: new session.MemoryStore(), secret: createHash('sha256').digest('hex') },
    upload: { folder: tmpdir(), limitBytes: 1_000_000 },
    requestsPerMinute: 1e9,
    stopping: new AbortController().signal,
  });
  const ours = await timeRequests(app.listen(0), '/api/v1/carbon/totals?by=financial_year,category', 300);
  const theirs = await timeRequests(usual.listen(0), '/totals', 5);
  await live.destroy();
  const what = `a cached totals answer over HTTP, ${lines.toLocaleString('en-GB')} lines`;
  return faster(what, 'ms a request', ours, 'Express + knex, live query', theirs, 5);
}

async function timeRequests(server: Server, path: string, runs: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { port } = server.address() as AddressInfo;
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      const request = get({ port, path, agent, headers: { [ACTING_AS]: 'officer' } }, (response) => {
        response.resume().on('end', () => {
          if (response.statusCode === 200) resolve();
          else reject(new Error(`${path} answered ${response.statusCode}`));
        });
      });
      request.on('error', reject);
    });
  try {
    await ask();
    return await middleTime(runs, ask);
  } finally {
    agent.destroy();
    server.close();
  }
}

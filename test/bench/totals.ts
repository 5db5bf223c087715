import { createHash } from 'node:crypto';
import { Agent, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import express from 'express';
import session from 'express-session';
import knex, { type Knex } from 'knex';
import type { CarbonTotals } from '../../src/application/carbon-totals.ts';
import { createServiceStatus } from '../../src/application/service-status.ts';
import { totalsOf } from '../../src/domain/cube-totals.ts';
import type { TotalsQuery } from '../../src/domain/totals-query.ts';
import { ledgerPicture } from '../../src/application/ledger-picture.ts';
import { createApp } from '../../src/web/app.ts';
import { ACTING_AS, localPeople } from '../../src/web/auth.ts';
import { createLogger } from '../../src/web/request-log.ts';
import { aPerson } from '../support/service-ports.ts';
import type { BenchOptions, BenchRow } from './bench-row.ts';
import { contractsFor, type LargeLedger, largeLedger, ORGANISATION, SQL_BY_YEAR_AND_CATEGORY } from './large-ledger.ts';

const QUERY: TotalsQuery = { by: ['financial_year', 'category'], view: 'whole-life', only: {} };
const PERSON = aPerson('officer');

/**
 * Totals by financial year and category of a large ledger and one a tenth as large, beside a SQLite table of the same
 * lines with a covering index; the same answer over HTTP beside Express with a live query; and the look-up that every
 * answer begins with beside knex. Both ways must give the same grams.
 */
export async function benchTotals({ lines }: BenchOptions): Promise<BenchRow[]> {
  const contracts = contractsFor(lines);
  const smallTimes = await timeTotals(await largeLedger({ lines: lines / 10, contracts }));
  const large = await largeLedger({ lines, contracts });
  const largeTimes = await timeTotals(large);
  const what = `totals by financial year and category, ${lines.toLocaleString('en-GB')} lines`;
  return [
    faster(what, 'ms served', largeTimes.served, 'SQLite covering index', largeTimes.covering, 1000),
    grows(lines, largeTimes.computed, smallTimes.computed),
    await benchLookUp(large),
    await benchHttp(large, lines),
  ];
}

async function timeTotals({ database, useCases, plain }: LargeLedger) {
  const live = plain.prepare<[], { fy: string; category: string; grams: bigint }>(SQL_BY_YEAR_AND_CATEGORY);
  const expected = live.safeIntegers().all();
  const started = performance.now();
  const totals = await useCases.carbonTotals(PERSON, QUERY);
  sayFirstAnswer(performance.now() - started);
  requireSame(totals, expected);
  const picture = await ledgerPicture(database, ORGANISATION, totals.moment.version, totals.moment.until);
  const covering = await middleTime(5, async () => live.all());
  const computed = await middleTime(50, async () => totalsOf(picture.cube, QUERY));
  const serve = () => useCases.serveTotals(PERSON, { query: QUERY }, 'json');
  await serve();
  return { covering, computed, served: await middleTime(500, serve) };
}

/** No bar of its own: how long the first answer after a start takes, and what the process then holds. */
function sayFirstAnswer(milliseconds: number): void {
  const { rss, arrayBuffers } = process.memoryUsage();
  const [whole, columns] = [rss, arrayBuffers].map((bytes) => Math.round(bytes / 1e6));
  const seconds = (milliseconds / 1000).toFixed(1);
  process.stderr.write(`  first answer after a start: ${seconds} s; ${whole} MB, of which columns ${columns} MB\n`);
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

async function benchLookUp({ database, file }: LargeLedger): Promise<BenchRow> {
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

async function benchHttp(ledger: LargeLedger, lines: number): Promise<BenchRow> {
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

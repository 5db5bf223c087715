import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { ImportRecord } from '../../src/application/records.ts';
import { createUseCases } from '../../src/application/use-cases.ts';
import { type ChainedEvent, findBrokenLink } from '../../src/domain/audit-event.ts';
import { replayDecisionRecord } from '../../src/scoring/decision-record.ts';
import { createSplitMix64 } from '../../src/scoring/splitmix64.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { makeOnServer, makeSqlite, type TestDatabase } from '../support/databases.ts';
import { postgresServer } from '../support/postgres.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';
import { tenderFile } from '../support/upload-files.ts';

const KILLS = 50;
const SEED = 20_261_123n;
/** After which word of the process the clock of a kill starts, and the longest it then runs. */
const AIMS = [
  { after: 'ready', milliseconds: 700 },
  { after: 'committing', milliseconds: 60 },
  { after: 'imported', milliseconds: 200 },
] as const;
const TEN_MINUTES = 600_000;

/** What the kills of one database hit, so that the test says when it has become blind. */
type Hits = { beforeCommit: number; betweenCommitAndScore: number; afterScore: number; retried: number };

describe('a process that is killed (SIGKILL) while it imports and scores', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scorer-kill-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it(`leaves no half state on SQLite, ${KILLS} times`, { timeout: TEN_MINUTES }, async () => {
    const hits = await killAgainAndAgain(await makeSqlite(), folder);
    expectAllMomentsHit(hits);
  });

  it.skipIf(postgresServer === undefined)(
    `leaves no half state on PostgreSQL, ${KILLS} times (TEST_DATABASE_URL)`,
    { timeout: TEN_MINUTES },
    async () => {
      const hits = await killAgainAndAgain(await makeOnServer(), folder);
      expectAllMomentsHit(hits);
    },
  );
});

function expectAllMomentsHit({ beforeCommit, betweenCommitAndScore, afterScore, retried }: Hits): void {
  expect(beforeCommit + betweenCommitAndScore + afterScore).toBe(KILLS);
  expect(Math.min(beforeCommit, betweenCommitAndScore, retried)).toBeGreaterThan(0);
}

async function killAgainAndAgain(database: TestDatabase, folder: string): Promise<Hits> {
  const ports = await createTestPorts(database, { instance: 'survivor', idPrefix: 'survivor' });
  const random = createSplitMix64(SEED);
  const hits: Hits = { beforeCommit: 0, betweenCommitAndScore: 0, afterScore: 0, retried: 0 };
  try {
    let next = startRound(ports, database, folder, 0);
    for (let round = 0; round < KILLS; round++) {
      const current = await next;
      // The next process starts up while this one works.
      next = round + 1 < KILLS ? startRound(ports, database, folder, round + 1) : next;
      const aim = AIMS[Number(random.next() % BigInt(AIMS.length))] ?? AIMS[0];
      await killAt(current.process, aim.after, random.nextUnit() * aim.milliseconds);
      await checkAfterKill(ports, current.reference, hits);
    }
    await checkChain(ports);
    return hits;
  } finally {
    await database.close();
  }
}

type Victim = ChildProcessByStdio<Writable, Readable, null>;

/** A tender of its own for each round, and a process that waits for its sign. */
async function startRound(
  ports: TestPorts,
  { url = '' }: TestDatabase,
  folder: string,
  round: number,
): Promise<{ readonly reference: string; readonly process: Victim }> {
  const reference = `NCC-KILL-${round}`;
  const { procurement, bids } = northshireTender;
  const { bytes } = await tenderFile(ports, { procurement: { ...procurement, reference }, bids });
  const path = join(folder, `${reference}.xlsx`);
  writeFileSync(path, bytes);
  const script = join(import.meta.dirname, '..', 'support', 'import-and-score.ts');
  const victim = spawn(process.execPath, [script, url, path, reference, `victim-${round}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await heard(victim, 'ready');
  return { reference, process: victim };
}

/** Lets the process begin, and kills it so long after it has said a word; it may be done by then. */
async function killAt(victim: Victim, word: string, milliseconds: number): Promise<void> {
  const ended = new Promise<void>((resolve) => victim.once('exit', () => resolve()));
  const said = word === 'ready' ? Promise.resolve() : heard(victim, word);
  victim.stdin.write('begin\n');
  await Promise.race([said, ended]);
  await Promise.race([sleep(milliseconds), ended]);
  victim.kill('SIGKILL');
  await ended;
}

function heard(victim: Victim, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const listen = (chunk: Buffer): void => {
      text += chunk.toString();
      if (!text.split('\n').includes(word)) return;
      victim.stdout.off('data', listen);
      resolve();
    };
    victim.stdout.on('data', listen);
    victim.once('exit', (code) => reject(new Error(`The process ended (${code}) before it said "${word}": ${text}`)));
  });
}

/** As before, or as after; then the import is found, run again from the stored file, and scored. */
async function checkAfterKill(ports: TestPorts, reference: string, hits: Hits): Promise<void> {
  const officer = aPerson('officer');
  const useCases = createUseCases(ports);
  const left = await stateOf(ports, reference);
  expectWhole(left, reference);
  const cutOff = (await useCases.recoverImports({ isAlone: true })).filter(({ fileName }) => isOf(fileName, reference));
  const unfinished = left.imports.filter(({ state }) => state === 'received' || state === 'reading');
  expect(cutOff.map(({ id, state }) => [id, state])).toEqual(unfinished.map(({ id }) => [id, 'interrupted']));

  if (left.procurement === undefined) hits.beforeCommit++;
  else if (left.assessments.length === 0) hits.betweenCommitAndScore++;
  else hits.afterScore++;

  for (const { id } of cutOff) {
    await useCases.retryImport(officer, id);
    expect(await useCases.runImport(id)).toMatchObject({ state: 'committed', issues: [] });
    hits.retried++;
  }
  // Killed before the file was in the database: nothing of it is there, and it is sent again.
  if (left.imports.length === 0) return;
  await useCases.scoreProcurement(officer, reference);
  const after = await stateOf(ports, reference);
  expectWhole(after, reference);
  expect(after.assessments).toHaveLength(1);
}

type State = Awaited<ReturnType<typeof stateOf>>;

async function stateOf({ database }: TestPorts, reference: string) {
  return database.read(async (stores) => {
    const imports: ImportRecord[] = [];
    for (let after: string | undefined; ; ) {
      const page = await stores.imports.list('northshire', { limit: 100, ...(after === undefined ? {} : { after }) });
      imports.push(...page.items.filter(({ fileName }) => isOf(fileName, reference)));
      if (page.next === undefined) break;
      after = page.next;
    }
    const procurement = await stores.procurements.find('northshire', reference);
    const events: ChainedEvent[] = await Array.fromAsync(stores.audit.chain('northshire'));
    return {
      imports,
      files: await Promise.all(imports.map(({ fileSha256 }) => stores.files.get(fileSha256))),
      procurement,
      bids: procurement === undefined ? [] : await stores.bids.latest('northshire', reference),
      facts: procurement === undefined ? [] : await stores.procurements.factsVersions('northshire', reference),
      assessments: procurement === undefined ? [] : await stores.assessments.list('northshire', reference),
      actions: events
        .filter(({ event }) =>
          [`procurement:${reference}`, ...imports.map(({ id }) => `import:${id}`)].includes(event.subject),
        )
        .map(({ event }) => event.action),
    };
  });
}

function isOf(fileName: string, reference: string): boolean {
  return fileName === `${reference}.xlsx`;
}

/** Nothing is there in part, and the chain tells of exactly what is there. */
function expectWhole(
  { imports, files, procurement, bids, facts, assessments, actions }: State,
  reference: string,
): void {
  const count = (action: string): number => actions.filter((one) => one === action).length;
  const committed = imports.filter(({ state }) => state === 'committed');
  expect(imports.length).toBeLessThanOrEqual(1);
  expect(count('import.received')).toBe(imports.length);
  expect(files.map(({ length }) => length)).toEqual(imports.map(({ fileBytes }) => fileBytes));
  expect(committed.length).toBe(procurement === undefined ? 0 : 1);
  for (const action of ['import.committed', 'procurement.created', 'procurement.bids-recorded'])
    expect([action, count(action)]).toEqual([action, committed.length]);
  expect(count('procurement.scored')).toBe(assessments.length);
  if (procurement === undefined) {
    expect(assessments).toEqual([]);
    return;
  }
  expect(procurement.facts).toEqual({ ...northshireTender.procurement, reference });
  expect(facts).toHaveLength(1);
  expect(bids.map(({ bid }) => bid)).toEqual(northshireTender.bids);
}

async function checkChain(ports: TestPorts): Promise<void> {
  const { database, catalogue } = ports;
  const chain = await database.read((stores) => Array.fromAsync(stores.audit.chain('northshire')));
  expect(chain.length).toBeGreaterThan(KILLS);
  expect(findBrokenLink('northshire', chain)).toBeUndefined();
  expect(await database.read((stores) => stores.audit.head('northshire'))).toBe(chain.at(-1)?.hash);
  const last = await database.read((stores) => stores.assessments.latest('northshire', `NCC-KILL-${KILLS - 1}`));
  if (last !== undefined) expect(replayDecisionRecord(last.record, catalogue)).toEqual([]);
}

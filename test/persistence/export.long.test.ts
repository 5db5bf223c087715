import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { carbonTotals } from '../../src/application/carbon-totals.ts';
import type { Database } from '../../src/application/stores.ts';
import { type ArchiveEntry, readOwnArchive, zipReproducibly } from '../../src/archive/reproducible-zip.ts';
import { AppError } from '../../src/domain/errors.ts';
import { TOTAL_KEYS } from '../../src/domain/totals-query.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import { DESCRIPTIONS } from '../../src/persistence/record-columns.ts';
import { createDatabaseOperations } from '../../src/persistence/operations.ts';
import { toColumnName } from '../../src/persistence/rows.ts';
import { FORMER_TABLES } from '../../src/persistence/tables.ts';
import { fillCarbonLedger } from '../support/carbon-ledger.ts';
import { makeOnServer, makeSqlite, type TestDatabase } from '../support/databases.ts';
import { createServerDatabase, postgresServer } from '../support/postgres.ts';
import { aPerson, createTestPorts } from '../support/service-ports.ts';
import { contentOf, fill } from './filled-database.ts';
import { ABC_SHA256, auditEvent, bytesOf, ORGANISATION } from './records.ts';

let folder: string;
const cleaning: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scorer-export-'));
});
afterEach(async () => {
  for (const clean of cleaning.splice(0)) await clean();
  rmSync(folder, { recursive: true });
});

const operationsOf = ({ url }: { readonly url?: string }) => createDatabaseOperations(url ?? '');

/** Everything that `fill` records, and a ledger with shared, estimated and replaced figures. */
async function filledDatabase(make: () => Promise<TestDatabase>): Promise<TestDatabase> {
  const database = await make();
  cleaning.push(() => database.close());
  await fill(database);
  await fillCarbonLedger(database);
  return database;
}

type Place = { readonly make: () => Promise<TestDatabase>; readonly empty: () => Promise<{ readonly url: string }> };

let files = 0;
const newFile = (ending: string) => join(folder, `${(files += 1)}.${ending}`);

const SQLITE: Place = { make: makeSqlite, empty: async () => ({ url: `sqlite:${newFile('db')}` }) };
const SERVER: Place = {
  make: makeOnServer,
  empty: async () => {
    const { url, drop } = await createServerDatabase();
    cleaning.push(drop);
    return { url };
  },
};

async function opened(place: { readonly url: string }): Promise<Database> {
  const database = await openDatabase(place.url);
  cleaning.unshift(() => database.close());
  return database;
}

/** Carbon totals by every key, in both views, and as they were at the edition. */
async function totalsOf(database: Database): Promise<unknown> {
  const ports = await createTestPorts(database);
  const officer = aPerson('officer');
  const [edition] = await database.read(({ ledger }) => ledger.editions(ORGANISATION));
  const totals: unknown[] = [];
  for (const view of ['whole-life', 'inventory'] as const) {
    for (const key of TOTAL_KEYS) {
      const query = { by: [key], view, only: {} };
      for (const asOf of [{}, { asOf: edition?.at ?? '' }]) {
        const { rows, total } = await carbonTotals(ports, officer, query, asOf);
        totals.push({ key, view, rows, total });
      }
    }
  }
  return totals;
}

function describeRoundTrip(title: string, from: Place, to: Place): void {
  it(`has the same totals, chain heads and bytes after the way ${title}`, async () => {
    const database = await filledDatabase(from.make);
    const file = newFile('zip');
    const { check: exported } = await operationsOf(database).exportRecords(file);
    expect(exported.faults).toEqual([]);
    expect(exported.heads).toEqual({
      northshire: await database.read(({ audit }) => audit.head('northshire')),
      eastham: await database.read(({ audit }) => audit.head('eastham')),
    });
    const place = await to.empty();
    expect(await operationsOf(place).restore(file)).toEqual(exported);
    const restored = await opened(place);
    const totals = await totalsOf(database);
    expect(await totalsOf(restored)).toEqual(totals);
    expect(await contentOf(restored)).toEqual(await contentOf(database));
    const again = newFile('zip');
    await operationsOf(place).exportRecords(again);
    expect(readFileSync(again).equals(readFileSync(file))).toBe(true);
  });
}

async function entriesOf(file: string): Promise<Map<string, Buffer>> {
  return new Map((await readOwnArchive(readFileSync(file))).map(({ name, bytes }) => [name, Buffer.from(bytes)]));
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const rowsOf = (bytes: Buffer | undefined) =>
  (bytes?.toString('utf8') ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('an export of everything', () => {
  describeRoundTrip('from SQLite to SQLite', SQLITE, SQLITE);
  describe.skipIf(postgresServer === undefined)('with a PostgreSQL server (TEST_DATABASE_URL)', () => {
    describeRoundTrip('from SQLite to PostgreSQL', SQLITE, SERVER);
    describeRoundTrip('from PostgreSQL to SQLite', SERVER, SQLITE);
  });

  it('is open: a README, a line of JSON for each row, each stored file, and a manifest that has the hash of each', async () => {
    const database = await filledDatabase(makeSqlite);
    const file = newFile('zip');
    const {
      check: { counts },
      sha256: told,
    } = await operationsOf(database).exportRecords(file);
    expect(told).toBe(sha256(readFileSync(file)));
    const entries = await entriesOf(file);
    const manifest = JSON.parse(String(entries.get('manifest.json'))) as {
      readonly entries: readonly { readonly name: string; readonly sha256: string; readonly bytes: number }[];
    };
    const found = [...entries].filter(([name]) => name !== 'manifest.json');
    const measured = found.map(([name, bytes]) => `${name} ${sha256(bytes)} ${bytes.length}`);
    const listed = manifest.entries.map((entry) => `${entry.name} ${entry.sha256} ${entry.bytes}`);
    expect(listed.toSorted()).toEqual(measured.toSorted());
    expect(entries.get(`files/${ABC_SHA256}`)?.toString()).toBe('abc');
    const readme = String(entries.get('README.txt'));
    for (const [table, { columns }] of Object.entries(DESCRIPTIONS)) {
      if (FORMER_TABLES.includes(table)) continue;
      const name = `tables/${toColumnName(table)}.jsonl`;
      const rows = rowsOf(entries.get(name));
      expect(rows.length, name).toBe(counts[table]);
      const described = Object.keys(columns).map(toColumnName);
      for (const row of rows) expect(Object.keys(row), name).toEqual(described);
      expect(readme).toContain(name);
      for (const column of described) expect(readme).toContain(`  ${column} (`);
    }
  });

  it('names every entry whose bytes were changed, that is missing, or that nobody listed, and keeps nothing', async () => {
    const database = await filledDatabase(makeSqlite);
    const file = newFile('zip');
    await operationsOf(database).exportRecords(file);
    const entries = await entriesOf(file);
    const flipped = (bytes: Buffer | undefined) => {
      const changed = Buffer.from(bytes ?? []);
      changed[Math.floor(changed.length / 2)] = (changed[Math.floor(changed.length / 2)] ?? 0) ^ 1;
      return changed;
    };
    entries.set('tables/carbon_changes.jsonl', flipped(entries.get('tables/carbon_changes.jsonl')));
    entries.set(`files/${ABC_SHA256}`, Buffer.from('abd'));
    entries.delete('tables/bids.jsonl');
    entries.set('tables/more.jsonl', Buffer.from('{}\n'));
    const damaged = newFile('zip');
    writeFileSync(damaged, await zipReproducibly(toEntries(entries)));
    const place = await SQLITE.empty();
    const failure: unknown = await operationsOf(place)
      .restore(damaged)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'invalid-input',
      message: 'The export is damaged in 4 places. Nothing was restored.',
    });
    const places = failure instanceof AppError ? failure.issues.map(({ file: entry, code }) => `${entry} ${code}`) : [];
    expect(places.toSorted()).toEqual([
      `files/${ABC_SHA256} damaged-entry`,
      'tables/bids.jsonl missing-entry',
      'tables/carbon_changes.jsonl damaged-entry',
      'tables/more.jsonl unknown-entry',
    ]);
    await expectNothingIn(place);
  });

  it('finds a change that somebody hid by a new manifest: a chain, a head, a row more or less', async () => {
    const database = await filledDatabase(makeSqlite);
    const file = newFile('zip');
    const {
      check: { heads },
    } = await operationsOf(database).exportRecords(file);
    const edits: Readonly<Record<string, readonly [string, (text: string) => string, RegExp]>> = {
      'an event changed': [
        'tables/audit_events.jsonl',
        (text) => text.replace('2026-11-23', '2026-11-22'),
        /eastham.*broken at event 1/,
      ],
      'the last event left out': [
        'tables/audit_events.jsonl',
        (text) => text.replace(/.*\n$/, ''),
        /broken at its end/,
      ],
      'another head': [
        'tables/organisations.jsonl',
        (text) => text.replaceAll(heads['eastham'] ?? '', '0'.repeat(64)),
        /eastham.*broken/,
      ],
      'no row at all': ['tables/bids.jsonl', (text) => `${text}{"organisation":7}\n`, /Line \d+ is not a row/],
      'a list for a row': ['tables/bids.jsonl', (text) => `${text}[1]\n`, /Line \d+ is not a row/],
      'no JSON': ['tables/bids.jsonl', (text) => `${text}{"organisation"\n`, /Line \d+ is not a row/],
      'a column that nobody knows': [
        'tables/bids.jsonl',
        (text) => text.replace('{"organisation"', '{"__proto__":"x","organisation"'),
        /Line 1 is not a row/,
      ],
      'text for a number': [
        'tables/carbon_changes.jsonl',
        (text) => text.replace(/"version":(\d+)/, '"version":"$1"'),
        /Line 1 is not a row/,
      ],
      'half a gram': [
        'tables/carbon_changes.jsonl',
        (text) => text.replace(/"grams":"(-?\d+)"/, '"grams":"$1.5"'),
        /Line 1 is not a row/,
      ],
      'a bid left out': ['tables/bids.jsonl', (text) => text.replace(/.*\n$/, ''), /bids: 300 rows, not the 301/],
    };
    for (const [title, [name, edit, sentence]] of Object.entries(edits)) {
      const changed = newFile('zip');
      writeFileSync(changed, await withHiddenChange(file, name, edit));
      const place = await SQLITE.empty();
      const failure = await operationsOf(place)
        .restore(changed)
        .catch((error: unknown) => error);
      expect(failure, title).toMatchObject({ code: 'invalid-input' });
      expect(JSON.stringify(failure), title).toMatch(sentence);
      await expectNothingIn(place);
    }
  });

  it('is refused as a whole when it was cut short, or has no manifest', async () => {
    const database = await filledDatabase(makeSqlite);
    const file = newFile('zip');
    await operationsOf(database).exportRecords(file);
    const whole = readFileSync(file);
    const entries = await entriesOf(file);
    entries.delete('manifest.json');
    for (const content of [whole.subarray(0, whole.length / 2), await zipReproducibly(toEntries(entries))]) {
      const cut = newFile('zip');
      writeFileSync(cut, content);
      const place = await SQLITE.empty();
      await expect(operationsOf(place).restore(cut)).rejects.toMatchObject({ code: 'invalid-input' });
      await expectNothingIn(place);
    }
  });

  it('goes into an empty database only, and over no file', async () => {
    const database = await filledDatabase(makeSqlite);
    const file = newFile('zip');
    await operationsOf(database).exportRecords(file);
    await expect(operationsOf(database).exportRecords(file)).rejects.toMatchObject({ code: 'conflict' });
    await expect(operationsOf(database).restore(file)).rejects.toMatchObject({
      code: 'not-allowed-in-state',
      message: expect.stringContaining('bids 301'),
    });
  });
});

describe('an export of one organisation', () => {
  it('holds its rows, its chain and the files it names, and nothing of another', async () => {
    const database = await filledDatabase(makeSqlite);
    await database.transaction(async ({ files: stored, audit }) => {
      await stored.put(sha256(Buffer.from('of nobody')), bytesOf('of nobody'));
      await audit.append(auditEvent({ organisation: 'eastham' }));
    });
    const file = newFile('zip');
    const { check: whole } = await operationsOf(database).exportRecords(newFile('zip'));
    const { check: exported } = await operationsOf(database).exportRecords(file, 'northshire');
    expect(exported).toEqual({
      counts: {
        ...whole.counts,
        organisations: 1,
        files: 1,
        auditEvents: (whole.counts['auditEvents'] ?? 0) - 2,
        answers: 0,
      },
      heads: { northshire: whole.heads['northshire'] },
      faults: [],
    });
    const place = await SQLITE.empty();
    expect(await operationsOf(place).restore(file)).toEqual(exported);
    const restored = await opened(place);
    expect(await totalsOf(restored)).toEqual(await totalsOf(database));
    expect(await restored.read(({ audit }) => audit.organisations())).toEqual(['northshire']);

    const { check: small } = await operationsOf(database).exportRecords(newFile('zip'), 'eastham');
    const filled = Object.entries(small.counts).filter(([, count]) => count > 0);
    expect(Object.fromEntries(filled)).toEqual({ organisations: 1, auditEvents: 2 });
    await expect(operationsOf(database).exportRecords(newFile('zip'), 'nowhere')).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

function toEntries(entries: ReadonlyMap<string, Uint8Array>): ArchiveEntry[] {
  return [...entries].map(([name, bytes]) => ({ name, bytes }));
}

/** The export with one entry edited, and a manifest that says that this is right. */
async function withHiddenChange(file: string, name: string, edit: (text: string) => string): Promise<Uint8Array> {
  const entries = await entriesOf(file);
  const before = String(entries.get(name));
  const bytes = Buffer.from(edit(before), 'utf8');
  expect(bytes.toString()).not.toBe(before);
  entries.set(name, bytes);
  const manifest = JSON.parse(String(entries.get('manifest.json'))) as { entries: { name: string }[] };
  manifest.entries = manifest.entries.map((entry) =>
    entry.name === name ? { ...entry, sha256: sha256(bytes), bytes: bytes.length } : entry,
  );
  entries.set('manifest.json', Buffer.from(JSON.stringify(manifest)));
  return zipReproducibly(toEntries(entries));
}

async function expectNothingIn(place: { readonly url: string }): Promise<void> {
  const left = await openDatabase(place.url);
  await left.migrate();
  expect(await left.read(({ audit }) => audit.organisations())).toEqual([]);
  expect(await left.read(({ files: stored }) => stored.has(ABC_SHA256))).toBe(false);
  await left.close();
}

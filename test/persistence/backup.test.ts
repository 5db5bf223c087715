import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendCarbonReturn } from '../../src/application/append-carbon-return.ts';
import { appendContracts } from '../../src/application/append-contracts.ts';
import type { Database, Stores } from '../../src/application/stores.ts';
import type { ClarificationEntry } from '../../src/domain/clarification.ts';
import { connect } from '../../src/persistence/connections.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import { createDatabaseOperations } from '../../src/persistence/operations.ts';
import { toColumnName } from '../../src/persistence/rows.ts';
import { TABLES, TABLES_OF_THE_MOMENT } from '../../src/persistence/tables.ts';
import { aBid } from '../support/builders.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { aPlanRecord } from '../support/trajectory.ts';
import { makeOnServer, makeSqlite, type TestDatabase } from '../support/databases.ts';
import { createServerDatabase, postgresServer } from '../support/postgres.ts';
import {
  ABC_SHA256,
  assessmentRecord,
  AT,
  auditEvent,
  awardStep,
  bidRecord,
  bytesOf,
  declaration,
  factorRecord,
  factorSet,
  importRecord,
  ORGANISATION,
  procurementRecord,
  scenarioVersion,
  scoreDraft,
} from './records.ts';

const REFERENCE = 'ICT-2026-001';
const COUNTS = {
  organisations: 2,
  suppliers: 1,
  procurements: 1,
  factsVersions: 1,
  files: 1,
  fileChunks: 1,
  factorSets: 1,
  factorSetApprovals: 1,
  conversionFactors: 250,
  imports: 1,
  bids: 301,
  assessments: 1,
  clarificationEntries: 1,
  awardSteps: 1,
  evaluationRecords: 2,
  evaluationDrafts: 1,
  auditEvents: 251,
  ledgerEntries: 3,
  ledgerEditions: 1,
  contractVersions: 1,
  carbonLines: 2,
  carbonReversals: 1,
  carbonGroups: 1,
  carbonFigures: 3,
  carbonChanges: 2,
  scenarioVersions: 1,
  trajectoryRecords: 1,
  answers: 1,
};

const CLARIFICATION: ClarificationEntry = {
  number: 1,
  sequence: 1,
  entry: { kind: 'dropped', reason: 'Not needed', by: 'olivia', byName: 'Olivia Officer', at: AT },
};

async function fill(database: Database): Promise<void> {
  const supplier = { name: 'Alder — “naïve” ✓', identifier: { scheme: 'GB-COH', id: '01234567' } };
  await database.transaction(async (stores) => {
    await stores.files.put(ABC_SHA256, bytesOf('abc'));
    const factors = Array.from({ length: 250 }, (_, number) => factorRecord(number));
    await stores.factors.addSet(ORGANISATION, factorSet(), factors);
    await stores.factors.approve(ORGANISATION, 'desnz-2025', { by: 'olivia', byName: 'Olivia', at: AT });
    await stores.imports.create(importRecord());
    await stores.procurements.create(procurementRecord(), 'First', 'olivia');
    await stores.bids.add(ORGANISATION, [
      bidRecord('A1', { bid: aBid('A1', { supplier }) }),
      ...Array.from({ length: 300 }, (_, index) => bidRecord(`B${index}`)),
    ]);
    await stores.assessments.add(ORGANISATION, assessmentRecord());
    await stores.clarifications.add(ORGANISATION, REFERENCE, [CLARIFICATION]);
    await stores.awards.add(ORGANISATION, REFERENCE, awardStep());
    await stores.evaluation.append(ORGANISATION, REFERENCE, [declaration(), declaration()]);
    await stores.evaluation.putDraft(ORGANISATION, scoreDraft());
    for (let count = 0; count < 250; count += 1) await stores.audit.append(auditEvent());
    await stores.audit.append(auditEvent({ organisation: 'eastham' }));
    await stores.answers.put('key', 'hash', 201, '{}', 'body', AT);
    await stores.scenarios.add(ORGANISATION, scenarioVersion());
    await stores.instances.seen('one', AT);
    await fillLedger(stores);
  });
}

/** A contract, a line of a carbon return, and the line that puts it right. */
async function fillLedger(stores: Stores): Promise<void> {
  const catalogue = await testCatalogue();
  const context = { organisation: ORGANISATION, catalogue, at: AT, by: 'olivia' };
  await appendContracts(stores, context, [aContract('C1')]);
  await appendCarbonReturn(stores, context, [aLine('C1', 'L1')]);
  await appendCarbonReturn(stores, context, [aLine('C1', 'L1', { amount: '7', supersedes: 'L1' })]);
  const edition = { organisation: ORGANISATION, name: 'First', at: AT, reason: 'Report', by: 'olivia' };
  await stores.ledger.addEdition(edition);
  await stores.trajectories.add(ORGANISATION, aPlanRecord());
}

/** All that people can see of the database. */
async function contentOf(database: Database): Promise<unknown> {
  return database.read(async (stores) => ({
    procurements: await stores.procurements.list(ORGANISATION, { limit: 10 }),
    versions: await stores.procurements.factsVersions(ORGANISATION, REFERENCE),
    bids: await stores.bids.latest(ORGANISATION, procurementRecord().reference),
    imports: await stores.imports.list(ORGANISATION, { limit: 10 }),
    file: Buffer.from(await stores.files.get(ABC_SHA256)).toString('hex'),
    factorSets: await stores.factors.sets(ORGANISATION),
    factors: await stores.factors.all(ORGANISATION, 'desnz-2025'),
    assessments: await stores.assessments.list(ORGANISATION, REFERENCE),
    clarifications: await stores.clarifications.list(ORGANISATION, REFERENCE),
    awards: await stores.awards.list(ORGANISATION, REFERENCE),
    evaluation: await stores.evaluation.records(ORGANISATION, REFERENCE),
    drafts: await stores.evaluation.drafts(ORGANISATION, REFERENCE, 'carys'),
    audit: await Array.fromAsync(stores.audit.chain(ORGANISATION)),
    heads: [await stores.audit.head(ORGANISATION), await stores.audit.head('eastham')],
    scenarios: await stores.scenarios.latest(ORGANISATION),
    trajectories: await stores.trajectories.list(ORGANISATION),
    answer: await stores.answers.find('key'),
  }));
}

let folder: string;
const cleaning: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scorer-backup-'));
});
afterEach(async () => {
  for (const clean of cleaning.splice(0)) await clean();
  rmSync(folder, { recursive: true });
});

const operationsOf = ({ url }: { readonly url?: string }) => createDatabaseOperations(url ?? '');

async function filledDatabase(make: () => Promise<TestDatabase>): Promise<TestDatabase> {
  const database = await make();
  cleaning.push(() => database.close());
  await fill(database);
  return database;
}

type Place = {
  readonly name: string;
  readonly make: () => Promise<TestDatabase>;
  readonly empty: () => Promise<{ readonly url: string }>;
};

const SQLITE: Place = {
  name: 'SQLite',
  make: makeSqlite,
  empty: async () => ({ url: `sqlite:${join(folder, 'restored.db')}` }),
};
const SERVER: Place = {
  name: 'a PostgreSQL server (TEST_DATABASE_URL)',
  make: makeOnServer,
  empty: async () => {
    const { url, drop } = await createServerDatabase();
    cleaning.push(drop);
    return { url };
  },
};

function describeBackup(from: Place, to: Place): void {
  it(`copies ${from.name} and restores it into ${to.name}, the same in everything`, async () => {
    const database = await filledDatabase(from.make);
    const file = join(folder, 'copy');
    const copied = await operationsOf(database).backUp(file);
    expect(copied).toEqual({ counts: COUNTS, heads: expect.any(Object), faults: [] });
    const place = await to.empty();
    expect(await operationsOf(place).restore(file)).toEqual(copied);
    const restored = await openDatabase(place.url);
    cleaning.unshift(() => restored.close());
    expect(await contentOf(restored)).toEqual(await contentOf(database));
    // It goes on from there.
    await restored.transaction(({ audit }) => audit.append(auditEvent()));
    expect((await operationsOf(place).verifyAudit()).map(({ holds, events }) => [holds, events])).toEqual([
      [true, 1],
      [true, 251],
    ]);
  });
}

function describeSource(place: Place): void {
  it(`copies one moment of ${place.name} while others write to it`, async () => {
    const database = await filledDatabase(place.make);
    const copying = new AbortController();
    let written = 0;
    const writing = (async () => {
      while (!copying.signal.aborted) {
        await database.transaction(async (stores) => {
          await stores.audit.append(auditEvent());
          await stores.bids.add(ORGANISATION, [bidRecord(`W${written}`)]);
        });
        written += 1;
        await new Promise((resolve) => {
          setTimeout(resolve, 5);
        });
      }
    })();
    const { counts, faults } = await operationsOf(database).backUp(join(folder, 'copy'));
    copying.abort();
    await writing;
    expect(written).toBeGreaterThan(0);
    expect(faults).toEqual([]);
    expect((counts['bids'] ?? 0) - COUNTS.bids).toBe((counts['auditEvents'] ?? 0) - COUNTS.auditEvents);
  });

  it(`refuses to write over a file, and to restore over records, on ${place.name}`, async () => {
    const database = await filledDatabase(place.make);
    const file = join(folder, 'copy');
    await operationsOf(database).backUp(file);
    const before = readFileSync(file);
    await expect(operationsOf(database).backUp(file)).rejects.toMatchObject({ code: 'conflict' });
    expect(before.equals(readFileSync(file))).toBe(true);
    await expect(operationsOf(database).restore(file)).rejects.toMatchObject({
      code: 'not-allowed-in-state',
      message: expect.stringContaining('bids 301'),
    });
  });

  it(`says so when a chain or a stored file of ${place.name} has been tampered with`, async () => {
    const database = await filledDatabase(place.make);
    const { writer, reader, dialect } = connect(database.url ?? '');
    const drop = (table: string, trigger: string) =>
      writer.raw(`drop trigger ${trigger}${dialect === 'postgres' ? ` on ${table}` : ''}`);
    const change = dialect === 'postgres' ? 'change' : 'update';
    await drop('audit_events', `audit_events_no_${change}`);
    await drop('file_chunks', `file_chunks_no_${change}`);
    await writer('audit_events').where({ seq: 7 }).update({ event: '{"seq":"7"}' });
    await writer('file_chunks').update({ bytes: Buffer.from('abd') });
    await writer.destroy();
    if (reader !== writer) await reader.destroy();
    const { faults } = await operationsOf(database).backUp(join(folder, 'copy'));
    expect(faults).toEqual([expect.stringMatching(/northshire.*event 7/), expect.stringContaining(ABC_SHA256)]);
  });

  it(`copies every table of ${place.name} but those of the moment`, async () => {
    const database = await filledDatabase(place.make);
    const { writer, reader, dialect } = connect(database.url ?? '');
    const rows: unknown =
      dialect === 'sqlite'
        ? await writer('sqlite_master').where({ type: 'table' }).select({ table: 'name' })
        : await writer('information_schema.tables').where('table_schema', 'public').select({ table: 'table_name' });
    await writer.destroy();
    if (reader !== writer) await reader.destroy();
    const present = (rows as { readonly table: string }[])
      .map(({ table }) => table)
      .filter((table) => !/^(knex_|sqlite_)/.test(table));
    const known = [...TABLES.map(({ name }) => name), ...TABLES_OF_THE_MOMENT].map(toColumnName);
    expect(present.toSorted()).toEqual(known.toSorted());
  });
}

describe('backup and restore', () => {
  describeBackup(SQLITE, SQLITE);
  describeSource(SQLITE);

  it('says what is wrong with a file that is no backup', async () => {
    const place = await SQLITE.empty();
    const file = join(folder, 'file');
    await expect(operationsOf(place).restore(file)).rejects.toMatchObject({ code: 'not-found' });
    const other = ['', 'hello', 'SQLite format 3\0 but no more', gzipSync('hello\n'), gzipSync('{"format":"other"}\n')];
    for (const content of other) {
      writeFileSync(file, content);
      await expect(operationsOf(place).restore(file), String(content)).rejects.toMatchObject({ code: 'invalid-input' });
    }
  });

  it('refuses to copy a database without tables, or one in memory', async () => {
    const place = await SQLITE.empty();
    await expect(operationsOf(place).backUp(join(folder, 'copy'))).rejects.toMatchObject({
      code: 'not-allowed-in-state',
    });
  });

  describe.skipIf(postgresServer === undefined)('with a PostgreSQL server (TEST_DATABASE_URL)', () => {
    describeBackup(SERVER, SERVER);
    describeBackup(SERVER, SQLITE);
    describeBackup(SQLITE, SERVER);
    describeSource(SERVER);

    it('keeps nothing of a backup that was cut short or changed', async () => {
      const database = await filledDatabase(makeOnServer);
      const file = join(folder, 'copy');
      await operationsOf(database).backUp(file);
      const whole = readFileSync(file);
      const lines = gunzipSync(whole).toString('utf8').split('\n');
      const without = (pattern: RegExp) => {
        const index = lines.findIndex((line) => pattern.test(line));
        expect(index, String(pattern)).toBeGreaterThan(0);
        return gzipSync(lines.toSpliced(index, 1).join('\n'));
      };
      const wrong: Readonly<Record<string, Uint8Array>> = {
        'cut in the middle': whole.subarray(0, whole.length / 2),
        'one row less': without(/"B17"/),
        'the last event less': without(/^\["auditEvents",.*"seq":"?250\b/),
        'no last line': without(/^\{"end"/),
      };
      for (const [title, content] of Object.entries(wrong)) {
        writeFileSync(file, content);
        const place = { url: `sqlite:${join(folder, `${title}.db`)}` };
        await expect(operationsOf(place).restore(file), title).rejects.toMatchObject({ code: 'invalid-input' });
        const left = await openDatabase(place.url);
        expect(await left.read(({ audit }) => audit.organisations()), title).toEqual([]);
        await left.close();
      }
    });
  });
});

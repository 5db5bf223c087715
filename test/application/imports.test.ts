import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { acceptMapping } from '../../src/application/accept-mapping.ts';
import { getImport, listImports, markedUpCopy, originalFile } from '../../src/application/import-queries.ts';
import { receiveImport } from '../../src/application/receive-import.ts';
import { recoverImports } from '../../src/application/recover-imports.ts';
import { retryImport } from '../../src/application/retry-import.ts';
import { runImport } from '../../src/application/run-import.ts';
import { findBrokenLink, type ChainedEvent } from '../../src/domain/audit-event.ts';
import type { Person } from '../../src/domain/person.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';
import { exampleFile, importFile, tenderFile } from '../support/upload-files.ts';

const REFERENCE = northshireTender.procurement.reference;

describe('an import', () => {
  const officer = aPerson('officer');
  let ports: TestPorts;
  beforeEach(async () => {
    ports = await createTestPorts();
    const { database } = ports;
    onTestFinished(() => database.close());
  });

  it('stores the file under its hash before anything is read', async () => {
    const file = exampleFile('northshire', 'tender.xlsx');
    const record = await receiveImport(ports, officer, { ...file, dryRun: false });
    expect(record).toMatchObject({
      state: 'received',
      fileName: 'tender.xlsx',
      fileBytes: file.bytes.length,
      fileSha256: createHash('sha256').update(file.bytes).digest('hex'),
      by: officer.id,
    });
    const original = await originalFile(ports, officer, record.id);
    expect(original.name).toBe('tender.xlsx');
    expect(Buffer.compare(original.bytes, file.bytes)).toBe(0);
    expect(await procurements(ports)).toEqual([]);
  });

  it('stores a long file block by block from where it lies', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'upload-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'long.csv');
    const bytes = Buffer.from(Array.from({ length: 250_000 }, (_, row) => `${row},kg\n`).join(''));
    await writeFile(path, bytes);
    const record = await receiveImport(ports, officer, { name: 'long.csv', path, dryRun: false });
    expect(record).toMatchObject({
      fileBytes: bytes.length,
      fileSha256: createHash('sha256').update(bytes).digest('hex'),
    });
    const original = await originalFile(ports, officer, record.id);
    expect(Buffer.compare(original.bytes, bytes)).toBe(0);
  });

  it('keeps only the last part of a file name, without control characters', async () => {
    const record = await receiveImport(ports, officer, {
      name: '../../etc\\a\u0000\u202Eb.xlsx',
      bytes: Buffer.from('x'),
      dryRun: false,
    });
    expect(record.fileName).toBe('ab.xlsx');
    await expect(
      receiveImport(ports, officer, { name: '..', bytes: Buffer.from('x'), dryRun: false }),
    ).rejects.toMatchObject({ code: 'malformed' });
  });

  it('makes a draft procurement with its bids from a tender workbook', async () => {
    const record = await importFile(ports, officer, exampleFile('northshire', 'tender.xlsx'));
    expect(record).toMatchObject({
      state: 'committed',
      issues: [],
      result: { procurement: REFERENCE, bids: ['B1', 'B2', 'B3', 'B4', 'B5'] },
    });
    expect(record.rowsRead).toBeGreaterThan(100);
    expect(record.finishedAt).toBe(ports.clock());
    const [procurement] = await procurements(ports);
    expect(procurement).toMatchObject({ reference: REFERENCE, state: 'draft', revision: 1, factsVersion: 1 });
    expect(procurement?.facts).toEqual(northshireTender.procurement);
    const bids = await latestBids(ports);
    expect(bids.map(({ bid }) => bid)).toEqual(northshireTender.bids);
    expect(bids.map(({ version, status, importId }) => [version, status, importId])).toEqual(
      bids.map(() => [1, 'current', record.id]),
    );
  });

  it('records every step in the audit chain', async () => {
    const record = await importFile(ports, officer, exampleFile('northshire', 'tender.xlsx'));
    const chain = await auditChain(ports, officer);
    expect(chain.map(({ event }) => [event.action, event.subject, event.actor_name])).toEqual([
      ['import.received', `import:${record.id}`, officer.name],
      ['procurement.created', `procurement:${REFERENCE}`, officer.name],
      ['procurement.bids-recorded', `procurement:${REFERENCE}`, officer.name],
      ['import.committed', `import:${record.id}`, officer.name],
    ]);
    expect(findBrokenLink(officer.organisation, chain)).toBeUndefined();
  });

  it('stores nothing but the file and the faults when there are faults', async () => {
    const record = await importFile(ports, officer, exampleFile('northshire', 'tender-with-faults.xlsx'));
    expect(record.state).toBe('faulty');
    expect(record.issueCount).toBe(8);
    expect(record.issues.every(({ sheet, cell }) => sheet !== undefined && cell !== undefined)).toBe(true);
    expect(await procurements(ports)).toEqual([]);
    const chain = await auditChain(ports, officer);
    expect(chain.at(-1)?.event).toMatchObject({ action: 'import.faulty', data: { faults: '8' } });
  });

  it('gives back the file with its faults marked, also those that the record only counts', async () => {
    const { procurement, bids } = northshireTender;
    const [first] = bids;
    if (first === undefined) throw new Error('The example has no bids');
    const carbon = Array.from({ length: 260 }, (_, line) => ({
      line: String(line + 1),
      stage: 'make' as const,
      declaredKg: '10',
      factor: 'no-such-factor',
      quantity: '1',
    }));
    const file = await tenderFile(ports, { procurement, bids: [{ ...first, carbon }] });
    const record = await importFile(ports, officer, file);
    expect(record).toMatchObject({ state: 'faulty' });
    expect(record.issues).toHaveLength(200);
    expect(record.issueCount).toBeGreaterThanOrEqual(260);
    const writeMarkedUp = vi.spyOn(ports.spreadsheets, 'writeMarkedUp');
    const copy = await markedUpCopy(ports, officer, record.id);
    expect(copy.name).toBe('tender-marked-up.xlsx');
    expect(writeMarkedUp.mock.calls[0]?.[1]).toHaveLength(record.issueCount ?? 0);
    expect(Buffer.from(copy.bytes.subarray(0, 2)).toString()).toBe('PK');
  });

  it('says what a file is that cannot be read', async () => {
    const record = await importFile(ports, officer, { name: 'note.xlsx', bytes: Buffer.from('Dear council,') });
    expect(record).toMatchObject({ state: 'faulty', issueCount: 1, issues: [{ code: 'unsupported-file' }] });
    expect(record.failure).toMatch(/^note\.xlsx: /);
  });

  it('checks only, in a dry run', async () => {
    const record = await importFile(ports, officer, exampleFile('northshire', 'tender.xlsx'), { dryRun: true });
    expect(record).toMatchObject({ state: 'checked', issues: [] });
    expect(record.result).toBeUndefined();
    expect(record.notices.join('\n')).toContain(`Checked only; nothing was stored. ${REFERENCE} is new`);
    expect(await procurements(ports)).toEqual([]);
  });

  it('is for officers and administrators, and seen only in its own organisation', async () => {
    const file = exampleFile('northshire', 'tender.xlsx');
    for (const role of ['evaluator', 'moderator', 'sustainability', 'auditor'] as const) {
      await expect(receiveImport(ports, aPerson(role), { ...file, dryRun: false })).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
    const record = await receiveImport(ports, officer, { ...file, dryRun: false });
    const stranger: Person = { ...officer, organisation: 'eastham' };
    for (const look of [getImport, originalFile, markedUpCopy, retryImport]) {
      await expect(look(ports, stranger, record.id)).rejects.toMatchObject({ code: 'not-found' });
    }
    expect((await listImports(ports, stranger, { limit: 10 })).items).toEqual([]);
    expect((await listImports(ports, aPerson('auditor'), { limit: 10 })).items.map(({ id }) => id)).toEqual([
      record.id,
    ]);
  });

  it('keeps a file with sealed bids from everybody but its sender', async () => {
    const { id } = await importFile(ports, officer, exampleFile('northshire', 'tender.xlsx'));
    const colleague: Person = { ...officer, id: 'second', name: 'Second officer' };
    for (const person of [colleague, aPerson('auditor')]) {
      await expect(originalFile(ports, person, id)).rejects.toMatchObject({ code: 'not-allowed-in-state' });
      await expect(markedUpCopy(ports, person, id)).rejects.toMatchObject({ code: 'not-allowed-in-state' });
    }
    await setState(ports, 'closed');
    expect((await originalFile(ports, colleague, id)).name).toBe('tender.xlsx');
  });

  it('runs once: a second run gives back what the first did', async () => {
    const { id } = await receiveImport(ports, officer, { ...exampleFile('northshire', 'tender.xlsx'), dryRun: false });
    const records = await Promise.all([runImport(ports, id), runImport(ports, id)]);
    expect(records.map(({ state }) => state).toSorted()).toEqual(['committed', 'reading']);
    expect((await runImport(ports, id)).state).toBe('committed');
    expect(await latestBids(ports)).toHaveLength(5);
  });

  it('is marked as failed when we fail, keeps nothing, and can be run again', async () => {
    const { id } = await receiveImport(ports, officer, { ...exampleFile('northshire', 'tender.xlsx'), dryRun: false });
    const broken: TestPorts = {
      ...ports,
      spreadsheets: { ...ports.spreadsheets, readTender: () => Promise.reject(new TypeError('a bug')) },
    };
    await expect(runImport(broken, id)).rejects.toThrow('a bug');
    const failed = await getImport(ports, officer, id);
    expect(failed).toMatchObject({ state: 'failed' });
    expect(failed.failure).not.toContain('bug');
    expect(await retryImport(ports, officer, id)).toMatchObject({ state: 'received' });
    expect(await runImport(ports, id)).toMatchObject({ state: 'committed' });
    expect((await getImport(ports, officer, id)).failure).toBeUndefined();
  });

  it('leaves nothing when the last write of the commit fails', async () => {
    const { id } = await receiveImport(ports, officer, { ...exampleFile('northshire', 'tender.xlsx'), dryRun: false });
    const { database } = ports;
    const broken: TestPorts = {
      ...ports,
      database: {
        ...database,
        transaction: (work) =>
          database.transaction((stores) =>
            work({
              ...stores,
              audit: {
                ...stores.audit,
                append: (event) =>
                  event.action === 'import.committed'
                    ? Promise.reject(new Error('disk full'))
                    : stores.audit.append(event),
              },
            }),
          ),
      },
    };
    await expect(runImport(broken, id)).rejects.toThrow('disk full');
    expect(await procurements(ports)).toEqual([]);
    expect((await auditChain(ports, officer)).map(({ event }) => event.action)).toEqual([
      'import.received',
      'import.failed',
    ]);
  });

  it('that was cut off is found at the next start, says so, and can be run again from the stored file', async () => {
    const { id } = await receiveImport(ports, officer, { ...exampleFile('northshire', 'tender.xlsx'), dryRun: false });
    await ports.database.transaction((stores) => stores.imports.claim(id, 'dead process', '2026-11-23T09:00:15Z'));
    expect(await recoverImports(ports)).toEqual([]);
    await expect(retryImport(ports, officer, id)).rejects.toMatchObject({ code: 'not-allowed-in-state' });
    ports.setClock('2026-11-23T09:00:16Z');
    expect(await recoverImports(ports)).toMatchObject([{ id, state: 'interrupted', fileName: 'tender.xlsx' }]);
    expect(await recoverImports(ports)).toEqual([]);
    await retryImport(ports, officer, id);
    expect(await runImport(ports, id)).toMatchObject({ state: 'committed' });
    expect((await auditChain(ports, officer)).map(({ event }) => event.action)).toEqual([
      'import.received',
      'import.interrupted',
      'import.retried',
      'procurement.created',
      'procurement.bids-recorded',
      'import.committed',
    ]);
  });

  it('that was received and never begun is found too, at once when no other process is there', async () => {
    const { id } = await receiveImport(ports, officer, { ...exampleFile('northshire', 'tender.xlsx'), dryRun: false });
    expect(await recoverImports(ports)).toEqual([]);
    expect(await recoverImports(ports, { isAlone: true })).toMatchObject([{ id, state: 'interrupted' }]);
  });

  it('does not count when another process has taken it over meanwhile', async () => {
    const { id } = await receiveImport(ports, officer, { ...exampleFile('northshire', 'tender.xlsx'), dryRun: false });
    const slow: TestPorts = {
      ...ports,
      spreadsheets: {
        ...ports.spreadsheets,
        readTender: async (...sent) => {
          const reading = await ports.spreadsheets.readTender(...sent);
          await ports.database.transaction(async (stores) => {
            await stores.imports.interruptStale('2026-11-24T00:00:00Z');
            await stores.imports.claim(id, 'another', '2026-11-24T00:00:00Z');
          });
          return reading;
        },
      },
    };
    await expect(runImport(slow, id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await getImport(ports, officer, id)).toMatchObject({ state: 'reading' });
    expect(await procurements(ports)).toEqual([]);
  });

  it('proposes a mapping, takes it once a person accepts it by name, and remembers it', async () => {
    await importFile(ports, officer, exampleFile('northshire', 'tender.xlsx'));
    const matrix = exampleFile('northshire', 'portal-matrix.csv');
    const proposed = await importFile(ports, officer, matrix, { procurement: REFERENCE });
    expect(proposed.state).toBe('mapping-proposed');
    const name = proposed.proposedMapping?.name ?? '';
    await expect(acceptMapping(ports, officer, proposed.id, 'mapping-other')).rejects.toMatchObject({
      code: 'invalid-input',
    });
    expect(await acceptMapping(ports, officer, proposed.id, name)).toMatchObject({
      state: 'received',
      acceptedMapping: name,
    });
    expect(await runImport(ports, proposed.id)).toMatchObject({ state: 'committed', issues: [] });
    await expect(acceptMapping(ports, officer, proposed.id, name)).rejects.toMatchObject({
      code: 'not-allowed-in-state',
    });
    const again = await importFile(ports, officer, matrix, { procurement: REFERENCE });
    expect(again).toMatchObject({ state: 'committed', acceptedMapping: name });
    expect(again.notices[0]).toBe(
      `${name} was accepted before, with portal-matrix.csv on 2026-11-23, and is taken again.`,
    );
  });
});

async function procurements({ database }: TestPorts) {
  const page = await database.read((stores) => stores.procurements.list('northshire', { limit: 50 }));
  return page.items;
}

function latestBids({ database }: TestPorts) {
  return database.read((stores) => stores.bids.latest('northshire', REFERENCE));
}

function auditChain({ database }: TestPorts, { organisation }: Person): Promise<ChainedEvent[]> {
  return database.read((stores) => Array.fromAsync(stores.audit.chain(organisation)));
}

async function setState({ database }: TestPorts, state: 'closed'): Promise<void> {
  await database.transaction(async (stores) => {
    const record = await stores.procurements.find('northshire', REFERENCE);
    if (record === undefined) throw new Error('There is no procurement');
    await stores.procurements.save({ ...record, state });
  });
}

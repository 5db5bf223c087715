import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Stores } from '../../src/application/stores.ts';
import { firstHash } from '../../src/domain/audit-event.ts';
import { aBid } from '../support/builders.ts';
import { describeWithDatabases } from '../support/databases.ts';
import {
  ABC_SHA256,
  assessmentRecord,
  AT,
  auditEvent,
  bidRecord,
  bytesOf,
  declaration,
  importRecord,
  ORGANISATION,
  procurementRecord,
  scoreDraft,
} from './records.ts';

const LATER = '2026-11-23T09:05:00Z';
const REFERENCE = 'ICT-2026-001';

const createProcurement = (stores: Stores) => stores.procurements.create(procurementRecord(), 'First', 'olivia');

describeWithDatabases('the procurement store', (makeDatabase) => {
  it('gives back a record as it was given, with fields it knows nothing of', async () => {
    const database = await makeDatabase();
    const record = procurementRecord({
      closedAt: LATER,
      facts: { ...procurementRecord().facts, title: 'Ünïcode ✓ \u0000' },
    });
    await database.transaction((stores) => stores.procurements.create(record, 'First', 'olivia'));
    expect(await database.read((stores) => stores.procurements.find(ORGANISATION, REFERENCE))).toEqual(record);
    expect(await database.read((stores) => stores.procurements.find('eastham', REFERENCE))).toBeUndefined();
    expect(await database.read((stores) => stores.procurements.factsVersions(ORGANISATION, REFERENCE))).toEqual([
      { version: 1, facts: record.facts, reason: 'First', by: 'olivia', at: AT },
    ]);
  });

  it('refuses a reference that is taken, and leaves nothing of the attempt', async () => {
    const database = await makeDatabase();
    await database.transaction(createProcurement);
    await expect(
      database.transaction(async (stores) => {
        await stores.audit.append(auditEvent());
        await createProcurement(stores);
      }),
    ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('ICT-2026-001') });
    expect(await database.read((stores) => stores.audit.head(ORGANISATION))).toBe(firstHash(ORGANISATION));
  });

  it('lets the same reference stand for another organisation', async () => {
    const database = await makeDatabase();
    await database.transaction(async (stores) => {
      await createProcurement(stores);
      await stores.procurements.create(procurementRecord({ organisation: 'eastham' }), 'First', 'olivia');
    });
    const { items } = await database.read((stores) => stores.procurements.list('eastham', { limit: 10 }));
    expect(items.map(({ organisation }) => organisation)).toEqual(['eastham']);
  });

  it('tells the second of two people what the record is now, and keeps the first change', async () => {
    const database = await makeDatabase();
    await database.transaction(createProcurement);
    const read = await database.read((stores) => stores.procurements.find(ORGANISATION, REFERENCE));
    if (read === undefined) throw new Error('The procurement is missing');
    const saved = await database.transaction((stores) =>
      stores.procurements.save({ ...read, state: 'published', updatedAt: LATER }),
    );
    expect(saved.revision).toBe(2);
    await expect(
      database.transaction((stores) => stores.procurements.save({ ...read, state: 'cancelled' })),
    ).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/revision 1.*revision 2, state published, changed at 2026-11-23T09:05:00Z/),
    });
    expect(await database.read((stores) => stores.procurements.find(ORGANISATION, REFERENCE))).toEqual(saved);
  });

  it('says not-found when there is nothing to save over', async () => {
    const database = await makeDatabase();
    await expect(database.transaction((stores) => stores.procurements.save(procurementRecord()))).rejects.toMatchObject(
      { code: 'not-found' },
    );
  });

  it('keeps every version of the facts, in order, and none twice', async () => {
    const database = await makeDatabase();
    const facts = procurementRecord().facts;
    const second = { version: 2, facts: { ...facts, title: 'New' }, reason: 'Typing error', by: 'sam', at: LATER };
    await database.transaction(async (stores) => {
      await createProcurement(stores);
      await stores.procurements.addFactsVersion(ORGANISATION, REFERENCE, second);
    });
    await expect(
      database.transaction((stores) => stores.procurements.addFactsVersion(ORGANISATION, REFERENCE, second)),
    ).rejects.toMatchObject({ code: 'conflict' });
    const versions = await database.read((stores) => stores.procurements.factsVersions(ORGANISATION, REFERENCE));
    expect(versions.map(({ version, facts: { title } }) => [version, title])).toEqual([
      [1, facts.title],
      [2, 'New'],
    ]);
  });

  it('pages newest first without losing or repeating one, also among equal times', async () => {
    const database = await makeDatabase();
    const references = ['A', 'B', 'C', 'a', 'Ä', 'É'];
    await database.transaction(async (stores) => {
      for (const reference of references) {
        await stores.procurements.create(procurementRecord({ reference }), 'First', 'olivia');
      }
      await stores.procurements.create(procurementRecord({ reference: 'Z', createdAt: LATER }), 'First', 'olivia');
    });
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const request = { limit: 2, ...(after === undefined ? {} : { after }) };
      const page = await database.read((stores) => stores.procurements.list(ORGANISATION, request));
      seen.push(...page.items.map(({ reference }) => reference));
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual(['Z', 'É', 'Ä', 'a', 'C', 'B', 'A']);
  });

  it('refuses a cursor that is not its own', async () => {
    const database = await makeDatabase();
    for (const after of ['nonsense', '', Buffer.from('[1,2]').toString('base64url')]) {
      await expect(
        database.read((stores) => stores.procurements.list(ORGANISATION, { after, limit: 5 })),
      ).rejects.toMatchObject({ code: 'invalid-input' });
    }
  });
});

describeWithDatabases('the bid store', (makeDatabase) => {
  it('gives the latest version of each bid and lot, in canonical order, and all versions by name', async () => {
    const database = await makeDatabase();
    const withdrawn = bidRecord('B1', {
      version: 2,
      status: 'withdrawn',
      statusReason: 'Asked by the bidder',
      at: LATER,
    });
    await database.transaction(async (stores) => {
      await createProcurement(stores);
      await stores.bids.add(ORGANISATION, [
        bidRecord('B2'),
        bidRecord('B1'),
        bidRecord('B1', { lot: '2', bid: aBid('B1', { lot: '2' }) }),
      ]);
      await stores.bids.add(ORGANISATION, [withdrawn]);
    });
    await database.read(async ({ bids }) => {
      const latest = await bids.latest(ORGANISATION, REFERENCE);
      expect(latest.map(({ reference, lot, version, status }) => [reference, lot, version, status])).toEqual([
        ['B1', undefined, 2, 'withdrawn'],
        ['B2', undefined, 1, 'current'],
        ['B1', '2', 1, 'current'],
      ]);
      expect(latest[0]).toEqual(withdrawn);
      expect(await bids.versions(ORGANISATION, REFERENCE, 'B1')).toEqual([
        bidRecord('B1'),
        withdrawn,
        bidRecord('B1', { lot: '2', bid: aBid('B1', { lot: '2' }) }),
      ]);
      expect(await bids.latest('eastham', REFERENCE)).toEqual([]);
    });
  });

  it('refuses a version that somebody else has added, and adds none of the others either', async () => {
    const database = await makeDatabase();
    await database.transaction(async (stores) => {
      await createProcurement(stores);
      await stores.bids.add(ORGANISATION, [bidRecord('B1')]);
    });
    await expect(
      database.transaction((stores) => stores.bids.add(ORGANISATION, [bidRecord('B0'), bidRecord('B1')])),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await database.read((stores) => stores.bids.latest(ORGANISATION, REFERENCE))).toHaveLength(1);
  });

  it('takes more bids than fit in one statement, and suppliers that are known already', async () => {
    const database = await makeDatabase();
    const records = Array.from({ length: 350 }, (_, index) => {
      const supplier = { name: `Firm ${index}`, identifier: { scheme: 'GB-COH', id: String(index % 300) } };
      return bidRecord(`B${index}`, { bid: aBid(`B${index}`, { supplier }) });
    });
    await database.transaction(async (stores) => {
      await createProcurement(stores);
      await stores.bids.add(ORGANISATION, records);
    });
    const latest = await database.read((stores) => stores.bids.latest(ORGANISATION, REFERENCE));
    expect(latest).toHaveLength(350);
    expect(latest.find(({ reference }) => reference === 'B349')).toEqual(records[349]);
  });
});

describeWithDatabases('the import store', (makeDatabase) => {
  const store = (stores: Stores, ...imports: Parameters<typeof importRecord>) =>
    stores.files.put(ABC_SHA256, bytesOf('abc')).then(() => stores.imports.create(importRecord(...imports)));

  it('gives back an import as it was saved, one revision later', async () => {
    const database = await makeDatabase();
    await database.transaction((stores) => store(stores));
    const finished = importRecord({
      state: 'faulty',
      rowsRead: 12,
      issues: [{ pointer: '#', code: 'x', message: 'Enter a number' }],
      notices: ['One sheet was left out'],
      finishedAt: LATER,
    });
    const saved = await database.transaction((stores) => stores.imports.save(finished));
    expect(saved).toEqual({ ...finished, revision: 2 });
    expect(await database.read((stores) => stores.imports.find('import-1'))).toEqual(saved);
    await expect(database.transaction((stores) => stores.imports.save(finished))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('revision 2, state faulty'),
    });
    expect(await database.read((stores) => stores.imports.find('nothing'))).toBeUndefined();
  });

  it('lets one process claim an import, and hears of it until it falls silent', async () => {
    const database = await makeDatabase();
    await database.transaction((stores) => store(stores));
    const claim = (owner: string) =>
      database.transaction(({ imports }) => imports.claim('import-1', owner, '2026-11-23T09:01:00Z'));
    expect(await claim('one')).toBe(true);
    expect(await claim('two')).toBe(false);
    await database.transaction(({ imports }) => imports.beat('import-1', 'one', '2026-11-23T09:02:00.500Z', 40));
    await expect(
      database.transaction(({ imports }) => imports.beat('import-1', 'two', LATER, 1)),
    ).rejects.toMatchObject({ code: 'conflict' });
    const interrupt = (now: string) => database.transaction(({ imports }) => imports.interruptStale(now));
    expect(await interrupt('2026-11-23T09:02:00Z')).toEqual([]);
    expect(await interrupt('2026-11-23T09:02:01Z')).toEqual([
      importRecord({ state: 'interrupted', revision: 3, rowsRead: 40 }),
    ]);
    expect(await interrupt('2026-11-23T09:02:01Z')).toEqual([]);
    await expect(
      database.transaction(({ imports }) => imports.beat('import-1', 'one', LATER, 50)),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await claim('two')).toBe(true);
  });

  it('does not claim an import that is done', async () => {
    const database = await makeDatabase();
    await database.transaction((stores) => store(stores, { state: 'committed' }));
    expect(await database.transaction(({ imports }) => imports.claim('import-1', 'one', LATER))).toBe(false);
  });
});

describeWithDatabases('the file store', (makeDatabase) => {
  it('gives back the bytes, whatever pieces they came in', async () => {
    const database = await makeDatabase();
    const bytes = Buffer.alloc(2_500_001, 'The quick brown fox, naïve. ');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const put = (piece: number) =>
      database.transaction(({ files }) =>
        files.put(
          sha256,
          (async function* () {
            for (let start = 0; start < bytes.length; start += piece) yield bytes.subarray(start, start + piece);
          })(),
        ),
      );
    await put(700_001);
    await put(2_000_000);
    await database.read(async ({ files }) => {
      expect(await files.has(sha256)).toBe(true);
      expect(bytes.equals(await files.get(sha256))).toBe(true);
      expect(await files.has(ABC_SHA256)).toBe(false);
      await expect(files.get(ABC_SHA256)).rejects.toMatchObject({ code: 'not-found' });
    });
  });

  it('keeps an empty file', async () => {
    const database = await makeDatabase();
    const sha256 = createHash('sha256').digest('hex');
    await database.transaction(({ files }) => files.put(sha256, bytesOf()));
    expect(await database.read(({ files }) => files.get(sha256))).toHaveLength(0);
  });

  it('refuses bytes of another hash, and keeps none of them', async () => {
    const database = await makeDatabase();
    await expect(database.transaction(({ files }) => files.put(ABC_SHA256, bytesOf('ab', 'd')))).rejects.toThrow(
      'hash',
    );
    expect(await database.read(({ files }) => files.has(ABC_SHA256))).toBe(false);
  });
});

describeWithDatabases('the assessment store', (makeDatabase) => {
  it('keeps every assessment and gives the latest', async () => {
    const database = await makeDatabase();
    const [first, second] = [
      assessmentRecord(),
      assessmentRecord({ id: 'assessment-2', at: LATER, note: 'x' } as object),
    ];
    await database.transaction(async (stores) => {
      await createProcurement(stores);
      expect(await stores.assessments.latest(ORGANISATION, REFERENCE)).toBeUndefined();
      await stores.assessments.add(ORGANISATION, first);
      await stores.assessments.add(ORGANISATION, second);
    });
    await database.read(async ({ assessments }) => {
      expect(await assessments.latest(ORGANISATION, REFERENCE)).toEqual(second);
      expect(await assessments.list(ORGANISATION, REFERENCE)).toEqual([first, second]);
      expect(await assessments.list('eastham', REFERENCE)).toEqual([]);
    });
  });
});

describeWithDatabases('the evaluation store', (makeDatabase) => {
  it('keeps records in the order in which they came, and the latest draft of each item', async () => {
    const database = await makeDatabase();
    const later = scoreDraft({
      reason: 'Another reason, found on the page after it, that says more of the depot.',
      lot: '2',
    });
    await database.transaction(async (stores) => {
      await createProcurement(stores);
      const first = await stores.evaluation.append(ORGANISATION, REFERENCE, [declaration(), declaration()]);
      expect(first.map(({ sequence }) => sequence)).toEqual([1, 2]);
      const many = Array.from({ length: 230 }, declaration);
      expect((await stores.evaluation.append(ORGANISATION, REFERENCE, many)).at(-1)?.sequence).toBe(232);
      await stores.evaluation.putDraft(ORGANISATION, scoreDraft());
      await stores.evaluation.putDraft(ORGANISATION, scoreDraft({ lot: '2' }));
      await stores.evaluation.putDraft(ORGANISATION, later);
    });
    await database.read(async ({ evaluation }) => {
      expect((await evaluation.records(ORGANISATION, REFERENCE))[1]).toEqual({ ...declaration(), sequence: 2 });
      expect(await evaluation.drafts(ORGANISATION, REFERENCE, 'carys')).toEqual([scoreDraft(), later]);
      expect(await evaluation.drafts(ORGANISATION, REFERENCE, 'dev')).toEqual([]);
    });
    await database.transaction((stores) => stores.evaluation.removeDraft(ORGANISATION, scoreDraft()));
    expect(await database.read(({ evaluation }) => evaluation.drafts(ORGANISATION, REFERENCE, 'carys'))).toEqual([
      later,
    ]);
  });
});

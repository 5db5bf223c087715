import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type AdoptInput, adoptProcurement } from '../../src/application/adopt-procurement.ts';
import { listAudit } from '../../src/application/audit-queries.ts';
import { cancelProcurement } from '../../src/application/cancel-procurement.ts';
import { closeProcurement } from '../../src/application/close-procurement.ts';
import { openProcurement } from '../../src/application/open-procurement.ts';
import { getProcurement } from '../../src/application/procurement-queries.ts';
import { publishProcurement } from '../../src/application/publish-procurement.ts';
import { reviseFacts } from '../../src/application/revise-facts.ts';
import type { Person } from '../../src/domain/person.ts';
import type { Procurement } from '../../src/domain/procurement.ts';
import { getRuleSet } from '../../src/scoring/catalogue.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { aPerson, createTestPorts, TEST_NOW, type TestPorts } from '../support/service-ports.ts';
import { exampleFile, importFile } from '../support/upload-files.ts';

const { procurement } = northshireTender;
const REFERENCE = procurement.reference;
/** The deadline is 18 December 2026; in December London keeps UTC. */
const LAST_MOMENT = '2026-12-18T23:59:59Z';
const TOO_LATE = '2026-12-19T00:00:00Z';
const EARLY = 'Every invited supplier has sent its bid';

describe('a procurement', () => {
  const officer = aPerson('officer');
  let ports: TestPorts;
  beforeEach(async () => {
    ports = await createTestPorts();
    const { database } = ports;
    onTestFinished(() => database.close());
    await importFile(ports, officer, exampleFile('northshire', 'tender.xlsx'));
  });

  const now = () => getProcurement(ports, officer, REFERENCE);
  const revision = async () => ({ revision: (await now()).revision });
  const publish = async (reason?: string) =>
    publishProcurement(ports, officer, REFERENCE, {
      ...(await revision()),
      ...(reason === undefined ? {} : { reason }),
    });
  const open = async () => openProcurement(ports, officer, REFERENCE, await revision());
  const close = async (reason = '') => closeProcurement(ports, officer, REFERENCE, { ...(await revision()), reason });
  const cancel = async (reason = 'The budget was withdrawn') =>
    cancelProcurement(ports, officer, REFERENCE, { ...(await revision()), reason });
  const revise = async (changed: Partial<Procurement>, reason = 'A bidder asked about the number of users') =>
    reviseFacts(ports, officer, REFERENCE, {
      ...(await revision()),
      facts: { ...(await now()).facts, ...changed },
      reason,
    });
  const lastEvent = async () => (await listAudit(ports, officer, { limit: 1 })).items[0]?.event;

  describe('that is published', () => {
    it('freezes its rule set under the hash that bidders were told before', async () => {
      const told = (await now()).ruleSetSha256;
      const { publication, state } = await publish();
      expect(state).toBe('published');
      expect(publication).toEqual({
        kind: 'published',
        at: TEST_NOW,
        by: officer.id,
        ruleSet: getRuleSet(ports.catalogue, procurement.ruleSet),
        ruleSetSha256: told,
        factorSet: 'Key factors of 2025, shipped with this software',
        factors: ports.catalogue.referenceData.emissionFactors.filter(({ set }) => set === '2025'),
        retrospective: false,
      });
      expect(told).toMatch(/^[0-9a-f]{64}$/);
      expect((await now()).banners).toEqual([]);
    });

    it('says in the audit chain what was frozen, and that nothing was scored before', async () => {
      const { publication } = await publish();
      expect(await lastEvent()).toMatchObject({
        action: 'procurement.published',
        subject: `procurement:${REFERENCE}`,
        actor: officer.id,
        data: {
          rule_set: procurement.ruleSet,
          rule_set_sha256: publication?.ruleSetSha256 ?? '',
          facts_version: '1',
          retrospective: false,
          reason: null,
          scored_before: false,
        },
      });
    });

    it('in the last second of its deadline is in time', async () => {
      ports.setClock(LAST_MOMENT);
      expect((await publish()).publication).toMatchObject({ retrospective: false });
    });

    it('after its deadline needs a reason, and says so wherever it is shown', async () => {
      ports.setClock(TOO_LATE);
      for (const reason of [undefined, '  \n']) {
        await expect(publish(reason)).rejects.toMatchObject({
          code: 'invalid-input',
          issues: [{ pointer: '#/reason', code: 'missing' }],
        });
      }
      expect(await now()).toMatchObject({ state: 'draft', revision: 1 });
      const { publication } = await publish(' Bids were scored by hand before ');
      expect(publication).toMatchObject({ retrospective: true, reason: 'Bids were scored by hand before' });
      expect((await now()).banners).toEqual([
        'Published retrospectively on 2026-12-19, after the bid deadline of 2026-12-18. Reason: Bids were scored by hand before',
      ]);
      expect((await lastEvent())?.data).toMatchObject({ retrospective: true });
    });

    it('cannot be published again', async () => {
      const first = await publish();
      await expect(publish()).rejects.toMatchObject({
        code: 'not-allowed-in-state',
        message: `${REFERENCE} is published: "publish" is not allowed. Allowed now: open, cancel.`,
      });
      expect((await now()).publication).toEqual(first.publication);
    });
  });

  describe('whose rules were published elsewhere', () => {
    const methodology = { name: 'Methodology.pdf', bytes: Buffer.from('How bids are scored') };
    const adopt = async (changed: Partial<AdoptInput> = {}, person: Person = officer) => {
      const { revision, ruleSetSha256 } = await now();
      return adoptProcurement(ports, person, REFERENCE, {
        revision,
        noticeReference: procurement.noticeReference ?? '',
        methodologyFile: methodology,
        ruleSetSha256,
        confirmedBy: 'Second Person',
        ...changed,
      });
    };

    it('is adopted with the notice, its document and the second person who compared them', async () => {
      const told = (await now()).ruleSetSha256;
      const sha256 = createHash('sha256').update(methodology.bytes).digest('hex');
      const { state, publication } = await adopt({ ruleSetSha256: ` ${told.toUpperCase()} ` });
      expect(state).toBe('published');
      expect(publication).toMatchObject({
        kind: 'adopted',
        by: officer.id,
        ruleSetSha256: told,
        retrospective: false,
        noticeReference: '2026/S 000-000014',
        methodologyFile: 'Methodology.pdf',
        methodologySha256: sha256,
        confirmedBy: 'Second Person',
      });
      const stored = await ports.database.read(({ files }) => files.get(sha256));
      expect(Buffer.compare(stored, methodology.bytes)).toBe(0);
      expect(await lastEvent()).toMatchObject({
        action: 'procurement.adopted',
        data: { methodology_sha256: sha256, confirmed_by: 'Second Person' },
      });
    });

    it('is told every fault of its adoption at once, and stays a draft', async () => {
      const told = (await now()).ruleSetSha256;
      await expect(
        adopt({
          noticeReference: '2026/S 000-000099',
          methodologyFile: '',
          ruleSetSha256: 'a'.repeat(64),
          confirmedBy: officer.name.toUpperCase(),
        }),
      ).rejects.toMatchObject({
        code: 'invalid-input',
        issues: [
          { pointer: '#/noticeReference', code: 'other-notice', expected: '2026/S 000-000014' },
          { pointer: '#/methodologyFile', code: 'missing' },
          { pointer: '#/ruleSetSha256', code: 'other-rule-set', found: 'a'.repeat(64), expected: told },
          { pointer: '#/confirmedBy', code: 'same-person' },
        ],
      });
      expect(await now()).toMatchObject({ state: 'draft', revision: 1 });
    });

    it('is not adopted with the hash of a document that nobody has stored', async () => {
      await expect(adopt({ methodologyFile: 'b'.repeat(64) })).rejects.toMatchObject({
        code: 'invalid-input',
        issues: [{ pointer: '#/methodologyFile', code: 'not-stored' }],
      });
    });

    it('is adopted by an officer or an administrator only, and only up to the deadline', async () => {
      await expect(adopt({}, aPerson('sustainability', 'auditor'))).rejects.toMatchObject({ code: 'forbidden' });
      ports.setClock(TOO_LATE);
      await expect(adopt()).rejects.toMatchObject({ code: 'not-allowed-in-state' });
      ports.setClock(LAST_MOMENT);
      expect((await adopt({}, aPerson('admin'))).publication).toMatchObject({ kind: 'adopted', by: 'admin' });
    });
  });

  describe('with bids', () => {
    it('is opened once it is published, and not before', async () => {
      await expect(open()).rejects.toMatchObject({ code: 'not-allowed-in-state' });
      await publish();
      expect((await open()).state).toBe('open');
      expect(await lastEvent()).toMatchObject({
        action: 'procurement.opened',
        data: { bid_deadline: '2026-12-18' },
      });
    });

    it('is closed early for a reason only, and records which bids were unsealed', async () => {
      await publish();
      await open();
      ports.setClock(LAST_MOMENT);
      await expect(close(' ')).rejects.toMatchObject({ code: 'invalid-input', issues: [{ pointer: '#/reason' }] });
      expect((await now()).state).toBe('open');
      await close(EARLY);
      expect(await lastEvent()).toMatchObject({
        action: 'procurement.closed',
        data: { before_deadline: true, reason: EARLY, bids_unsealed: ['B1', 'B2', 'B3', 'B4', 'B5'] },
      });
    });

    it('needs no reason to be closed when the day of the deadline is over', async () => {
      await publish();
      await open();
      ports.setClock(TOO_LATE);
      await close();
      expect((await lastEvent())?.data).toMatchObject({ before_deadline: false, reason: null });
    });

    it('is cancelled for a reason only, and is never moved again', async () => {
      await expect(cancel('')).rejects.toMatchObject({ code: 'invalid-input', issues: [{ pointer: '#/reason' }] });
      await publish();
      await cancel();
      expect(await lastEvent()).toMatchObject({
        action: 'procurement.cancelled',
        data: { from: 'published', reason: 'The budget was withdrawn' },
      });
      expect(await now()).toMatchObject({ state: 'cancelled', moves: [] });
      await expect(cancel()).rejects.toMatchObject({
        message: expect.stringContaining('Nothing more can be done with it') as string,
      });
    });
  });

  describe('that two people change', () => {
    it('takes the first change; the second is a conflict that says what it is now and changes nothing', async () => {
      const { revision } = await now();
      await publish();
      const before = { procurement: await now(), chain: await listAudit(ports, officer, { limit: 100 }) };
      const stale = { revision, reason: 'A reason', facts: { ...procurement, title: 'Another title' } };
      for (const change of [publishProcurement, openProcurement, closeProcurement, cancelProcurement, reviseFacts]) {
        await expect(change(ports, officer, REFERENCE, stale)).rejects.toMatchObject({
          code: 'conflict',
          message: expect.stringContaining(
            `you saw revision ${revision}, it is now revision ${revision + 1}`,
          ) as string,
        });
      }
      expect(await now()).toEqual(before.procurement);
      expect(await listAudit(ports, officer, { limit: 100 })).toEqual(before.chain);
    });

    it('at the same moment takes one of the two', async () => {
      const seen = await revision();
      const results = await Promise.allSettled([
        publishProcurement(ports, officer, REFERENCE, seen),
        cancelProcurement(ports, officer, REFERENCE, { ...seen, reason: 'No longer needed' }),
      ]);
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      const [refused] = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
      expect(refused).toMatchObject({ code: 'conflict' });
      expect((await now()).revision).toBe(seen.revision + 1);
    });

    it('is moved by officers and administrators of its own organisation only', async () => {
      const input = { ...(await revision()), reason: 'A reason', facts: { ...procurement, title: 'Another title' } };
      const moves = [publishProcurement, openProcurement, closeProcurement, cancelProcurement, reviseFacts];
      for (const move of moves) {
        for (const role of ['evaluator', 'moderator', 'sustainability', 'auditor'] as const) {
          await expect(move(ports, aPerson(role), REFERENCE, input)).rejects.toMatchObject({ code: 'forbidden' });
        }
        const stranger: Person = { ...officer, organisation: 'eastham' };
        await expect(move(ports, stranger, REFERENCE, input)).rejects.toMatchObject({ code: 'not-found' });
      }
      expect(await now()).toMatchObject({ state: 'draft', revision: 1 });
      expect((await publishProcurement(ports, aPerson('admin'), REFERENCE, input)).state).toBe('published');
    });
  });

  describe('whose facts are revised', () => {
    it('has a new version with its reason, and the earlier one as it was', async () => {
      await publish();
      const { factsVersion, facts, publication } = await revise({ functionalUnits: '25000' });
      expect(factsVersion).toBe(2);
      expect(facts).toEqual({ ...procurement, functionalUnits: '25000' });
      expect(publication).toEqual((await now()).publication);
      expect((await now()).versions).toMatchObject([
        { version: 1, facts: procurement, reason: 'Imported from tender.xlsx' },
        { version: 2, facts, reason: 'A bidder asked about the number of users', by: officer.id, at: TEST_NOW },
      ]);
      expect(await lastEvent()).toMatchObject({
        action: 'procurement.facts-revised',
        data: { version: '2', changed: ['#/functionalUnits'], changes: '1' },
      });
    });

    it('keeps the version it has when there is no reason, no change, or a fault in the new facts', async () => {
      await publish();
      await expect(revise({ title: 'Another title' }, ' ')).rejects.toMatchObject({
        issues: [{ pointer: '#/reason', code: 'missing' }],
      });
      await expect(revise({})).rejects.toMatchObject({
        code: 'invalid-input',
        message: expect.stringContaining('nothing would change') as string,
      });
      await expect(revise({ reference: 'NCC-2026-015' })).rejects.toMatchObject({
        issues: [{ pointer: '#/procurement/reference', code: 'cannot-change', expected: REFERENCE }],
      });
      await expect(revise({ bidDeadline: '2026-11-22' })).rejects.toMatchObject({
        issues: [{ pointer: '#/procurement/bidDeadline', code: 'deadline-over' }],
      });
      await expect(revise({ shares: { environment: '25', quality: '35', price: '41' } })).rejects.toMatchObject({
        code: 'invalid-input',
      });
      expect(await now()).toMatchObject({ factsVersion: 1, revision: 2, facts: procurement });
      expect((await now()).versions).toHaveLength(1);
    });

    it('can be given a later deadline before the first is over, and nothing after it', async () => {
      await publish();
      await open();
      ports.setClock(LAST_MOMENT);
      await revise({ bidDeadline: '2027-01-08' }, 'Holidays');
      ports.setClock('2027-01-09T00:00:00Z');
      await expect(revise({ bidDeadline: '2027-01-15' }, 'Again')).rejects.toMatchObject({
        code: 'not-allowed-in-state',
        message: expect.stringContaining('2027-01-08, has passed') as string,
      });
      await close();
      ports.setClock(TEST_NOW);
      await expect(revise({ title: 'Another title' })).rejects.toMatchObject({ code: 'not-allowed-in-state' });
      expect((await now()).factsVersion).toBe(2);
    });
  });
});

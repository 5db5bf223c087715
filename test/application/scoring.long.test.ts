import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { listAudit } from '../../src/application/audit-queries.ts';
import { closeProcurement } from '../../src/application/close-procurement.ts';
import { openProcurement } from '../../src/application/open-procurement.ts';
import type { MadeFile } from '../../src/application/ports.ts';
import { buildProcurementPack, restoreAssessment } from '../../src/application/procurement-pack.ts';
import { getProcurement } from '../../src/application/procurement-queries.ts';
import { publishProcurement } from '../../src/application/publish-procurement.ts';
import { getAssessment, listAssessments, scoreProcurement } from '../../src/application/score-procurement.ts';
import { scoreTender } from '../../src/application/score-tender.ts';
import type { Tender } from '../../src/application/tender.ts';
import { templateFor } from '../../src/application/templates.ts';
import { tryOut } from '../../src/application/try-out.ts';
import { withdrawBid } from '../../src/application/withdraw-bid.ts';
import { readOwnArchive } from '../../src/archive/reproducible-zip.ts';
import type { Bid } from '../../src/domain/bid.ts';
import type { Person } from '../../src/domain/person.ts';
import { getRuleSet } from '../../src/scoring/catalogue.ts';
import { replayDecisionRecord } from '../../src/scoring/decision-record.ts';
import { type RuleSet, ruleSetKey } from '../../src/scoring/rule-set.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';
import { exampleFile, importFile, tenderFile } from '../support/upload-files.ts';

const { procurement, bids } = northshireTender;
const [kestrel, ...others] = bids as readonly [Bid, ...Bid[]];
const REFERENCE = procurement.reference;
const EARLY = 'Every invited supplier has sent its bid';

describe('scoring', () => {
  const officer = aPerson('officer');
  let ports: TestPorts;
  beforeEach(async () => {
    ports = await newPorts();
    await importFile(ports, officer, exampleFile('northshire', 'tender.xlsx'));
  });

  const score = (person: Person = officer) => scoreProcurement(ports, person, REFERENCE);
  const latest = () => getAssessment(ports, officer, REFERENCE);
  const sendTender = async (tender: Tender) => {
    const record = await importFile(ports, officer, await tenderFile(ports, tender));
    expect(record.issues).toEqual([]);
  };
  const withdraw = (bid: string) => withdrawBid(ports, officer, REFERENCE, bid, { reason: 'The bidder wrote so' });
  const actions = async () =>
    (await listAudit(ports, officer, { limit: 100 })).items.map(({ event }) => event.action).toReversed();
  const revision = async () => ({ revision: (await getProcurement(ports, officer, REFERENCE)).revision });
  const publish = async () => publishProcurement(ports, officer, REFERENCE, await revision());
  const close = async () => {
    await openProcurement(ports, officer, REFERENCE, await revision());
    await closeProcurement(ports, officer, REFERENCE, { ...(await revision()), reason: EARLY });
  };

  it('of a draft is a trial with the very record that the command makes of the same workbook', async () => {
    const { record, status, by } = await score();
    const scored = await scoreTender(ports, exampleFile('northshire', 'tender.xlsx'));
    expect([status, by]).toEqual(['trial', officer.id]);
    expect(record).toEqual(scored.record);
    expect(record.assessment.ranking).toEqual(['B1', 'B5', 'B2']);
    expect(scored.assessment.lots[0]?.ranking).toEqual(['B1', 'B5', 'B2']);
  });

  it('of what is published waits until it is closed, and is a draft of the evaluation then', async () => {
    const trial = await score();
    await publish();
    await expect(score()).rejects.toMatchObject({ code: 'not-allowed-in-state' });
    await expect(latest()).rejects.toMatchObject({ code: 'not-allowed-in-state' });
    await expect(listAssessments(ports, officer, REFERENCE)).rejects.toMatchObject({ code: 'not-allowed-in-state' });
    await expect(buildProcurementPack(ports, officer, REFERENCE)).rejects.toMatchObject({
      code: 'not-allowed-in-state',
    });
    await close();
    const { status, record, inputHash } = await score();
    expect(status).toBe('draft');
    expect(record.assessment).toEqual({
      ...trial.record.assessment,
      status: 'draft',
      input_hash: inputHash,
      notices: record.assessment.notices,
    });
    expect((await listAudit(ports, officer, { limit: 1 })).items[0]?.event).toMatchObject({
      action: 'procurement.scored',
      data: { status: 'draft', input_hash: inputHash, bids: ['B1', 'B2', 'B3', 'B4', 'B5'] },
    });
    const published = await listAudit(ports, officer, { limit: 100 });
    expect(published.items.find(({ event }) => event.action === 'procurement.published')?.event.data).toMatchObject({
      scored_before: true,
    });
  });

  it('again with nothing changed gives the same assessment and leaves no trace', async () => {
    const first = await score();
    const before = await actions();
    ports.setClock('2026-11-24T09:00:00Z');
    expect(await score(aPerson('admin'))).toEqual(first);
    expect(await listAssessments(ports, officer, REFERENCE)).toHaveLength(1);
    expect(await actions()).toEqual(before);
  });

  it('by two people at the same moment keeps one assessment', async () => {
    const [one, two] = await Promise.all([score(), score(aPerson('admin'))]);
    expect(one.id).toBe(two.id);
    expect((await actions()).filter((action) => action === 'procurement.scored')).toHaveLength(1);
  });

  it('gives the same hash and figures in another database, in whatever order the bids come', async () => {
    const first = await score();
    const elsewhere = await newPorts();
    const tender = { procurement, bids: bids.toReversed() };
    await importFile(elsewhere, officer, await tenderFile(elsewhere, tender));
    elsewhere.setClock('2026-11-30T12:00:00Z');
    const second = await scoreProcurement(elsewhere, officer, REFERENCE);
    expect(second.inputHash).toBe(first.inputHash);
    expect(second.record).toEqual(first.record);
  });

  it('gives another hash when one figure of one bid is another, and only the hash of that bid', async () => {
    const first = await score();
    await sendTender({ procurement, bids: [{ ...kestrel, qualityPoints: '83' }, ...others] });
    const second = await score();
    expect(second.inputHash).not.toBe(first.inputHash);
    const { B1: changed, ...same } = second.record.input_parts.bids;
    const { B1: before, ...earlier } = first.record.input_parts.bids;
    expect(changed).not.toBe(before);
    expect(same).toEqual(earlier);
    // Quality has 35% of the total: one point more is 0.35.
    const total = (record: typeof first.record) => Number(record.assessment.bids[0]?.total);
    expect(total(second.record) - total(first.record)).toBeCloseTo(0.35, 6);
  });

  it('leaves every earlier assessment as it was', async () => {
    const made = [await score()];
    ports.setClock('2026-11-24T09:00:00Z');
    await sendTender({ procurement, bids: [{ ...kestrel, qualityPoints: '20' }, ...others] });
    made.push(await score());
    await sendTender({ procurement, bids: [kestrel, ...others] });
    made.push(await score());
    expect(made[2]?.inputHash).toBe(made[0]?.inputHash);
    const kept = await ports.database.read((stores) => stores.assessments.list('northshire', REFERENCE));
    expect(kept).toEqual(made);
    expect((await listAssessments(ports, officer, REFERENCE)).map(({ id, at }) => [id, at])).toEqual(
      made.map(({ id, at }) => [id, at]),
    );
    expect((await latest()).id).toBe(made[2]?.id);
  });

  it('says what has changed since it was made', async () => {
    await score();
    expect((await latest()).changedSince).toEqual([]);
    await sendTender({ procurement, bids: [{ ...kestrel, qualityPoints: '83' }, ...others] });
    await withdraw('B2');
    expect((await latest()).changedSince).toEqual(['Bid B1 has changed.', 'Bid B2 no longer stands.']);
    const newer: TestPorts = { ...ports, softwareVersion: '99.0.0' };
    expect((await getAssessment(newer, officer, REFERENCE)).changedSince.at(-1)).toMatch(/; this is 99\.0\.0\.$/);
    await score();
    await publish();
    await close();
    expect((await latest()).changedSince).toEqual(['It was a trial, before the rules were published.']);
  });

  it('takes the bids as they are when it is kept, though one is withdrawn while it computes', async () => {
    let reads = 0;
    const { database } = ports;
    const slow: TestPorts = {
      ...ports,
      database: {
        ...database,
        read: async (work) => {
          const found = await database.read(work);
          reads += 1;
          if (reads === 1) await withdraw('B1');
          return found;
        },
      },
    };
    const { record } = await scoreProcurement(slow, officer, REFERENCE);
    expect(reads).toBe(2);
    expect(Object.keys(record.input_parts.bids)).toEqual(['B2', 'B3', 'B4', 'B5']);
    expect(record.assessment.ranking).toEqual(['B5', 'B2']);
    expect(await listAssessments(ports, officer, REFERENCE)).toHaveLength(1);
  });

  it('uses the frozen rule set once published, whatever became of the one of that name', async () => {
    const changed = withReversedWeights(ports);
    const trial = await score();
    const other = await scoreProcurement(changed, officer, REFERENCE);
    expect(other.record.assessment.bids[0]?.environment_exact).not.toBe(
      trial.record.assessment.bids[0]?.environment_exact,
    );
    const { publication } = await publish();
    await close();
    const { record } = await scoreProcurement(changed, officer, REFERENCE);
    expect(record.assessment.rule_set.sha256).toBe(publication?.ruleSetSha256);
    expect(record.assessment.bids).toEqual(trial.record.assessment.bids);
  });

  it('and templates alike follow the frozen rule set', async () => {
    await publish();
    const changed = withReversedWeights(ports);
    const writeTemplate = vi.spyOn(changed.spreadsheets, 'writeTemplate');
    const made = await templateFor(changed, { kind: 'bid', procurement: REFERENCE }, officer);
    expect(made.name).toBe(`bid-template-${REFERENCE}.xlsx`);
    await templateFor(changed, { kind: 'bid', ruleSet: procurement.ruleSet });
    const { ruleSet } = procurement;
    const sent = writeTemplate.mock.calls.map(([request]) => request.ruleSet);
    expect(sent).toEqual([getRuleSet(ports.catalogue, ruleSet), getRuleSet(changed.catalogue, ruleSet)]);
    expect(sent[0]).not.toEqual(sent[1]);
  });

  it('is for officers and administrators; others read it, evaluators and moderators not even that', async () => {
    await score();
    for (const role of ['evaluator', 'moderator', 'sustainability', 'auditor'] as const) {
      await expect(score(aPerson(role))).rejects.toMatchObject({ code: 'forbidden' });
    }
    for (const role of ['evaluator', 'moderator'] as const) {
      for (const look of [getAssessment, listAssessments, restoreAssessment, buildProcurementPack]) {
        await expect(look(ports, aPerson(role), REFERENCE)).rejects.toMatchObject({ code: 'forbidden' });
      }
    }
    const stranger: Person = { ...officer, organisation: 'eastham' };
    await expect(getAssessment(ports, stranger, REFERENCE)).rejects.toMatchObject({ code: 'not-found' });
    expect((await getAssessment(ports, aPerson('auditor'), REFERENCE)).status).toBe('trial');
  });

  it('needs a bid, and a pack needs an assessment', async () => {
    await expect(buildProcurementPack(ports, officer, REFERENCE)).rejects.toMatchObject({ code: 'not-found' });
    for (const { reference } of bids) await withdraw(reference);
    await expect(score()).rejects.toMatchObject({
      code: 'not-allowed-in-state',
      message: `${REFERENCE} has no bid to score.`,
    });
  });

  describe('and its pack', () => {
    it('is restored from the record with exact figures', async () => {
      const made = await score();
      const { stored, assessment, sensitivity } = await restoreAssessment(ports, aPerson('auditor'), REFERENCE);
      expect(stored).toEqual({ ...made, changedSince: [], defaults: [] });
      const scored = await scoreTender(ports, exampleFile('northshire', 'tender.xlsx'));
      expect(assessment).toEqual(scored.assessment);
      expect(sensitivity).toEqual(scored.sensitivity);
    });

    it('has a decision record that replays without a difference, and a manifest that fits its files', async () => {
      await publish();
      await close();
      const { record } = await score();
      const files = await buildProcurementPack(ports, officer, REFERENCE);
      const decision = jsonOf(files, 'for-council/decision-record.json');
      expect(decision).toEqual(record);
      expect(replayDecisionRecord(decision, ports.catalogue)).toEqual([]);
      const manifest = jsonOf(files, 'manifest.json') as { readonly files: readonly Hashed[] };
      const hashed = files
        .filter(({ name }) => name !== 'manifest.json' && name !== 'pack.zip')
        .map(({ name, bytes }) => ({ name, sha256: sha256(bytes) }));
      expect(manifest.files.map((file) => ({ name: file.name, sha256: file.sha256 }))).toEqual(hashed);
      const archived = await readOwnArchive(bytesOf(files, 'pack.zip'));
      expect(Object.fromEntries(archived.map(({ name, bytes }) => [name, sha256(bytes)]))).toEqual(
        Object.fromEntries(files.slice(0, -1).map(({ name, bytes }) => [name, sha256(bytes)])),
      );
    });

    it('has the same bytes whenever and by whomever it is built, until it is scored anew', async () => {
      await score();
      const zip = async (person: Person) =>
        sha256(bytesOf(await buildProcurementPack(ports, person, REFERENCE), 'pack.zip'));
      const first = await zip(officer);
      ports.setClock('2027-03-01T09:00:00Z');
      await withdraw('B2');
      expect(await zip(aPerson('auditor'))).toBe(first);
      await score();
      expect(await zip(officer)).not.toBe(first);
    });

    it('is refused, not corrected, when the stored figures are not those that the rules give', async () => {
      const made = await score();
      const [first, ...rest] = made.record.assessment.bids;
      if (first === undefined) throw new Error('Nothing was scored');
      const assessment = { ...made.record.assessment, bids: [{ ...first, total_exact: '99' }, ...rest] };
      await ports.database.transaction((stores) =>
        stores.assessments.add('northshire', { ...made, id: 'forged', record: { ...made.record, assessment } }),
      );
      expect((await latest()).id).toBe('forged');
      await expect(buildProcurementPack(ports, officer, REFERENCE)).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('(1 differences, the first at #/assessment/bids/0/total_exact)') as string,
      });
    });
  });

  it('of made-up bids tells what the rules would do while real bids are sealed, and stores nothing', async () => {
    await publish();
    await openProcurement(ports, officer, REFERENCE, await revision());
    const before = { procurement: await getProcurement(ports, officer, REFERENCE), actions: await actions() };
    const { assessment, lots } = await tryOut(ports, aPerson('evaluator'), REFERENCE);
    expect(assessment.status).toBe('trial');
    const tried = assessment.lots.flatMap((lot) => lot.bids.map(({ bid }) => bid.reference));
    expect(tried.toSorted()).toEqual(['MIDDLING', 'NO-CARBON-DATA', 'OFFSET-ONLY', 'SOUND']);
    expect(lots.map(({ winner }) => winner)).toEqual(['SOUND']);
    const [told = ''] = lots.map(({ sentence, sensitivity }) => `${sentence} ${sensitivity.sentence}`);
    expect(told).toMatch(/^“Sound” would win: .* “Sound” leads “Middling” by /);
    expect(told).not.toMatch(/SOUND|MIDDLING/);
    expect(await getProcurement(ports, officer, REFERENCE)).toEqual(before.procurement);
    expect(await actions()).toEqual(before.actions);
  });
});

type Hashed = { readonly name: string; readonly sha256: string };

async function newPorts(): Promise<TestPorts> {
  const ports = await createTestPorts();
  const { database } = ports;
  onTestFinished(() => database.close());
  return ports;
}

/** The same service after the weights of its rule set were changed without a new version. */
function withReversedWeights(ports: TestPorts): TestPorts {
  const { catalogue } = ports;
  const change = (ruleSet: RuleSet): RuleSet => ({
    ...ruleSet,
    scorecards: ruleSet.scorecards.map((card) => ({
      ...card,
      weights: Object.fromEntries(
        Object.entries(card.weights).map(([profile, weights]) => {
          const values = Object.values(weights).toReversed();
          return [profile, Object.fromEntries(Object.keys(weights).map((rule, index) => [rule, values[index] ?? '0']))];
        }),
      ),
    })),
  });
  const ruleSets = catalogue.ruleSets.map((one) => (ruleSetKey(one) === procurement.ruleSet ? change(one) : one));
  return { ...ports, catalogue: { ...catalogue, ruleSets } };
}

function bytesOf(files: readonly MadeFile[], name: string): Uint8Array {
  const file = files.find((one) => one.name === name);
  if (file === undefined) throw new Error(`The pack has no ${name}`);
  return file.bytes;
}

function jsonOf(files: readonly MadeFile[], name: string): unknown {
  return JSON.parse(new TextDecoder().decode(bytesOf(files, name)));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

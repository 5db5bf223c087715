import { describe, expect, it } from 'vitest';
import { approveChange } from '../../src/application/approve-change.ts';
import { approveProcurement } from '../../src/application/approve-procurement.ts';
import { getAward } from '../../src/application/award-queries.ts';
import { getClarifications } from '../../src/application/clarification-queries.ts';
import { closeClarifications } from '../../src/application/close-clarifications.ts';
import { lockConsensus } from '../../src/application/lock-consensus.ts';
import type { MadeFile } from '../../src/application/ports.ts';
import { buildProcurementPack, restoreAssessment } from '../../src/application/procurement-pack.ts';
import { raiseClarifications } from '../../src/application/raise-clarifications.ts';
import { confirmUndisputed, recordConsensus } from '../../src/application/record-consensus.ts';
import { dropClarification } from '../../src/application/send-clarifications.ts';
import { setAsideBid } from '../../src/application/set-aside-bid.ts';
import type { Tender } from '../../src/application/tender.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { approvedEvaluation, APPROVER, moderatedEvaluation, SEEN } from '../support/award.ts';
import {
  CARYS,
  DEV,
  type EvaluationOptions,
  JUDGED,
  judged,
  MODERATOR,
  OFFICER,
  REFERENCE,
  revisionOf,
  scoreEverything,
  startedEvaluation,
} from '../support/evaluation.ts';
import type { TestPorts } from '../support/service-ports.ts';

/** Evaluations and packs are made anew for each test: more than the usual time on a busy machine. */
const SLOW = { timeout: 120_000 };

// Each test is named after the case whose fault its control is for.

const approve = async (ports: TestPorts, acknowledgement?: string) =>
  approveProcurement(ports, APPROVER, REFERENCE, {
    ...(await revisionOf(ports)),
    ...(acknowledgement === undefined ? {} : { acknowledgement }),
  });
const report = (files: readonly MadeFile[]) =>
  new TextDecoder().decode(files.find(({ name }) => name === 'for-council/evaluation-report.html')?.bytes);
const pack = (ports: TestPorts) => buildProcurementPack(ports, OFFICER, REFERENCE);

/** Everything locked by both evaluators and confirmed, but the consensus not locked yet. */
async function agreedEvaluation(options: EvaluationOptions = {}): Promise<TestPorts> {
  const ports = await startedEvaluation(options);
  for (const one of [CARYS, DEV]) await scoreEverything(ports, one, '3');
  await confirmUndisputed(ports, MODERATOR, REFERENCE);
  return ports;
}

describe('Lancashire Care v Lancashire County Council', SLOW, () => {
  it('refuses to issue while any score lacks an agreed reason, and lists every one', async () => {
    const ports = await startedEvaluation();
    await ports.database.transaction(async ({ procurements }) => {
      const record = await procurements.find('northshire', REFERENCE);
      if (record !== undefined) await procurements.save({ ...record, state: 'moderated' });
    });
    const refused = await approve(ports, SEEN).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'invalid-input', message: expect.stringContaining('cannot be issued yet') });
    const { issues } = refused as { readonly issues: readonly { readonly code: string; readonly message: string }[] };
    expect(issues).toHaveLength(90);
    expect(new Set(issues.map(({ code }) => code))).toEqual(new Set(['no-reason']));
    expect(issues[0]?.message).toMatch(/^B1, G1 .*: no agreed reason is on record\.$/);
  });
});

describe('Woods v Milton Keynes', SLOW, () => {
  it('refuses to issue while a reason only repeats the published scale', async () => {
    const ports = await agreedEvaluation();
    const { assessment } = await restoreAssessment(ports, OFFICER, REFERENCE);
    const scale = assessment.ruleSet.rules.find(({ rule }) => rule.id === JUDGED)?.scale ?? [];
    const [descriptor = ''] = scale.map(({ text }) => text).filter((text) => text.length >= 40);
    expect(descriptor).not.toBe('');
    const echo = { ...judged('B1', '3'), reason: descriptor, changeReason: 'The panel looked at it again' };
    await recordConsensus(ports, MODERATOR, REFERENCE, echo);
    await lockConsensus(ports, OFFICER, REFERENCE, await revisionOf(ports));
    await expect(approve(ports, SEEN)).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ code: 'echoes-the-scale', message: expect.stringMatching(/^B1, C11 /) }],
    });
  });
});

it('no consensus is locked over a clarification that was begun and is not settled', SLOW, async () => {
  const ports = await agreedEvaluation();
  const [proposal] = (await getClarifications(ports, OFFICER, REFERENCE)).proposals;
  const [number = 0] = await raiseClarifications(ports, OFFICER, REFERENCE, { topics: [proposal?.topic.id ?? ''] });
  const lock = async () => lockConsensus(ports, OFFICER, REFERENCE, await revisionOf(ports));
  await expect(lock()).rejects.toMatchObject({
    code: 'not-allowed-in-state',
    message: expect.stringContaining(`Clarification ${number}, bid `),
  });
  await dropClarification(ports, OFFICER, REFERENCE, number, { reason: 'The bid says it on page 4 after all.' });
  expect(await lock()).toMatchObject({ state: 'moderated' });
});

it('no consensus is locked while a default counts that nobody asked the bidder about', SLOW, async () => {
  const ports = await agreedEvaluation({ clarifications: 'open' });
  const lock = async () => lockConsensus(ports, OFFICER, REFERENCE, await revisionOf(ports));
  await expect(lock()).rejects.toMatchObject({
    code: 'not-allowed-in-state',
    message: `The consensus on ${REFERENCE} cannot be locked: Bid B2: No carbon figure was given, so the published default total stands in. The bidder has not been asked: ask, or close the clarification period with a reason.`,
  });
  await closeClarifications(ports, OFFICER, REFERENCE, { reason: 'The notice said that no bidder is asked.' });
  expect(await lock()).toMatchObject({ state: 'moderated' });
});

describe('EnergySolutions v Nuclear Decommissioning Authority', SLOW, () => {
  it('prints in the issued pack every score changed after a condition had failed, and who else approved', async () => {
    const ports = await agreedEvaluation();
    const { assessment } = await restoreAssessment(ports, OFFICER, REFERENCE);
    const failed = assessment.lots[0]?.bids.find(
      ({ conditions, thresholds }) =>
        conditions.some(({ outcome }) => outcome === 'fail') || thresholds.some(({ adopted, met }) => adopted && !met),
    );
    const bid = failed?.bid.reference ?? '';
    const change = { ...judged(bid, '4'), changeReason: 'A page had been overlooked' };
    await recordConsensus(ports, MODERATOR, REFERENCE, change);
    await expect(lockConsensus(ports, OFFICER, REFERENCE, await revisionOf(ports))).rejects.toThrow(
      /C11 of B\d was changed after the bid had failed \(.+\): a second person, not Edith Navarro, must approve/,
    );
    const approval = { bid, rule: JUDGED, reason: 'I have read the page that had been overlooked.' };
    await approveChange(ports, OFFICER, REFERENCE, approval);
    await lockConsensus(ports, OFFICER, REFERENCE, await revisionOf(ports));
    await approve(ports, SEEN);
    const html = report(await pack(ports));
    expect(html).toContain('Changed after it had been agreed');
    expect(html).toContain(`${bid}, ${JUDGED}: A page had been overlooked. Second approver: Asha Okafor.`);
    for (const late of [
      recordConsensus(ports, MODERATOR, REFERENCE, change),
      approveChange(ports, OFFICER, REFERENCE, approval),
    ]) {
      await expect(late).rejects.toMatchObject({ code: 'not-allowed-in-state' });
    }
  });
});

describe('MLS v Secretary of State for Defence', SLOW, () => {
  it('excludes no bid for a failing whose consequence was not published', async () => {
    const ports = await approvedEvaluation();
    const [{ bid: first } = { bid: '' }] = (await getAward(ports, OFFICER, REFERENCE)).ranked;
    const exclude = async (code: string) =>
      setAsideBid(ports, OFFICER, REFERENCE, {
        ...(await revisionOf(ports)),
        bid: first,
        ground: 'excluded',
        duty: 'must',
        code,
        reason: 'It answered No to the question on health and safety',
      });
    await expect(exclude('HS6')).rejects.toMatchObject({
      issues: [{ code: 'not-published', message: expect.stringContaining('no published consequence') }],
    });
    await expect(exclude('T1')).rejects.toMatchObject({
      issues: [{ code: 'no-consequence', message: expect.stringContaining('told of no consequence') }],
    });
    await expect(exclude('T2')).rejects.toMatchObject({ issues: [{ code: 'not-failed' }] });
    expect((await getAward(ports, OFFICER, REFERENCE)).ranked[0]).toMatchObject({ setAside: false });
  });
});

describe('Amey v West Sussex County Council', SLOW, () => {
  /** The second bid a few hundredths behind the first. */
  const quality: Readonly<Record<string, string>> = { B1: '72', B5: '91.32' };
  const close: Tender = {
    ...northshireTender,
    bids: northshireTender.bids.map((bid) => {
      const qualityPoints = quality[bid.reference];
      return qualityPoints === undefined ? bid : { ...bid, qualityPoints };
    }),
  };

  it('asks the approver to say that a ranking so close was seen, and prints what was said', async () => {
    const ports = await moderatedEvaluation({ tender: close });
    await expect(approve(ports)).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [
        {
          code: 'fragile-ranking',
          message: expect.stringContaining('The ranking is fragile. Fragile: B1 leads B5 by 0.03'),
        },
      ],
    });
    await expect(approve(ports, '  ')).rejects.toMatchObject({ issues: [{ code: 'fragile-ranking' }] });
    await approve(ports, SEEN);
    expect(report(await pack(ports))).toContain('Said on how firm the ranking is: I have seen how little lies between');
  });
});

import { expect, it } from 'vitest';
import { agreedScoresTemplate } from '../../src/application/agreed-scores-template.ts';
import { verifyAudit } from '../../src/application/audit-queries.ts';
import { decideInterest } from '../../src/application/decide-interest.ts';
import { declareInterests } from '../../src/application/declare-interests.ts';
import { importAgreedScores } from '../../src/application/import-agreed-scores.ts';
import { lockConsensus } from '../../src/application/lock-consensus.ts';
import { type Minutes, moderationMinutes } from '../../src/application/moderation-minutes.ts';
import { getEvaluationItem } from '../../src/application/evaluation-queries.ts';
import { confirmUndisputed, recordConsensus } from '../../src/application/record-consensus.ts';
import { withdrawBid } from '../../src/application/withdraw-bid.ts';
import { fillAgreedScores } from '../support/agreed-scores.ts';
import {
  BIDS,
  CARYS,
  DEV,
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

const DISSENT = 'The panel read the weights by month with Dev, who agreed that they cover the whole year.';

/** The minutes as they are handed to whoever writes them down. */
async function minutesOf(ports: TestPorts): Promise<Minutes> {
  let seen: Minutes | undefined;
  const writeMinutes: TestPorts['writeMinutes'] = async (minutes) => {
    seen = minutes;
    return new Uint8Array();
  };
  await moderationMinutes({ ...ports, writeMinutes }, OFFICER, REFERENCE, 'pdf');
  if (seen === undefined) throw new Error('No minutes were written');
  return seen;
}

it('minutes are made once the consensus is locked, from the record alone, and stay the same', async () => {
  const ports = await startedEvaluation({ declared: [DEV, MODERATOR] });
  const interest = {
    interest: 'actual' as const,
    details: 'I own shares in Kestrel',
    mitigation: 'I will sell them',
  };
  await declareInterests(ports, CARYS, REFERENCE, interest);
  const decision = { person: CARYS.id, decision: 'mitigation-accepted' as const, reason: 'The shares are sold' };
  await decideInterest(ports, OFFICER, REFERENCE, decision);
  await scoreEverything(ports, CARYS, '3');
  await scoreEverything(ports, DEV, '1');
  await confirmUndisputed(ports, MODERATOR, REFERENCE);
  const { item } = await getEvaluationItem(ports, OFFICER, REFERENCE, { bid: 'B1', rule: JUDGED });
  const echo = item.scale.find(({ text }) => text.length >= 40)?.text ?? '';
  for (const bid of BIDS) {
    const agreed = { ...judged(bid, '2'), answersDissent: DISSENT, ...(bid === 'B1' ? { reason: echo } : {}) };
    await recordConsensus(ports, MODERATOR, REFERENCE, agreed);
  }
  await expect(moderationMinutes(ports, OFFICER, REFERENCE, 'pdf')).rejects.toMatchObject({
    code: 'not-allowed-in-state',
    message: `${REFERENCE} is evaluating: minutes of moderation are made once the consensus is locked.`,
  });
  const changeReason = 'The reason only repeated the scale';
  const again = { ...judged('B1', '2'), answersDissent: DISSENT, changeReason };
  await recordConsensus(ports, MODERATOR, REFERENCE, again);
  await lockConsensus(ports, OFFICER, REFERENCE, await revisionOf(ports));
  await expect(moderationMinutes(ports, CARYS, REFERENCE, 'pdf')).rejects.toMatchObject({ code: 'forbidden' });

  const minutes = await minutesOf(ports);
  expect(minutes.people).toMatchObject([
    {
      name: 'Carys Lund',
      part: 'evaluated every criterion and condition',
      interests: [{ interest: 'actual', decision: { decision: 'mitigation-accepted', byName: 'Asha Okafor' } }],
    },
    { name: 'Dev Marlowe', interests: [{ interest: 'none' }] },
    { name: 'Edith Navarro', part: 'moderated', interests: [{ interest: 'none' }] },
  ]);
  expect(minutes.items).toHaveLength(90);
  const minuted = minutes.items.find(({ bid, code }) => bid === 'B2' && code === 'C11');
  expect(minuted).toMatchObject({
    found: [
      { by: 'Carys Lund', found: '3 points' },
      { by: 'Dev Marlowe', found: '1 point' },
    ],
    dissent: true,
    agreed: { by: 'Edith Navarro', found: '2 points', answersDissent: DISSENT },
  });
  expect(minuted?.discussedBecause[0]).toBe('The scores differ by 2 points or more.');
  expect(minutes.warnings).toMatchObject([
    {
      code: 'echoes-the-scale',
      done: 'C11 of B1 was agreed anew by Edith Navarro: The reason only repeated the scale',
    },
  ]);
  expect(minutes.changes).toMatchObject([{ of: 'consensus', bid: 'B1', code: 'C11' }]);
  const links = await ports.database.read(async ({ audit }) => {
    const all = [];
    for await (const link of audit.chain('northshire')) all.push(link);
    return all;
  });
  const lock = links.find(({ event }) => event.action === 'procurement.consensus-locked');
  expect(minutes.locked).toEqual({
    by: 'Asha Okafor',
    at: lock?.event.at,
    event: lock?.event.seq,
    chainHead: lock?.hash,
  });
  expect((await verifyAudit(ports, OFFICER)).holds).toBe(true);

  const seen = [];
  for (const format of ['pdf', 'xlsx'] as const) {
    seen.push(Buffer.from((await moderationMinutes(ports, OFFICER, REFERENCE, format)).bytes));
  }
  // A bid that is withdrawn after the lock was agreed on all the same.
  ports.setClock('2026-12-20T09:00:00Z');
  await withdrawBid(ports, OFFICER, REFERENCE, 'B5', { reason: 'The bidder wrote so', ...(await revisionOf(ports)) });
  for (const [index, format] of (['pdf', 'xlsx'] as const).entries()) {
    const { name, bytes } = await moderationMinutes(ports, OFFICER, REFERENCE, format);
    expect(name).toBe(`minutes-${REFERENCE}.${format}`);
    expect(Buffer.from(bytes).equals(seen[index] ?? Buffer.alloc(0)), format).toBe(true);
  }
}, 60_000);

it('the minutes of an evaluation elsewhere say where it came from and who took part there', async () => {
  const ports = await startedEvaluation({ until: 'closed' });
  const { bytes } = await agreedScoresTemplate(ports, OFFICER, REFERENCE);
  const file = { name: 'agreed.xlsx', bytes: await fillAgreedScores(bytes) };
  const { sha256 } = await importAgreedScores(ports, OFFICER, REFERENCE, { ...(await revisionOf(ports)), file });
  await lockConsensus(ports, OFFICER, REFERENCE, await revisionOf(ports));
  const minutes = await minutesOf(ports);
  expect(minutes.elsewhere).toMatchObject({ sha256, byName: 'Asha Okafor', moderator: 'Cleo Example' });
  expect(minutes.people.map(({ name, part }) => `${name} ${part}`)).toEqual([
    'Ana Example evaluated elsewhere',
    'Ben Example evaluated elsewhere',
    'Cleo Example moderated elsewhere',
  ]);
  expect(minutes.items.every(({ found, dissent }) => found.length === 0 && !dissent)).toBe(true);
}, 60_000);

import { approveProcurement } from '../../src/application/approve-procurement.ts';
import { awardProcurement } from '../../src/application/award-procurement.ts';
import { getAward } from '../../src/application/award-queries.ts';
import { enterContract } from '../../src/application/enter-contract.ts';
import { lockConsensus } from '../../src/application/lock-consensus.ts';
import { confirmUndisputed } from '../../src/application/record-consensus.ts';
import { recordSummarySent } from '../../src/application/record-summary-sent.ts';
import { startStandstill } from '../../src/application/start-standstill.ts';
import type { Person } from '../../src/domain/person.ts';
import {
  type EvaluationOptions,
  MODERATOR,
  OFFICER,
  REFERENCE,
  revisionOf,
  scoreEverything,
  startedEvaluation,
} from './evaluation.ts';
import { CARYS, DEV } from './evaluation.ts';
import type { TestPorts } from './service-ports.ts';

/** The second person: approves what others agreed and locked. */
export const APPROVER: Person = {
  id: 'second-officer',
  name: 'Ben Whitlock',
  organisation: 'northshire',
  roles: ['officer'],
  how: 'local',
};

/** A Monday some weeks after the bid deadline of the worked example. */
export const APPROVAL_DAY = '2027-01-11';
export const SEEN = 'I have seen how little lies between them; the scores are well reasoned.';

/** The worked example with its consensus locked by the officer. */
export async function moderatedEvaluation(options: EvaluationOptions = {}): Promise<TestPorts> {
  const ports = await startedEvaluation(options);
  for (const one of [CARYS, DEV]) await scoreEverything(ports, one, '3');
  await confirmUndisputed(ports, MODERATOR, REFERENCE);
  await lockConsensus(ports, OFFICER, REFERENCE, await revisionOf(ports));
  ports.setClock(`${APPROVAL_DAY}T10:00:00Z`);
  return ports;
}

/** The same, approved by the second person. */
export async function approvedEvaluation(options: EvaluationOptions = {}): Promise<TestPorts> {
  const ports = await moderatedEvaluation(options);
  await approveProcurement(ports, APPROVER, REFERENCE, { ...(await revisionOf(ports)), acknowledgement: SEEN });
  return ports;
}

/** Records every summary that is due as sent on a day. */
export async function sendSummaries(ports: TestPorts, sentOn: string): Promise<void> {
  for (const { bid } of (await getAward(ports, OFFICER, REFERENCE)).summaries) {
    await recordSummarySent(ports, OFFICER, REFERENCE, { ...(await revisionOf(ports)), bid, sentOn });
  }
}

/** The worked example awarded to its first-ranked bid and signed on 22 January 2027. Gives the winner too. */
export async function contractedProcurement(options: EvaluationOptions = {}) {
  const ports = await approvedEvaluation(options);
  const [winner = ''] = (await getAward(ports, OFFICER, REFERENCE)).ranked.map(({ bid }) => bid);
  await sendSummaries(ports, APPROVAL_DAY);
  const reason = 'It is the most advantageous tender by the published method.';
  await awardProcurement(ports, OFFICER, REFERENCE, {
    ...(await revisionOf(ports)),
    winners: [{ bid: winner }],
    reason,
  });
  ports.setClock('2027-01-13T10:00:00Z');
  const notice = { noticeReference: '2027/S 000-000009', noticeDate: '2027-01-12' };
  await startStandstill(ports, OFFICER, REFERENCE, { ...(await revisionOf(ports)), ...notice });
  ports.setClock('2027-01-22T10:00:00Z');
  await enterContract(ports, OFFICER, REFERENCE, { ...(await revisionOf(ports)), signedOn: '2027-01-22' });
  return { ports, winner };
}

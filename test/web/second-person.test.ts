import { expect, it } from 'vitest';
import { recordConsensus } from '../../src/application/record-consensus.ts';
import { recordScores } from '../../src/application/record-scores.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import {
  CARYS,
  DEV,
  judged,
  judgingCatalogue,
  MODERATOR,
  REFERENCE,
  startedEvaluation,
} from '../support/evaluation.ts';
import { createPagesApp } from '../support/pages-app.ts';
import { pagesAs } from '../support/pages-session.ts';

const AT = `/procurements/${REFERENCE}`;
const LAW = 'environmental-law-compliance';
const ITEM = `${AT}/moderation/item?bid=B1&rule=${LAW}`;

it('the pages take the approval of a change made after a failure, and the closing of the clarification period', async () => {
  const database = await openDatabase('sqlite::memory:');
  await database.migrate();
  const ports = await startedEvaluation({ database, clarifications: 'open' });
  const law = (fails: boolean) => ({
    ...judged('B1', '0'),
    rule: LAW,
    judgement: {
      kind: 'facts' as const,
      corrections: fails ? { 'legal-compliance': { state: 'given' as const, value: false } } : {},
    },
  });
  for (const one of [CARYS, DEV]) await recordScores(ports, one, REFERENCE, { scores: [law(true)], lock: true });
  await recordConsensus(ports, MODERATOR, REFERENCE, law(true));
  const changeReason = 'A letter of the regulator was overlooked';
  await recordConsensus(ports, MODERATOR, REFERENCE, { ...law(false), changeReason });
  const { app } = await createPagesApp({ database, catalogue: judgingCatalogue });

  const edith = await pagesAs(app, 'moderator');
  expect((await edith.get(ITEM)).text).not.toContain('Approve the change');
  const form = { bid: 'B1', lot: '', rule: LAW };
  const own = await edith.send(`${AT}/moderation/approve-change`, { ...form, approvalReason: 'I am sure' });
  expect(own.status).toBe(403);
  expect(own.text).toContain('Edith Navarro changed the consensus on G2 of B1. A second person approves the change.');
  const asha = await pagesAs(app, 'officer');
  expect((await asha.get('/')).text).toContain('Approve a consensus that was changed after the bid had failed');
  expect((await asha.get(`${AT}/evaluation`)).text).toContain('must approve the change');
  expect((await asha.get(ITEM)).text).toMatch(/The bid had failed: condition G2\. Second approver: waits for one/);
  const silent = await asha.send(`${AT}/moderation/approve-change`, form);
  expect(silent.status).toBe(422);
  expect(silent.text).toContain('Enter the reason: why the changed consensus on G2 of B1 is approved.');
  const done = await asha.send(`${AT}/moderation/approve-change`, {
    ...form,
    approvalReason: 'I have read the letter',
  });
  expect(done.text).toContain('The change is approved.');
  expect((await asha.get(ITEM)).text).toContain('Second approver: Asha Okafor');

  const open = await asha.get(`${AT}/clarifications`);
  expect(open.text).toContain('Why is nobody asked about the figures for which a default stands?');
  const unsaid = await asha.send(`${AT}/clarifications/close`, { reason: '' });
  expect([unsaid.status, unsaid.text.includes('Enter the reason: why nobody is asked')]).toEqual([422, true]);
  const closed = await asha.send(`${AT}/clarifications/close`, { reason: 'The notice said that no bidder is asked.' });
  expect(closed.text).toContain('The notice said that no bidder is asked. Nobody was asked about carbon:total of B2.');
  expect(closed.text).not.toContain('Close the clarification period');
}, 120_000);

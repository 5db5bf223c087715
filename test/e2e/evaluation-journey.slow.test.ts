import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readOwnArchive } from '../../src/archive/reproducible-zip.ts';
import type { DecisionRecord } from '../../src/scoring/decision-record.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { APPROVAL_DAY } from '../support/award.ts';
import { browserPath, launchBrowser, NEEDS_BROWSER, openWindow } from '../support/browser.ts';
import { fixturePath } from '../support/cli.ts';
import { BIDS, judgingCatalogue, REASON, REFERENCE } from '../support/evaluation.ts';
import { type Keyboard, keyboardOf, type SavedFile } from '../support/keyboard.ts';
import { ocdsFaults } from '../support/ocds-schema.ts';
import { createPagesApp, listening } from '../support/pages-app.ts';
import type { TestPorts } from '../support/service-ports.ts';
import { sharedExists } from '../support/shared-data.ts';

const ASHA = 'Asha Okafor';
const BEN = 'Ben Whitlock';
const CARYS = 'Carys Lund';
const DEV = 'Dev Marlowe';
const EDITH = 'Edith Navarro';
const WHOLE_JOURNEY_MS = 900_000;
/** A pack is made while the page waits, on a machine that may be busy with other tests. */
const PATIENCE_MS = 180_000;
const DISSENT = 'The panel read page 4 together: the weights are of one depot, which is worth three points.';
const WITHHELD = 'by a courier of its own';
const AGREED = `Page 4 of the plan shows units collected ${WITHHELD} and counted at the depot each month.`;
const SEEN = 'I have seen how much lies between them; the scores are well reasoned.';
/** Eight working days from the day of the notice, Tuesday 12 January 2027. */
const STANDSTILL_ENDS = '21 January 2027';

/** One person after another at the same keyboard. */
type Journey = { readonly keys: Keyboard; readonly ports: TestPorts; readonly act: (as: string) => Promise<void> };

describe.skipIf(browserPath === undefined)(`an evaluation by keyboard alone ${NEEDS_BROWSER}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  }, WHOLE_JOURNEY_MS);
  afterAll(() => browser?.close());

  it(
    'leads from interests to a standstill, a clarification, a divergence and a redaction among it',
    async () => {
      const { url, ports } = await servedProcurement();
      const { page, takeTroubles, close } = await openWindow(browser, { url });
      onTestFinished(close);
      page.setDefaultTimeout(PATIENCE_MS);
      const keys = keyboardOf(page);
      await page.goto('/');
      await keys.follow('Choose who you act as');
      const journey: Journey = { keys, ports, act: (as) => actAs(keys, as) };
      await choosePerson(keys, ASHA);
      await clarify(journey);
      await assign(journey);
      for (const [person, points] of [
        [CARYS, '3'],
        [DEV, '1'],
      ] as const) {
        await evaluate(journey, person, points);
      }
      await moderate(journey);
      await approve(journey);
      await withhold(journey);
      await expectIssued(await keys.save('Edition 2 (zip)'));
      await award(journey);
      expectRelease(await keys.save('OCDS release'));
      await keys.follow('Audit');
      await keys.press('Verify the chain');
      await keys.told(/^The chain holds\. \d+ events follow from the first hash\.$/);
      expect(takeTroubles()).toEqual([]);
    },
    WHOLE_JOURNEY_MS,
  );
});

/** The worked example, published, with its bids in and bidding closed, served on this machine. */
async function servedProcurement(): Promise<{ readonly url: string; readonly ports: TestPorts }> {
  const { app, ports, as } = await createPagesApp({ catalogue: judgingCatalogue });
  const officer = as('officer');
  const at = `/api/v1/procurements/${REFERENCE}`;
  await officer.post('/api/v1/imports').attach('file', fixturePath('northshire', 'tender.xlsx')).expect(201);
  for (const move of ['publish', 'open']) await officer.post(`${at}/${move}`).expect(200);
  ports.setClock('2026-12-21T10:00:00Z');
  await officer.post(`${at}/close`).send({}).expect(200);
  return { url: await listening(app), ports };
}

async function actAs(keys: Keyboard, name: string): Promise<void> {
  await keys.follow('Change who you act as');
  await choosePerson(keys, name);
}

async function choosePerson(keys: Keyboard, name: string): Promise<void> {
  await keys.choose(name);
  await keys.press('Act as this person');
  await keys.told(`You now act as ${name}.`);
}

async function openProcurement(keys: Keyboard): Promise<void> {
  await keys.follow('Procurements');
  await keys.follow(northshireTender.procurement.title);
  await keys.told('Published facts');
}

/** One question raised, sent, answered, classified by one person and agreed by another. */
async function clarify({ keys, ports, act }: Journey): Promise<void> {
  await openProcurement(keys);
  await keys.press('Score the bids');
  await keys.told('The bids are scored.');
  await keys.follow('Clarifications');
  await keys.follow('No carbon figure is given');
  await keys.press('Prepare it');
  await keys.told('1 clarification prepared.');
  await keys.press('Record that all of them were sent');
  await keys.told('There is a problem');
  await keys.follow(/^Enter a date/);
  expect(await keys.focused('textbox', 'Bidders must reply by')).toBe(true);
  await keys.write('Bidders must reply by', '2027-01-08');
  await keys.press('Record that all of them were sent');
  await keys.told('Recorded as sent: 1.');
  ports.setClock('2027-01-05T12:00:00Z');
  await keys.follow(/^B2.*clarification 1$/);
  await keys.write('When did it come?', '2027-01-05');
  await keys.write('The answer, as it came', 'We have no figure for these devices yet.');
  await keys.press('Record the answer');
  await keys.told('The answer of bid B2 is recorded.');
  await keys.follow('Bid B2');
  await keys.choose('Explains the bid');
  await keys.write('Reason', 'It says why there is no figure, and gives none.');
  await keys.press('Classify it');
  await keys.told('A second person must agree.');
  await act(BEN);
  await openProcurement(keys);
  await keys.follow('Clarifications');
  await keys.follow(/^B2.*clarification 1$/);
  await keys.choose('Yes, I agree');
  await keys.write('Reason', 'There is no figure in the answer.');
  await keys.press('Record it');
  await keys.told('Agreed. Nothing changes in bid B2.');
}

async function assign({ keys, act }: Journey): Promise<void> {
  await act(ASHA);
  await keys.follow('Assign evaluators and begin the evaluation');
  for (const name of [CARYS, DEV]) {
    await keys.pick('Assign an evaluator to every criterion and condition', name);
    await keys.press('Assign');
    await keys.told(`${name} evaluates every criterion and condition.`);
  }
  await keys.press('Begin the evaluation');
  await keys.told('The evaluation has begun.');
}

/** An error leads to the field, then no interest is declared. */
async function declare({ keys, act }: Journey, person: string): Promise<void> {
  await act(person);
  await keys.follow('Declare your interests, before any bid is shown');
  await keys.press('Record my declaration');
  await keys.told('There is a problem');
  await keys.follow('Choose what you declare');
  expect(await keys.focused('radio', 'No interest')).toBe(true);
  await keys.choose('No interest');
  await keys.press('Record my declaration');
  await keys.told('Your declaration is on record.');
}

/** Points for each judged item with reason and place; the facts of the rest verified together; all locked. */
async function evaluate(journey: Journey, person: string, pointsOfFirst: string): Promise<void> {
  const { keys } = journey;
  await declare(journey, person);
  await keys.follow('Evaluation');
  await keys.press('Confirm all undisputed facts together');
  await keys.told('85 drafts made');
  await keys.follow(/^C11 .*, Kestrel/);
  await keys.told('Proposal of the rule');
  await keys.press('Lock it');
  await keys.told('There is a problem');
  const locked = new Set<string>();
  while (locked.size < BIDS.length) {
    await giveScore(keys, locked.size === 0 ? pointsOfFirst : '3');
    await keys.press('Lock it');
    await keys.told(/C11 of .+ is locked\./);
    locked.add(String(locked.size));
  }
  await keys.press('Lock my 85 drafts');
  await keys.told('85 items locked.');
}

async function giveScore(keys: Keyboard, points: string, reason = REASON): Promise<void> {
  await keys.choose(points);
  await keys.write('Reason', reason);
  await keys.tick(/, page \d+$/);
}

async function moderate(journey: Journey): Promise<void> {
  const { keys, act } = journey;
  await declare(journey, EDITH);
  await keys.follow('Moderation');
  await keys.press('Confirm the undisputed items together');
  await keys.told('Confirmed: 89. Left for the panel: 1.');
  await keys.follow(/^Kestrel Example Systems Ltd: C11/);
  await keys.told('The scores differ by 2 points or more.');
  await giveScore(keys, '3', AGREED);
  await keys.press('Record the consensus');
  await keys.follow(/^Write how the panel answers who found otherwise/);
  expect(await keys.focused('textbox', 'How the reason answers who found otherwise')).toBe(true);
  await keys.write('How the reason answers who found otherwise', DISSENT);
  await keys.press('Record the consensus');
  await keys.told('is on record.');
  await act(ASHA);
  await keys.follow('Lock the consensus');
  await keys.press('Lock the consensus');
  await keys.told('The consensus is locked, and the agreed assessment is on record.');
}

async function approve({ keys, ports, act }: Journey): Promise<void> {
  ports.setClock(`${APPROVAL_DAY}T10:00:00Z`);
  await act(BEN);
  await openProcurement(keys);
  await keys.press('Approve the evaluation');
  await keys.write('If the ranking is fragile: say that you have seen this, and why you approve', SEEN);
  await keys.press('Approve and issue');
  await keys.told('Approved. The pack is issued as edition 1.');
}

async function withhold({ keys }: Journey): Promise<void> {
  await keys.follow('Withhold words from other bidders');
  await keys.pick('Bid', 'B1');
  await keys.write('Words to withhold', WITHHELD);
  await keys.write('Why is it withheld?', 'It tells how the bidder organises its collections.');
  await keys.pick('Criterion', 'End of life');
  await keys.press('Withhold');
  await keys.told('Words have been withheld since the latest edition.');
  await keys.follow('Issue a new edition');
  await keys.write('Why is there a new edition?', 'Words were withheld');
  await keys.write('If the ranking is fragile: say that you have seen this, and why you approve', SEEN);
  await keys.press('Issue the new edition');
  await keys.told('A new edition is issued.');
}

async function award({ keys, ports }: Journey): Promise<void> {
  for (const bid of BIDS) {
    await keys.follow('Record a summary as sent');
    await keys.pick('Bid', bid);
    await keys.writeDate('Sent on', APPROVAL_DAY);
    await keys.press('Record');
    await keys.told('Recorded.');
  }
  await keys.press('Award');
  await keys.pick('Award to', 'B1');
  await keys.write('Why is the award made?', 'The most advantageous tender');
  await keys.press('Award');
  await keys.told('Awarded to B1.');
  ports.setClock('2027-01-13T10:00:00Z');
  await keys.press('Start the standstill');
  await keys.write('Reference of the contract award notice', '2027/S 000-000009');
  await keys.writeDate('Published on', '2027-01-12');
  await keys.press('Start the standstill');
  await keys.told(`Standstill until the end of ${STANDSTILL_ENDS}`);
}

/** Whole, issued, and without the words that were withheld in what other bidders get. */
async function expectIssued({ name, bytes }: SavedFile): Promise<void> {
  expect(name).toMatch(/\.zip$/);
  const files = await readOwnArchive(bytes);
  const text = (wanted: string) =>
    new TextDecoder().decode(files.find((one) => one.name === wanted)?.bytes ?? Buffer.from('{}'));
  const manifest = JSON.parse(text('manifest.json')) as { readonly files: readonly unknown[] };
  expect(manifest.files).toHaveLength(files.length - 1);
  const record = JSON.parse(text('for-council/decision-record.json')) as DecisionRecord;
  expect(record.assessment).toMatchObject({ status: 'issued', ranking: ['B1', 'B5'] });
  expect(text('for-council/evaluation-report.html')).toContain(WITHHELD);
  for (const bid of BIDS) {
    const summary = text(`for-bidders/${bid}/assessment-summary.html`);
    expect(summary, bid).toContain('counted at the depot');
    expect(summary.includes(WITHHELD), bid).toBe(bid === 'B1');
  }
}

function expectRelease({ bytes }: SavedFile): void {
  const release = JSON.parse(bytes.toString('utf8')) as { readonly tag: readonly string[] };
  expect(release.tag).toEqual(['tender', 'award']);
  if (sharedExists) expect(ocdsFaults()(release)).toEqual([]);
}

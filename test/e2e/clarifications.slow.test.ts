import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  axeViolations,
  browserPath,
  chooseWhoActs,
  launchBrowser,
  NEEDS_BROWSER,
  openWindow,
} from '../support/browser.ts';
import { fixturePath } from '../support/cli.ts';
import { fileForm, serveProcess, type ServedService } from '../support/served.ts';
import { tenderTables, toWorkbook } from '../support/tender-workbook.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';

const REFERENCE = 'NCC-2026-014';
const PROCUREMENT = `/procurements/${REFERENCE}`;
const OFFICER = 'Asha Okafor';
const COLLEAGUE = 'Ben Whitlock';

describe.skipIf(browserPath === undefined)(`clarifications on pages without script ${NEEDS_BROWSER}`, () => {
  let service: ServedService;
  let browser: Browser;
  let page: Page;
  const post = async (move: string, body: object = {}, procurement = PROCUREMENT) => {
    const answer = await service.fetch(`/api/v1${procurement}/${move}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${move}: ${await answer.text()}`);
  };
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const told = (text: string) => page.getByText(text).first().waitFor();
  const today = () => new Date().toISOString().slice(0, 10);

  beforeAll(async () => {
    service = await serveProcess({ DATABASE_URL: 'sqlite::memory:' });
    browser = await launchBrowser();
    const tender = readFileSync(fixturePath('northshire', 'tender.xlsx'));
    await service.fetch('/api/v1/imports', { method: 'POST', body: fileForm('tender.xlsx', tender) });
    await post('publish');
    await post('open');
    ({ page } = await openWindow(browser, { url: service.url, script: false }));
    await chooseWhoActs(page, OFFICER);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  it('answer a question to all bidders, after a name in it was pointed out', async () => {
    await page.goto(PROCUREMENT);
    await page.getByRole('link', { name: 'Clarifications' }).click();
    await page.getByRole('button', { name: 'Record a question' }).click();
    await page.getByLabel('When did it come?').fill(today());
    await page.getByLabel('Who asked?').fill('Linnet Example Networks Ltd');
    await page.getByLabel('The question, as it came').fill('Linnet Example Networks asks: do used screens count?');
    await press('Record it');
    await told('Question 1 is recorded.');
    await page.getByRole('link', { name: 'Question 1' }).click();
    await page.getByLabel('The answer', { exact: true }).fill('Yes, with a warranty of two years.');
    await press('Publish to all bidders');
    await page.getByRole('link', { name: /Leave out "Linnet Example Networks Ltd"/ }).waitFor();
    await page.getByLabel('The question, without who asked').fill('Do used screens count?');
    await press('Publish to all bidders');
    await told('Answer 1 is published.');
    const text = await page.goto(`${PROCUREMENT}/clarifications.txt`);
    expect(await text?.text()).toContain(
      'Question: Do used screens count?\nAnswer: Yes, with a warranty of two years.',
    );
  }, 60_000);

  it('take a figure that was left out from a default to a new version of the bid', async () => {
    await post('close', { reason: 'Closed before the deadline, so that clarifications can be seen.' });
    await post('score');
    await page.goto(`${PROCUREMENT}/bids/B2`);
    await told('The bidder has not been asked.');
    await page.getByRole('link', { name: 'Put them to the bidder' }).click();
    await page.getByRole('link', { name: 'No carbon figure is given' }).click();
    await page.getByLabel('The question').fill('Rowan Example Devices, where is your figure?');
    await press('Prepare it');
    await page.getByRole('link', { name: /Leave out "Rowan Example Devices Ltd"/ }).waitFor();
    await page.getByLabel('The question').fill('Where does the carbon figure of your bid stand?');
    await press('Prepare it');
    await told('1 clarification prepared. Nothing has been sent.');
    await press('Prepare the question on flag:IC15');
    await told('1 clarification prepared. Nothing has been sent.');
    await press('Record that all of them were sent');
    await page.getByRole('link', { name: /Enter a date, as 2026-12-18/ }).waitFor();
    await page.getByLabel('Bidders must reply by').fill('2099-01-15');
    await press('Record that all of them were sent');
    await told('Recorded as sent: 2, 3.');

    await page.getByRole('link', { name: /^B2.*clarification 2$/ }).click();
    await page.getByLabel('When did it come?').fill(today());
    await page.getByLabel('The answer, as it came').fill('The schedule of our bid has the figures.');
    const making = page.getByRole('group', { name: 'Carbon: Making' });
    await making.getByLabel('Kilograms CO₂e over the contract').fill('lots');
    await press('Record the answer');
    await page.getByRole('link', { name: /Enter a number of kilograms.*got "lots"/ }).waitFor();
    expect(await page.getByLabel('The answer, as it came').inputValue()).toBe(
      'The schedule of our bid has the figures.',
    );
    await making.getByLabel('Kilograms CO₂e over the contract').fill('1200000');
    await press('Record the answer');
    await told('The answer of bid B2 is recorded.');

    await page.getByRole('link', { name: 'Bid B2' }).click();
    await page.getByLabel('Corrects an obvious error').check();
    await press('Classify it');
    await page.getByRole('link', { name: 'Enter the reason.' }).waitFor();
    await page.getByLabel('Reason').fill('The schedule in the bid has the figure; the sheet was left blank.');
    await press('Classify it');
    await told('A second person must agree.');
    await page.getByRole('link', { name: 'Bid B2' }).click();
    await told('You classified this answer.');

    await chooseWhoActs(page, COLLEAGUE);
    await page.goto(`${PROCUREMENT}/clarifications/2/bids/B2`);
    await page.getByLabel('Yes, I agree').check();
    await page.getByLabel('Reason').fill('I have compared it with the schedule.');
    await press('Record it');
    await told('Agreed. Version 2 of bid B2 was made. Before people evaluate, score again');
    await page.goto(PROCUREMENT);
    await told('Bid B2 has changed.');
  }, 60_000);

  it('take a device and a removal that an answer puts right', async () => {
    const reference = 'NCC-2026-016';
    const own = `/procurements/${reference}`;
    const { procurement, bids } = northshireTender;
    const slipped = bids.map((bid) => ({
      ...bid,
      answers: {
        ...bid.answers,
        'claimed-credits': { state: 'given' as const, value: '500' },
        'retired-credits': { state: 'given' as const, value: '100' },
      },
      devices: bid.devices.map((one) => ({ ...one, kgPerDevice: `${one.kgPerDevice}000` })),
    }));
    const bytes = await toWorkbook(tenderTables({ procurement: { ...procurement, reference }, bids: slipped }));
    const sent = await service.fetch('/api/v1/imports', { method: 'POST', body: fileForm('tender.xlsx', bytes) });
    expect(sent.status).toBe(201);
    for (const move of ['publish', 'open']) await post(move, {}, own);
    await post('close', { reason: 'Every bid has come' }, own);
    await post('score', {}, own);
    await post('clarifications', { topics: ['flag:IC08', 'flag:IC13'] }, own);
    await post('clarifications/send', { reply_by: '2099-01-01' }, own);
    const { page: scripted, close } = await openWindow(browser, { url: service.url });
    await chooseWhoActs(scripted, OFFICER);
    for (const [number, fill] of [
      [1, { Class: 'Laptop', 'Kilograms CO₂e for one device': '246' }],
      [2, { 'Removal of the bid': '1', 'Tonnes CO₂e': '120' }],
    ] as const) {
      await scripted.goto(`${own}/clarifications/${number}/bids/B1`);
      expect(await axeViolations(scripted)).toEqual([]);
      await scripted.getByLabel('When did it come?').fill(today());
      await scripted.getByLabel('The answer, as it came').fill('A slip of the unit.');
      if (number === 1) await scripted.getByLabel('Line of the bid that it corrects').fill('1');
      for (const [label, text] of Object.entries(fill)) await scripted.getByLabel(label).fill(text);
      await scripted.getByRole('button', { name: 'Record the answer' }).click();
      await scripted.getByText('The answer of bid B1 is recorded.').waitFor();
      await scripted.goto(`${own}/clarifications/${number}/bids/B1`);
      await scripted.getByText(number === 1 ? 'Laptop: 246 kgCO₂e each' : 'Removal 1: 120 tCO₂e').waitFor();
      expect(await axeViolations(scripted)).toEqual([]);
    }
    await close();
  }, 120_000);
});

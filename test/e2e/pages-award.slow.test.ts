import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/persistence/database.ts';
import { addDays } from '../../src/domain/iso-date.ts';
import { moderatedEvaluation } from '../support/award.ts';
import {
  axeViolations,
  browserPath,
  launchBrowser,
  layoutWidth,
  NARROW,
  NEEDS_BROWSER,
  openWindow,
  WIDE,
  chooseWhoActs,
} from '../support/browser.ts';
import { BIDS, REFERENCE } from '../support/evaluation.ts';
import { serveProcess, type ServedService } from '../support/served.ts';

const AT = `/procurements/${REFERENCE}`;
const APPROVER = 'Ben Whitlock';
const TODAY = new Date().toISOString().slice(0, 10);
/** The date of the machine, which may be before the bid deadline of the example: nothing here depends on it. */
const STANDSTILL_AT_MOST = 30;

describe.skipIf(browserPath === undefined)(`the pages from approval to contract ${NEEDS_BROWSER}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'scorer-award-'));
  let service: ServedService;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const url = `sqlite:${join(folder, 'scorer.db')}`;
    const database = await openDatabase(url);
    await database.migrate();
    await moderatedEvaluation({ database });
    await database.close();
    service = await serveProcess({ DATABASE_URL: url });
    browser = await launchBrowser();
    page = (await openWindow(browser, { url: service.url, script: false })).page;
    await chooseWhoActs(page, APPROVER);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** axe, one heading, and no sideways scrolling in a window of either width. */
  const check = async (paths: readonly string[]) => {
    const found: string[] = [];
    for (const width of [WIDE, NARROW]) {
      const opened = await openWindow(browser, { url: service.url, width });
      await chooseWhoActs(opened.page, APPROVER);
      for (const path of paths) {
        const answer = await opened.page.goto(path);
        const laidOut = await layoutWidth(opened.page);
        if (answer?.status() !== 200) found.push(`${path}: ${answer?.status() ?? ''}`);
        if (laidOut.width > width) found.push(`${path} at ${width}: ${laidOut.beyond.join(' ')}`);
        found.push(...(await axeViolations(opened.page)).map((one) => `${path} at ${width}: ${one}`));
      }
      found.push(...opened.takeTroubles());
      await opened.close();
    }
    expect(found).toEqual([]);
  };
  const press = (name: string) => page.getByRole('button', { name, exact: true }).press('Enter');

  it('approve: a refusal stands in the error summary, then the pack is issued', async () => {
    await check([AT, `${AT}/approve`]);
    await page.goto(`${AT}/award/set-asides`);
    await page.getByLabel('Why?').fill('Too soon');
    await press('Set aside');
    expect(await page.getByRole('alert').textContent()).toContain('a bid is set aside while it is approved');
    await page.goto(`${AT}/approve`);
    await press('Approve and issue');
    await page.getByText('Approved. The pack is issued as edition 1.').waitFor();
    expect(await page.locator('h1').textContent()).toContain('Award');
  });

  it('withhold words and issue the edition that leaves them out', async () => {
    await check([`${AT}/award`, `${AT}/award/redactions`, `${AT}/award/editions`, `${AT}/award/set-asides`]);
    await page.goto(`${AT}/award/redactions`);
    await page.getByLabel('Criterion').selectOption('end-of-life');
    await page.getByLabel('Why is it withheld?').fill('Commercially sensitive');
    await press('Withhold');
    await page.getByText('Words have been withheld since the latest edition.').waitFor();
    await page.goto(`${AT}/award/editions`);
    await press('Issue the new edition');
    expect(await page.getByRole('alert').textContent()).toContain('Enter the reason: why there is a new edition.');
    await page.getByLabel('Why is there a new edition?').fill('Words were withheld');
    await press('Issue the new edition');
    await page.getByRole('link', { name: 'Edition 1 (zip)' }).waitFor();
    await page.getByRole('link', { name: 'Edition 2 (zip)' }).waitFor();
  });

  it('award the first-ranked bid only, and start the standstill only after every summary', async () => {
    await check([`${AT}/award/decide`, `${AT}/award/summaries-sent`, `${AT}/supplier-notes/B5`]);
    await page.goto(`${AT}/award/decide`);
    await page.getByLabel('Award to').selectOption('B5');
    await page.getByLabel('Why is the award made?').fill('The most advantageous tender');
    await press('Award');
    expect(await page.getByRole('alert').textContent()).toContain('B5 is ranked 2nd, below B1.');
    await page.getByLabel('Award to').selectOption('B1');
    await press('Award');
    await page.getByText('Awarded to B1.').waitFor();
    const startStandstill = async () => {
      await page.goto(`${AT}/start-standstill`);
      await page.getByLabel('Reference of the contract award notice').fill('2027/S 000-000009');
      await page.getByLabel('Published on').fill(TODAY);
      await press('Start the standstill');
    };
    await startStandstill();
    expect(await page.getByRole('alert').textContent()).toContain('Send B1 its assessment summary of edition 2 first');
    for (const bid of BIDS) {
      await page.goto(`${AT}/award/summaries-sent`);
      await page.getByLabel('Bid').selectOption(bid);
      await page.getByLabel('Sent on').fill(TODAY);
      await press('Record');
      await page.getByText('Recorded.').waitFor();
    }
    await startStandstill();
    await page.getByText('The standstill has begun.').waitFor();
    await check([AT, `${AT}/award`, `${AT}/start-standstill`, `${AT}/contract`]);
  });

  it('record no contract before the standstill has ended', async () => {
    await page.goto(`${AT}/contract`);
    await page.getByLabel('Signed on').fill(TODAY);
    await press('Record the contract');
    expect(await page.getByRole('alert').textContent()).toContain('The standstill runs to the end of');
    await page.getByLabel('Signed on').fill(addDays(TODAY, STANDSTILL_AT_MOST));
    await press('Record the contract');
    expect(await page.getByRole('alert').textContent()).toContain('Enter a date that has come');
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/persistence/database.ts';
import { moderatedEvaluation } from '../support/award.ts';
import {
  axeViolations,
  browserPath,
  chooseWhoActs,
  launchBrowser,
  layoutWidth,
  NARROW,
  NEEDS_BROWSER,
  openWindow,
  WIDE,
} from '../support/browser.ts';
import { REFERENCE } from '../support/evaluation.ts';
import { serveProcess, type ServedService } from '../support/served.ts';
import { imagine, steer } from '../support/steered.ts';

const TEAM = 'Farid Holloway';
const SHARED = '/scenarios/Shared%20data%20centre';
const PAGES = [
  '/scenarios',
  '/scenarios/new',
  SHARED,
  '/scenarios/comparison?a=Shared%20data%20centre&b=Suppliers%20cut',
  ...['end', 'renew', 'swap', 'volume', 'supplier-cut', 'grid-path'].map((kind) => `${SHARED}/change?kind=${kind}`),
  `/procurements/${REFERENCE}/trajectory-effect`,
  `/procurements/${REFERENCE}/try-out`,
];

describe.skipIf(browserPath === undefined)(`the pages of scenarios and of the award's effect ${NEEDS_BROWSER}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'scorer-scenarios-'));
  let service: ServedService;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const url = `sqlite:${join(folder, 'scorer.db')}`;
    const database = await openDatabase(url);
    await database.migrate();
    const ports = await moderatedEvaluation({ database });
    await steer(ports);
    await imagine(ports);
    await database.close();
    service = await serveProcess({ DATABASE_URL: url });
    browser = await launchBrowser();
    page = (await openWindow(browser, { url: service.url, script: false })).page;
    await chooseWhoActs(page, TEAM);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const press = (name: string) => page.getByRole('button', { name, exact: true }).press('Enter');

  it('have nothing for axe to find, and no sideways scrolling at 1280 or 320 pixels', async () => {
    const found: string[] = [];
    for (const width of [WIDE, NARROW]) {
      const opened = await openWindow(browser, { url: service.url, width });
      await chooseWhoActs(opened.page, TEAM);
      for (const path of PAGES) {
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
  }, 240_000);

  it('keep a scenario without script: named, a change refused and put right, left out again', async () => {
    await page.goto('/scenarios/new');
    await press('Save');
    expect(await page.getByRole('alert').textContent()).toContain('Give the scenario a name');
    await page.getByLabel('Name').fill('Leave C2');
    await page.getByLabel('What is it for?').fill('To see what it would do');
    await press('Save');
    await page.getByText('Nothing yet: the line is that of the record.').waitFor();
    await page.getByRole('link', { name: 'End a contract' }).click();
    await page.getByLabel('Contract').selectOption('C2');
    await press('Add the change');
    expect(await page.getByRole('alert').textContent()).toContain('Fill in: Last day');
    await page.getByLabel('Last day').fill('2027-03-31');
    await press('Add the change');
    await page.getByText('Nothing on record has changed.').waitFor();
    expect(await page.getByRole('note', { name: 'Status of this page' }).textContent()).toContain(
      'Scenario, not the record',
    );
    await page.getByRole('rowheader', { name: 'C2 ends on 31 March 2027.' }).waitFor();
    await page.getByRole('button', { name: /^Leave out/ }).press('Enter');
    await page.getByText('The change is left out. Earlier versions keep it.').waitFor();
    expect(await page.getByRole('rowheader', { name: '3', exact: true }).count()).toBe(1);
  }, 120_000);
});

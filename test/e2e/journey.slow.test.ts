import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { plantedFaults } from '../../fixtures/northshire/faults.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { type PlacedFault, withFaults } from '../../fixtures/faulty-copy.ts';
import { readOwnArchive } from '../../src/archive/reproducible-zip.ts';
import type { DecisionRecord } from '../../src/scoring/decision-record.ts';
import {
  browserPath,
  type BrowserWindow,
  chooseWhoActs,
  launchBrowser,
  NEEDS_BROWSER,
  openWindow,
} from '../support/browser.ts';
import { fixturePath } from '../support/cli.ts';
import { correctMarked, fillTemplate } from '../support/filled-template.ts';
import { getSheet, openedWithExceljs } from '../support/templates.ts';
import { serveProcess, type ServedService } from '../support/served.ts';

const OFFICER = 'Asha Okafor';
const TENDER = fixturePath('northshire', 'tender.xlsx');
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** The most stops that a page has before what a test looks for. */
const MOST_STOPS = 60;

describe.skipIf(browserPath === undefined)(`the journey of an officer ${NEEDS_BROWSER}`, () => {
  let browser: Browser;
  let service: ServedService;
  let opened: BrowserWindow | undefined;
  const open = async (script = true): Promise<Page> => {
    opened = await openWindow(browser, { url: service.url, script });
    return opened.page;
  };

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    service = await serveProcess({ DATABASE_URL: 'sqlite::memory:' });
  });
  afterEach(async () => {
    const troubles = opened?.takeTroubles();
    await opened?.close();
    opened = undefined;
    expectQuietEnd(await service.stop(), troubles);
  });

  it.each([
    ['with script', true],
    ['without script', false],
  ])('leads from a blank template, filled in with slips and corrected, to a pack, %s', async (_, script) => {
    const page = await open(script);
    await page.goto('/');
    await page.getByRole('link', { name: 'Choose who you act as' }).click();
    await page.getByRole('radio', { name: OFFICER, exact: true }).check();
    await page.getByRole('button', { name: 'Act as this person' }).click();
    await expectText(page, `You now act as ${OFFICER}.`);

    const blank = await downloadTemplate(page);
    const filled = await fillTemplate(blank, northshireTender);
    const { bytes: slips, placed } = await withFaults(filled, plantedFaults);
    await openUpload(page);
    await upload(page, 'tender.xlsx', slips);
    await expectText(page, 'Nothing was saved.');
    await expectFaults(page, placed);
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Procurements' }).click();
    await expectText(page, 'There is no procurement yet');
    await page.goBack();

    const copy = await save(page, page.getByRole('button', { name: 'Download the workbook with the faults marked' }));
    const marked = await openedWithExceljs(copy.bytes);
    for (const { sheet, cell, slip } of placed) expect(getSheet(marked, sheet).getCell(cell).note, slip).toBeDefined();
    const corrected = await correctMarked(copy.bytes, filled, placed);
    await page.getByRole('button', { name: 'Upload the corrected file' }).click();
    await upload(page, copy.name, corrected);
    await expectHeading(page, 'The file is saved');
    await page.getByRole('button', { name: 'Go to the procurement' }).click();
    await expectText(page, '5 bids, sealed.');
    await expectText(page, 'TRIAL, NOT FOR AWARD');
    await page.goto(`${page.url()}/bids`);
    await expectHeading(page, 'The bids are sealed');
    await expectText(page, 'opened when an officer closes bidding, after the end of 18 December 2026');
    await page.getByRole('link', { name: 'Back to the procurement' }).click();

    await publishAndClose(page);
    await page.getByRole('button', { name: 'Score the bids' }).click();
    await expectText(page, 'The bids are scored.');
    await expectText(page, 'DRAFT, NOT APPROVED');
    expect(await page.getByText('TRIAL, NOT FOR AWARD').count()).toBe(0);
    expect(await standing(page)).toEqual(RANKING);

    await page.getByRole('button', { name: 'Compare the bids' }).click();
    await expectComparison(page);
    await page.getByRole('link', { name: 'Back to the procurement' }).click();
    await expectPack(await save(page, page.getByRole('link', { name: 'Evaluation pack', exact: true })));
  });

  it('says what is missing at the field, and what to do about a file of another kind', async () => {
    const page = await open();
    await chooseWhoActs(page, OFFICER);
    await page.goto('/imports/new');
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    await page.getByRole('alert').getByRole('link', { name: 'Choose a file' }).click();
    expect(await isFocused(page.getByLabel('File', { exact: true }))).toBe(true);
    await upload(page, 'notes.xlsx', Buffer.from('These are notes, not a workbook.'));
    await expectText(page, 'The file is named .xlsx but it holds plain text.');
  });

  it('can be gone with the keyboard alone, past the skip link first', async () => {
    const page = await open();
    // The dialog of the system is not a page's; what it would give back is given here.
    page.on('filechooser', (chooser) => void chooser.setFiles(TENDER));
    await page.goto('/act-as');
    await page.keyboard.press('Tab');
    expect(await isFocused(page.getByRole('link', { name: 'Skip to main content' }))).toBe(true);
    await page.keyboard.press('Enter');
    expect(await isFocused(page.locator('main'))).toBe(true);
    await page.keyboard.press('Tab');
    expect(await page.locator('main :focus').count()).toBe(1);

    await tabTo(page, page.getByRole('radio', { name: OFFICER, exact: true }));
    await page.keyboard.press('Space');
    await tabTo(page, page.getByRole('button', { name: 'Act as this person' }));
    await page.keyboard.press('Enter');
    await expectText(page, `You now act as ${OFFICER}.`);
    await tabTo(page, page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Imports' }));
    await page.keyboard.press('Enter');
    await expectHeading(page, 'Imports');
    await tabTo(page, page.getByRole('button', { name: 'Upload a workbook' }));
    await page.keyboard.press('Enter');
    await expectHeading(page, 'Upload a workbook');
    await tabTo(page, page.getByLabel('File', { exact: true }));
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.getByLabel('File', { exact: true }).inputValue(), { timeout: 20_000 })
      .toMatch(/tender\.xlsx$/);
    await tabTo(page, page.getByRole('button', { name: 'Upload', exact: true }));
    await page.keyboard.press('Enter');
    await expectHeading(page, 'The file is saved');
    await tabTo(page, page.getByRole('button', { name: 'Go to the procurement' }));
    await page.keyboard.press('Enter');
    await expectText(page, '5 bids, sealed.');
    await tabTo(page, page.getByRole('button', { name: 'Score as a trial' }));
    await page.keyboard.press('Enter');
    await expectText(page, 'Scored as a trial.');
    const table = page.getByRole('region', { name: 'Ranking' });
    await tabTo(page, table);
    await tabTo(page, page.getByRole('link', { name: 'Compare the bids' }));
    await page.keyboard.press('Enter');
    await expectHeading(page, 'Comparison of bids');
    expect(await standing(page)).toEqual(RANKING);
  });

  it('follows the skip link without script too', async () => {
    const page = await open(false);
    await page.goto('/');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#main-content');
    await page.keyboard.press('Tab');
    expect(await page.locator('main :focus').count()).toBe(1);
  });
});

/** The bids of the tender in their order, as the ranking shows them. */
const RANKING = ['B1 1st', 'B5 2nd', 'B2 3rd', 'B3 Not ranked', 'B4 Not ranked'];

function rankingRows(page: Page): Locator {
  return page.getByRole('region', { name: 'Ranking' }).locator('tbody tr');
}

/** "B1 1st" for each row of the ranking. */
async function standing(page: Page): Promise<string[]> {
  const rows = await rankingRows(page).all();
  return Promise.all(
    rows.map(async (row) => {
      const bid = await row.locator('th .app-quiet').innerText();
      const [rank = ''] = (await row.locator('[data-label=Rank]').innerText()).split('\n');
      return `${bid} ${rank}`;
    }),
  );
}

/** The blank tender template of the worked example's rule set and profile, from the page of the templates. */
async function downloadTemplate(page: Page): Promise<Buffer> {
  await page.getByRole('link', { name: 'Supplier Sustainability Scorer' }).click();
  await page.getByRole('link', { name: 'Choose and download a template' }).click();
  await expectHeading(page, 'Templates');
  const { ruleSet, profile } = northshireTender.procurement;
  const query = new URLSearchParams({ ruleSet, profile }).toString();
  const { name, bytes } = await save(page, page.locator(`a[href="/templates/tender.xlsx?${query}"]`));
  expect(name).toBe(`tender-template-${ruleSet.replace('@', '-v')}-${profile}.xlsx`);
  return bytes;
}

async function openUpload(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Imports' }).click();
  await page.getByRole('button', { name: 'Upload a workbook' }).click();
}

/** On the page of the upload. */
async function upload(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page.getByLabel('File', { exact: true }).setInputFiles({ name, mimeType: XLSX, buffer: Buffer.from(bytes) });
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  await page.waitForURL(/\/imports\/(?!new)/);
}

/** Every slip at its cell, in the table and in the summary that leads there. */
async function expectFaults(page: Page, placed: readonly PlacedFault[]): Promise<void> {
  const places = await page.getByRole('table', { name: 'Faults by cell' }).getByRole('rowheader').allInnerTexts();
  expect(places.toSorted()).toEqual(placed.map(({ sheet, cell }) => `${sheet} ${cell}`).toSorted());
  const links = page.getByRole('alert').getByRole('link');
  expect(await links.count()).toBe(places.length);
  await links.first().click();
  expect(new URL(page.url()).hash).toBe('#fault-1');
}

/** The rules locked, bidding opened, and closed before the deadline, which needs a reason. */
async function publishAndClose(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Publish the rules' }).click();
  await page.getByRole('button', { name: 'Publish and lock the rules' }).click();
  await page.getByRole('button', { name: 'Open for bids' }).click();
  await page.getByRole('button', { name: 'Close bidding' }).click();
  await page.getByRole('button', { name: 'Close bidding and unseal the bids' }).click();
  await expectText(page, 'There is a problem');
  await page.getByLabel('Reason for closing before the bid deadline').fill('Every bidder asked has answered.');
  await page.getByRole('button', { name: 'Close bidding and unseal the bids' }).click();
}

/** The ranking with why a bid is not in it; each criterion leads to its rule, and each bid to its reasons. */
async function expectComparison(page: Page): Promise<void> {
  await expectHeading(page, 'Comparison of bids');
  expect(await standing(page)).toEqual(RANKING);
  const notRanked = rankingRows(page).filter({ hasText: 'Not ranked' });
  for (const why of await notRanked.locator('.app-small').allInnerTexts()) expect(why).toMatch(/\w+ .*\.$/);
  const rules = await page.locator('a[href^="/rules/"]').all();
  expect(rules.length).toBeGreaterThan(5);
  for (const rule of rules) expect(decodeURIComponent((await rule.getAttribute('href')) ?? '')).toMatch(/@\d+$/);

  await rankingRows(page).first().getByRole('link').click();
  await expectHeading(page, 'Kestrel');
  expect(await page.locator('.app-criterion').count()).toBeGreaterThan(5);
  for (const criterion of await page.locator('.app-criterion').all())
    expect(await criterion.locator('.app-finding').count()).toBeGreaterThan(0);
}

/** The pack is a draft, and its record tells of the very tender that was typed in. */
async function expectPack({ name, bytes }: SavedFile): Promise<void> {
  expect(name).toMatch(/pack\.zip$/);
  const files = await readOwnArchive(bytes);
  const record = JSON.parse(
    Buffer.from(files.find((one) => one.name === 'for-council/decision-record.json')?.bytes ?? []).toString('utf8'),
  ) as DecisionRecord;
  expect(record.assessment).toMatchObject({ status: 'draft', ranking: ['B1', 'B5', 'B2'] });
  expect(record.inputs).toMatchObject({ procurement: northshireTender.procurement, bids: northshireTender.bids });
}

type SavedFile = { readonly name: string; readonly bytes: Buffer };

/** What a link leads to, saved. */
async function save(page: Page, link: Locator): Promise<SavedFile> {
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** Tab by Tab until it has the focus. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (await isFocused(wanted)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${MOST_STOPS} times Tab do not reach ${wanted.toString()}`);
}

/** No error of a script, no request elsewhere, and a service that ends as it should. */
function expectQuietEnd(exitCode: number | null, troubles: readonly string[] | undefined): void {
  expect(exitCode).toBe(0);
  expect(troubles).toEqual([]);
}

async function isFocused(one: Locator): Promise<boolean> {
  return (await one.and(one.page().locator(':focus')).count()) === 1;
}

async function expectText(page: Page, text: string): Promise<void> {
  await page.getByText(text).first().waitFor();
}

async function expectHeading(page: Page, text: string): Promise<void> {
  await page.getByRole('heading', { level: 1 }).filter({ hasText: text }).waitFor();
}

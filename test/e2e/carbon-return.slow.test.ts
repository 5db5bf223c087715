import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { returnFaults } from '../../fixtures/northshire/register.ts';
import {
  browserPath,
  type BrowserWindow,
  chooseWhoActs,
  launchBrowser,
  NEEDS_BROWSER,
  openWindow,
} from '../support/browser.ts';
import { fixturePath } from '../support/cli.ts';
import { serveProcess, type ServedService } from '../support/served.ts';

const SUSTAINABILITY = 'Farid Holloway';
/** A process and a browser take long to start where many do at once. */
const STARTING_MS = 120_000;
const CSV_HEADERS = 'Contract reference,Line,Kind,Scope,Category,Period start,Period end,Amount,Amount unit,Basis';

describe.skipIf(browserPath === undefined)(`the journey of a carbon return ${NEEDS_BROWSER}`, () => {
  let browser: Browser;
  let service: ServedService;
  let opened: BrowserWindow | undefined;
  const open = async (script: boolean): Promise<Page> => {
    opened = await openWindow(browser, { url: service.url, script });
    return opened.page;
  };
  const asked = async (path: string, accept = 'application/json') =>
    (await service.fetch(path, { person: 'sustainability', headers: { Accept: accept } })).text();

  beforeAll(async () => {
    browser = await launchBrowser();
  }, STARTING_MS);
  afterAll(() => browser?.close());
  beforeEach(async () => {
    service = await serveProcess({ DATABASE_URL: 'sqlite::memory:' });
  }, STARTING_MS);
  afterEach(async () => {
    const troubles = opened?.takeTroubles();
    await opened?.close();
    opened = undefined;
    expectQuietEnd(await service.stop(), troubles);
  });

  it.each([
    ['with script', true],
    ['without script', false],
  ])('leads from a faulty file to its totals and back to the row of the file, %s', async (_, script) => {
    const page = await open(script);
    await chooseWhoActs(page, SUSTAINABILITY);
    await upload(page, fixturePath('northshire', 'contracts.xlsx'));
    await expectHeading(page, 'The file is saved');
    await expectText(page, 'The contracts are on record');
    for (const reference of ['ICT-C-001', 'ICT-C-002', 'ICT-C-003', 'ICT-C-004'])
      await page.getByRole('link', { name: reference, exact: true }).waitFor();

    await upload(page, fixturePath('northshire', 'carbon-return-with-faults.xlsx'));
    await expectHeading(page, `${returnFaults.length} faults to correct`);
    const cells = await page.locator('.app-fault th').allInnerTexts();
    expect(cells).toEqual(['Figures A4', 'Figures H5', 'Figures C6', 'Figures L7', 'Figures M8', 'Figures L9']);
    await page.getByRole('link', { name: /Figures M8/ }).click();
    expect(new URL(page.url()).hash).toBe('#fault-5');

    await upload(page, fixturePath('northshire', 'carbon-return.xlsx'));
    await expectHeading(page, 'The file is saved');
    await expectText(page, '219,460 kgCO2e');

    await page.getByRole('button', { name: 'Go to the totals' }).click();
    await expectHeading(page, 'Carbon totals');
    await page.getByLabel('Totals by').selectOption('contract');
    await page.getByLabel('Which figures').selectOption('actual');
    await page.getByRole('button', { name: 'Show totals' }).click();
    await expectText(page, '219,460 kg');
    await page
      .getByRole('row', { name: /^ICT-C-002/ })
      .getByRole('link')
      .click();
    const line = page.getByRole('row', { name: /^Servers/ }).first();
    expect(await line.innerText()).toContain('Figures');
    await line.getByRole('link', { name: 'Figures, cell' }).click();
    await expectHeading(page, 'Row 7 of Figures in carbon-return.xlsx');
    expect(await page.locator('#L7').innerText()).toMatch(/L7\s+The figure\s+Amount\s+10620/i);
    await page.getByRole('link', { name: 'carbon-return.xlsx', exact: true }).click();
    await expectHeading(page, 'The file is saved');

    const totals = JSON.parse(await asked('/api/v1/carbon/totals?by=contract&basis=actual'));
    expect(totals.total.total_kg).toBe('219460');
    const csv = await asked('/api/v1/carbon/totals?by=contract&basis=actual', 'text/csv');
    expect(csv).toContain('ICT-C-002,0,10620,');
    const figures = JSON.parse(await asked('/api/v1/contracts/ICT-C-002/figures'));
    expect(figures.items[0]).toMatchObject({
      source: { file: 'carbon-return.xlsx', sheet: 'Figures', row: 7, cell: 'L7' },
    });
  });

  it('asks about days that are on record, and goes on when that is found right', async () => {
    const page = await open(true);
    await chooseWhoActs(page, SUSTAINABILITY);
    await upload(page, fixturePath('northshire', 'contracts.xlsx'));
    await upload(page, fixturePath('northshire', 'carbon-return.xlsx'));
    const row = 'ICT-C-004,Toner,emission,3,1,2026-01-01,2026-06-30,250,kg,actual';
    const buffer = Buffer.from(`${CSV_HEADERS}\n${row}`);
    await upload(page, { name: 'toner.csv', mimeType: 'text/csv', buffer });
    await expectHeading(page, 'The file is saved');

    const again = Buffer.from(`${CSV_HEADERS}\n${row.replace('Toner', 'Toner again')}`);
    await upload(page, { name: 'again.csv', mimeType: 'text/csv', buffer: again });
    await expectHeading(page, 'Check the figures we found');
    await expectText(page, 'line Toner again of ICT-C-004, 2026-01-01 to 2026-06-30');
    await expectText(page, 'line Toner, 2026-01-01 to 2026-06-30, 250 kg on record');
    await page.getByRole('button', { name: /^Accept “choice-/ }).click();
    await expectHeading(page, 'The file is saved');
    await expectText(page, '250 kgCO2e');
  });
});

type Sent = string | { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

async function upload(page: Page, file: Sent): Promise<void> {
  await page.goto('/imports/new');
  await page.getByLabel('File', { exact: true }).setInputFiles(file);
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  await page.waitForURL(/\/imports\/(?!new)/);
}

async function expectText(page: Page, text: string): Promise<void> {
  await page.getByText(text).first().waitFor();
}

async function expectHeading(page: Page, text: string): Promise<void> {
  await page.getByRole('heading', { level: 1 }).filter({ hasText: text }).waitFor();
}

/** No error of a script, no request elsewhere, and a service that ends as it should. */
function expectQuietEnd(exitCode: number | null, troubles: readonly string[] | undefined): void {
  expect(exitCode).toBe(0);
  expect(troubles).toEqual([]);
}

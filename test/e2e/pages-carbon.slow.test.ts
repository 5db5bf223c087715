import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  axeViolations,
  browserPath,
  type BrowserWindow,
  chooseWhoActs,
  launchBrowser,
  layoutWidth,
  NARROW,
  NEEDS_BROWSER,
  openWindow,
  WIDE,
} from '../support/browser.ts';
import { fillCarbonLedger } from '../support/carbon-ledger.ts';
import { makeSqlite, type TestDatabase } from '../support/databases.ts';
import { serveProcess, type ServedService } from '../support/served.ts';

const OFFICER = 'Asha Okafor';

const PAGES: readonly { readonly name: string; readonly path: string; readonly status?: number }[] = [
  { name: 'contracts', path: '/contracts' },
  { name: 'a contract', path: '/contracts/C2' },
  { name: 'a contract without a return', path: '/contracts/quiet' },
  { name: 'a contract that is not there', path: '/contracts/nothing', status: 404 },
  { name: 'carbon totals', path: '/carbon/totals' },
  { name: 'carbon totals by two keys', path: '/carbon/totals?by=month&then=organisation&view=inventory' },
  {
    name: 'carbon totals with faults in the form',
    path: '/carbon/totals?from=April&basis=guess&as_of=yesterday',
    status: 422,
  },
  { name: 'lines of a total', path: '/carbon/figures?contract=C2' },
  { name: 'the export of all records', path: '/hand-over' },
  { name: 'returns owed', path: '/carbon/returns-owed?financial_year=2026/27' },
  { name: 'no return owed', path: '/carbon/returns-owed?financial_year=2010/11' },
  { name: 'no line', path: '/carbon/figures?contract=quiet' },
];

describe.skipIf(browserPath === undefined)(`every page of carbon ${NEEDS_BROWSER}`, () => {
  let database: TestDatabase;
  let service: ServedService;
  let browser: Browser;
  const windows = new Map<number, BrowserWindow>();

  beforeAll(async () => {
    database = await makeSqlite();
    await fillCarbonLedger(database);
    service = await serveProcess({ DATABASE_URL: database.url ?? '' });
    browser = await launchBrowser();
    for (const width of [WIDE, NARROW]) {
      const opened = await openWindow(browser, { url: service.url, width, script: width === WIDE });
      windows.set(width, opened);
      await chooseWhoActs(opened.page, OFFICER);
    }
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    await database?.close();
  });

  const visit = async (width: number, path: string, status = 200) => {
    const opened = windows.get(width);
    if (opened === undefined) throw new Error('The window has not been opened');
    opened.takeTroubles();
    expect((await opened.page.goto(path))?.status()).toBe(status);
    return opened;
  };

  it.each(PAGES)(
    '$name ($path) has no violation of WCAG 2.2 AA, and fits a narrow window',
    async ({ path, status }) => {
      const wide = await visit(WIDE, path, status);
      expect(await wide.page.locator('h1').count()).toBe(1);
      expect(await axeViolations(wide.page)).toEqual([]);
      expect(wide.takeTroubles()).toEqual([]);
      const narrow = await visit(NARROW, path, status);
      const { width, beyond } = await layoutWidth(narrow.page);
      expect(width, beyond.join('\n')).toBeLessThanOrEqual(NARROW);
    },
  );

  it('lead from a total to its lines and to the place in the file, without script', async () => {
    const { page } = await visit(NARROW, '/carbon/totals');
    await page.getByLabel('Totals by').selectOption('contract');
    await page.getByRole('button', { name: 'Show totals' }).click();
    await page.getByRole('link', { name: '2 lines of C2' }).click();
    const cells = await page.getByRole('row').allInnerTexts();
    expect(cells.find((text) => text.includes('eastham'))).toMatch(/49\.382[^]*return\.csv, Figures, row 14/);
  });

  it('record that a return was asked for, with the faults of the form in its summary, without script', async () => {
    const { page } = await visit(NARROW, '/contracts');
    await page.getByRole('link', { name: 'Carbon returns owed for a financial year' }).click();
    await page.getByLabel('Financial year').selectOption('2026/27');
    await page.getByRole('button', { name: 'Show the year' }).click();
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.getByRole('alert').getByText('Say whether the returns were asked for, or chased').waitFor();
    await page.getByLabel('quiet').check();
    await page.getByLabel('Asked for').check();
    await page.getByLabel('Return by (optional)').fill('2099-01-31');
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.getByText('1 return recorded as asked.').waitFor();
    const rows = await page.getByRole('row').allInnerTexts();
    expect(rows.find((text) => text.includes('quiet'))).toMatch(/Asked[^]*by Asha Okafor[^]*31 January 2099/);
  });
});

import { describe, expect, it } from 'vitest';
import { browserPath, NARROW, NEEDS_BROWSER } from '../support/browser.ts';
import { lookAtServedPages, type LookedAt } from '../support/served-pages.ts';
import { fillTrajectoryLedger } from '../support/trajectory-ledger.ts';

const OFFICER = 'Asha Okafor';

const PAGES: readonly LookedAt[] = [
  { name: 'the line for members', path: '/trajectory' },
  { name: 'an adopted line of yearly totals', path: '/trajectory?boundary=ict-operations' },
  { name: 'a line without a plan', path: '/trajectory?organisation=eastham', status: 404 },
  { name: 'everything behind the line', path: '/trajectory/analysis' },
  { name: 'the words for the Cabinet report', path: '/trajectory/report' },
  { name: 'forecasts and what they became', path: '/trajectory/variance' },
  { name: 'a forecast and what it became, by contract', path: '/trajectory/variance?financial_year=2025%2F26' },
  { name: 'a year of which nothing is reported', path: '/trajectory/variance?financial_year=2026%2F27', status: 404 },
  { name: 'forecasts of somebody who bears nothing', path: '/trajectory/variance?organisation=westham' },
  { name: 'the form of a plan', path: '/trajectory/plans/new' },
  { name: 'the form of yearly totals', path: '/trajectory/totals/new' },
];

describe.skipIf(browserPath === undefined)(`every page of the trajectory ${NEEDS_BROWSER}`, () => {
  const { visit } = lookAtServedPages(PAGES, OFFICER, fillTrajectoryLedger);

  it('lead from everything behind the line to one year by contract', async () => {
    const { page } = await visit(NARROW, '/trajectory/analysis');
    await page.getByRole('link', { name: 'What was forecast for the years that are over' }).click();
    await page.getByRole('link', { name: '2025/26 by contract, Record when the year ended' }).click();
    const rows = await page.getByRole('row').allInnerTexts();
    expect(rows.find((text) => text.includes('C-HOST'))).toMatch(/Nothing on record[^]*19,250\.5/);
  });

  it('lead from a fault at its cell to yearly totals on record, without script', async () => {
    const { page } = await visit(NARROW, '/trajectory');
    await page.getByRole('link', { name: 'Yearly totals of another line' }).click();
    const send = async (text: string) => {
      await page
        .getByLabel('File')
        .setInputFiles({ name: 'fleet.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
      await page.getByLabel('Of what').fill('ict-fleet');
      await page.getByLabel('Where the totals come from').fill('Fuel cards');
      await page.getByLabel('Mostly meters').check();
      await page.getByLabel('Reason').fill('Yearly');
      await page.getByRole('button', { name: 'Put the totals on record' }).click();
    };
    await send('Year,tCO2e\n2025,7\n');
    expect(await page.getByRole('row').allInnerTexts()).toContainEqual(expect.stringContaining('A2'));
    await send('Year,tCO2e\n2025/26,7\n');
    expect(await page.getByText('On record for ict-fleet: 1 year.').count()).toBe(1);
  });

  it('lead from faults in the form to a new version of the plan, without script', async () => {
    const { page } = await visit(NARROW, '/trajectory');
    await page.getByRole('link', { name: 'Change the plan' }).click();
    await page.getByLabel('Target year', { exact: true }).fill('2019');
    await page.getByRole('button', { name: 'Put the plan on record' }).click();
    const summary = await page.getByRole('alert').innerText();
    expect(summary).toContain('Enter a financial year');
    await page.getByLabel('Target year', { exact: true }).fill('2029/30');
    await page.getByLabel('Reference of the decision').fill('Cabinet, 17 December 2026, item 9');
    await page.getByLabel('Reason', { exact: true }).fill('Adopted by Cabinet');
    await page.getByRole('button', { name: 'Put the plan on record' }).click();
    expect(await page.getByText('Version 2 of the plan is on record.').count()).toBe(1);
    expect(await page.getByText('Illustrative, not an adopted target').count()).toBe(0);
  });
});

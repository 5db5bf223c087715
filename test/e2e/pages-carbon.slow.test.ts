import { describe, expect, it } from 'vitest';
import { nameEdition } from '../../src/application/name-edition.ts';
import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { createDatabaseOperations } from '../../src/persistence/operations.ts';
import { axeViolations, browserPath, chooseWhoActs, NARROW, NEEDS_BROWSER, WIDE } from '../support/browser.ts';
import { lookAtServedPages, type LookedAt } from '../support/served-pages.ts';
import { aLine } from '../support/carbon.ts';
import { fillCarbonLedger, fillNeighbourLedger } from '../support/carbon-ledger.ts';
import type { TestDatabase } from '../support/databases.ts';
import { aPerson, createTestPorts } from '../support/service-ports.ts';
import { importFile } from '../support/upload-files.ts';

const OFFICER = 'Asha Okafor';

const PAGES: readonly LookedAt[] = [
  { name: 'contracts', path: '/contracts' },
  { name: 'a contract', path: '/contracts/C2' },
  { name: 'a contract without a return', path: '/contracts/quiet' },
  { name: 'a share of what another keeps', path: '/contracts/E-DATA%20(kept%20by%20eastham)' },
  { name: 'a share of what nobody reported on', path: '/contracts/E-QUIET%20(kept%20by%20eastham)' },
  {
    name: 'the lines of a contract that another keeps',
    path: '/carbon/figures?contract=E-DATA+(kept+by+eastham)',
    status: 403,
  },
  { name: 'a contract that is not there', path: '/contracts/nothing', status: 404 },
  { name: 'carbon totals', path: '/carbon/totals' },
  { name: 'carbon totals by two keys', path: '/carbon/totals?by=month&then=organisation&view=inventory' },
  {
    name: 'carbon totals with faults in the form',
    path: '/carbon/totals?from=April&basis=guess&as_of=yesterday',
    status: 422,
  },
  { name: 'lines of a total', path: '/carbon/figures?contract=C2' },
  { name: 'published editions', path: '/carbon/editions' },
  { name: 'what moved since the last edition', path: '/carbon/waterfall' },
  {
    name: 'what moved between two editions',
    path: '/carbon/waterfall?from_edition=Report+2026&to_edition=Restated&contract=C1',
  },
  {
    name: 'editions the wrong way round, and a fault in the form',
    path: '/carbon/waterfall?from_edition=Restated&to_edition=Report+2026&from=April',
    status: 422,
  },
  { name: 'an edition that is not there', path: '/carbon/waterfall?from_edition=Nothing', status: 404 },
  { name: 'the row of a stored file', path: '/imports/id-1/row?row=2&cell=H2' },
  { name: 'a row that a stored file lacks', path: '/imports/id-1/row?row=3', status: 404 },
  { name: 'the export of all records', path: '/hand-over' },
  { name: 'returns owed', path: '/carbon/returns-owed?financial_year=2026/27' },
  { name: 'no return owed', path: '/carbon/returns-owed?financial_year=2010/11' },
  { name: 'no line', path: '/carbon/figures?contract=quiet' },
];

/** A forecast, which moves no total where there is an actual figure, with a word wider than a narrow window. */
const FORECAST = `Contract reference,Line,Kind,Scope,Category,Period start,Period end,Amount,Amount unit,Basis,Evidence document
C1,Plan,emission,3,1,2026-04-01,2026-04-30,90,kg,forecast,statement-of-expected-emissions-april-2026.pdf`;

/** What was published, then restated because a supplier's figure took the place of spend, and a correction since. */
async function publishEditions(database: TestDatabase): Promise<void> {
  const ports = await createTestPorts(database);
  const officer = aPerson('officer');
  await importFile(ports, officer, { name: 'forecast.csv', bytes: Buffer.from(FORECAST) });
  await recordCarbonReturn(ports, officer, [aLine('C1', 'Spend', { amount: '500', tier: 'D' })]);
  await nameEdition(ports, officer, { name: 'Report 2026', reason: 'Yearly report to cabinet' });
  const better = aLine('C1', 'Spend', { amount: '380.5', tier: 'B', supersedes: 'Spend' });
  await recordCarbonReturn(ports, officer, [better]);
  await nameEdition(ports, officer, { name: 'Restated', reason: 'Supplier figures in place of spend' });
  await recordCarbonReturn(ports, officer, [aLine('C1', 'L1', { amount: '130', supersedes: 'L1' })]);
}

describe.skipIf(browserPath === undefined)(`every page of carbon ${NEEDS_BROWSER}`, () => {
  const { url: serviceUrl, visit } = lookAtServedPages(PAGES, OFFICER, async (database) => {
    await fillCarbonLedger(database);
    await fillNeighbourLedger(database);
    await publishEditions(database);
  });

  it('lead from a total to its lines and to the place in the file, without script', async () => {
    const { page } = await visit(NARROW, '/carbon/totals');
    await page.getByLabel('Totals by').selectOption('contract');
    await page.getByRole('button', { name: 'Show totals' }).click();
    await page.getByRole('link', { name: '2 lines of C2' }).click();
    const cells = await page.getByRole('row').allInnerTexts();
    expect(cells.find((text) => text.includes('eastham'))).toMatch(/49\.382[^]*return\.csv, Figures, row 14/);
  });

  it('lead from the list to the share of a contract that another keeps, month by month, without script', async () => {
    const { page } = await visit(NARROW, '/contracts');
    expect(await page.getByText('On record with eastham too, as C2: counted once').count()).toBe(1);
    await page.getByRole('link', { name: 'E-DATA (kept by eastham)' }).click();
    expect(await page.getByText('300 kg CO₂e so far: your share of it.').count()).toBe(1);
    await page.getByRole('link', { name: 'Your share month by month' }).click();
    const rows = await page.getByRole('row').allInnerTexts();
    expect(rows.find((text) => text.includes('2026-04') && text.includes('Actual'))).toMatch(/\b300\b/);
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

  it('publish an edition, refuse one of the same name, and show what moved, without script', async () => {
    const { page } = await visit(NARROW, '/carbon/totals');
    await page.getByRole('link', { name: 'Published editions' }).click();
    await page.getByRole('button', { name: 'Publish edition' }).click();
    expect(await page.locator('.govuk-error-summary').innerText()).toContain('Enter why it is published');
    await page.getByLabel('Name').fill('Restated');
    await page.getByLabel('Why it is published').fill('A correction');
    await page.getByRole('button', { name: 'Publish edition' }).click();
    expect(await page.locator('.govuk-error-summary').innerText()).toContain('There is an edition "Restated" already');
    await page.getByLabel('Name').fill('Corrected');
    await page.getByRole('button', { name: 'Publish edition' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('Edition “Corrected” is published');
    await page.getByRole('link', { name: 'From the edition before to Corrected' }).click();
    // 6.544 kg of C1, and as much of the contract without a return, which is estimated by it.
    expect(await page.getByRole('row', { name: /^Corrections/ }).innerText()).toMatch(/\+13\.088/);
    await page.getByLabel('From edition').selectOption('Report 2026');
    await page.getByLabel('To', { exact: true }).selectOption('Restated');
    await page.getByLabel('Contract reference').fill('C1');
    await page.getByRole('button', { name: 'Compare' }).click();
    const rows = await page.getByRole('row').allInnerTexts();
    expect(rows.find((text) => text.startsWith('Method'))).toMatch(/−119\.5[^]*−19\.17%/);
    expect(await page.locator('.govuk-warning-text').innerText()).toContain('A restatement is due');
  });

  it('give an administrator all records as one file, and nobody else', async () => {
    const { page } = await visit(WIDE, '/hand-over');
    expect(await page.getByRole('button', { name: 'Export all records' }).count()).toBe(0);
    await chooseWhoActs(page, 'Hugh Penrose');
    await page.goto(`${serviceUrl()}/audit`);
    await page.getByRole('link', { name: 'Export all records' }).click();
    expect(await axeViolations(page)).toEqual([]);
    const button = page.getByRole('button', { name: 'Export all records' });
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    expect(download.suggestedFilename()).toBe('records-northshire.zip');
    const url = `sqlite:${await download.path()}.db`;
    const { faults, heads } = await createDatabaseOperations(url).restore(await download.path());
    expect([faults, Object.keys(heads)]).toEqual([[], ['northshire']]);
    await chooseWhoActs(page, OFFICER);
  });
});

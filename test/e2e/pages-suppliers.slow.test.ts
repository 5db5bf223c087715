import { describe, expect, it } from 'vitest';
import { axeViolations, browserPath, layoutWidth, NARROW, NEEDS_BROWSER, WIDE } from '../support/browser.ts';
import { lookAtServedPages, type LookedAt } from '../support/served-pages.ts';
import { contractedProcurement } from '../support/award.ts';
import { fillCarbonLedger, fillSupplierWork } from '../support/carbon-ledger.ts';
import { REFERENCE } from '../support/evaluation.ts';

const OFFICER = 'Asha Okafor';
const FERN = '/suppliers/GB-COH-00000001';

const PAGES: readonly LookedAt[] = [
  { name: 'work with suppliers', path: '/engagement-actions' },
  { name: 'opening an action', path: '/engagement-actions/new?contract=short&year=2025/26' },
  { name: 'an action', path: '/engagement-actions/1' },
  { name: 'a note', path: '/engagement-actions/1/note' },
  { name: 'another owner', path: '/engagement-actions/1/reassign' },
  { name: 'an action that is done', path: '/engagement-actions/1/done' },
  { name: 'an action that is not there', path: '/engagement-actions/9', status: 404 },
  { name: 'the bands of the ratings', path: '/performance-bands' },
  { name: 'a rated contract', path: '/contracts/shorter' },
  { name: 'a new version of a contract', path: '/contracts/short/change' },
  { name: 'a draft notice', path: '/contracts/short/performance-notice?year=2025/26' },
  { name: 'a supplier with contracts', path: FERN },
  { name: 'the letter to a supplier', path: `${FERN}/letter` },
  { name: 'suppliers', path: '/suppliers' },
  { name: 'an award whose contract is to be registered', path: `/procurements/${REFERENCE}/award` },
  { name: 'a contract to be registered', path: `/procurements/${REFERENCE}/award/register` },
];

describe.skipIf(browserPath === undefined)(`every page of working with suppliers ${NEEDS_BROWSER}`, () => {
  let winner: string;
  const { visit } = lookAtServedPages(PAGES, OFFICER, async (database) => {
    ({ winner } = await contractedProcurement({ database }));
    await fillCarbonLedger(database);
    await fillSupplierWork(database);
  });

  it('lead from a shortfall to an action that is done, without script, faults told at their fields', async () => {
    const { page } = await visit(NARROW, '/engagement-actions');
    await page.getByRole('link', { name: 'Open an action about short, 2025/26' }).click();
    expect(await page.getByLabel('Contract reference').inputValue()).toBe('short');
    await page.getByLabel('What is to be done?').fill('Ask for a plan');
    await page.getByLabel('By when?').fill('2020-01-01');
    await page.getByRole('button', { name: 'Open the action' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('Enter a day that has not passed');
    await page.getByLabel('By when?').fill('2099-12-31');
    await page.getByLabel('Who sees to it?').selectOption({ label: 'Farid Holloway' });
    await page.getByRole('button', { name: 'Open the action' }).click();
    expect(await page.locator('h1').innerText()).toContain('Ask for a plan');
    await page.getByRole('link', { name: 'Add a note' }).click();
    await page.getByLabel('Note', { exact: true }).fill('Only for us: they are slow');
    await page.getByRole('button', { name: 'Add the note' }).click();
    await page.goto(`${FERN}/letter`);
    const letter = await page.locator('main').innerText();
    expect(letter).toContain('Ask for a plan, by 31 December 2099');
    expect(letter).toContain('Approaching target');
    expect(letter).not.toContain('they are slow');
    const link = page.getByRole('link', { name: 'This letter' });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toMatch(/^letter-\d{4}-\d{2}-\d{2}\.pdf$/);
    await page.goto('/engagement-actions/2/done');
    await page.getByLabel('What came of it?').fill('They have a plan');
    await page.getByRole('button', { name: 'It is done' }).click();
    expect(await page.locator('main').innerText()).toContain('They have a plan');
    expect(await page.getByRole('link', { name: 'Add a note' }).count()).toBe(0);
  });

  it('put the contract of an award on the carbon register, with what its bid promised', async () => {
    const { page } = await visit(NARROW, '/engagement-actions');
    await page.getByRole('link', { name: REFERENCE }).click();
    await page.getByLabel('Reference of the contract').fill('ICT-C-55');
    await page.getByRole('button', { name: 'Put it on the register' }).click();
    await page.goto('/contracts/ICT-C-55');
    const { width, beyond } = await layoutWidth(page);
    expect(width, beyond.join('\n')).toBeLessThanOrEqual(NARROW);
    const text = await page.locator('main').innerText();
    expect(text).toContain(`Awarded in ${REFERENCE}: bid ${winner}, edition 1`);
    expect(
      await page
        .getByRole('table', { name: /^Commitments/ })
        .getByRole('row')
        .count(),
    ).toBeGreaterThan(2);
    const wide = await visit(WIDE, '/contracts/ICT-C-55');
    expect(await axeViolations(wide.page)).toEqual([]);
  });

  it('extend a contract, and set the bands by which its years are rated', async () => {
    const { page } = await visit(NARROW, '/contracts/short/change');
    await page.getByLabel('End').fill('2031-03-31');
    await page.getByLabel('Commitments').fill('2025/26 = 1\n2099/00 = 4');
    await page.getByLabel('Why does it change?').fill('Extended by a year');
    await page.getByRole('button', { name: 'Record the new version' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('Enter a year of the contract');
    await page.getByLabel('Commitments').fill('2025/26 = 1, of it 0.4\n2030/31 = 0.5');
    await page.getByRole('button', { name: 'Record the new version' }).click();
    const text = await page.locator('main').innerText();
    expect(text).toContain('Extended by a year.');
    expect(text).toContain(
      'How much of 2030/31 is electricity of devices in the council’s own buildings has not been said',
    );
    const commitments = page.getByRole('table', { name: /^Commitments/ });
    const year = commitments.getByRole('row', { name: '2025/26' }).getByRole('cell');
    expect(await year.allInnerTexts()).toEqual(['1', '0.6']);
    await page.goto('/contracts/short/change');
    expect(await page.getByLabel('Commitments').inputValue()).toBe('2025/26 = 1, of it 0.4\n2030/31 = 0.5');
    await page.goto('/performance-bands');
    await page.getByLabel('First financial year').fill('2025/26');
    await page.getByLabel('Approaching target up to').fill('105');
    await page.getByLabel('Requires improvement up to').fill('108');
    await page.getByLabel('Why are these the bands?').fill('Agreed in Cabinet');
    await page.getByRole('button', { name: 'Set the bands' }).click();
    await page.goto('/contracts/short');
    expect(await page.getByRole('row', { name: /^2025\/26/ }).allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringMatching(/1,000[^]*1,100[^]*Inadequate/)]),
    );
  });
});

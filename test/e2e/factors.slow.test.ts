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
import { flatFile } from '../support/factor-workbook.ts';
import { serveProcess, type ServedService } from '../support/served.ts';
import { sharedExists, sharedPath } from '../support/shared-data.ts';

const KEEPER = 'Farid Holloway';
const GRID = { id: '7_400_4000_5_1', levels: ['UK electricity', 'Electricity generated'] };
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

describe.skipIf(browserPath === undefined)(`keeping conversion factors ${NEEDS_BROWSER}`, () => {
  let browser: Browser;
  let service: ServedService;
  beforeAll(async () => {
    browser = await launchBrowser();
    service = await serveProcess({ DATABASE_URL: 'sqlite::memory:' });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  const send = async (page: Page, name: string, buffer: Buffer) => {
    await page.goto('/conversion-factor-sets/new');
    await page.getByLabel('File', { exact: true }).setInputFiles({ name, mimeType: XLSX, buffer });
    await page.getByRole('button', { name: 'Import as a draft' }).click();
  };
  const shows = (page: Page, text: string) => page.getByText(text).first().waitFor();

  it('tells the faults by cell, imports the corrected file, shows what changed, and is approved with a note', async () => {
    const { page, takeTroubles, close } = await openWindow(browser, { url: service.url, script: false });
    await chooseWhoActs(page, KEEPER);
    await send(page, 'faulty.xlsx', await flatFile({ rows: [{ ...GRID, value: 'n/a' }] }));
    await shows(page, 'The file has faults; nothing was stored');
    await page.getByRole('link', { name: /Factors by Category J7/ }).click();
    await page.getByRole('row', { name: /Factors by Category J7 .* Enter a number/ }).waitFor();
    await send(page, 'last-year.xlsx', await flatFile({ year: '2024', rows: [{ ...GRID, value: 0.2 }] }));
    await shows(page, 'desnz-2024 is imported as a draft');
    await send(page, 'this-year.xlsx', await flatFile({ rows: [{ ...GRID, value: 0.1 }] }));
    await shows(page, 'desnz-2025 is imported as a draft');

    await page.getByRole('link', { name: 'What changed from the set before it' }).click();
    await page
      .getByRole('row', { name: /Electricity generated.* Changed −50\.0% Possibly of method 0\.2 0\.1 kWh/ })
      .waitFor();
    await page.goto('/conversion-factor-sets/desnz-2025');
    await page.getByRole('button', { name: 'Approve desnz-2025' }).click();
    await page.getByRole('link', { name: /Say in a note how you know/ }).waitFor();
    await page.getByLabel('How do you know that this is the official file?').fill('Compared with GOV.UK');
    await page.getByRole('button', { name: 'Approve desnz-2025' }).click();
    await shows(
      page,
      'You approved desnz-2025. It is now used for activity in 2025, and for tenders with a deadline in that year that are published from now on.',
    );
    await shows(page, `by ${KEEPER}`);
    expect(await page.getByRole('button', { name: /Approve/ }).count()).toBe(0);
    expect(takeTroubles()).toEqual([]);
    await close();
  });

  it('takes a table of carbon values by its headers, and shows it beside the shipped one', async () => {
    const { page, takeTroubles, close } = await openWindow(browser, { url: service.url, script: false });
    await chooseWhoActs(page, KEEPER);
    await send(page, 'values.csv', Buffer.from('Year,Base year,Low,Central,High\n2026,2024,140.5,281,421.5'));
    await shows(page, 'carbon-values-2024 is imported as a draft');
    await page
      .getByRole('row', { name: /Carbon value > 2026 > central .* t CO2e 281 GBP in prices of 2024/ })
      .waitFor();
    await page.getByRole('link', { name: 'What changed from the set in force before it' }).click();
    await shows(page, 'The two are in prices of 2022 and of 2024');
    await page.getByRole('row', { name: /2026 > central.* Changed \+1\.4% 277\.22 281 t CO2e/ }).waitFor();
    await page.goto('/conversion-factor-sets/carbon-values-2024');
    await page.getByLabel('How did you compare it with the publication?').fill('Compared with GOV.UK');
    await page.getByRole('button', { name: 'Approve carbon-values-2024' }).click();
    await shows(page, 'It is now used for the carbon cost of what bids do to the trajectory.');
    await page.goto('/conversion-factor-sets');
    await page
      .getByRole('table', { name: 'Carbon values' })
      .getByRole('row', { name: new RegExp(`UK carbon values in prices of 2024, imported file .* ${KEEPER}`) })
      .waitFor();
    expect(takeTroubles()).toEqual([]);
    await close();
  });

  it('is for the sustainability team: others look, and are told who may', async () => {
    const { page, close } = await openWindow(browser, { url: service.url });
    await chooseWhoActs(page, 'Asha Okafor');
    await page.goto('/conversion-factor-sets');
    await shows(page, 'imported and approved by the sustainability team or an administrator');
    expect((await page.goto('/conversion-factor-sets/new'))?.status()).toBe(403);
    await page.goto('/conversion-factor-sets/shipped-2025');
    await page.getByLabel('Words of its name, or its id').fill('electric vehicle average car');
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByRole('row', { name: /Contains the vehicle’s electricity: add none to it .* 0\.04047/ }).waitFor();
    await close();
  });

  it.skipIf(!sharedExists)(
    'takes both official files, and turns the pages of 7,000 factors (needs the shared data)',
    async () => {
      const { page, close } = await openWindow(browser, { url: service.url });
      await chooseWhoActs(page, KEEPER);
      for (const name of [
        'ghg-conversion-factors-2023-flat-file-v1.1.xlsx',
        'ghg-conversion-factors-2025-flat-file.xlsx',
      ]) {
        await send(page, name, readFileSync(sharedPath('data', 'conversion-factors', name)));
        await shows(page, 'The published hash of the official file');
      }
      await shows(page, '7,029, and 1,711 rows without a value, which is not 0');
      await page.getByRole('link', { name: 'Next page' }).click();
      await page.getByRole('table', { name: /^Factors of/ }).waitFor();
      expect(page.url()).toContain('after=24');
      await page.getByRole('link', { name: 'What changed from the set before it' }).click();
      await page.getByLabel('Compare with').selectOption('desnz-2023');
      await page.getByRole('button', { name: 'Compare', exact: true }).click();
      await shows(page, '114 added, 1 removed');
      await shows(page, '30 rows renamed and matched by id');
      expect(await axeViolations(page)).toEqual([]);
      await close();
    },
  );
});

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { confirmFacts } from '../../src/application/confirm-facts.ts';
import { confirmUndisputed } from '../../src/application/record-consensus.ts';
import { recordScores } from '../../src/application/record-scores.ts';
import { toFraction, toGrams } from '../../src/domain/quantity.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { APPROVAL_DAY } from '../support/award.ts';
import {
  axeViolations,
  browserPath,
  chooseWhoActs,
  launchBrowser,
  NEEDS_BROWSER,
  type BrowserWindow,
  openWindow,
} from '../support/browser.ts';
import { beginEvaluation, CARYS, DEV, MODERATOR, REFERENCE } from '../support/evaluation.ts';
import { createPagesApp, listening } from '../support/pages-app.ts';
import type { TestPorts } from '../support/service-ports.ts';
import { risesByYear, steer } from '../support/steered.ts';
import { tenderFile } from '../support/upload-files.ts';

const ASHA = 'Asha Okafor';
const BEN = 'Ben Whitlock';
const FARID = 'Farid Holloway';
const AT = `/procurements/${REFERENCE}`;
const CONTRACT = 'ICT-C-55';
const MARK = 'Information, not used in the assessment';
const WHOLE_JOURNEY_MS = 600_000;
/** What the winning bid promises in its years up to the target, tonnes: whole life, and in the inventory view. */
const PROMISED = {
  '2027/28': { wholeLife: '1215.007869', inventory: '1163.040959' },
  '2028/29': { wholeLife: '514.323027', inventory: '462.392149' },
  '2029/30': { wholeLife: '224.591945', inventory: '172.553945' },
};
/** What its supplier reports of the first of them: 115.2% of the promise, whole life. */
const REPORTED = '1400000';
const CSV_HEADERS = 'Contract reference,Line,Kind,Scope,Category,Period start,Period end,Amount,Amount unit,Basis';
const bids = northshireTender.bids.filter(({ reference }) => ['B1', 'B2', 'B5'].includes(reference));

type Journey = { readonly page: Page; readonly ports: TestPorts };

describe.skipIf(browserPath === undefined)(`steering by the awards ${NEEDS_BROWSER}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  }, WHOLE_JOURNEY_MS);
  afterAll(() => browser?.close());

  it(
    'leads without script from three bids to a contract, its shortfall, and the trajectory that it moved',
    async () => {
      const { app, ports, as } = await createPagesApp();
      await steer(ports);
      const file = Buffer.from((await tenderFile(ports, { ...northshireTender, bids })).bytes);
      await as('officer').post('/api/v1/imports').attach('file', file, 'tender.xlsx').expect(201);
      for (const move of ['publish', 'open']) await as('officer').post(`/api/v1${AT}/${move}`).expect(200);
      const url = await listening(app);
      const { page, takeTroubles, close } = await openWindow(browser, { url, script: false });
      const looking = await openWindow(browser, { url });
      onTestFinished(async () => {
        await close();
        await looking.close();
      });
      const journey: Journey = { page, ports };
      await closeAndScore(journey);
      await expectNoEffectYet(page);
      await agree(journey);
      await expectEffect(page);
      const effect = await as('officer').get(`/api/v1${AT}/trajectory-effect`).expect(200);
      const said = risesByYear(effect.body, 'B1');
      await approveAndAward(journey);
      await sign(journey);
      const before = await readLine(page);
      expect(before['2027/28']).toMatchObject({ promised: 0n, variance: 'None' });
      await register(page);
      await expectForecastMoved(page, before, said);
      ports.setClock('2028-04-20T10:00:00Z');
      await report(page);
      await expectRated(page);
      await engage(page);
      await expectActual(page);
      await expectNothingForAxe(looking, new URL(page.url()).pathname);
      expect(takeTroubles()).toEqual([]);
    },
    WHOLE_JOURNEY_MS,
  );
});

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

async function told(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).first().waitFor();
}

async function closeAndScore({ page, ports }: Journey): Promise<void> {
  ports.setClock('2026-12-21T10:00:00Z');
  await chooseWhoActs(page, ASHA);
  await page.goto(AT);
  await press(page, 'Close bidding');
  await press(page, 'Close bidding and unseal the bids');
  await press(page, 'Score the bids');
  await told(page, 'The bids are scored.');
}

async function expectNoEffectYet(page: Page): Promise<void> {
  await page.goto(AT);
  expect(await page.getByRole('link', { name: 'Effect of each bid on the trajectory' }).count()).toBe(0);
  const answer = await page.goto(`${AT}/trajectory-effect`);
  expect(answer?.status()).toBe(409);
  const text = await page.locator('main').innerText();
  expect(text).toContain('withheld until the consensus is locked');
  expect(text).not.toContain('%');
}

/** What the evaluators and the moderator do, not through the pages: their journey is another test. */
async function agree({ page, ports }: Journey): Promise<void> {
  await beginEvaluation(ports);
  for (const one of [CARYS, DEV]) {
    await confirmFacts(ports, one, REFERENCE);
    await recordScores(ports, one, REFERENCE, { scores: [], lock: true });
  }
  await confirmUndisputed(ports, MODERATOR, REFERENCE);
  await expectNoEffectYet(page);
  await page.goto(`${AT}/evaluation`);
  await press(page, 'Lock the consensus');
  await told(page, 'The consensus is locked, and the agreed assessment is on record.');
}

async function approveAndAward({ page, ports }: Journey): Promise<void> {
  ports.setClock(`${APPROVAL_DAY}T10:00:00Z`);
  await chooseWhoActs(page, BEN);
  await page.goto(`${AT}/approve`);
  await press(page, 'Approve and issue');
  await told(page, 'Approved. The pack is issued as edition 1.');
  for (const { reference } of bids) {
    await page.getByRole('link', { name: 'Record a summary as sent' }).click();
    await page.getByLabel('Bid').selectOption(reference);
    await page.getByLabel('Sent on').fill(APPROVAL_DAY);
    await press(page, 'Record');
    await told(page, 'Recorded.');
  }
  await press(page, 'Award');
  await page.getByLabel('Award to').selectOption('B1');
  await page.getByLabel('Why is the award made?').fill('The most advantageous tender');
  await press(page, 'Award');
  await told(page, 'Awarded to B1.');
}

async function sign({ page, ports }: Journey): Promise<void> {
  ports.setClock('2027-01-13T10:00:00Z');
  await page.goto(`${AT}/award`);
  await press(page, 'Start the standstill');
  await page.getByLabel('Reference of the contract award notice').fill('2027/S 000-000009');
  await page.getByLabel('Published on').fill('2027-01-12');
  await press(page, 'Start the standstill');
  await told(page, 'Standstill until the end of 21 January 2027');
  ports.setClock('2027-01-22T10:00:00Z');
  await page.goto(`${AT}/award`);
  await press(page, 'Record the contract');
  await page.getByLabel('Signed on').fill('2027-01-22');
  await press(page, 'Record the contract');
}

async function register(page: Page): Promise<void> {
  await page.goto(`${AT}/award`);
  await told(page, 'Next: put the contract on the carbon register');
  await press(page, 'Put the contract on the carbon register');
  await page.getByLabel('Reference of the contract').fill(CONTRACT);
  await page.getByLabel('ICT category').selectOption({ label: 'Hardware' });
  await press(page, 'Put it on the register');
  await told(page, 'The contract is on the carbon register, with the commitments of its bid.');
  await told(page, `B1 is on the carbon register as ${CONTRACT}.`);
}

async function expectEffect(page: Page): Promise<void> {
  await page.goto(AT);
  await page.getByRole('link', { name: 'Effect of each bid on the trajectory' }).click();
  await told(page, `${MARK}.`);
  await told(page, '4,391.7 t of its budget are left to 2029/30.');
  const table = page.getByRole('table', { name: 'What each bid would take, and its carbon cost' });
  const cells = async (supplier: string) =>
    (await table.getByRole('row', { name: supplier }).getByRole('cell').allInnerTexts()).slice(0, 4);
  // Tonnes to the target year, tonnes after it, share of the budget left, change of the gap.
  expect(await cells('Kestrel')).toEqual(['1,798.0', '62.4', '40.9%', '172.6']);
  expect(await cells('Plover')).toEqual(['2,467.6', '108.5', '56.2%', '252.2']);
  expect(await cells('Rowan')).toEqual(['Not known', 'Not known', 'Not known', 'Not known']);
}

type ExactYear = { readonly gross: bigint; readonly promised: bigint; readonly variance: string };

/** The years of the line to the gram, as the page tells them. */
async function readLine(page: Page): Promise<Readonly<Record<string, ExactYear>>> {
  await page.goto('/trajectory');
  await page.getByRole('link', { name: 'Everything behind the line' }).click();
  const rows = page.getByRole('table', { name: /^To the gram/ }).getByRole('row', { name: /^20/ });
  const years = (await rows.allInnerTexts()).map((row): [string, ExactYear] => {
    const [year = '', , gross = '', , , promised = '', , , , , variance = ''] = row.split('\t');
    return [year, { gross: grams(gross), promised: grams(promised), variance }];
  });
  return Object.fromEntries(years);
}

function grams(kilograms: string): bigint {
  return toGrams(toFraction(kilograms.replaceAll(',', '')));
}

function tonnesInGrams(tonnes: string): bigint {
  return toGrams(toFraction(tonnes).mul(1000));
}

/** The row of a year below the picture that members see: path, actual, estimated, forecast, gross. */
async function shownYear(page: Page, year: string): Promise<string[]> {
  await page.goto('/trajectory');
  await page.locator('summary').filter({ hasText: 'The figures of this chart' }).click();
  const cells = page.getByRole('row', { name: new RegExp(`^${year}`) }).getByRole('cell');
  return (await cells.allInnerTexts()).slice(0, 5);
}

/** By what was said of its bid before the award, to the gram, and by nothing else. */
async function expectForecastMoved(
  page: Page,
  before: Readonly<Record<string, ExactYear>>,
  said: Readonly<Record<string, bigint>>,
): Promise<void> {
  const after = await readLine(page);
  for (const [year, { gross }] of Object.entries(after)) {
    expect(gross - (before[year]?.gross ?? 0n), year).toBe(said[year] ?? 0n);
  }
  for (const [year, { inventory }] of Object.entries(PROMISED)) {
    expect([after[year]?.promised, said[year]], year).toEqual([tonnesInGrams(inventory), tonnesInGrams(inventory)]);
  }
  // What the page said of the bid: 1,798.0 t to 2029/30.
  expect(Object.values(said).reduce((sum, one) => sum + one, 0n)).toBe(tonnesInGrams('1797.987053'));
  for (const year of ['2025/26', '2026/27']) expect(after[year]).toEqual(before[year]);
  expect(await shownYear(page, '2027/28')).toEqual(['1,400', '0', '0', '2,728', '2,728']);
  await told(
    page,
    'ICT contracts of northshire are heading for 1,738 t of CO₂e in 2029/30, above the 500 t of the path',
  );
  await page.goto(`/contracts/${CONTRACT}`);
  const commitments = page.getByRole('table', { name: /^Commitments/ });
  for (const [year, { wholeLife, inventory }] of Object.entries(PROMISED)) {
    const cells = await commitments.getByRole('row', { name: year }).getByRole('cell').allInnerTexts();
    expect(cells).toEqual([wholeLife, inventory]);
  }
}

async function report(page: Page): Promise<void> {
  await chooseWhoActs(page, FARID);
  await page.goto('/imports/new');
  const row = `${CONTRACT},Devices,emission,3,1,2027-04-01,2028-03-31,${REPORTED},kg,actual`;
  const buffer = Buffer.from(`${CSV_HEADERS}\n${row}\n`);
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: 'return-2027-28.csv', mimeType: 'text/csv', buffer });
  await press(page, 'Upload');
  await told(page, 'The file is saved');
  await told(page, '1,400,000 kgCO2e');
}

async function expectRated(page: Page): Promise<void> {
  await page.goto(`/contracts/${CONTRACT}`);
  const year = page.getByRole('table', { name: /^Against the commitment/ }).getByRole('row', { name: /^2027\/28/ });
  const [committed, reported, rating] = await year.getByRole('cell').allInnerTexts();
  expect([committed, reported]).toEqual(['1,215,007.869', '1,400,000']);
  expect(rating).toContain('Requires improvement');
}

/** From the proposal that the shortfall makes. */
async function engage(page: Page): Promise<void> {
  await page.goto('/engagement-actions');
  await page.getByRole('link', { name: `Open an action about ${CONTRACT}, 2027/28` }).click();
  await page.getByLabel('What is to be done?').fill('Agree how 185 t come off');
  await page.getByLabel('Who sees to it?').selectOption({ label: FARID });
  await page.getByLabel('By when?').fill('2028-06-30');
  await press(page, 'Open the action');
  await told(page, 'Engagement action 1 is open.');
  await page.goto('/engagement-actions');
  expect(await page.getByRole('link', { name: `Open an action about ${CONTRACT}, 2027/28` }).count()).toBe(0);
  await page.getByRole('link', { name: 'Agree how 185 t come off' }).click();
  await told(page, 'Year that fell short');
}

/** What was reported stands in the year that was forecast; what is promised of later years stays. */
async function expectActual(page: Page): Promise<void> {
  const { '2027/28': reported, '2028/29': next, '2029/30': last } = await readLine(page);
  expect(reported).toMatchObject({ promised: 0n, variance: '236,959.041' });
  expect(next?.promised).toBe(tonnesInGrams(PROMISED['2028/29'].inventory));
  expect(last?.promised).toBe(tonnesInGrams(PROMISED['2029/30'].inventory));
  // The other two contracts have returned nothing for it: theirs is estimated.
  expect(await shownYear(page, '2027/28')).toEqual(['1,400', '1,400', '1,565', '0', '2,965']);
}

/** The pages as they are at the end of this way; axe needs script, which the way does not. */
async function expectNothingForAxe({ page, takeTroubles }: BrowserWindow, last: string): Promise<void> {
  await chooseWhoActs(page, FARID);
  const paths = [last, `${AT}/trajectory-effect`, `${AT}/award`, `/contracts/${CONTRACT}`, '/engagement-actions/1'];
  for (const path of [...paths, '/trajectory/analysis']) {
    expect((await page.goto(path))?.status(), path).toBe(200);
    expect(await axeViolations(page), path).toEqual([]);
  }
  expect(takeTroubles()).toEqual([]);
}

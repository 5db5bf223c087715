import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
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
import { type Filling, fillAgreedScores, type TypedRow } from '../support/agreed-scores.ts';
import { fixturePath } from '../support/cli.ts';
import { pricesFile, separateTender } from '../support/separate-prices.ts';
import { fileForm, serveProcess, type ServedService } from '../support/served.ts';
import { tenderTables, toWorkbook } from '../support/tender-workbook.ts';

const REFERENCE = 'NCC-2026-014';
const AT = `/procurements/${REFERENCE}`;
const OFFICER = 'Asha Okafor';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const CARYS = 'Carys Lund';
const MODERATOR = 'Edith Navarro';
/** Condition and criterion of Kestrel, whose bid says that its certificate covers every site. */
const ITEM = 'bid=B1&rule=environmental-management-system';
const REASON = 'The certificate on page 2 names the head office alone, and neither of the two depots.';

describe.skipIf(browserPath === undefined)(`the pages of an evaluation ${NEEDS_BROWSER}`, () => {
  let service: ServedService;
  let browser: Browser;
  const opened: BrowserWindow[] = [];

  beforeAll(async () => {
    service = await serveProcess({ DATABASE_URL: 'sqlite::memory:' });
    browser = await launchBrowser();
    await closedProcurement(service);
  }, 120_000);
  afterAll(async () => {
    for (const { close } of opened) await close();
    await browser?.close();
    await service?.stop();
  });

  const post = async (path: string, body: object, person = 'officer', reference = REFERENCE) => {
    const headers = { 'Content-Type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(body), person };
    const answer = await service.fetch(`/api/v1/procurements/${reference}/${path}`, init);
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  };

  /** A window for somebody. */
  const actAs = async (person: string): Promise<Page> => {
    const made = await openWindow(browser, { url: service.url });
    opened.push(made);
    await chooseWhoActs(made.page, person);
    return made.page;
  };
  /** Looks at a page with axe, wide and narrow. */
  const whole = async (person: string, path: string) => {
    for (const width of [WIDE, NARROW]) {
      const { page, takeTroubles, close } = await openWindow(browser, { url: service.url, width });
      await chooseWhoActs(page, person);
      expect((await page.goto(path))?.status(), path).toBe(200);
      const layout = await layoutWidth(page);
      expect(layout.width, `${path}: ${layout.beyond.join('; ')}`).toBeLessThanOrEqual(width);
      expect(await axeViolations(page)).toEqual([]);
      expect(takeTroubles()).toEqual([]);
      await close();
    }
  };
  const done = (page: Page, text: string) => page.getByText(text).waitFor();

  it('lead from assigned evaluators to a locked consensus, each page whole for those who use it', async () => {
    const officer = await actAs(OFFICER);
    await officer.goto(AT);
    await officer.getByRole('link', { name: 'Assign evaluators and begin' }).click();
    await whole(OFFICER, `${AT}/evaluation`);
    for (const name of [CARYS, 'Dev Marlowe']) {
      await officer.getByLabel('Assign an evaluator').selectOption(name);
      await officer.getByRole('button', { name: 'Assign' }).click();
      await done(officer, `${name} evaluates every criterion and condition.`);
    }
    await officer.getByRole('button', { name: 'Begin the evaluation' }).click();
    await done(officer, 'The evaluation has begun.');

    const evaluator = await actAs(CARYS);
    expect((await evaluator.goto(`${AT}/evaluation`))?.status()).toBe(403);
    await done(evaluator, 'Declare your interests');
    await evaluator.goto('/');
    await evaluator.getByRole('link', { name: 'Declare your interests' }).click();
    await whole(CARYS, `${AT}/declarations`);
    await evaluator.getByRole('button', { name: 'Record my declaration' }).click();
    await evaluator.getByRole('link', { name: 'Choose what you declare' }).click();
    expect(await axeViolations(evaluator)).toEqual([]);
    await evaluator.getByRole('radio', { name: 'No interest' }).check();
    await evaluator.getByRole('button', { name: 'Record my declaration' }).click();
    await done(evaluator, 'Your declaration is on record.');

    await evaluator.goto(`${AT}/evaluation/item?${ITEM}`);
    await evaluator.getByLabel('Does the certificate cover every site').selectOption('Correct it');
    await evaluator.getByRole('button', { name: 'Lock it' }).click();
    await evaluator.getByRole('heading', { name: 'There is a problem' }).waitFor();
    expect(await axeViolations(evaluator)).toEqual([]);
    await evaluator.locator('#value-ems-covers-delivery').selectOption('No');
    await evaluator.getByLabel('Reason', { exact: true }).fill(REASON);
    await evaluator.getByRole('checkbox', { name: 'ISO 14001 certificate.pdf, page 2' }).check();
    await evaluator.getByRole('button', { name: 'Lock it' }).click();
    await done(evaluator, 'C06 of Kestrel Example Systems Ltd is locked.');
    await evaluator.goto(`${AT}/evaluation`);
    await evaluator.getByRole('button', { name: 'Confirm all undisputed facts together' }).click();
    await done(evaluator, '89 drafts made');
    await whole(CARYS, `${AT}/evaluation`);
    await whole(CARYS, `${AT}/evaluation/item?bid=B2&rule=contract-carbon-intensity`);
    const intensity = `${AT}/evaluation/item?bid=B1&rule=contract-carbon-intensity`;
    await evaluator.goto(intensity);
    const correctLine = async (kilograms: string) => {
      await evaluator.getByLabel('Carbon line to correct').selectOption({ index: 1 });
      await evaluator.getByLabel('Declared kgCO₂e').fill(kilograms);
      await evaluator.getByRole('button', { name: 'Save as a draft' }).click();
    };
    await evaluator.locator('summary', { hasText: 'Correct a carbon line' }).click();
    await correctLine('a lot');
    await evaluator.getByRole('heading', { name: 'There is a problem' }).waitFor();
    expect(await axeViolations(evaluator)).toEqual([]);
    await correctLine('123456');
    await done(evaluator, 'C01 of Kestrel Example Systems Ltd is saved as a draft.');
    await whole(CARYS, intensity);
    await evaluator.goto(intensity);
    await evaluator.getByRole('checkbox', { name: '123,456 kgCO₂e' }).uncheck();
    await evaluator.getByRole('button', { name: 'Save as a draft' }).click();
    await evaluator.goto(`${AT}/evaluation`);
    await evaluator.getByRole('button', { name: 'Lock my 89 drafts' }).click();
    await done(evaluator, '89 items locked.');

    await post('declarations', { interest: 'none' }, 'second-evaluator');
    await post('scores/confirm-facts', {}, 'second-evaluator');
    await post('scores', { scores: [], lock: true }, 'second-evaluator');
    await whole(CARYS, `${AT}/evaluation/item?${ITEM}`);

    await post('declarations', { interest: 'none' }, 'moderator');
    const moderator = await actAs(MODERATOR);
    await moderator.goto('/');
    await moderator.getByRole('link', { name: 'Record the consensus: 90 ready' }).click();
    await moderator.getByRole('button', { name: 'Confirm the undisputed items together' }).click();
    await done(moderator, 'Confirmed: 89. Left for the panel: 1.');
    await whole(MODERATOR, `${AT}/moderation`);
    await moderator.getByRole('link', { name: 'Kestrel Example Systems Ltd: C06' }).click();
    await whole(MODERATOR, `${AT}/moderation/item?${ITEM}`);
    await moderator.getByLabel('Reason', { exact: true }).fill(REASON);
    await moderator.getByRole('checkbox', { name: 'ISO 14001 certificate.pdf, page 2' }).check();
    await moderator.getByRole('button', { name: 'Record the consensus' }).click();
    await moderator.getByRole('link', { name: 'Write how the panel answers who found otherwise' }).click();
    expect(await axeViolations(moderator)).toEqual([]);
    await moderator
      .getByLabel('How the reason answers')
      .fill('The annex that Carys read was replaced by the one on page 2.');
    await moderator.getByRole('button', { name: 'Record the consensus' }).click();
    await done(moderator, 'is on record.');

    await whole(OFFICER, `${AT}/evaluation`);
    await whole('Grace Tan', `${AT}/moderation`);
    await officer.goto('/');
    await officer.getByRole('link', { name: 'Lock the consensus' }).click();
    await officer.getByRole('button', { name: 'Lock the consensus' }).click();
    await done(officer, 'The consensus is locked, and the agreed assessment is on record.');
    await whole(OFFICER, `${AT}/evaluation`);
    await download(officer, 'PDF of the minutes', `minutes-${REFERENCE}.pdf`);
    await officer.goto('/audit?verify=yes');
    await whole(OFFICER, AT);
  }, 600_000);

  it('take the prices of a procurement after its consensus, and say that they are awaited until then', async () => {
    const reference = 'NCC-2026-015';
    const at = `/procurements/${reference}`;
    const upload = async (name: string, bytes: Uint8Array) => {
      const body = fileForm(name, Buffer.from(bytes));
      const answer = await service.fetch('/api/v1/imports', { method: 'POST', body });
      if (!answer.ok) throw new Error(await answer.text());
      return ((await answer.json()) as { readonly id: string }).id;
    };
    const to = (path: string, body: object = {}, person = 'officer') => post(path, body, person, reference);
    const { procurement, bids } = separateTender;
    await upload('tender.xlsx', await toWorkbook(tenderTables({ procurement: { ...procurement, reference }, bids })));
    await whole(OFFICER, `${at}/facts`);
    for (const move of ['publish', 'open']) await to(move);
    await to('close', { reason: 'Every bid has come' });
    await to('score');
    await whole(OFFICER, at);
    for (const [person, name] of [
      ['evaluator', CARYS],
      ['second-evaluator', 'Dev Marlowe'],
    ]) {
      await to('assignments', { person, name });
    }
    await to('evaluate', {});
    for (const person of ['evaluator', 'second-evaluator', 'moderator']) {
      await to('declarations', { interest: 'none' }, person);
    }
    for (const person of ['evaluator', 'second-evaluator']) {
      await to('scores/confirm-facts', {}, person);
      await to('scores', { scores: [], lock: true }, person);
    }
    await to('consensus/confirm-undisputed', {}, 'moderator');
    await to('clarifications/close', { reason: 'The tender notice said that no bidder is asked.' });
    await to('moderate');
    await whole(OFFICER, at);
    const officer = await actAs(OFFICER);
    await officer.goto(at);
    await done(officer, 'Prices are awaited.');
    await officer.getByRole('link', { name: 'Upload the prices' }).click();
    const { name, bytes } = await pricesFile(undefined, reference);
    await officer
      .getByLabel('File', { exact: true })
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
    await officer.getByRole('button', { name: 'Upload' }).click();
    await done(officer, 'The prices of 5 bids are on record');
    await whole(OFFICER, new URL(officer.url()).pathname);
    await whole(OFFICER, at);
    const answer = await service.fetch(`/api/v1${at}`);
    expect(await answer.json()).toMatchObject({ prices: 'on-record', state: 'moderated' });
  }, 600_000);
});

describe.skipIf(browserPath === undefined)(`the pages of an evaluation elsewhere ${NEEDS_BROWSER}`, () => {
  let service: ServedService;
  let browser: Browser;
  let window: BrowserWindow;

  beforeAll(async () => {
    service = await serveProcess({ DATABASE_URL: 'sqlite::memory:' });
    browser = await launchBrowser();
    await closedProcurement(service);
    window = await openWindow(browser, { url: service.url });
    await chooseWhoActs(window.page, OFFICER);
  }, 120_000);
  afterAll(async () => {
    await window?.close();
    await browser?.close();
    await service?.stop();
  });

  it('lead from the template to a locked consensus, with faults by cell', async () => {
    const { page } = window;
    const axe = async () => expect(await axeViolations(page)).toEqual([]);
    const choose = async (name: string, bytes: Uint8Array) => {
      await page
        .getByLabel('Workbook of agreed scores')
        .setInputFiles({ name, mimeType: XLSX, buffer: Buffer.from(bytes) });
      await page.getByRole('button', { name: 'Import what was agreed' }).click();
    };
    await page.goto(`${AT}/evaluation`);
    await axe();
    await page.getByRole('link', { name: 'Import what was agreed' }).click();
    await axe();
    const template = await download(page, 'Download the workbook to fill in', `agreed-scores-${REFERENCE}.xlsx`);
    await page.getByRole('button', { name: 'Import what was agreed' }).click();
    await page.getByRole('link', { name: 'Choose a file' }).waitFor();
    await choose('blank.xlsx', template);
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
    await page.getByRole('link', { name: 'About B6: Enter a value for "Evaluators"' }).waitFor();
    await axe();
    // Served rule sets judge nothing: every item is assessed by its facts.
    const accepted = (typed: TypedRow): TypedRow => ({ ...typed, 'Agreed score': undefined, Facts: 'accepted' });
    await choose('agreed.xlsx', await fillAgreedScores(template, { row: accepted }));
    await page.getByText('90 items of 90 recorded as evaluated elsewhere.').waitFor();
    await page.getByText('Evaluated elsewhere by Ana Example, Ben Example; moderated by Cleo Example.').waitFor();
    await axe();
    await page.getByRole('link', { name: 'Import a corrected workbook' }).click();
    await axe();
    const corrected: Filling = {
      row: (typed, bid, code) => ({
        ...accepted(typed),
        ...(bid === 'B2' && code === 'C06' ? { Reason: `${REASON} The annex says so too.` } : {}),
      }),
    };
    await choose('corrected.xlsx', await fillAgreedScores(template, corrected));
    await page.getByRole('link', { name: 'Enter the reason' }).waitFor();
    await axe();
    await page.getByLabel('Why what was agreed is changed').fill('The reason named the wrong annex');
    await choose('corrected.xlsx', await fillAgreedScores(template, corrected));
    await page.getByText('1 item of 90 recorded as evaluated elsewhere.').waitFor();
    await page
      .getByRole('table', { name: 'Changes after a lock' })
      .getByText('The reason named the wrong annex')
      .waitFor();
    await page.getByRole('button', { name: 'Lock the consensus' }).click();
    await page.getByText('The consensus is locked, and the agreed assessment is on record.').waitFor();
    await page.setViewportSize({ width: NARROW, height: 800 });
    await page.reload();
    expect((await layoutWidth(page)).width).toBeLessThanOrEqual(NARROW);
    await axe();
    expect(window.takeTroubles()).toEqual([]);
  }, 300_000);
});

/** What a link gives to keep. */
async function download(page: Page, link: string, name: string): Promise<Uint8Array> {
  const [given] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: link }).click()]);
  expect(given.suggestedFilename()).toBe(name);
  return readFileSync(await given.path());
}

/** The worked example, closed and scored. */
async function closedProcurement(service: ServedService): Promise<void> {
  const tender = readFileSync(fixturePath('northshire', 'tender.xlsx'));
  await service.fetch('/api/v1/imports', { method: 'POST', body: fileForm('tender.xlsx', tender) });
  for (const [move, body] of [
    ['publish', {}],
    ['open', {}],
    ['close', { reason: 'Every bid has come' }],
    ['score', {}],
    ['clarifications/close', { reason: 'The tender notice said that no bidder is asked.' }],
  ] as const) {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await service.fetch(`/api/v1${AT}/${move}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${move}: ${await answer.text()}`);
  }
}

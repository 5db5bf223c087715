import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withFaults } from '../../fixtures/faulty-copy.ts';
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
import { fixturePath } from '../support/cli.ts';
import { addHeldImports } from '../support/import-states.ts';
import { flatFile } from '../support/factor-workbook.ts';
import { fileForm, serveProcess, type ServedService } from '../support/served.ts';

/** Of the workbook as it is, taken through to scores; and of its copy, which stays a draft with a trial. */
const SCORED = 'NCC-2026-014';
const DRAFT = 'NCC-2026-015';
const OPEN = 'NCC-2026-016';
const CANCELLED = 'NCC-2026-017';

/** Days that the example's carbon return reports too. */
const OVERLAPPING = `Contract reference,Line,Kind,Stage,Scope,Category,Period start,Period end,Amount,Amount unit,Basis
ICT-C-004,Paper,emission,use,3,1,2026-01-01,2026-06-30,900,kg,actual`;

/** People who act in the pages, by the role that a page needs. */
const PEOPLE = {
  officer: 'Asha Okafor',
  colleague: 'Ben Whitlock',
  evaluator: 'Carys Lund',
  sustainability: 'Farid Holloway',
} as const;

type PageCase = readonly [
  name: string,
  path: string,
  expected?: { readonly status?: number; readonly as?: keyof typeof PEOPLE },
];

/** Of a flat file: a long value, a blank, text for a number, and a vehicle with its electricity in it. */
const FACTORS = [
  { id: '7_400_4000_5_1', value: 0.20707428859060403 },
  { id: '1_1', levels: ['Fuels', 'Liquid fuels', 'Diesel (average biofuel blend)'], unit: 'litres' },
  { id: '1_2', value: '< 1' },
  {
    id: '25_301_3076_4_1',
    scope: 'Scope 3',
    levels: ['Business travel- land', 'Cars (by size)', 'Average car'],
    columnText: 'Battery Electric Vehicle',
    unit: 'km',
    value: 0.02,
  },
];

/** Makes the page too wide and inaccessible, and asks another host; the text runs in the page. */
const MAKE_FAULTY = `(async () => {
  const wide = document.createElement('p');
  wide.innerHTML = '<a href="/"><img src="/no-such-picture.png" width="500" height="20"></a>';
  document.querySelector('main').append(wide);
  await fetch('http://elsewhere.invalid/').catch(() => undefined);
})()`;

const scored = `/procurements/${SCORED}`;
const draft = `/procurements/${DRAFT}`;
const open = `/procurements/${OPEN}`;
const cancelled = `/procurements/${CANCELLED}`;

const PAGES: readonly PageCase[] = [
  ['start', '/'],
  ['act-as', '/act-as'],
  ['procurements', '/procurements'],
  ['a draft with a trial', draft],
  ['a procurement open for bids', open],
  ['a scored procurement', scored],
  ['bids', `${scored}/bids`],
  ['a bid', `${scored}/bids/B1`],
  ['a bid that is not ranked', `${scored}/bids/B3`],
  ['a sealed bid of a trial', `${draft}/bids/B1`],
  ['sealed bids', `${open}/bids`, { status: 409 }],
  ['sealed bids of a draft', `${draft}/bids`, { status: 409 }],
  ['a sealed bid', `${open}/bids/B1`, { status: 409 }],
  ['sealed bids, for those who never read them', `${open}/bids`, { status: 409, as: 'evaluator' }],
  ['sealed bids of a cancelled procurement', `${cancelled}/bids`, { status: 409 }],
  ['a cancelled procurement', cancelled],
  ['withdraw a bid', `${scored}/bids/B1/withdraw`],
  ['clarifications', `${scored}/clarifications`],
  ['clarifications before the deadline', `${open}/clarifications`],
  ['clarifications, published only', `${open}/clarifications`, { as: 'evaluator' }],
  ['record a question of a bidder', `${open}/bidder-questions/new`],
  ['a question to answer', `${open}/bidder-questions/1`],
  ['a question answered to all', `${open}/bidder-questions/2`],
  ['a question to prepare', `${scored}/clarifications/prepare?topic=flag%3AIC15`],
  ['a clarification to send', `${scored}/clarifications/4`],
  ['a clarification sent', `${scored}/clarifications/1`],
  ['an answer with carbon figures to record', `${scored}/clarifications/1/bids/B2`],
  ['an answer to record', `${scored}/clarifications/5/bids/B2`],
  ['an answer to classify', `${scored}/clarifications/2/bids/B4`],
  ['a classification of one’s own', `${scored}/clarifications/3/bids/B3`],
  ['a classification to agree to', `${scored}/clarifications/3/bids/B3`, { as: 'colleague' }],
  ['comparison', `${scored}/comparison`],
  ['comparison of a trial', `${draft}/comparison`],
  ['try-out', `${draft}/try-out`],
  ['facts', `${draft}/facts`],
  ['publish', `${draft}/publish`],
  ['adopt', `${draft}/adopt`],
  ['cancel', `${draft}/cancel`],
  ['close', `${open}/close`],
  ['imports', '/imports'],
  ['upload', '/imports/new'],
  ['upload for a procurement', `/imports/new?procurement=${SCORED}`],
  ['an import without faults', '/imports/{saved}'],
  ['an import with faults', '/imports/{faulty}'],
  ['an import that could not be read', '/imports/{unreadable}'],
  ['an import that was only checked', '/imports/{checked}'],
  ['an import with names to accept', '/imports/{mapping}'],
  ['an import that is being read', '/imports/{reading}'],
  ['an import that was interrupted', '/imports/{interrupted}'],
  ['an import that failed on our side', '/imports/{failed}'],
  ['an import of contracts', '/imports/{contracts}'],
  ['an import of a carbon return', '/imports/{carbonReturn}'],
  ['an import that asks about days on record', '/imports/{asks}'],
  ['templates', '/templates'],
  ['rules', '/rules'],
  ['a rule', '/rules/compliant-carbon-reduction-plan'],
  ['a rule set', '/rule-sets/{ruleSet}'],
  ['conversion factor sets', '/conversion-factor-sets', { as: 'sustainability' }],
  ['import conversion factors', '/conversion-factor-sets/new', { as: 'sustainability' }],
  ['a draft set of conversion factors', '/conversion-factor-sets/desnz-2025', { as: 'sustainability' }],
  ['a shipped set, looked up', '/conversion-factor-sets/shipped-2025?q=rail&unit=pkm'],
  ['what changed in a set', '/conversion-factor-sets/desnz-2025/difference'],
  ['suppliers', '/suppliers'],
  ['a supplier', '/suppliers/{supplier}'],
  ['audit', '/audit'],
  ['audit, verified', '/audit?verify=yes'],
  ['a page for others', '/audit', { status: 403, as: 'evaluator' }],
  ['cookies', '/cookies'],
  ['accessibility statement', '/accessibility-statement'],
  ['a page that is not there', '/no-such-page', { status: 404 }],
  ['API documentation', '/docs'],
];

describe.skipIf(browserPath === undefined)(`every page ${NEEDS_BROWSER}`, () => {
  let service: ServedService;
  let browser: Browser;
  let folder: string;
  const windows = new Map<string, BrowserWindow>();
  const named = new Map<string, string>();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'scorer-pages-'));
    const url = `sqlite:${join(folder, 'scorer.db')}`;
    service = await serveProcess({ DATABASE_URL: url });
    browser = await launchBrowser();
    const names = await fillService(service);
    const held = await addHeldImports(url, 'northshire', names['saved'] ?? '');
    for (const [id, value] of Object.entries({ ...names, ...held })) named.set(id, value);
    for (const width of [WIDE, NARROW]) {
      for (const [role, person] of Object.entries(PEOPLE)) {
        const opened = await openWindow(browser, { url: service.url, width });
        windows.set(`${role} ${width}`, opened);
        await chooseWhoActs(opened.page, person);
      }
    }
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The page in a window, after what went before it there has been put aside. */
  const visit = async ([, path, { status = 200, as = 'officer' } = {}]: PageCase, width: number) => {
    const opened = windows.get(`${as} ${width}`);
    if (opened === undefined) throw new Error('The window has not been opened');
    opened.takeTroubles();
    const answer = await opened.page.goto(path.replaceAll(/\{(\w+)\}/g, (_, id: string) => named.get(id) ?? id));
    expect(answer?.status()).toBe(status);
    return opened;
  };

  it('would be found to have a fault', async () => {
    const { page, takeTroubles } = await visit(['cookies', '/cookies'], NARROW);
    await page.evaluate(MAKE_FAULTY);
    expect((await layoutWidth(page)).width).toBeGreaterThan(NARROW);
    expect((await axeViolations(page)).join('\n')).toMatch(/image-alt[^]*link-name/);
    expect(takeTroubles().join('\n')).toContain('elsewhere.invalid');
  });

  it('is whole too where a form is shown again with its fault', async () => {
    for (const width of [WIDE, NARROW]) {
      const { page, takeTroubles } = await visit(['upload', '/imports/new'], width);
      await page.getByRole('button', { name: 'Upload', exact: true }).click();
      await page.getByRole('alert').waitFor();
      expect((await layoutWidth(page)).width).toBeLessThanOrEqual(width);
      expect(await axeViolations(page)).toEqual([]);
      expect(takeTroubles()).toEqual([]);
    }
  });

  describe.each(PAGES.map((one) => ({ name: one[0], path: one[1], one })))('$name ($path)', ({ one }) => {
    it('has no violation of WCAG 2.2 AA, no error and no request elsewhere', async () => {
      const { page, takeTroubles } = await visit(one, WIDE);
      expect(await page.locator('h1').count()).toBe(1);
      expect(await axeViolations(page)).toEqual([]);
      expect(takeTroubles()).toEqual([]);
    });

    it(`fits a window of ${NARROW} px, with no violation there either`, async () => {
      const { page, takeTroubles } = await visit(one, NARROW);
      const { width, beyond } = await layoutWidth(page);
      expect(width, beyond.join('\n')).toBeLessThanOrEqual(NARROW);
      expect(await axeViolations(page)).toEqual([]);
      expect(takeTroubles()).toEqual([]);
    });
  });
});

describe.skipIf(browserPath === undefined)(`the first pages of a new service ${NEEDS_BROWSER}`, () => {
  let service: ServedService;
  let browser: Browser;
  beforeAll(async () => {
    service = await serveProcess({ DATABASE_URL: 'sqlite::memory:' });
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  it.each(['/', '/act-as', '/procurements', '/imports', '/suppliers', '/imports/new'])(
    '%s is whole while nothing is there, for nobody and for the officer',
    async (path) => {
      const { page, takeTroubles, close } = await openWindow(browser, { url: service.url, width: NARROW });
      for (const prepare of [async () => {}, () => chooseWhoActs(page, PEOPLE.officer)]) {
        await prepare();
        expect((await page.goto(path))?.status()).toBe(200);
        const { width, beyond } = await layoutWidth(page);
        expect(width, beyond.join('\n')).toBeLessThanOrEqual(NARROW);
        expect(await axeViolations(page)).toEqual([]);
        expect(takeTroubles()).toEqual([]);
      }
      await close();
    },
  );
});

/** Three procurements in different states, and three imports; the names of what pages are to be asked for. */
async function fillService(service: ServedService): Promise<Record<string, string>> {
  const tender = readFileSync(fixturePath('northshire', 'tender.xlsx'));
  await upload(service, 'tender.xlsx', tender);
  await service.fetch('/api/v1/conversion-factor-sets/import', {
    method: 'POST',
    body: fileForm('flat.xlsx', await flatFile({ rows: FACTORS })),
    person: 'sustainability',
  });
  const copies = [DRAFT, OPEN, CANCELLED].map(async (reference) => (await asReference(tender, reference)).bytes);
  for (const bytes of await Promise.all(copies)) await upload(service, 'copy.xlsx', bytes);
  const faulty = readFileSync(fixturePath('northshire', 'tender-with-faults.xlsx'));
  await upload(service, 'tender-with-faults.xlsx', faulty);
  await upload(service, 'broken.xlsx', tender.subarray(0, 4000));
  await upload(service, 'looked-at.xlsx', tender, '?dry_run=true');
  const matrix = readFileSync(fixturePath('northshire', 'portal-matrix.csv'));
  await upload(service, 'portal-matrix.csv', matrix, `?procurement=${DRAFT}`);
  for (const name of ['contracts.xlsx', 'carbon-return.xlsx'])
    await upload(service, name, readFileSync(fixturePath('northshire', name)));
  await upload(service, 'asks.csv', Buffer.from(OVERLAPPING));
  const { items } = await read<{ items: { id: string; file: { name: string } }[] }>(service, '/api/v1/imports');
  const idOf = (name: string) => items.find((one) => one.file.name === name)?.id ?? name;
  for (const reference of [SCORED, OPEN]) {
    await change(service, `${reference}/publish`, 1);
    await change(service, `${reference}/open`, 2);
  }
  await change(service, `${CANCELLED}/cancel`, 1, { reason: 'The council no longer buys this.' });
  await change(service, `${SCORED}/close`, 3, { reason: 'Closed before the deadline, so that all pages can be seen.' });
  await change(service, `${SCORED}/score`);
  await change(service, `${DRAFT}/score`);
  await clarify(service);
  const view = await read<{ facts: { ruleSet: string } }>(service, `/api/v1/procurements/${SCORED}`);
  const page = await (await service.fetch('/suppliers')).text();
  const supplier = /href="\/suppliers\/([^"]+)"/.exec(page)?.[1] ?? '';
  return {
    saved: idOf('tender.xlsx'),
    faulty: idOf('tender-with-faults.xlsx'),
    unreadable: idOf('broken.xlsx'),
    checked: idOf('looked-at.xlsx'),
    mapping: idOf('portal-matrix.csv'),
    contracts: idOf('contracts.xlsx'),
    carbonReturn: idOf('carbon-return.xlsx'),
    asks: idOf('asks.csv'),
    ruleSet: encodeURIComponent(view.facts.ruleSet),
    supplier,
  };
}

/** Questions of bidders for the open one; for the scored one a clarification at every step. */
async function clarify(service: ServedService): Promise<void> {
  const today = new Date().toISOString().slice(0, 10);
  const question = { received_on: today, asked_by: 'Linnet Example Networks Ltd', question: 'Do used screens count?' };
  for (const body of [question, question]) await change(service, `${OPEN}/bidder-questions`, undefined, body);
  const toAll = { question: 'Do used screens count?', answer: 'Yes, with a warranty.', changes_facts: false };
  await change(service, `${OPEN}/bidder-questions/2/publish`, undefined, toAll);
  const at = `${SCORED}/clarifications`;
  const topics = [
    'carbon:total',
    'flag:IC08',
    'flag:GW01',
    'condition:G1/period-clarify',
    'question:footprint-assurance',
  ];
  await change(service, at, undefined, { topics });
  await change(service, `${at}/send`, undefined, { numbers: [1, 2, 3, 5], reply_by: '2099-01-15' });
  const answer = { answered_on: today, answer: 'Grams were meant, as the heading of the table says.' };
  const evidence = { document: 'Product sheet.pdf', page: '2' };
  await change(service, `${at}/2/answers`, undefined, { ...answer, bid: 'B4', evidence });
  await change(service, `${at}/3/answers`, undefined, { ...answer, bid: 'B3' });
  const classified = { bid: 'B3', as: 'explains', reason: 'It says which credits are meant.' };
  await change(service, `${at}/3/classify`, undefined, classified);
}

function asReference(tender: Uint8Array, reference: string) {
  const change = { slip: 'Another reference', sheet: 'About', row: { Name: 'Procurement reference' }, header: 'Value' };
  return withFaults(tender, [{ ...change, entered: reference }]);
}

async function upload(service: ServedService, name: string, bytes: Uint8Array, query = ''): Promise<void> {
  await service.fetch(`/api/v1/imports${query}`, { method: 'POST', body: fileForm(name, bytes) });
}

async function change(service: ServedService, move: string, revision?: number, body?: object): Promise<void> {
  const answer = await service.fetch(`/api/v1/procurements/${move}`, {
    method: 'POST',
    headers: {
      ...(revision === undefined ? {} : { 'If-Match': `"${revision}"` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${move}: ${await answer.text()}`);
}

async function read<T>(service: ServedService, path: string): Promise<T> {
  return (await (await service.fetch(path)).json()) as T;
}

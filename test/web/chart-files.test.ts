import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameEdition } from '../../src/application/name-edition.ts';
import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import type { TestApp } from '../support/app.ts';
import { moderatedEvaluation } from '../support/award.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { judgingCatalogue, REFERENCE } from '../support/evaluation.ts';
import { createPagesApp } from '../support/pages-app.ts';
import { inkOf, readPng } from '../support/read-png.ts';
import { aPerson } from '../support/service-ports.ts';
import { imagine, steer } from '../support/steered.ts';

const AT = `/procurements/${REFERENCE}`;
/** Each page with a chart, and what its pictures must say of themselves wherever they go. */
const PAGES = [
  {
    page: '/trajectory',
    says: [
      'ICT contracts of northshire: the line to 2029/30',
      'Plan: ICT net zero 2030, version 1. As of ',
      'Illustrative',
    ],
  },
  { page: '/carbon/totals?by=supplier&view=inventory', says: ['Carbon total by supplier', 'View: Inventory'] },
  { page: '/carbon/waterfall?from_edition=Report', says: ['Carbon total from Report to now', 'View: Whole life'] },
  { page: '/scenarios/Shared%20data%20centre', says: ['Scenario, not the record', 'Illustrative'] },
  {
    page: '/scenarios/comparison?a=Shared%20data%20centre&b=Suppliers%20cut',
    says: ['“Shared data centre” and Scenario “Suppliers cut”', 'Scenario, not the record'],
  },
  { page: `${AT}/comparison`, says: ['DRAFT, NOT APPROVED', REFERENCE] },
  { page: `${AT}/trajectory-effect`, says: ['Information, not used in the assessment', 'Illustrative'] },
  { page: `${AT}/try-out`, says: ['Bids made up to try the rules', 'Information, not used in the assessment'] },
];

let database: Awaited<ReturnType<typeof openDatabase>>;
beforeAll(async () => {
  database = await openDatabase('sqlite::memory:');
  await database.migrate();
  const ports = await moderatedEvaluation({ database });
  await steer(ports);
  await imagine(ports);
  await nameEdition(ports, aPerson('sustainability'), { name: 'Report', reason: 'Yearly report' });
  await recordContracts(ports, aPerson('officer'), [aContract('C3')]);
  const line = aLine('C3', 'L1', { periodStart: '2025-04-01', periodEnd: '2026-03-31', amount: '36500' });
  await recordCarbonReturn(ports, aPerson('officer'), [line]);
}, 120_000);
afterAll(() => database?.close());

/** The pages over what is on record, at the time of the evaluation. */
async function pagesApp(): Promise<TestApp> {
  return createPagesApp({ database, catalogue: judgingCatalogue });
}

const get = (test: TestApp, path: string) => test.as('officer').get(path).responseType('blob').expect(200);

/** The addresses at which a page offers its pictures. */
async function picturesOf(
  test: TestApp,
  page: string,
): Promise<{ readonly png: string[]; readonly svg: string[]; readonly shown: number }> {
  const { text } = await test.as('officer').get(page).expect(200);
  const links = [...text.matchAll(/href="([^"]+\.(?:png|svg)(?:\?[^"]*)?)"/g)]
    .map(([, href = '']) => href.replaceAll('&amp;', '&'))
    .filter((href) => !href.startsWith('/assets'));
  const ending = (form: string) => links.filter((href) => href.split('?')[0]?.endsWith(form));
  return { png: ending('.png'), svg: ending('.svg'), shown: [...text.matchAll(/<svg [^>]*aria-labelledby/g)].length };
}

describe('the pictures of charts', () => {
  it.each(PAGES)('are offered on $page as SVG that says what it is worth, and as PNG for print', async (one) => {
    const test = await pagesApp();
    const { svg, png, shown } = await picturesOf(test, one.page);
    expect([svg.length, png.length]).toEqual([shown, shown]);
    for (const href of svg) {
      const answer = await get(test, href).expect('Content-Type', 'image/svg+xml');
      expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="?[a-z-]+\.svg"?$/);
      const picture = Buffer.from(answer.body as Uint8Array).toString('utf8');
      const drawn = [...picture.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text).join(' ');
      for (const words of one.says) expect(drawn).toContain(words);
      expect(picture).toMatch(/^<svg [^>]*width="600"[^>]*role="img"[^>]*><title [^]*<desc [^]*<\/svg>$/);
      expect(picture).not.toMatch(/NaN|undefined|\sstyle=|\sclass=|<style|url\(/);
    }
    for (const href of png) {
      const { body } = await get(test, href).expect('Content-Type', 'image/png');
      const picture = readPng(body as Uint8Array);
      // 15.24 cm at 300 dots to the inch.
      expect([picture.width, picture.pixelsPerMetre]).toEqual([1800, 11_811]);
      expect(picture.height).toBeGreaterThan(500);
      expect(inkOf(picture)).toBeGreaterThan(10_000);
    }
  });

  it('are refused to those who may not see the page, and are not there where nothing is drawn', async () => {
    const test = await pagesApp();
    await test.as('evaluator').get('/carbon/totals.png').expect(403);
    await test.as('officer').get('/scenarios/Nobody/line.png').expect(404);
    await test.as('officer').get(`${AT}/comparison-totals.png?lot=lot-9`).expect(404);
    await test.as('officer').get('/carbon/totals.svg?by=colour').expect(400);
  });
});

describe('the trajectory as PNG through the API', () => {
  it('comes by its media type, which OpenAPI lists, the same on record and under a scenario', async () => {
    const test = await pagesApp();
    const ask = async (query: string) => {
      const path = `/api/v1/trajectory${query}`;
      const answer = await test.as('officer').get(path).set('Accept', 'image/png').responseType('blob').expect(200);
      expect(answer.headers).toMatchObject({
        'content-type': 'image/png',
        'content-disposition': 'attachment; filename=trajectory.png',
      });
      return answer.body as Buffer;
    };
    const [record, again] = [await ask(''), await ask('')];
    expect(Buffer.compare(record, again)).toBe(0);
    expect(readPng(record)).toMatchObject({ width: 1800 });
    const scenario = await ask('?scenario=Suppliers%20cut');
    expect(inkOf(readPng(scenario))).toBeGreaterThan(10_000);
    expect(Buffer.compare(record, scenario)).not.toBe(0);
    const { body } = await test.as().get('/openapi.json').expect(200);
    expect(Object.keys(body.paths['/trajectory'].get.responses['200'].content)).toEqual(
      expect.arrayContaining(['image/png', 'image/svg+xml']),
    );
  });
});

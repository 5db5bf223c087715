import { beforeAll, describe, expect, it } from 'vitest';
import { type Tender, toCanonicalTender } from '../../src/application/tender.ts';
import type { Bid } from '../../src/domain/bid.ts';
import { type Catalogue, getRuleSet } from '../../src/scoring/catalogue.ts';
import { tenderLayout } from '../../src/spreadsheet/layout.ts';
import { readTender } from '../../src/spreadsheet/read-tender.ts';
import { writeTemplate } from '../../src/spreadsheet/write-template.ts';
import { aBid, aProcurement } from '../support/builders.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { sampleTender } from '../support/sample-tenders.ts';
import { sharedExists } from '../support/shared-data.ts';
import { blankTemplate, readWorkbookOnce, templateRequest } from '../support/templates.ts';

let catalogue: Catalogue;

beforeAll(async () => {
  catalogue = await testCatalogue();
});

/** A bid that says something in every field, with texts and figures that spreadsheets like to change. */
const EVERYTHING: Bid = {
  reference: 'B1',
  lot: '2',
  supplier: {
    name: '=Alder & "Sons" <Ltd>',
    identifier: { scheme: 'GB-COH', id: '01234567' },
    email: 'bids@alder.example',
  },
  receivedAt: '2026-12-17T09:30:00Z',
  price: '1480000.5',
  qualityPoints: '72.25',
  answers: {
    'net-zero-year': { state: 'given', value: '2040', evidence: { document: 'Plan 2026.pdf', page: '4' } },
    'crp-compliant': {
      state: 'given',
      value: true,
      evidence: {
        document: 'CRP.pdf',
        page: '1-3',
        date: '2026-03-31',
        validUntil: '2027-03-30',
        issuedTo: 'Alder Ltd',
      },
    },
    'gross-cut-by-2030': { state: 'given', value: '33.333333333333333333' },
    'footprint-assurance': { state: 'given', value: 'limited' },
    'refurbished-share': { state: 'not-applicable', reason: '-no devices are offered' },
  },
  carbon: [
    {
      line: '1',
      stage: 'use',
      scope: '2',
      year: '2027/28',
      quantity: '1500.1',
      unit: 'kWh',
      factor: 'electricity.uk.generation',
      tier: 'A',
    },
    {
      line: '2',
      stage: 'make',
      scope: '3',
      category: '1',
      year: '2027',
      declaredKg: '792000.123456789',
      tier: 'B',
      evidence: { document: 'Study.pdf' },
    },
    { line: 'end', stage: 'end', declaredKg: '0', reason: 'Devices go back to the maker' },
  ],
  devices: [
    {
      line: '1',
      deviceClass: 'Laptop',
      kgPerDevice: '331',
      units: '3000',
      evidence: { document: 'Maker.pdf', page: '2' },
    },
  ],
  removals: [
    {
      year: '2029',
      tonnes: '20.5',
      kind: 'permanent-removal',
      registry: '@Registry',
      retired: true,
      verifiedBy: '+Verifier',
    },
  ],
};

const LOTS_TENDER: Tender = {
  procurement: aProcurement({
    noticeReference: '2026/S 000-000001',
    estimatedValue: '1800000',
    contractStart: '2027-04-01',
    contractEnd: '2031-03-31',
    carbonBenchmarkHigh: '200.5',
    stageDefaults: { make: '80', end: '4.5' },
    boundaryStages: ['make', 'use'],
    referenceFootprintTonnes: '1500',
    adoptions: [
      { code: 'G3', on: false, reason: 'below the value' },
      { code: 'T2', on: true, reason: 'every bidder can meet it' },
    ],
    lots: [
      {
        id: '1',
        title: 'Services',
        profile: 'services',
        functionalUnits: '400',
        shares: { environment: '30', quality: '30', price: '40' },
      },
      { id: '2', title: 'Laptops', profile: 'hardware', priceBenchmarkHigh: '2000000' },
    ],
  }),
  bids: [EVERYTHING, aBid('B2', { lot: '1' }), aBid('B2', { lot: '2', price: '1300000' })],
};

async function readBack(bytes: Uint8Array) {
  return readTender(await readWorkbookOnce(bytes), catalogue);
}

describe('a template that is filled in', () => {
  it('is read back exactly, whatever its texts and figures look like', async () => {
    const bytes = await writeTemplate(
      templateRequest(catalogue, 'tender', 'mixed', { content: LOTS_TENDER }),
      catalogue,
    );
    const { tender, issues, notices } = await readBack(bytes);
    expect(issues).toEqual([]);
    expect(tender).toEqual(toCanonicalTender(LOTS_TENDER));
    expect(notices.filter((notice) => notice.includes('not known'))).toEqual([]);
  });

  it('is read back exactly as a bid workbook, but for the quality points, which the council gives', async () => {
    const procurement = aProcurement();
    const { qualityPoints: _, lot: __, ...bid } = EVERYTHING;
    const content = { procurement, bids: [{ ...bid, qualityPoints: '72.25' }] };
    const { bids, issues } = await readBack(
      await writeTemplate(templateRequest(catalogue, 'bid', 'mixed', { content }), catalogue),
    );
    expect(issues).toEqual([]);
    expect(bids).toEqual(toCanonicalTender({ procurement, bids: [bid] }).bids);
  });

  it.skipIf(!sharedExists)(
    `gives the sample bids back exactly${sharedExists ? '' : ' (skipped: the shared data is not here)'}`,
    async () => {
      for (const [version, profile] of [
        [1, 'hardware'],
        [2, 'mixed'],
        [2, 'short'],
      ] as const) {
        const content = sampleTender(version, profile);
        const ruleSet = getRuleSet(catalogue, `ict-net-zero-2030@${version}`);
        const { tender, issues } = await readBack(
          await writeTemplate({ kind: 'tender', ruleSet, profile, content }, catalogue),
        );
        expect(issues).toEqual([]);
        expect(tender).toEqual(toCanonicalTender(content));
      }
    },
  );
});

describe('a blank template that is uploaded', () => {
  it('has only the faults of what a tender must say', async () => {
    const { issues, notices } = await readBack(await blankTemplate(catalogue, 'tender', 'mixed'));
    const required = tenderLayout.about.filter(
      ({ required, field }) => required && !['template', 'profile'].includes(field),
    );
    expect(issues.map(({ header, sheet }) => header ?? sheet)).toEqual([
      ...required.map(({ header }) => header),
      'Bids',
    ]);
    expect(notices).toEqual([]);
  });

  it('has only the faults of who bids', async () => {
    const { issues } = await readBack(await blankTemplate(catalogue, 'bid', 'short'));
    expect(new Set(issues.map(({ sheet }) => sheet))).toEqual(new Set(['About']));
    expect(issues.map(({ header }) => header)).toContain('Supplier');
  });
});

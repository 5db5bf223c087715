import type { Tender } from '../../src/application/tender.ts';
import type { Bid } from '../../src/domain/bid.ts';
import type { Procurement } from '../../src/domain/procurement.ts';

/** An invented tender that uses every field of the workbook, in canonical order. */

const procurement: Procurement = {
  organisation: 'Northshire County Council',
  reference: 'ICT-2026-007',
  title: 'Laptops and hosting',
  route: 'framework-competition',
  noticeReference: '2026/S 000-000007',
  frameworkReference: 'FW-12',
  ruleSet: 'ict-net-zero-2030@2',
  profile: 'mixed',
  bidDeadline: '2026-12-18',
  contractStart: '2027-04-01',
  contractEnd: '2031-03-31',
  functionalUnit: 'user-year',
  functionalUnits: '12000',
  estimatedValue: '1800000',
  shares: { environment: '25', quality: '35.5', price: '39.5' },
  priceMethod: 'fixed-benchmark',
  priceBenchmarkHigh: '1800000',
  priceBenchmarkLow: '1000000.5',
  carbonBenchmarkHigh: '260',
  carbonBenchmarkLow: '62',
  carbonDefaultTotal: '260',
  stageDefaults: { make: '150', end: '9' },
  boundaryStages: ['make', 'ship', 'use', 'serve', 'end'],
  referenceFootprintTonnes: '2400',
  adoptions: [
    { code: 'G3', on: false, reason: 'below the value; see the note' },
    { code: 'T2', on: true, reason: 'every bidder can meet it' },
  ],
  lots: [],
};

const alder: Bid = {
  reference: 'B1',
  supplier: { name: 'Alder Ltd', identifier: { scheme: 'GB-COH', id: '01234567' }, email: 'bids@alder.example' },
  receivedAt: '2026-12-17T09:30:00Z',
  price: '1480000.25',
  qualityPoints: '72.5',
  answers: {
    'certificate-expiry-date': { state: 'given', value: '2028-02-29' },
    'energy-star-share': { state: 'not-applicable', reason: 'no devices are offered' },
    'environmental-claim': { state: 'given', value: 'Greener & "better" by 2030' },
    'footprint-assurance': {
      state: 'given',
      value: 'limited',
      evidence: {
        document: 'Assurance.pdf',
        page: '4',
        date: '2026-03-31',
        validUntil: '2029-03-30',
        issuedTo: 'Alder Ltd',
      },
    },
    'gross-cut-by-2030': { state: 'given', value: '55' },
    'net-zero-year': { state: 'given', value: '2040' },
    'offset-only-plan': { state: 'given', value: false },
    'target-validation': { state: 'given', value: 'netZeroValidated' },
    'zero-net-aim': { state: 'given', value: true },
  },
  carbon: [
    { line: '1', stage: 'make', scope: '3', category: '1', year: '2027', declaredKg: '792000', tier: 'A' },
    {
      line: '2',
      stage: 'use',
      scope: '2',
      year: '2027/28',
      quantity: '1000',
      unit: 'kWh',
      factor: 'electricity.uk.generation',
      declaredKg: '178',
      tier: 'B',
      evidence: { document: 'Energy.pdf' },
    },
    { line: '10', stage: 'ship', declaredKg: '0', reason: 'made next door' },
  ],
  devices: [
    {
      line: '1',
      deviceClass: 'Laptop',
      kgPerDevice: '331',
      units: '3000',
      evidence: { document: 'PCF.pdf', page: '2' },
    },
  ],
  removals: [
    { year: '2029', tonnes: '20', kind: 'permanent-removal', registry: 'Puro', retired: true, verifiedBy: 'Assessor' },
    { tonnes: '5.5', kind: 'avoidance', retired: false },
  ],
};

const birch: Bid = {
  reference: 'B2',
  supplier: { name: 'Birch plc' },
  answers: { 'net-zero-year': { state: 'given', value: '2045' }, 'zero-net-aim': { state: 'given', value: false } },
  carbon: [],
  devices: [],
  removals: [],
};

export const detailedTender: Tender = { procurement, bids: [alder, birch] };

/** The same, bought in two lots: Alder bids for both, Birch for one. */
export const tenderWithLots: Tender = {
  procurement: {
    ...procurement,
    lots: [
      { id: '1', title: 'Laptops', profile: 'hardware', functionalUnits: '4000' },
      { id: '2', title: 'Hosting', shares: { environment: '30', quality: '30', price: '40' } },
    ],
  },
  bids: [
    { ...alder, lot: '1', removals: [] },
    { ...alder, lot: '2', carbon: [], devices: [] },
    { ...birch, lot: '2' },
  ],
};

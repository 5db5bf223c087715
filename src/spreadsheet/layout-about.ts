import { aboutField, choices } from './layout-field.ts';

/** What the published facts of a procurement and of one lot have in common. */
const lotFactFields = {
  functionalUnit: aboutField(
    'functionalUnit',
    'Functional unit',
    'text',
    'What carbon is compared for, as a user-year',
    {
      example: 'user-year',
      synonyms: ['Unit of comparison'],
    },
  ),
  functionalUnits: aboutField(
    'functionalUnits',
    'Functional units',
    'decimal',
    'How many of them the contract delivers; above 0',
    {
      example: '12000',
      minimum: '0',
      synonyms: ['Number of functional units', 'Functional unit quantity'],
    },
  ),
  estimatedValue: aboutField(
    'estimatedValue',
    'Estimated value',
    'decimal',
    'Total over the whole term, including VAT',
    {
      unit: 'GBP',
      example: '1800000',
      minimum: '0',
      synonyms: ['Estimated contract value', 'Contract value'],
    },
  ),
};

/** The rows of `About` that a procurement and each lot may state; in `Lots` they are columns. */
const valuationFields = [
  aboutField(
    'environmentShare',
    'Environment share',
    'percent',
    'Share of the overall total; the three shares total 100',
    {
      unit: '%',
      example: '25',
      minimum: '0',
      maximum: '100',
      synonyms: ['Environment weight', 'Environmental share', 'Sustainability share'],
    },
  ),
  aboutField('qualityShare', 'Quality share', 'percent', 'Share of the overall total', {
    unit: '%',
    example: '35',
    minimum: '0',
    maximum: '100',
    synonyms: ['Quality weight'],
  }),
  aboutField('priceShare', 'Price share', 'percent', 'Share of the overall total', {
    unit: '%',
    example: '40',
    minimum: '0',
    maximum: '100',
    synonyms: ['Price weight', 'Cost share'],
  }),
  aboutField('priceMethod', 'Price method', 'choice', 'How the price becomes points', {
    example: 'fixed-benchmark',
    choices: choices({
      'fixed-benchmark': ['benchmark'],
      'price-per-quality-point': [],
      'shadow-priced': ['shadow price', 'shadow-priced whole-life cost'],
      'notional-discount': [],
    }),
  }),
  aboutField('priceBenchmarkHigh', 'Price benchmark high', 'decimal', 'A price at or above this earns 0 price points', {
    unit: 'GBP',
    example: '1800000',
    minimum: '0',
    synonyms: ['Price high', 'High price benchmark'],
  }),
  aboutField('priceBenchmarkLow', 'Price benchmark low', 'decimal', 'A price at or below this earns all price points', {
    unit: 'GBP',
    example: '1000000',
    minimum: '0',
    synonyms: ['Price low', 'Low price benchmark'],
  }),
  aboutField(
    'carbonBenchmarkHigh',
    'Carbon benchmark high',
    'decimal',
    'At or above this, 0 points. Blank: the rule set says',
    {
      unit: 'kgCO2e per functional unit',
      minimum: '0',
      synonyms: ['Carbon high', 'High carbon benchmark'],
    },
  ),
  aboutField(
    'carbonBenchmarkLow',
    'Carbon benchmark low',
    'decimal',
    'At or below this, 5 points. Blank: the rule set says',
    {
      unit: 'kgCO2e per functional unit',
      minimum: '0',
      synonyms: ['Carbon low', 'Low carbon benchmark'],
    },
  ),
  aboutField(
    'carbonDefaultTotal',
    'Carbon default total',
    'decimal',
    'Stands for a bid without a carbon line. Blank: the rule set says',
    {
      unit: 'kgCO2e per functional unit',
      minimum: '0',
      synonyms: ['Default total'],
    },
  ),
  ...(['make', 'ship', 'use', 'serve', 'end'] as const).map((stage) =>
    aboutField(
      `stageDefault.${stage}`,
      `Stage default ${stage}`,
      'decimal',
      `Stands for the stage "${stage}" in a bid that has no line for it. Blank: the rule set says`,
      { unit: 'kgCO2e per functional unit', minimum: '0', synonyms: [`Default ${stage}`] },
    ),
  ),
  aboutField(
    'boundaryStages',
    'Boundary stages',
    'stages',
    'Stages a declaration must cover. Blank: the rule set says',
    {
      example: 'make, ship, use, serve, end',
      synonyms: ['Boundary'],
    },
  ),
  aboutField(
    'referenceFootprintTonnes',
    'Reference footprint tCO2e',
    'decimal',
    'Published footprint of the contract; caps removals',
    {
      unit: 'tCO2e',
      minimum: '0',
      synonyms: ['Reference footprint'],
    },
  ),
] as const;

const template = (kind: string) =>
  aboutField('template', 'Template', 'text', 'The kind of workbook. Do not change it', {
    required: true,
    example: kind,
    synonyms: ['Template kind'],
  });
const templateVersion = aboutField('templateVersion', 'Template version', 'whole', 'Do not change it', {
  example: '1',
});
const ruleSet = aboutField('ruleSet', 'Rule set', 'rule-set', 'The published rules. Blank: ict-net-zero-2030@2', {
  example: 'ict-net-zero-2030@2',
  synonyms: ['Rules'],
});
const contractStart = aboutField('contractStart', 'Contract start', 'date', 'First day of the contract', {
  example: '2027-04-01',
});
const contractEnd = aboutField('contractEnd', 'Contract end', 'date', 'Last day of the contract', {
  example: '2031-03-31',
});
const bidDeadlineHint = 'Last day on which a bid can be made; documents and conversion factors are dated by it';

/** Fields of a lot: its own facts where they differ from the procurement's. */
export const lotFields = [
  aboutField('functionalUnit', 'Functional unit', 'text', 'Where it differs from About', { example: 'user-year' }),
  { ...lotFactFields.functionalUnits, hint: 'Where they differ from About; above 0' },
  lotFactFields.estimatedValue,
  contractStart,
  contractEnd,
  ...valuationFields,
] as const;

export const tenderAboutFields = [
  template('tender'),
  templateVersion,
  aboutField('organisation', 'Organisation', 'text', 'The contracting authority', {
    required: true,
    example: 'Northshire County Council',
    synonyms: ['Contracting authority', 'Council', 'Buyer'],
  }),
  aboutField('reference', 'Procurement reference', 'text', 'Your reference for this procurement', {
    required: true,
    example: 'ICT-2026-001',
    synonyms: ['Reference', 'Tender reference', 'Procurement ref'],
  }),
  aboutField('title', 'Title', 'text', 'What is bought', {
    required: true,
    example: 'End-user computing',
    synonyms: ['Procurement title', 'Name of procurement'],
  }),
  aboutField('route', 'Route', 'choice', 'The procedure. Blank: open', {
    example: 'open',
    synonyms: ['Procedure', 'Procurement route'],
    choices: choices({
      open: ['open procedure'],
      'competitive-flexible': ['competitive flexible procedure'],
      'framework-competition': ['mini-competition', 'further competition'],
      'framework-direct': ['framework direct award'],
      'below-threshold': [],
      'direct-award': [],
    }),
  }),
  aboutField('noticeReference', 'Notice reference', 'text', 'Of the tender notice, where there is one', {
    example: '2026/S 000-000001',
  }),
  aboutField('frameworkReference', 'Framework reference', 'text', 'Needed for a call-off from a framework'),
  ruleSet,
  aboutField('profile', 'Profile', 'profile', 'The set of weights: what kind of ICT is bought', {
    required: true,
    example: 'mixed',
  }),
  aboutField('bidDeadline', 'Bid deadline', 'date', bidDeadlineHint, {
    required: true,
    example: '2026-12-18',
    synonyms: ['Deadline', 'Tender deadline', 'Submission deadline'],
  }),
  contractStart,
  contractEnd,
  { ...lotFactFields.functionalUnit, required: true },
  { ...lotFactFields.functionalUnits, required: true },
  lotFactFields.estimatedValue,
  ...valuationFields,
  aboutField(
    'prices',
    'Prices',
    'choice',
    'Separate: in a file of their own, after the consensus. Blank: with the bids',
    {
      example: 'with-bids',
      synonyms: ['Price envelope', 'Prices come'],
      choices: choices({
        'with-bids': ['with the bids', 'together', 'one envelope'],
        separate: ['separately', 'two envelopes', 'second envelope', 'after consensus'],
      }),
    },
  ),
  aboutField(
    'adoptions',
    'Adopted conditions and thresholds',
    'adoptions',
    'Codes with reasons, as "G1; T2: every bidder can meet it; no G3: below the value". Blank leaves the rule set\'s choice',
    {
      example: 'T2: every bidder can meet it',
      synonyms: ['Adopted thresholds', 'Adoptions', 'Conditions and thresholds'],
    },
  ),
] as const;

export const bidAboutFields = [
  template('bid'),
  templateVersion,
  aboutField('procurementReference', 'Procurement reference', 'text', 'The procurement the bid is for', {
    example: 'ICT-2026-001',
    synonyms: ['Reference', 'Tender reference'],
  }),
  ruleSet,
  aboutField('profile', 'Profile', 'profile', 'The profile the questions are for', { example: 'mixed' }),
  aboutField('bidDeadline', 'Bid deadline', 'date', bidDeadlineHint, { example: '2026-12-18', synonyms: ['Deadline'] }),
  aboutField('bidReference', 'Bid reference', 'text', 'Given by the council; leave it blank otherwise', {
    example: 'B1',
    synonyms: ['Bid ref'],
  }),
  aboutField('lot', 'Lot', 'text', 'The lot the bid is for, where there are lots', {
    audience: 'bidder',
    synonyms: ['Lot id', 'Lot number'],
  }),
  aboutField('supplier', 'Supplier', 'text', 'Your registered name', {
    audience: 'bidder',
    required: true,
    example: 'Alder Ltd',
    synonyms: ['Supplier name', 'Company', 'Bidder'],
  }),
  aboutField('identifierScheme', 'Identifier scheme', 'text', 'The register: GB-COH for Companies House, GB-PPON', {
    audience: 'bidder',
    example: 'GB-COH',
    synonyms: ['Scheme'],
  }),
  aboutField('identifier', 'Identifier', 'text', 'Your number in the register, with its leading zeros', {
    audience: 'bidder',
    example: '01234567',
    synonyms: ['Company number', 'Supplier identifier'],
  }),
  aboutField('contactEmail', 'Contact email', 'text', 'For questions about the bid', {
    audience: 'bidder',
    example: 'bids@example.com',
    synonyms: ['Email'],
  }),
  aboutField('receivedAt', 'Received at', 'instant', 'Filled in by the council: date and time, UTC'),
  aboutField('price', 'Price', 'decimal', 'Over the whole term, excluding VAT', {
    audience: 'bidder',
    unit: 'GBP',
    example: '1480000',
    minimum: '0',
    synonyms: ['Bid price', 'Total price'],
  }),
] as const;

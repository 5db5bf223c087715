import { CONTRACT_STATUSES, type ContractStatus } from '../domain/contract.ts';
import { aboutField, choices, column, type SheetLayout } from './layout-field.ts';
import { identifier, identifierScheme } from './layout-shared-columns.ts';

const STATUS_SYNONYMS: Readonly<Record<ContractStatus, readonly string[]>> = {
  planned: ['awarded', 'not started', 'future'],
  live: ['active', 'current', 'in force'],
  ended: ['expired', 'closed', 'complete', 'completed'],
  terminated: ['cancelled', 'ended early'],
};

const contractReference = column('reference', 'Contract reference', 'text', 'Your reference for the contract', {
  required: true,
  example: 'ICT-C-014',
  audience: 'council',
  synonyms: ['Contract ref', 'Contract id', 'Contract number', 'Contract no', 'Reference'],
});

export const contractsAboutFields = [
  aboutField('template', 'Template', 'text', 'The kind of workbook. Do not change it', {
    required: true,
    example: 'contracts',
    synonyms: ['Template kind'],
  }),
  aboutField('templateVersion', 'Template version', 'whole', 'Do not change it', { example: '1' }),
  aboutField('organisation', 'Organisation', 'text', 'Whose contracts these are; for the reader', {
    example: 'Northshire County Council',
    synonyms: ['Council', 'Contracting authority'],
  }),
] as const;

const contracts: SheetLayout = {
  name: 'Contracts',
  synonyms: ['Contract', 'Contracts register', 'Contract register'],
  purpose: 'One row for each contract. A reference on record already makes a new version where something differs.',
  required: true,
  inTemplate: true,
  key: ['reference'],
  guidance: [],
  columns: [
    contractReference,
    column('title', 'Title', 'text', 'What the contract supplies', {
      required: true,
      example: 'Laptops and tablets',
      audience: 'council',
      synonyms: ['Contract title', 'Contract name', 'Description'],
    }),
    column('supplier', 'Supplier', 'text', 'Registered name', {
      required: true,
      example: 'Alder Ltd',
      audience: 'council',
      synonyms: ['Supplier name', 'Vendor', 'Contractor', 'Provider'],
    }),
    identifierScheme,
    { ...identifier, synonyms: [...identifier.synonyms, 'Company registration number'] },
    column('ictCategory', 'ICT category', 'choice', 'The kind of ICT that is bought', {
      required: true,
      example: 'hardware',
      audience: 'council',
      synonyms: ['Category', 'ICT type', 'Category of ICT'],
      choices: choices({
        hardware: ['HW', 'devices', 'end-user devices', 'equipment', 'ICT equipment'],
        software: ['SAAS', 'software as a service', 'applications', 'licences', 'software licences'],
        cloud: ['cloud hosting', 'hosting', 'IaaS', 'PaaS', 'infrastructure as a service'],
        telecoms: ['telecommunications', 'telephony', 'network', 'networks', 'mobile', 'broadband'],
        services: ['SERV', 'service', 'professional services', 'managed services', 'support', 'consultancy'],
        print: ['printing', 'managed print', 'print services'],
        'data-centre': ['data center', 'datacentre', 'datacenter', 'colocation'],
      }),
    }),
    column('department', 'Department', 'text', 'Who uses it', {
      example: 'Digital and ICT',
      audience: 'council',
      synonyms: ['Directorate', 'Service area', 'Owning department'],
    }),
    column('start', 'Start', 'date', 'First day', {
      required: true,
      example: '2026-04-01',
      audience: 'council',
      synonyms: ['Start date', 'Contract start', 'Contract start date'],
    }),
    column('end', 'End', 'date', 'Last day', {
      required: true,
      example: '2030-03-31',
      audience: 'council',
      synonyms: ['End date', 'Contract end', 'Contract end date', 'Expiry date'],
    }),
    column('annualValue', 'Annual value', 'decimal', 'A year, excluding VAT', {
      unit: 'GBP',
      example: '240000',
      minimum: '0',
      audience: 'council',
      synonyms: ['Annual contract value', 'Value per year', 'Yearly value'],
    }),
    column('procurementReference', 'Procurement reference', 'text', 'The procurement it came from', {
      example: 'ICT-2026-001',
      audience: 'council',
      synonyms: ['Procurement', 'Procurement ref', 'Tender reference'],
    }),
    column('shares', 'Shares', 'shares', 'Percent by organisation, adding to 100; blank where one bears it alone', {
      example: 'northshire=60; eastham=40',
      audience: 'council',
      synonyms: ['Share', 'Shared between', 'Organisation shares'],
    }),
    column('status', 'Status', 'choice', 'Where the contract stands; blank is read as live', {
      example: 'live',
      audience: 'council',
      synonyms: ['Contract status', 'State'],
      choices: CONTRACT_STATUSES.map((value) => ({ value, synonyms: STATUS_SYNONYMS[value] })),
    }),
  ],
};

const commitments: SheetLayout = {
  name: 'Commitments',
  synonyms: ['Commitment', 'Carbon commitments'],
  purpose: 'What each contract promises, by year, in tonnes. A year that is not stated is not promised; it is not 0.',
  required: false,
  inTemplate: true,
  key: ['reference', 'year'],
  guidance: [],
  columns: [
    { ...contractReference, type: 'contract', hint: 'As in the sheet Contracts' },
    column('year', 'Year', 'year', 'Calendar year, or financial year as 2027/28', {
      required: true,
      example: '2027/28',
      audience: 'council',
    }),
    column('tonnes', 'tCO2e', 'decimal', 'Promised for that year', {
      required: true,
      unit: 'tCO2e',
      example: '12.5',
      minimum: '0',
      audience: 'council',
      synonyms: ['Tonnes', 'Tonnes CO2e', 'Commitment tCO2e'],
    }),
    column(
      'outsideInventoryTonnes',
      'Of it council electricity tCO2e',
      'decimal',
      'Of these, electricity of devices in your own buildings: the inventory view leaves it out. Blank if not known',
      {
        unit: 'tCO2e',
        example: '3.2',
        minimum: '0',
        audience: 'council',
        synonyms: ['Electricity in council buildings tCO2e', 'Outside the inventory tCO2e'],
      },
    ),
  ],
};

export const contractSheets = { contracts, commitments };

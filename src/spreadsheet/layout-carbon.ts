import { choices, column, type SheetLayout } from './layout-field.ts';
import {
  bidReference,
  category,
  evidenceDocument,
  evidencePage,
  factor,
  line,
  lot,
  quantity,
  scope,
  stage,
  tier,
  unit,
} from './layout-shared-columns.ts';

export const carbon: SheetLayout = {
  name: 'Carbon',
  synonyms: ['Carbon lines', 'Carbon declaration', 'Emissions'],
  purpose:
    'The carbon of the whole contract, gross, in lines. Give a quantity with its conversion factor, or declared kilograms.',
  required: false,
  inTemplate: true,
  key: ['bidReference', 'lot', 'line'],
  guidance: [],
  columns: [
    bidReference,
    lot,
    line,
    { ...stage, required: true, columnRequired: true, example: 'make' },
    scope,
    category,
    column('year', 'Year', 'year', 'Calendar year, or financial year as 2027/28', { example: '2027' }),
    quantity,
    unit,
    factor,
    column('declaredKg', 'Declared kgCO2e', 'decimal', 'Gross, before any offsets or removals', {
      unit: 'kgCO2e',
      example: '792000',
      minimum: '0',
      synonyms: ['kgCO2e', 'Declared kg', 'Declared'],
    }),
    { ...tier, hint: `${tier.hint}; blank is read as D` },
    column('reason', 'Reason', 'text', 'Why the line is 0, where it is', {
      synonyms: ['Reason for zero', 'Reason for 0'],
    }),
    evidenceDocument,
    evidencePage,
  ],
};

export const devices: SheetLayout = {
  name: 'Devices',
  synonyms: ['Device', 'Device table'],
  purpose:
    "Makers' life-cycle footprints of the devices offered, to compare with published ones. They do not enter the score.",
  required: false,
  inTemplate: true,
  key: ['bidReference', 'lot', 'line'],
  guidance: [],
  columns: [
    bidReference,
    lot,
    line,
    column('deviceClass', 'Class', 'device-class', 'Kind of device', {
      required: true,
      example: 'Laptop',
      synonyms: ['Device class', 'Type'],
    }),
    column('kgPerDevice', 'kgCO2e per device', 'decimal', 'Whole life cycle', {
      required: true,
      unit: 'kgCO2e',
      example: '331',
      minimum: '0',
      synonyms: ['kg per device', 'Footprint per device'],
    }),
    column('units', 'Units', 'decimal', 'How many are offered', {
      example: '3000',
      minimum: '0',
      synonyms: ['Number', 'Number of devices'],
    }),
    evidenceDocument,
    evidencePage,
  ],
};

export const removals: SheetLayout = {
  name: 'Removals',
  synonyms: ['Removal', 'Carbon credits', 'Offsets'],
  purpose: 'Carbon credits the bid relies on. They stand beside the gross figure and never lower it.',
  required: false,
  inTemplate: true,
  key: [],
  guidance: [],
  columns: [
    bidReference,
    lot,
    column('year', 'Year', 'year', 'Of retirement', { example: '2029' }),
    column('tonnes', 'tCO2e', 'decimal', 'Tonnes', {
      required: true,
      unit: 'tCO2e',
      example: '20',
      minimum: '0',
      synonyms: ['Tonnes', 'Tonnes CO2e', 'Amount'],
    }),
    column('kind', 'Kind', 'choice', 'What the credits stand for', {
      required: true,
      example: 'permanent-removal',
      synonyms: ['Credit kind', 'Type'],
      choices: choices({
        'permanent-removal': ['permanent'],
        'nature-removal': ['nature removal high integrity', 'nature'],
        avoidance: ['reduction avoidance', 'avoided emissions'],
        unknown: ['not known', 'not retired'],
      }),
    }),
    column('registry', 'Registry', 'text', 'Where they are retired'),
    column('retired', 'Retired', 'boolean', 'Yes or No', { required: true, example: 'Yes' }),
    column('verifiedBy', 'Verified by', 'text', 'Independent verifier', { synonyms: ['Verifier'] }),
    evidenceDocument,
    evidencePage,
  ],
};

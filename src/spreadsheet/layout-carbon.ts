import { choices, column, type SheetLayout } from './layout-field.ts';
import { bidReference, evidenceDocument, evidencePage, line, lot } from './layout-shared-columns.ts';

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
    column('stage', 'Stage', 'choice', 'Life-cycle stage', {
      required: true,
      example: 'make',
      synonyms: ['Life-cycle stage'],
      choices: choices({
        make: ['manufacture', 'production'],
        ship: ['transport', 'delivery'],
        use: ['use phase'],
        serve: ['service', 'hosting'],
        end: ['end of life', 'disposal'],
      }),
    }),
    column('scope', 'Scope', 'choice', 'Of the GHG Protocol', {
      example: '3',
      choices: choices({ '1': ['scope 1'], '2': ['scope 2'], '3': ['scope 3'] }),
    }),
    column('category', 'Category', 'whole', 'Scope 3 category, 1 to 15', {
      example: '1',
      minimum: '1',
      maximum: '15',
      synonyms: ['Scope 3 category'],
    }),
    column('year', 'Year', 'year', 'Calendar year, or financial year as 2027/28', { example: '2027' }),
    column('quantity', 'Quantity', 'decimal', 'Of the activity, with its unit and conversion factor', {
      example: '1500',
      minimum: '0',
      synonyms: ['Activity', 'Amount of activity'],
    }),
    column('unit', 'Unit', 'text', 'The unit of the conversion factor', {
      example: 'kWh',
      synonyms: ['Activity unit'],
    }),
    column('factor', 'Conversion factor', 'factor', 'Id of the conversion factor', {
      example: 'electricity.uk.generation',
      synonyms: ['Conversion factor id', 'Factor', 'Emission factor'],
    }),
    column('declaredKg', 'Declared kgCO2e', 'decimal', 'Gross, before any offsets or removals', {
      unit: 'kgCO2e',
      example: '792000',
      minimum: '0',
      synonyms: ['kgCO2e', 'Declared kg', 'Declared'],
    }),
    column(
      'tier',
      'Tier',
      'choice',
      'A verified primary, B primary, C secondary, D spend or unknown; blank is read as D',
      {
        example: 'B',
        synonyms: ['Data tier', 'Data quality tier'],
        choices: choices({ A: ['tier A'], B: ['tier B'], C: ['tier C'], D: ['tier D'] }),
      },
    ),
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

import type { ReturnKind } from '../application/register-upload.ts';
import { removals as bidRemovals } from './layout-carbon.ts';
import { aboutField, choices, column, type SheetLayout } from './layout-field.ts';
import {
  category,
  evidenceDocument,
  evidencePage,
  factor,
  quantity,
  scope,
  stage,
  tier,
  unit,
} from './layout-shared-columns.ts';

export const contract = column(
  'contract',
  'Contract reference',
  'text',
  'As the council names it; own-ict where there is none',
  {
    required: true,
    example: 'ICT-C-014',
    synonyms: ['Contract', 'Contract ref', 'Contract id', 'Contract number'],
  },
);
export const returnLine = column(
  'line',
  'Line',
  'text',
  'A number or name of your own, each once in a contract and period',
  {
    required: true,
    example: '1',
    synonyms: ['Line id', 'Line number', 'Line no', 'Line name'],
  },
);

/** The sheet About of a return, or of another kind of file that becomes lines. */
export function returnAboutFields(kind: ReturnKind) {
  return [
    aboutField('template', 'Template', 'text', 'The kind of workbook. Do not change it', {
      required: true,
      example: kind,
      synonyms: ['Template kind'],
    }),
    aboutField('templateVersion', 'Template version', 'whole', 'Do not change it', { example: '1' }),
    aboutField('organisation', 'Organisation', 'text', 'The council the return is for', {
      example: 'northshire',
      synonyms: ['Council', 'Contracting authority', 'Customer'],
    }),
  ] as const;
}

export const AMOUNT_UNITS = choices({
  kg: ['kgCO2e', 'kilogram', 'kilograms', 'kg CO2e'],
  t: ['tCO2e', 'tonne', 'tonnes', 't CO2e'],
});

export const supersedes = column('supersedes', 'Supersedes line', 'text', 'The line on record that this one corrects', {
  synonyms: ['Supersedes', 'Replaces line', 'Corrects line'],
});

/** In a return that comes filled in: what was reported last time, to compare with. Never read. */
export const LAST_FIGURE = column('lastFigure', 'Last figure', 'text', 'What you reported last; for you to compare', {
  audience: 'council',
});

const figures: SheetLayout = {
  name: 'Figures',
  synonyms: ['Figure', 'Carbon figures', 'Carbon return'],
  purpose:
    'One row for each figure. Give a quantity with its unit and conversion factor, or an amount. Leave out what is not known: a blank is never 0.',
  required: true,
  inTemplate: true,
  key: ['contract', 'line', 'kind', 'basis', 'periodStart', 'periodEnd'],
  guidance: [LAST_FIGURE.header],
  columns: [
    contract,
    returnLine,
    column('kind', 'Kind', 'choice', 'Only emissions enter a total; the others have columns of their own', {
      required: true,
      example: 'emission',
      synonyms: ['Kind of figure', 'Figure kind'],
      choices: choices({
        emission: ['emissions', 'gross'],
        avoided: ['avoided emission', 'avoided emissions'],
        biogenic: ['biogenic CO2', 'biogenic emission', 'outside of scopes'],
      }),
    }),
    stage,
    scope,
    category,
    column('periodStart', 'Period start', 'date', 'First day', {
      required: true,
      example: '2026-04-01',
      synonyms: ['Start', 'From', 'Start date', 'Period from'],
    }),
    column('periodEnd', 'Period end', 'date', 'Last day, in the period; the first day again for a purchase', {
      required: true,
      example: '2027-03-31',
      synonyms: ['End', 'To', 'End date', 'Period to'],
    }),
    quantity,
    unit,
    factor,
    column('amount', 'Amount', 'decimal', 'Gross CO2e, before any offsets or removals', {
      example: '792',
      minimum: '0',
      synonyms: ['Amount CO2e', 'Emissions', 'CO2e'],
    }),
    column('amountUnit', 'Amount unit', 'choice', 'Kilograms or tonnes', {
      example: 'kg',
      choices: AMOUNT_UNITS,
      synonyms: ['Unit of amount', 'CO2e unit'],
    }),
    column('marketBasedAmount', 'Market-based amount', 'decimal', 'Beside the location-based one, in the amount unit', {
      example: '0',
      minimum: '0',
      synonyms: ['Market based', 'Market-based CO2e'],
    }),
    column('basis', 'Basis', 'choice', 'Measured, still to come, or estimated', {
      required: true,
      example: 'actual',
      choices: choices({ actual: ['actuals', 'measured'], forecast: [], estimated: ['estimate'] }),
    }),
    tier,
    evidenceDocument,
    evidencePage,
    supersedes,
  ],
};

const removals: SheetLayout = {
  ...bidRemovals,
  purpose: 'Carbon credits for a contract. They stand beside the gross figure and never lower it.',
  columns: [
    contract,
    {
      ...returnLine,
      required: false,
      columnRequired: false,
      hint: 'A name of your own; blank is the number of the row',
    },
    ...bidRemovals.columns
      .filter(({ field }) => field !== 'bidReference' && field !== 'lot')
      .map((one) =>
        one.field === 'year'
          ? { ...one, required: true, columnRequired: true, hint: 'Of retirement: calendar year, or 2027/28' }
          : one.field === 'kind'
            ? { ...one, field: 'removalKind' }
            : one,
      ),
  ],
};

export const carbonReturnSheets = { figures, removals };

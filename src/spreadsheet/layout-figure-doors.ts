import { AMOUNT_UNITS, contract, returnLine, supersedes } from './layout-carbon-return.ts';
import { choices, column, type SheetLayout } from './layout-field.ts';
import { category, evidenceDocument, evidencePage, tier } from './layout-shared-columns.ts';

/* What is at hand in another form than a carbon return. One row becomes one line of the ledger. */

export const assets: SheetLayout = {
  name: 'Assets',
  synonyms: ['Asset list', 'Asset register', 'Devices bought'],
  purpose:
    'One row for each model and purchase. Give the kilograms of one device with who says so, or a benchmark class where nobody does.',
  required: true,
  inTemplate: true,
  key: ['contract', 'line', 'stage', 'purchaseDate'],
  guidance: [],
  columns: [
    contract,
    {
      ...returnLine,
      synonyms: ['Asset line', 'Order line', 'Purchase order line', 'Asset tag', ...returnLine.synonyms],
    },
    column('model', 'Device model', 'text', 'As the maker names it', {
      required: true,
      example: 'Example Book 14',
      synonyms: ['Model', 'Product', 'Model name', 'Device'],
    }),
    column('units', 'Units', 'whole', 'How many were bought', {
      required: true,
      example: '120',
      minimum: '1',
      synonyms: ['Number of devices', 'Count', 'Number bought', 'Quantity'],
    }),
    column('purchaseDate', 'Purchase date', 'date', 'The whole figure falls on it', {
      required: true,
      example: '2026-06-15',
      synonyms: ['Date of purchase', 'Bought on', 'Delivery date', 'Order date'],
    }),
    column('kgEach', 'Footprint each', 'decimal', 'Of making one device, or of its use for rows of the stage use', {
      example: '241',
      unit: 'kgCO2e',
      minimum: '0',
      synonyms: ['kg each', 'Product footprint', 'Product carbon footprint', 'PCF', 'kgCO2e each'],
    }),
    column('footprintSource', 'Footprint source', 'text', 'Who states the footprint, and where', {
      example: 'Maker’s product sheet, edition 2025',
      synonyms: ['Source', 'Source of footprint', 'PCF source'],
    }),
    column('deviceClass', 'Benchmark class', 'device-class', 'Instead of a footprint, where none is stated', {
      example: '',
      synonyms: ['Device class', 'Product benchmark'],
    }),
    column('stage', 'Stage', 'choice', 'Blank is make; a row of its own for use', {
      choices: choices({ make: ['manufacture', 'production'], use: ['use phase'] }),
      synonyms: ['Life-cycle stage'],
    }),
    column('useUntil', 'Use until', 'date', 'Last day of use, only for the stage use', {
      example: '',
      synonyms: ['End of use', 'Last day of use'],
    }),
    category,
    tier,
    evidenceDocument,
    evidencePage,
    supersedes,
  ],
};

export const allocatedTotals: SheetLayout = {
  name: 'Allocated totals',
  synonyms: ['Allocated total', 'Allocation', 'Allocated'],
  purpose:
    'One row for each total that a supplier publishes. The contract’s part is its value as a share of the supplier’s turnover, of the same period.',
  required: true,
  inTemplate: true,
  key: ['contract', 'line', 'periodStart', 'periodEnd'],
  guidance: [],
  columns: [
    contract,
    returnLine,
    column('periodStart', 'Period start', 'date', 'First day of the supplier’s year', {
      required: true,
      example: '2025-01-01',
      synonyms: ['Start', 'From', 'Start date', 'Period from'],
    }),
    column('periodEnd', 'Period end', 'date', 'Last day of the supplier’s year', {
      required: true,
      example: '2025-12-31',
      synonyms: ['End', 'To', 'End date', 'Period to'],
    }),
    column('total', 'Supplier total', 'decimal', 'As published, before any offsets', {
      required: true,
      example: '12500',
      minimum: '0',
      synonyms: ['Published total', 'Supplier emissions', 'Organisation total'],
    }),
    column('totalUnit', 'Total unit', 'choice', 'Kilograms or tonnes', {
      required: true,
      example: 't',
      choices: AMOUNT_UNITS,
      synonyms: ['Unit of total'],
    }),
    column('covers', 'Total covers', 'text', 'Which scopes and categories; scope 3 in a row of its own', {
      required: true,
      example: 'Scopes 1 and 2, location-based',
      synonyms: ['Covers', 'Scopes covered', 'Boundary'],
    }),
    column('contractValue', 'Contract value', 'decimal', 'Paid for the contract in the period, without VAT', {
      required: true,
      example: '250000',
      unit: 'GBP',
      minimum: '0',
      synonyms: ['Contract revenue', 'Value in period', 'Spend in period'],
    }),
    column('turnover', 'Supplier turnover', 'decimal', 'Of the supplier in the same period', {
      required: true,
      example: '48000000',
      unit: 'GBP',
      minimum: '0',
      synonyms: ['Turnover', 'Supplier revenue', 'Total revenue'],
    }),
    { ...evidenceDocument, required: true, columnRequired: true },
    evidencePage,
    supersedes,
  ],
};

export const cloudUsage: SheetLayout = {
  name: 'Cloud usage',
  synonyms: ['Cloud', 'Cloud export', 'Cloud carbon', 'Carbon data'],
  purpose:
    'The monthly rows of a provider’s carbon dashboard. A month that has only a market-based figure stays without a location-based one; it is never 0.',
  required: true,
  inTemplate: true,
  key: ['contract', 'account', 'service', 'region', 'scope', 'month'],
  guidance: [],
  columns: [
    contract,
    column('month', 'Month', 'text', 'Calendar month', {
      required: true,
      example: '2026-04',
      synonyms: ['Usage month', 'Usage period', 'Billing month', 'Reporting month'],
    }),
    column('account', 'Account', 'text', 'Account, subscription or project', {
      example: '',
      synonyms: ['Account id', 'Subscription', 'Subscription id', 'Project', 'Project id', 'Usage account id'],
    }),
    column('service', 'Service', 'text', 'As the dashboard names it', {
      required: true,
      example: 'Virtual machines',
      synonyms: ['Product', 'Product code', 'Service name', 'Service description', 'Resource type'],
    }),
    column('region', 'Region', 'text', 'Where it runs', {
      example: 'UK South',
      synonyms: ['Location', 'Region name', 'Data centre region'],
    }),
    column('scope', 'Provider scope', 'choice', 'The provider’s own scope, where rows are by scope', {
      choices: choices({ '1': ['scope 1'], '2': ['scope 2'], '3': ['scope 3'] }),
      synonyms: ['Scope', 'Emissions scope'],
    }),
    column('amount', 'Location-based', 'decimal', 'With the grid of the place; blank where it is not given', {
      example: '184.2',
      minimum: '0',
      synonyms: ['Location-based emissions', 'Location based amount', 'Total LBM emissions', 'LBM emissions'],
    }),
    column('marketBasedAmount', 'Market-based', 'decimal', 'With the provider’s contracts for electricity', {
      example: '12.7',
      minimum: '0',
      synonyms: ['Market-based emissions', 'Market based amount', 'Total MBM emissions', 'MBM emissions'],
    }),
    column('amountUnit', 'Unit', 'choice', 'Kilograms or metric tonnes', {
      required: true,
      example: 'kg',
      choices: choices({
        kg: ['kgCO2e', 'kilogram', 'kilograms', 'kg CO2e'],
        t: ['tCO2e', 'tonne', 'tonnes', 't CO2e', 'MTCO2e', 'metric tonnes', 'metric tons'],
      }),
      synonyms: ['Amount unit', 'Emissions unit', 'Unit of measure'],
    }),
    evidenceDocument,
    evidencePage,
    supersedes,
  ],
};

export const spend: SheetLayout = {
  name: 'Spend',
  synonyms: ['Spend export', 'Expenditure', 'Finance ledger', 'Spend by category'],
  purpose:
    'One row for each contract, industry and period of the finance ledger, in pounds without VAT. For screening only: it never shows a trend.',
  required: true,
  inTemplate: true,
  key: ['contract', 'line', 'periodStart', 'periodEnd'],
  guidance: [],
  columns: [
    {
      ...contract,
      required: false,
      columnRequired: false,
      hint: 'Blank where the supplier has one contract in the period',
    },
    column('supplier', 'Supplier', 'text', 'Where the contract is blank', {
      example: '',
      synonyms: ['Supplier name', 'Vendor', 'Vendor name', 'Creditor'],
    }),
    {
      ...returnLine,
      synonyms: ['Ledger line', 'Cost code', 'Ledger code', 'Invoice', 'Invoice number', ...returnLine.synonyms],
    },
    column('periodStart', 'Period start', 'date', 'First day of the spend', {
      required: true,
      example: '2025-04-01',
      synonyms: ['Start', 'From', 'Start date', 'Period from', 'Date'],
    }),
    column('periodEnd', 'Period end', 'date', 'Last day, in the period', {
      required: true,
      example: '2026-03-31',
      synonyms: ['End', 'To', 'End date', 'Period to'],
    }),
    column('spend', 'Spend excluding VAT', 'decimal', 'Without VAT', {
      required: true,
      example: '15000',
      unit: 'GBP',
      minimum: '0',
      synonyms: ['Spend', 'Net amount', 'Amount excluding VAT', 'Net spend', 'Spend ex VAT'],
    }),
    column('priceYear', 'Price year', 'year', 'Blank is the year of the last day', {
      example: '',
      synonyms: ['Prices of', 'Year of prices'],
    }),
    column('sector', 'Industry', 'text', 'Number of the industry, as 62 for programming and consultancy', {
      required: true,
      example: '62',
      synonyms: ['Industry code', 'SIC', 'SIC code', 'Spend category', 'Sector'],
    }),
    evidenceDocument,
    evidencePage,
    supersedes,
  ],
};

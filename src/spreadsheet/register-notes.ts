import type { RegisterTemplateRequest } from '../application/ports.ts';
import type { SheetLayout } from './layout-field.ts';
import type { NoteLine } from './template-notes.ts';

const WHO: Readonly<Record<RegisterTemplateRequest['kind'], string>> = {
  contracts:
    'The council fills in this workbook: its ICT contracts, who shares each, and the carbon that each promises by year. Upload it to put them on record, or to bring them up to date: a fact that differs makes a new version, and the difference is shown.',
  'asset-list':
    'Whoever keeps the asset register fills in this workbook: devices bought, with the footprint of one. Units times footprint becomes one line of the carbon ledger for each row.',
  'allocated-total':
    'For suppliers that publish a total and report nothing for the contract. The contract bears its share of it, by value. It is an estimate of the lowest tier, marked as allocated, and gives way to what the supplier reports for the contract.',
  'cloud-export':
    'For the monthly rows that a cloud provider shows for your account. Paste them below, or send the provider’s own CSV: likely headers are proposed and nothing is guessed.',
  prices:
    'The council fills in this workbook once the consensus on everything but price is locked, from the price offers that were kept closed until then. It is taken once, for all bids or none, and the totals and the ranking follow.',
  'spend-export':
    'For what finance has on its ledger and nobody has reported: pounds by industry, times published kilograms for a pound. It screens for where to look. It is an estimate of the lowest tier, gives way to what is reported, and says nothing of a trend.',
  'carbon-return':
    'The supplier fills in this workbook: what its contracts emitted, in lines. The council uploads it as it is. One file may hold the lines of many contracts; more lines than a sheet holds are sent as CSV, the sheet Figures alone.',
};

const STEPS: Readonly<Record<RegisterTemplateRequest['kind'], readonly string[]>> = {
  contracts: [
    'Contracts: one row for each contract. The reference is the name by which carbon returns know it.',
    'Shares: only where several organisations bear a contract, as northshire=60; eastham=40. They add to exactly 100.',
    'Commitments: the tonnes promised for a year, one row for each contract and year; and how much of it is electricity of devices in your own buildings, where that is known.',
    'Save it as an Excel workbook (.xlsx) and upload it. The sheet Contracts alone can be sent as CSV.',
  ],
  'asset-list': [
    'Assets: one row for each model and purchase, with a line name of your own, such as the order number.',
    'Footprint each: of making one device, with who states it. Where nobody does, choose a benchmark class instead: it is marked tier D.',
    'The figure falls whole on the date of purchase. It is not spread over the life of the device.',
    'Use: where it is stated, a row of its own with the stage use and the last day of use. It is an estimate; metered electricity is better, and counts before it.',
    'Devices bought outside any contract: enter own-ict as the contract.',
  ],
  'allocated-total': [
    'Allocated totals: one row for each published total. Enter the period of the supplier’s year as it is; it is split over the council’s years by days.',
    'Contract value and turnover are of that same period, in pounds without VAT. The value can be no more than the turnover.',
    'Say what the total covers. Scopes 1 and 2 stand in one row, scope 3 in another.',
    'Name the document that shows the total, and the page.',
  ],
  'cloud-export': [
    'Cloud usage: one row for each month and service, with the contract under which the account runs.',
    'Location-based is what counts. Where the provider gives a market-based figure alone, leave location-based blank: it is recorded as missing, never as 0.',
    'Months are calendar months, as 2026-04.',
    'The next export may repeat months that were sent before: a row that is the same is known again and not counted twice.',
  ],
  prices: [
    'Prices: the bids that stand are filled in. Enter the price of each, in pounds excluding VAT, over the whole term.',
    'Save it as an Excel workbook (.xlsx) and upload it. The sheet Prices alone can be sent as CSV.',
  ],
  'spend-export': [
    'Spend: one row for each contract, industry and period, without VAT. Enter own-ict where there is no contract.',
    'Where the ledger names suppliers alone, leave the contract blank: a supplier with one contract in the period is found by its name. With none or several you are told.',
    'Industry: 26 devices and hardware, also from a reseller; 58 packaged software; 61 telecoms; 62 programming, support and consultancy; 63 hosting and information services; 77 rental; 95 repair.',
    'Price year: the year of the prices, where it is not that of the last day of the period. Later prices are taken to those of the newest multipliers by the GDP deflator.',
    'Send credit notes as a smaller amount of the same row; an amount below 0 is refused.',
  ],
  'carbon-return': [
    'Figures: one row for each figure, with the contract, a line name of your own, and the first and last day of its period.',
    'Give either a quantity with its unit and conversion factor, or an amount in kg or t. Where both are given they must agree within 1%.',
    'Electricity: the amount is location-based. A market-based amount stands beside it and is never counted with it.',
    'Avoided and biogenic emissions are lines of their own kind. They are never taken off a total.',
    'To correct a line that was reported before, send a new row and name the line under "Supersedes line".',
    'Removals: carbon credits, only where there are any. They never lower the gross figure.',
  ],
};

/** The sheet Read me of a workbook of the register or of prices, top to bottom. */
export function registerNotes({ kind }: RegisterTemplateRequest, sheets: readonly SheetLayout[]): NoteLine[] {
  const heading = (text: string): NoteLine => ({ kind: 'heading', text });
  const paragraph = (text: string): NoteLine => ({ kind: 'paragraph', text });
  return [
    heading('What this is'),
    paragraph(WHO[kind]),
    heading('How to fill it in'),
    ...STEPS[kind].map((text): NoteLine => ({ kind: 'step', text })),
    heading('What the colours mean'),
    { kind: 'legend', look: 'required', sample: 'Required', text: 'Must be filled in, in every row that you use.' },
    {
      kind: 'legend',
      look: 'input',
      sample: 'Where it applies',
      text: 'Fill it in where it applies; leave it blank otherwise.',
    },
    heading('Good to know'),
    ...[
      'A blank is missing. It is never read as 0; leave out a line that has no figure.',
      'Numbers: digits with a point, as 1480000 or 12.5. Do not type units or commas in the cell.',
      'Dates: a date of the spreadsheet, or 2026-12-18. The last day belongs to the period.',
      'Columns may stand in any order, and columns of your own are ignored. Please keep the names of the sheets and of the headers.',
      'If something is wrong you get it back with every faulty cell marked and what to enter instead.',
    ].map(paragraph),
    heading('The sheets'),
    ...sheets.map(({ name, purpose }): NoteLine => ({ kind: 'sheet', name, text: purpose })),
  ];
}

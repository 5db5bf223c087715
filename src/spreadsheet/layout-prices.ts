import { aboutField, column, type SheetLayout } from './layout-field.ts';
import { bidReference, lot } from './layout-shared-columns.ts';

export const pricesAboutFields = [
  aboutField('template', 'Template', 'text', 'The kind of workbook. Do not change it', {
    required: true,
    example: 'prices',
    synonyms: ['Template kind'],
  }),
  aboutField('templateVersion', 'Template version', 'whole', 'Do not change it', { example: '1' }),
  aboutField('procurementReference', 'Procurement reference', 'text', 'The procurement whose prices these are', {
    example: 'ICT-2026-001',
    synonyms: ['Reference', 'Tender reference'],
  }),
] as const;

/** The one sheet of a price workbook. */
export const pricesSheet: SheetLayout = {
  name: 'Prices',
  synonyms: ['Bid prices', 'Price'],
  purpose: 'One row for each bid and lot that stands. All of them, or none is taken.',
  required: true,
  inTemplate: true,
  key: ['bidReference', 'lot'],
  guidance: [],
  columns: [
    { ...bidReference, type: 'text', hint: 'As on record' },
    { ...lot, type: 'text', hint: 'Where the procurement has lots', audience: 'council' },
    column('supplier', 'Supplier', 'text', 'For the reader; the reference counts', {
      example: 'Alder Ltd',
      audience: 'council',
      synonyms: ['Supplier name', 'Bidder', 'Company'],
    }),
    column('price', 'Price', 'decimal', 'Over the whole term, excluding VAT', {
      required: true,
      unit: 'GBP',
      example: '1480000',
      minimum: '0',
      audience: 'council',
      synonyms: ['Bid price', 'Total price'],
    }),
  ],
};

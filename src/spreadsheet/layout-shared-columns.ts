import { column } from './layout-field.ts';

/** Columns that several sheets have. */
export const bidReference = column('bidReference', 'Bid reference', 'bid', 'As in the sheet Bids', {
  required: true,
  example: 'B1',
  audience: 'council',
  synonyms: ['Bid', 'Bid ref', 'Bid id', 'Tender reference'],
});
export const lot = column('lot', 'Lot', 'lot', 'Only where the bid is for more than one lot', {
  synonyms: ['Lot id', 'Lot number'],
});
export const evidenceDocument = column(
  'evidenceDocument',
  'Evidence document',
  'text',
  'File or document that shows it',
  {
    example: 'Footprint study.pdf',
    synonyms: ['Evidence', 'Document', 'Source document'],
  },
);
export const evidencePage = column('evidencePage', 'Page or section', 'text', 'Where in the document', {
  example: '4',
  synonyms: ['Page', 'Section', 'Page/section'],
});
export const line = column('line', 'Line', 'text', 'A number or name of your own, each once', {
  required: true,
  example: '1',
  synonyms: ['Line id', 'Line number', 'Line no'],
});

import { choices, column } from './layout-field.ts';

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
export const scope = column('scope', 'Scope', 'choice', 'Of the GHG Protocol', {
  example: '3',
  choices: choices({ '1': ['scope 1'], '2': ['scope 2'], '3': ['scope 3'] }),
});
export const category = column('category', 'Category', 'whole', 'Scope 3 category, 1 to 15', {
  example: '1',
  minimum: '1',
  maximum: '15',
  synonyms: ['Scope 3 category'],
});
export const quantity = column(
  'quantity',
  'Quantity',
  'decimal',
  'Of the activity, with its unit and conversion factor',
  {
    example: '1500',
    minimum: '0',
    synonyms: ['Activity', 'Amount of activity'],
  },
);
export const unit = column('unit', 'Unit', 'text', 'The unit of the conversion factor', {
  example: 'kWh',
  synonyms: ['Activity unit'],
});
export const factor = column('factor', 'Conversion factor', 'factor', 'Id of the conversion factor', {
  example: 'electricity.uk.generation',
  synonyms: ['Conversion factor id', 'Factor', 'Emission factor'],
});
export const stage = column('stage', 'Stage', 'choice', 'Life-cycle stage', {
  example: 'use',
  synonyms: ['Life-cycle stage'],
  choices: choices({
    make: ['manufacture', 'production'],
    ship: ['transport', 'delivery'],
    use: ['use phase'],
    serve: ['service', 'hosting'],
    end: ['end of life', 'disposal'],
  }),
});
export const tier = column('tier', 'Tier', 'choice', 'A verified primary, B primary, C secondary, D spend or unknown', {
  example: 'B',
  synonyms: ['Data tier', 'Data quality tier'],
  choices: choices({ A: ['tier A'], B: ['tier B'], C: ['tier C'], D: ['tier D'] }),
});
export const identifierScheme = column(
  'identifierScheme',
  'Identifier scheme',
  'text',
  'The register: GB-COH for Companies House, GB-PPON',
  {
    example: 'GB-COH',
    audience: 'council',
    synonyms: ['Scheme'],
  },
);
export const identifier = column('identifier', 'Identifier', 'text', 'Number in the register, with its leading zeros', {
  example: '01234567',
  audience: 'council',
  synonyms: ['Company number', 'Supplier identifier'],
});

import { lotFields } from './layout-about.ts';
import { carbon, devices, removals } from './layout-carbon.ts';
import { column, type SheetLayout } from './layout-field.ts';
import {
  bidReference,
  evidenceDocument,
  evidencePage,
  identifier,
  identifierScheme,
  lot,
} from './layout-shared-columns.ts';

const lots: SheetLayout = {
  name: 'Lots',
  synonyms: ['Lot'],
  purpose: 'One row for each lot; a blank cell means that About holds for the lot too.',
  required: false,
  inTemplate: true,
  key: ['lot'],
  guidance: [],
  columns: [
    column('lot', 'Lot', 'text', 'Number or name of the lot', {
      required: true,
      example: '1',
      audience: 'council',
      synonyms: ['Lot id', 'Lot number'],
    }),
    column('title', 'Title', 'text', 'What the lot buys', {
      required: true,
      example: 'Laptops',
      audience: 'council',
      synonyms: ['Lot title'],
    }),
    column('profile', 'Profile', 'profile', 'Where it differs from About', {
      example: 'hardware',
      audience: 'council',
    }),
    ...lotFields.map((field) => ({ ...field, columnRequired: false })),
  ],
};

const receivedAt = column('receivedAt', 'Received at', 'instant', 'Date and time the bid came in, UTC', {
  example: '2026-12-17T09:30:00Z',
  audience: 'council',
});
const price = column('price', 'Price', 'decimal', 'Over the whole term, excluding VAT; may come later', {
  unit: 'GBP',
  example: '1480000',
  minimum: '0',
  synonyms: ['Bid price', 'Total price'],
});
const qualityPoints = column('qualityPoints', 'Quality points', 'percent', 'The agreed quality score, 0 to 100', {
  unit: 'points of 100',
  example: '72',
  minimum: '0',
  maximum: '100',
  audience: 'council',
  synonyms: ['Quality points (0-100)', 'Quality score', 'Quality'],
});

const bids: SheetLayout = {
  name: 'Bids',
  synonyms: ['Bid', 'Bidders', 'Suppliers'],
  purpose: 'One row for each bid and lot.',
  required: true,
  inTemplate: true,
  key: ['bidReference', 'lot'],
  guidance: [],
  columns: [
    { ...bidReference, hint: 'A short reference, each once', synonyms: [...bidReference.synonyms, 'Reference'] },
    { ...lot, hint: 'Where the procurement has lots: as in the sheet Lots', audience: 'council' },
    column('supplier', 'Supplier', 'text', 'Registered name', {
      required: true,
      example: 'Alder Ltd',
      audience: 'council',
      synonyms: ['Supplier name', 'Bidder', 'Company'],
    }),
    identifierScheme,
    identifier,
    column('contactEmail', 'Contact email', 'text', 'For questions about the bid', {
      example: 'bids@example.com',
      audience: 'council',
      synonyms: ['Email'],
    }),
    receivedAt,
    { ...price, audience: 'council' },
    qualityPoints,
  ],
};

const answers: SheetLayout = {
  name: 'Answers',
  synonyms: ['Answer', 'Responses', 'Questions'],
  purpose:
    'One row for each bid and question. A blank answer means that nothing was submitted; it is never read as 0 or no.',
  required: false,
  inTemplate: true,
  key: ['bidReference', 'lot', 'question'],
  prefilled: ['question', 'questionText'],
  guidance: ['Asked for', 'What to enter', 'Unit', 'Hint', 'Answered by', 'Read by'],
  columns: [
    bidReference,
    lot,
    column('question', 'Question', 'question', 'Id of the question', {
      required: true,
      example: 'net-zero-year',
      audience: 'council',
      synonyms: ['Question id'],
    }),
    column('questionText', 'Question text', 'text', 'For the reader; the id counts', {
      audience: 'council',
      synonyms: ['Question in full'],
    }),
    column('answer', 'Answer', 'answer', 'Leave blank where there is none', {
      columnRequired: true,
      example: '2040',
      synonyms: ['Response', 'Value', 'Your answer'],
    }),
    column(
      'notApplicableBecause',
      'Not applicable because',
      'text',
      'Instead of an answer, where the question does not apply',
      {
        synonyms: ['Not applicable', 'Not applicable reason', 'N/A because'],
      },
    ),
    evidenceDocument,
    evidencePage,
    column('evidenceDate', 'Evidence date', 'date', 'Date of the document', {
      example: '2026-03-31',
      synonyms: ['Document date'],
    }),
    column('validUntil', 'Valid until', 'date', 'Where the document runs out', {
      example: '2029-03-30',
      synonyms: ['Expiry date', 'Expires'],
    }),
    column('issuedTo', 'Issued to', 'text', 'Company the document names', { example: 'Alder Ltd' }),
  ],
};

export const tenderSheets = { lots, bids, answers, carbon, devices, removals };

/** In a bid workbook the supplier stands in `About`: the other sheets have no bid reference and no lot. */
export const bidSheets = {
  bids: {
    ...withoutBid(bids),
    purpose: 'Only where the bid is for several lots: one row for each.',
    required: false,
    inTemplate: false,
    key: ['lot'],
    columns: [{ ...lot, required: true, columnRequired: true }, receivedAt, price, qualityPoints],
  },
  answers: withoutBid(answers),
  carbon: withoutBid(carbon),
  devices: withoutBid(devices),
  removals: withoutBid(removals),
} satisfies Record<string, SheetLayout>;

function withoutBid(sheet: SheetLayout): SheetLayout {
  return {
    ...sheet,
    key: sheet.key.filter((field) => field !== 'bidReference'),
    columns: sheet.columns.filter(({ field }) => field !== 'bidReference'),
  };
}

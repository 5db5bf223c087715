import { aboutField, column, type SheetLayout } from './layout-field.ts';
import { bidReference, evidenceDocument, evidencePage, lot } from './layout-shared-columns.ts';

export const agreedScoresAboutFields = [
  aboutField('template', 'Template', 'text', 'The kind of workbook. Do not change it', {
    required: true,
    example: 'agreed-scores',
    synonyms: ['Template kind'],
  }),
  aboutField('templateVersion', 'Template version', 'whole', 'Do not change it', { example: '1' }),
  aboutField('procurementReference', 'Procurement reference', 'text', 'The procurement that was evaluated', {
    required: true,
    example: 'ICT-2026-001',
    synonyms: ['Procurement', 'Procurement ref', 'Tender reference'],
  }),
  aboutField('evaluators', 'Evaluators', 'text', 'The two or more people who evaluated, semicolons between them', {
    required: true,
    example: 'Ana Example; Ben Example',
    synonyms: ['Evaluated by', 'Evaluation panel', 'Panel'],
  }),
  aboutField('moderator', 'Moderator', 'text', 'Who led the panel to what it agreed', {
    required: true,
    example: 'Cleo Example',
    synonyms: ['Moderated by', 'Chair'],
  }),
  aboutField('interests', 'Interests', 'text', 'What was declared and decided, and where that is kept', {
    example: 'All declared none; forms in the portal',
    synonyms: ['Conflicts of interest', 'Declarations of interests'],
  }),
] as const;

/**
 * Fields are named as the faults of a score name its parts; `pointers` is the document that the reason points to.
 * The guidance is for whoever fills it in.
 */
export const agreedScoresSheet: SheetLayout = {
  name: 'Agreed scores',
  synonyms: ['Agreed score', 'Scores', 'Consensus', 'Consensus scores'],
  purpose: 'One row for each criterion and condition of each bid, with what the panel agreed and why.',
  required: true,
  inTemplate: true,
  key: ['bid', 'lot', 'rule'],
  guidance: ['Supplier', 'Title', 'Assessed by', 'The bid states', 'Where the bid shows it'],
  columns: [
    { ...bidReference, field: 'bid', hint: 'As in the list of bids' },
    { ...lot, hint: 'Only where the bid is for several lots', audience: 'council' },
    column('rule', 'Criterion', 'text', 'Code of the criterion or condition', {
      required: true,
      example: 'C06',
      audience: 'council',
      synonyms: ['Criterion code', 'Criteria', 'Condition', 'Code', 'Question'],
    }),
    column(
      'corrections',
      'Facts',
      'text',
      'Where facts are assessed: accepted, or question = value; question = value',
      {
        columnRequired: true,
        example: 'accepted',
        audience: 'council',
        synonyms: ['Agreed facts', 'Fact', 'Corrected facts'],
      },
    ),
    column('points', 'Agreed score', 'whole', 'Only where people judge: whole points of the published scale', {
      columnRequired: true,
      example: '4',
      minimum: '0',
      maximum: '5',
      audience: 'council',
      synonyms: ['Score', 'Consensus score', 'Moderated score', 'Points', 'Agreed points'],
    }),
    column('reason', 'Reason', 'text', '40 characters or more, in words of its own: the bidder is told it', {
      required: true,
      example: 'Page 4 shows the weights of each month.',
      audience: 'council',
      synonyms: ['Rationale', 'Consensus comment', 'Moderated comment', 'Justification', 'Comment', 'Comments'],
    }),
    { ...evidenceDocument, field: 'pointers', columnRequired: true, audience: 'council' },
    {
      ...evidencePage,
      field: 'page',
      hint: 'Where in the document; or nothing submitted',
      columnRequired: true,
      audience: 'council',
    },
  ],
};

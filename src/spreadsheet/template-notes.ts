import type { CellLook } from './template-styles.ts';

/** A line of the sheet Read me: a heading, a paragraph, or a cell that shows a look beside its words. */
export type NoteLine =
  | { readonly kind: 'heading' | 'paragraph' | 'step'; readonly text: string }
  | { readonly kind: 'legend'; readonly look: CellLook; readonly sample: string; readonly text: string }
  | { readonly kind: 'sheet'; readonly name: string; readonly text: string };

export type NoteFacts = {
  readonly kind: 'tender' | 'bid';
  readonly procurement: string | undefined;
  readonly ruleSet: string;
  readonly ruleSetStatus: string;
  readonly profile: string;
  readonly questions: number;
  readonly factorSet: string | undefined;
  readonly sheets: readonly { readonly name: string; readonly purpose: string }[];
};

/** The title of the workbook, in its properties and its first cell. */
export function templateTitle(kind: 'tender' | 'bid', procurement: string | undefined): string {
  const of = procurement === undefined ? '' : ` for ${procurement}`;
  return kind === 'tender'
    ? `Tender workbook${of}: one procurement and its bids`
    : `Bid workbook${of}: your answers and your carbon`;
}

/** The sheet Read me, top to bottom. */
export function readMeLines(facts: NoteFacts): NoteLine[] {
  return [
    heading('What this is'),
    ...aboutThisFile(facts),
    heading('How to fill it in'),
    ...(facts.kind === 'tender' ? TENDER_STEPS : BID_STEPS).map((text) => ({ kind: 'step' as const, text })),
    heading('What the colours mean'),
    {
      kind: 'legend',
      look: 'required',
      sample: 'Required',
      text: 'Must be filled in, in every row that you use. The line above the header says "Required" too.',
    },
    {
      kind: 'legend',
      look: 'answer',
      sample: 'Answer',
      text: 'The answer to the question in that row. Blank means that nothing is submitted.',
    },
    {
      kind: 'legend',
      look: 'input',
      sample: 'Where it applies',
      text: 'Fill it in where it applies to you. Leave it blank otherwise.',
    },
    {
      kind: 'legend',
      look: 'given',
      sample: 'Given',
      text: 'Already filled in, and locked against slips. Please do not change it.',
    },
    heading('Good to know'),
    ...goodToKnow(facts),
    heading('The sheets'),
    ...facts.sheets.map(({ name, purpose }) => ({ kind: 'sheet' as const, name, text: purpose })),
  ];
}

function aboutThisFile({ kind, ruleSet, ruleSetStatus, profile, questions, factorSet }: NoteFacts): NoteLine[] {
  const who =
    kind === 'tender'
      ? 'The council fills in this workbook: the facts of one procurement and the bids made for it. Upload it to have every fault shown by cell, and to score the bids.'
      : 'You fill in this workbook for your bid. The council uploads it as it is, so the answers you give here are the answers that are assessed.';
  const factors =
    factorSet === undefined
      ? ''
      : ` Conversion factors are those the UK Government published for ${factorSet}; the sheet Lists has them.`;
  return [
    paragraph(who),
    paragraph(`It asks ${questions} questions: rule set ${ruleSet}, profile "${profile}".${factors}`),
    paragraph(ruleSetStatus),
  ];
}

const TENDER_STEPS = [
  'About: fill in the procurement. Shares, benchmarks and defaults must be those you published; a blank cell means the figure of the rule set.',
  'Lots: only where there are lots. A blank cell means that About holds for the lot too.',
  'Bids: one row for each bid, and for each lot it is made for.',
  'Answers: one row for each bid and question. Enter the bid reference in the first column. For a second bid, copy the rows and paste them below the last one.',
  'Carbon, Devices, Removals: as many rows as a bid has lines. Devices and Removals may stay empty.',
  'Save it as an Excel workbook (.xlsx) and upload it. You can also send suppliers the bid template and upload their workbooks together as a zip.',
];

const BID_STEPS = [
  'About: fill in who you are and your price.',
  'Answers: one answer for each question. Choose from the list where there is one. Say which document shows it, and on which page.',
  'Carbon: the carbon of the whole contract in lines, one stage in each line. Give either a quantity with its unit and conversion factor, or the kilograms you declare.',
  'Devices: the footprint that the maker states for each kind of device, where you offer devices.',
  'Removals: carbon credits, only where your bid relies on them.',
  'Save it as an Excel workbook (.xlsx) and send it with the documents it names.',
];

function goodToKnow({ kind }: NoteFacts): NoteLine[] {
  const blank =
    kind === 'tender'
      ? 'A blank answer means that nothing was submitted. It is never read as 0 or as No.'
      : 'A blank answer means that you submit nothing. It is never read as 0 or as No. Where a question cannot apply to you, leave the answer blank and say why under "Not applicable because".';
  return [
    blank,
    'Numbers: digits with a point, as 1480000 or 12.5. Do not type units or commas in the cell.',
    'Percentages: 45 and 45% mean the same.',
    'Dates: a date of the spreadsheet, or 2026-12-18. Text such as "next spring" is a fault.',
    'Formulas are fine: the value that the cell shows is read. A cell that shows an error is a fault.',
    'Labels, standards and certificates: an equivalent is always accepted where you can show that it is one.',
    'Columns may stand in any order, and columns of your own are ignored. Please keep the names of the sheets and of the headers.',
    'If something is wrong you get it back with every faulty cell marked and what to enter instead.',
  ].map(paragraph);
}

function heading(text: string): NoteLine {
  return { kind: 'heading', text };
}

function paragraph(text: string): NoteLine {
  return { kind: 'paragraph', text };
}

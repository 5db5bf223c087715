import type { AgreedScoresTemplateRequest, AskedScore } from '../application/agreed-scores-upload.ts';
import { agreedScoresLayout } from './layout.ts';
import { agreedScoresSheet } from './layout-agreed-scores.ts';
import type { RowValues } from './template-content.ts';
import type { Offers } from './template-fields.ts';
import { createLists } from './template-lists.ts';
import type { NoteLine } from './template-notes.ts';
import { writeReadMe } from './template-read-me.ts';
import { fieldColumn, writeAbout } from './template-sheets.ts';
import { protectSheet } from './template-styles.ts';
import { type TemplateColumn, writeTable } from './template-table.ts';
import { createWorkbook, workbookBytes } from './write-workbook.ts';

/** Columns that come filled in and say which row it is; the reader's columns stand behind them. */
const GIVEN = new Set(['bid', 'lot', 'rule']);
const WIDTHS: Readonly<Record<string, number>> = {
  corrections: 34,
  reason: 60,
  Title: 30,
  'Assessed by': 14,
  'The bid states': 44,
  'Where the bid shows it': 30,
};

const STEPS: readonly string[] = [
  'About: enter who evaluated and who moderated, by name. They act in your own system; what they agreed is recorded here as evaluated elsewhere.',
  'Agreed scores: fill in every row. Each row is a criterion or condition of a bid, with what the bid states.',
  'Where facts are assessed, enter accepted under Facts; or correct a fact, as net-zero-year = 2035, several with semicolons between them. The points follow from the facts: nobody types over them.',
  'Where people judge, enter the agreed score: whole points of the published scale, no halves and no averages.',
  'Reason: 40 characters or more in words of its own, with what in the bid leads to it. The bidder is told it.',
  'Evidence document and page: a place in the bid; or nothing submitted under page, where the bid leaves the question out.',
  'Save it as an Excel workbook (.xlsx) and upload it on the page of the evaluation. With any fault nothing is stored, and every faulty cell is named.',
];

/** The workbook of agreed scores of one procurement, to fill in. The same request gives the same bytes. */
export async function writeAgreedScoresTemplate(request: AgreedScoresTemplateRequest): Promise<Uint8Array> {
  const title = `Agreed scores of ${request.procurement}: ${request.title}`;
  const workbook = createWorkbook(title);
  const lists = createLists();
  const offers: Offers = { lists, ruleSets: [], profiles: [], factors: [], deviceClasses: [] };
  const { kind, version, about } = agreedScoresLayout;
  writeReadMe(workbook.addWorksheet('Read me'), title, notes());
  const values = { template: kind, templateVersion: version, procurementReference: request.procurement };
  const isFixed = ({ field }: { readonly field: string }) => field === 'procurementReference';
  writeAbout(workbook.addWorksheet('About'), 'About: who agreed these scores.', about, values, offers, isFixed);
  writeTable(workbook.addWorksheet(agreedScoresSheet.name), {
    title: `${agreedScoresSheet.name}: ${agreedScoresSheet.purpose}`,
    columns: columnsOf(offers),
    rows: request.rows,
    blankRows: 0,
  });
  lists.write(workbook);
  for (const sheet of workbook.worksheets) await protectSheet(sheet);
  return workbookBytes(workbook);
}

function columnsOf(offers: Offers): TemplateColumn<AskedScore>[] {
  const fields = agreedScoresSheet.columns.map((column): TemplateColumn<AskedScore> => {
    const made = fieldColumn<AskedScore>(column, offers, toValues);
    const sized = { ...made, width: WIDTHS[column.field] ?? made.width };
    return GIVEN.has(column.field) ? { ...sized, look: () => 'given' } : sized;
  });
  const guides = agreedScoresSheet.guidance.map(guide);
  return [...fields.slice(0, GIVEN.size), ...guides, ...fields.slice(GIVEN.size)];
}

function toValues({ bid, lot, code }: AskedScore): RowValues {
  return { bid, lot, rule: code };
}

const GUIDES: Readonly<Record<string, (row: AskedScore) => string>> = {
  Supplier: ({ supplier }) => supplier,
  Title: ({ title }) => title,
  'Assessed by': ({ assessed }) => assessed,
  'The bid states': ({ stated }) => stated,
  'Where the bid shows it': ({ places }) => places,
};

function guide(header: string): TemplateColumn<AskedScore> {
  return {
    header,
    width: WIDTHS[header] ?? 24,
    hint: '',
    look: () => 'given',
    value: (row) => GUIDES[header]?.(row) ?? null,
    format: () => '@',
  };
}

function notes(): NoteLine[] {
  return [
    { kind: 'heading', text: 'What this is' },
    {
      kind: 'paragraph',
      text: 'For a council that evaluates bids in its own system: what its panel agreed, brought here once, with the reason and the place in the bid for every score.',
    },
    { kind: 'heading', text: 'How to fill it in' },
    ...STEPS.map((text): NoteLine => ({ kind: 'step', text })),
    { kind: 'heading', text: 'The sheets' },
    { kind: 'sheet', name: 'About', text: 'Who evaluated and who moderated.' },
    { kind: 'sheet', name: agreedScoresSheet.name, text: agreedScoresSheet.purpose },
  ];
}

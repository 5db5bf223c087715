import type { SupplierLetter } from '../application/supplier-letter.ts';
import { dateText } from '../domain/plain-english.ts';
import { visibleText } from '../domain/visible-text.ts';
import { prose } from './prose.ts';
import { type Block, cell, type ReportContent } from './report-content.ts';
import { reportPdf } from './report-pdf.ts';

/** The letter to a supplier as a document to read and to print: the words of its page. */
export function supplierLetterContent(letter: SupplierLetter): ReportContent {
  const title = visibleText(letter.title);
  return {
    title,
    subject: `${title}: ${visibleText(letter.to)}`,
    organisation: visibleText(letter.from),
    status: undefined,
    runningTitle: title,
    date: letter.date,
    dateIs: 'the day of this letter',
    blocks: [
      { kind: 'paragraph', text: ['To: ', { kind: 'name', text: visibleText(letter.to) }] },
      { kind: 'paragraph', text: [`From: ${visibleText(letter.from)}. Date: ${dateText(letter.date)}.`] },
      { kind: 'heading', level: 1, text: title, id: 'letter' },
      { kind: 'paragraph', text: [prose(letter.opening)] },
      ...letter.contracts.flatMap(contractTable),
      ...list('What we ask you to work on with us', 'asks', letter.asks),
      ...list('Evidence to send us anew', 'evidence', letter.evidence),
      { kind: 'paragraph', text: [prose(letter.closing)] },
    ],
  };
}

/** The letter as a tagged PDF. The same letter gives the same bytes. */
export async function writeSupplierLetter(letter: SupplierLetter): Promise<Uint8Array> {
  return reportPdf(supplierLetterContent(letter));
}

function contractTable({ name, years }: SupplierLetter['contracts'][number], index: number): Block[] {
  const rows = years.map((year) => [
    cell(year.financialYear),
    cell(year.committed),
    cell(year.reported),
    cell(prose(year.rating)),
  ]);
  const title = visibleText(name);
  return [
    { kind: 'heading', level: 2, text: title, id: `contract-${index + 1}` },
    {
      kind: 'table',
      caption: 'Kilograms of CO₂e by financial year',
      columns: [
        { title: 'Financial year', width: 1.6, isRowHeader: true },
        { title: 'Committed', width: 1.8, align: 'right' },
        { title: 'Reported', width: 2.2, align: 'right' },
        { title: 'Rating', width: 4.4 },
      ],
      rows: rows.length === 0 ? [['None yet', '–', '–', '–'].map((text) => cell(text))] : rows,
    },
  ];
}

function list(title: string, id: string, items: readonly string[]): Block[] {
  if (items.length === 0) return [];
  return [
    { kind: 'heading', level: 2, text: title, id },
    { kind: 'list', items: items.map((item) => [prose(item)]) },
  ];
}

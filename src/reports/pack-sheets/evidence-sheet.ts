import type { Workbook } from 'exceljs';
import type { Bid } from '../../domain/bid.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { Assessment, AppliedRule, LotAssessment } from '../../scoring/assessment.ts';
import { lotId } from '../report-words.ts';
import { openSheet } from './pack-sheet.ts';

type Pointer = {
  readonly lot: string;
  readonly bid: Bid;
  readonly evidence: Evidence;
  readonly shows: string;
  readonly readBy: string;
};

/** Fills the Evidence sheet: an index of every pointer into the bids, by bid, document and page. */
export function writeEvidence(workbook: Workbook, assessment: Assessment): void {
  const sheet = openSheet(workbook, 'Evidence', assessment, {
    title: 'Evidence: every pointer into the bids, by document',
    note: 'What each document is said to show, and which rules read it. The service has not opened the documents: people verify them.',
    columns: [
      { header: 'Lot', width: 6 },
      { header: 'Bid', width: 7 },
      { header: 'Supplier', width: 18 },
      { header: 'Document', width: 36 },
      { header: 'Page or section', width: 14 },
      { header: 'What it shows', width: 44 },
      { header: 'Read by', width: 14 },
      { header: 'Evidence date', width: 12 },
      { header: 'Valid until', width: 12 },
      { header: 'Issued to', width: 22 },
    ],
    frozenColumns: 3,
  });
  const readers = readersByQuestion(assessment.ruleSet.rules);
  const pointers = assessment.lots.flatMap((lot) => pointersOf(lot, readers)).sort(byPlace);
  for (const { lot, bid, evidence, shows, readBy } of pointers) {
    const { document, page, date, validUntil, issuedTo } = evidence;
    sheet.addRow([
      lot,
      bid.reference,
      bid.supplier.name,
      document,
      page ?? '',
      shows,
      readBy,
      date ?? '',
      validUntil ?? '',
      issuedTo ?? '',
    ]);
  }
  if (pointers.length === 0) sheet.addRow(['', '', 'No bid points to a document.']);
}

/** Codes of the rules that read a question. */
function readersByQuestion(rules: readonly AppliedRule[]): ReadonlyMap<string, string> {
  const readers = new Map<string, string>();
  for (const { rule, code } of rules) {
    for (const { id } of Object.values(rule.questions))
      readers.set(id, readers.has(id) ? `${readers.get(id)}, ${code}` : code);
  }
  return readers;
}

function pointersOf(lot: LotAssessment, readers: ReadonlyMap<string, string>): Pointer[] {
  const id = lotId(lot.lot);
  return lot.bids.flatMap(({ bid }) => {
    const point = (evidence: Evidence | undefined, shows: string, readBy: string): Pointer[] =>
      evidence === undefined ? [] : [{ lot: id, bid, evidence, shows, readBy }];
    return [
      ...Object.entries(bid.answers).flatMap(([question, answer]) =>
        point(answer.evidence, answerText(question, answer), readers.get(question) ?? 'checks'),
      ),
      ...bid.carbon.flatMap((line) => point(line.evidence, `Carbon line ${line.line}, ${line.stage}`, 'Carbon')),
      ...bid.devices.flatMap((line) => point(line.evidence, `Device line ${line.line}, ${line.deviceClass}`, 'checks')),
      ...bid.removals.flatMap((removal) =>
        point(removal.evidence, `${removal.tonnes} t CO2e, ${removal.kind}`, 'Removals'),
      ),
    ];
  });
}

function answerText(question: string, answer: Bid['answers'][string]): string {
  if (answer.state === 'not-applicable') return `${question}: not applicable, ${answer.reason}`;
  const { value } = answer;
  return `${question}: ${typeof value === 'boolean' ? (value ? 'Yes' : 'No') : value}`;
}

/** By lot, bid, document and page; numbers in a page by their size, so that 9 stands before 10. */
function byPlace(a: Pointer, b: Pointer): number {
  const keys = ({ lot, bid, evidence, shows }: Pointer) => [
    lot,
    bid.reference,
    evidence.document,
    padNumbers(evidence.page ?? ''),
    shows,
  ];
  const [left, right] = [keys(a), keys(b)];
  const index = left.findIndex((key, at) => key !== right[at]);
  return index < 0 ? 0 : (left[index] ?? '') < (right[index] ?? '') ? -1 : 1;
}

function padNumbers(text: string): string {
  return text.replaceAll(/\d+/g, (digits) => digits.padStart(8, '0'));
}

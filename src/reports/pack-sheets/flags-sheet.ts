import type { Workbook } from 'exceljs';
import type { Assessment } from '../../scoring/assessment.ts';
import { lotId } from '../report-words.ts';
import { openSheet } from './pack-sheet.ts';

const SEVERITY_ORDER = { high: 0, medium: 1, low: 2 } as const;
const SEVERITY_WORDS = { high: 'High', medium: 'Medium', low: 'Low' } as const;

/** Fills the Flags sheet: the checks of each bid's own figures and claims, the most serious first. */
export function writeFlags(workbook: Workbook, assessment: Assessment): void {
  const sheet = openSheet(workbook, 'Flags', assessment, {
    title: 'Flags: questions to put to bidders',
    note: 'A flag asks for a clarification. It never moves a score.',
    columns: [
      { header: 'Lot', width: 6 },
      { header: 'Bid', width: 7 },
      { header: 'Supplier', width: 18 },
      { header: 'Code', width: 8 },
      { header: 'Severity', width: 11 },
      { header: 'Check', width: 42 },
      { header: 'What was found', width: 66 },
      { header: 'Questions', width: 34 },
    ],
    frozenColumns: 3,
  });
  let flags = 0;
  for (const lot of assessment.lots) {
    for (const { bid, flags: raised } of lot.bids) {
      flags += raised.length;
      for (const { code, severity, title, message, questions } of raised.toSorted(
        (a, b) => SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity],
      )) {
        sheet.addRow([
          lotId(lot.lot),
          bid.reference,
          bid.supplier.name,
          code,
          SEVERITY_WORDS[severity],
          title,
          message,
          questions,
        ]);
      }
    }
  }
  if (flags === 0) sheet.addRow(['', '', 'No flag was raised.']);
}

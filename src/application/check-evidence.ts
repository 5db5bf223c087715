import type { Evidence } from '../domain/evidence.ts';
import { parseFinancialYear } from '../domain/financial-year.ts';
import { parseIsoDate } from '../domain/iso-date.ts';
import type { Issue } from '../domain/issue.ts';
import { checkText, createFaultList, type FaultList } from './fault-list.ts';

/** Dates of a document must exist and be in order. */
export function checkEvidence(evidence: Evidence | undefined, pointer: string, faults: FaultList): void {
  if (evidence === undefined) return;
  checkText(faults, `${pointer}/document`, evidence.document, 'the name of the document');
  for (const field of ['date', 'validUntil'] as const) {
    const date = evidence[field];
    if (date !== undefined && parseIsoDate(date) === undefined) {
      faults.add(`${pointer}/${field}`, 'not-a-date', `Enter a date, as 2026-03-31, got "${date}"`, {
        found: date,
        expected: 'a date',
      });
    }
  }
  const { date, validUntil } = evidence;
  if (date !== undefined && validUntil !== undefined && validUntil < date) {
    const message = `Enter the day until which the document is valid; ${validUntil} is before its own date, ${date}`;
    faults.add(`${pointer}/validUntil`, 'valid-before-date', message, {
      found: validUntil,
      expected: `a date from ${date}`,
    });
  }
}

/** The faults of one pointer by itself. */
export function evidenceFaults(evidence: Evidence | undefined, pointer: string): Issue[] {
  const faults = createFaultList();
  checkEvidence(evidence, pointer, faults);
  return faults.issues;
}

/** A calendar year, or a financial year as 2027/28. */
export function checkYear(year: string | undefined, pointer: string, faults: FaultList): void {
  if (year === undefined || /^(19|20|21)\d{2}$/.test(year) || parseFinancialYear(year) !== undefined) return;
  faults.add(pointer, 'not-a-year', `Enter a year, as 2027, or a financial year, as 2027/28, got "${year}"`, {
    found: year,
    expected: 'a year',
  });
}

import type { Contract } from '../domain/contract.ts';
import { encodePointerPart } from '../domain/issue.ts';
import { parseIsoDate } from '../domain/iso-date.ts';
import { periodOfYear, sharedDays } from '../domain/reporting-period.ts';
import type { FaultList } from './fault-list.ts';

/** `#/contracts/ICT-C-014` */
export function contractPointer(reference: string): string {
  return `#/contracts/${encodePointerPart(reference)}`;
}

/** A promise for a year in which the contract does not run is a slip of the year, or of the contract. */
export function checkCommitmentYears({ reference, start, end, commitments }: Contract, faults: FaultList): void {
  if (parseIsoDate(start) === undefined || parseIsoDate(end) === undefined || start > end) return;
  for (const { year } of commitments) {
    const period = periodOfYear(year);
    if (period === undefined || sharedDays(period, { start, end }) > 0) continue;
    const message = `Enter a year of the contract, which runs from ${start} to ${end}, got ${year}`;
    const pointer = `${contractPointer(reference)}/commitments/${encodePointerPart(year)}/year`;
    faults.add(pointer, 'year-outside-term', message, { found: year, expected: `${start} to ${end}` });
  }
}

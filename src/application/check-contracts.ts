import type { Contract } from '../domain/contract.ts';
import { encodePointerPart, type Issue } from '../domain/issue.ts';
import { parseIsoDate } from '../domain/iso-date.ts';
import { parseDecimal } from '../domain/quantity.ts';
import { periodOfYear, sharedDays } from '../domain/reporting-period.ts';
import { checkYear } from './check-evidence.ts';
import { createFaultList, type FaultList } from './fault-list.ts';

/** `#/contracts/ICT-C-014` */
export function contractPointer(reference: string): string {
  return `#/contracts/${encodePointerPart(reference)}`;
}

/**
 * What is wrong with contracts in themselves, each fault with a pointer to the value. Shares are checked where they
 * are read; whether a contract is on record already is for whoever stores it.
 */
export function checkContracts(contracts: readonly Contract[]): Issue[] {
  const faults = createFaultList();
  for (const contract of contracts) {
    const pointer = contractPointer(contract.reference);
    checkReference(contract, pointer, faults);
    checkTerm(contract, pointer, faults);
    checkMoney(contract.annualValue, `${pointer}/annualValue`, 'an amount in pounds', faults);
    checkCommitments(contract, pointer, faults);
  }
  return faults.issues;
}

/** The name under which figures without a contract go is no contract's. */
function checkReference({ reference }: Contract, pointer: string, faults: FaultList): void {
  if (reference.toLowerCase() !== 'own-ict') return;
  const message = 'Enter another reference: own-ict stands for figures that belong to no contract';
  faults.add(`${pointer}/reference`, 'reserved-reference', message, { found: reference });
}

function checkTerm({ start, end }: Contract, pointer: string, faults: FaultList): void {
  if (parseIsoDate(start) === undefined || parseIsoDate(end) === undefined || start <= end) return;
  const message = `Enter a last day after the first: the contract starts on ${start} and would end on ${end}`;
  faults.add(`${pointer}/end`, 'end-before-start', message, { found: end, expected: `a date from ${start}` });
}

function checkMoney(text: string | undefined, pointer: string, what: string, faults: FaultList): void {
  const number = text === undefined ? undefined : parseDecimal(text);
  if (number === undefined || number.gte(0)) return;
  const expected = `${what} of 0 or more`;
  faults.add(pointer, 'negative', `Enter ${expected}, got ${text}`, { found: text ?? '', expected });
}

function checkCommitments({ start, end, commitments }: Contract, at: string, faults: FaultList): void {
  const term = parseIsoDate(start) === undefined || parseIsoDate(end) === undefined ? undefined : { start, end };
  for (const { year, tonnes } of commitments) {
    if (year === '') continue;
    const pointer = `${at}/commitments/${encodePointerPart(year)}`;
    checkYear(year, `${pointer}/year`, faults);
    checkMoney(tonnes, `${pointer}/tonnes`, 'a number of tonnes', faults);
    const period = periodOfYear(year);
    if (period === undefined || term === undefined || term.start > term.end || sharedDays(period, term) > 0) continue;
    const message = `Enter a year of the contract, which runs from ${start} to ${end}, got ${year}`;
    faults.add(`${pointer}/year`, 'year-outside-term', message, { found: year, expected: `${start} to ${end}` });
  }
}

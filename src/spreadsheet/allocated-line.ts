import type { FaultList } from '../application/fault-list.ts';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { allocatedKilograms, allocatedShare, type AllocatedWorking } from '../domain/figure-working.ts';
import { ONE } from '../domain/quantity.ts';
import { stated } from './return-line.ts';
import type { StreamedRow } from './row-reader.ts';

/**
 * A supplier's published total as a line: the contract's part by its share of the turnover. It is an estimate of
 * tier D, and gives way where the contract has reported for the month; to the council all of it is scope 3,
 * category 1, whatever it was to the supplier.
 */
export function toAllocatedLine(row: StreamedRow, source: CarbonReturnLine['source']): CarbonReturnLine {
  const working = workingOf(row);
  const amount = working === undefined ? undefined : allocatedKilograms(working);
  return {
    contract: row.get('contract') ?? '',
    line: row.get('line') ?? '',
    kind: 'emission',
    scope: '3',
    category: '1',
    periodStart: row.get('periodStart') ?? '',
    periodEnd: row.get('periodEnd') ?? '',
    ...(working === undefined || amount === undefined ? {} : { amount, amountUnit: 'kg', working }),
    basis: 'estimated',
    tier: 'D',
    ...stated(row),
    source,
  };
}

function workingOf(row: StreamedRow): AllocatedWorking | undefined {
  const [total, unit] = [row.get('total'), row.get('totalUnit')];
  const [contractValue, turnover] = [row.get('contractValue'), row.get('turnover')];
  if (total === undefined || contractValue === undefined || turnover === undefined) return undefined;
  const totalUnit = unit === 't' ? 't' : 'kg';
  return { method: 'allocated', total, totalUnit, covers: row.get('covers') ?? '', contractValue, turnover };
}

/** The share is a part of a whole: neither can be negative, and the part is not larger. */
export function checkAllocatedRow(row: StreamedRow, at: string, faults: FaultList): void {
  for (const field of ['total', 'contractValue', 'turnover']) {
    const value = row.get(field);
    if (value?.startsWith('-') !== true) continue;
    faults.add(`${at}/${field}`, 'negative', `Enter 0 or more, got ${value}`, { found: value, expected: '0 or more' });
  }
  const [contractValue, turnover] = [row.get('contractValue'), row.get('turnover')];
  if (contractValue === undefined || turnover === undefined) return;
  const share = allocatedShare({ contractValue, turnover });
  if (share === undefined) {
    const message = 'Enter the supplier’s turnover in the period; nothing can be shared out over 0';
    faults.add(`${at}/turnover`, 'no-turnover', message, { found: turnover, expected: 'more than 0' });
  } else if (share.gt(ONE)) {
    const message = `The contract value ${contractValue} is more than the supplier’s turnover ${turnover}: check both`;
    faults.add(`${at}/contractValue`, 'share-above-one', message, {
      found: contractValue,
      expected: `at most ${turnover}, the turnover of the same period`,
    });
  }
}

/** The column that a field of an allocated line comes from. */
export function allocatedField(field: string): string {
  return { amount: 'total', amountUnit: 'totalUnit' }[field] ?? field;
}

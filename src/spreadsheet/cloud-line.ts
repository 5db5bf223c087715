import type { FaultList } from '../application/fault-list.ts';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { addDays, addMonths } from '../domain/iso-date.ts';
import { oneOf, AMOUNT_UNIT_NAMES, optional, stated } from './return-line.ts';
import type { StreamedRow } from './row-reader.ts';

/**
 * A row of a provider's dashboard as a line over its month: what the provider reports of a service it runs, scope 3,
 * category 1, tier B. The location-based figure is the amount; where it is blank the line has none.
 */
export function toCloudLine(row: StreamedRow, source: CarbonReturnLine['source']): CarbonReturnLine {
  const first = firstOfMonth(row.get('month') ?? '');
  return {
    contract: row.get('contract') ?? '',
    line: nameOf(row),
    kind: 'emission',
    stage: 'serve',
    scope: '3',
    category: '1',
    periodStart: first ?? '',
    periodEnd: first === undefined ? '' : addDays(addMonths(first, 1), -1),
    ...optional('amount', row.get('amount')),
    ...optional('amountUnit', oneOf(AMOUNT_UNIT_NAMES, row.get('amountUnit'))),
    ...optional('marketBasedAmount', row.get('marketBasedAmount')),
    basis: 'actual',
    tier: 'B',
    ...stated(row),
    source,
  };
}

/** What a row is about, month by month: the same in the next export, so that it is known again. */
function nameOf(row: StreamedRow): string {
  const scope = row.get('scope');
  const parts = [row.get('account'), row.get('service'), row.get('region')];
  return [...parts, scope === undefined ? undefined : `scope ${scope}`].filter((part) => part !== undefined).join(', ');
}

/** "2026-04", or its first day, as dashboards write it; undefined for anything else. */
function firstOfMonth(text: string): string | undefined {
  const [, month] = /^(\d{4}-(?:0[1-9]|1[0-2]))(?:-01)?(?:[T ][0:.Z]*)?$/.exec(text) ?? [];
  return month === undefined ? undefined : `${month}-01`;
}

/** A month is a month: days of a bill cannot be told from a slip. */
export function checkCloudRow(row: StreamedRow, at: string, faults: FaultList): void {
  const month = row.get('month');
  if (month === undefined || firstOfMonth(month) !== undefined) return;
  const expected = 'a month, as 2026-04';
  faults.add(`${at}/month`, 'not-a-month', `Enter ${expected}, got "${month}"`, { found: month, expected });
}

/** The column that a field of a cloud line comes from. */
export function cloudField(field: string): string {
  return { line: 'service', periodStart: 'month', periodEnd: 'month', category: 'scope' }[field] ?? field;
}

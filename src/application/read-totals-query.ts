import { TIERS, STAGES } from '../domain/bid.ts';
import { BASES, type Basis } from '../domain/carbon-figure.ts';
import { ICT_CATEGORIES } from '../domain/contract.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import { parseIsoDate } from '../domain/iso-date.ts';
import type { Issue } from '../domain/issue.ts';
import { parseMonth } from '../domain/period-split.ts';
import { TOTAL_KEYS, type TotalKey, type TotalsQuery, type View, VIEWS } from '../domain/totals-query.ts';
import { listed } from './nearest-names.ts';

/** What totals can be narrowed by besides basis and months: every other key. */
export const TOTAL_FILTERS = [
  'organisation',
  'contract',
  'supplier',
  'ict_category',
  'department',
  'scope',
  'category',
  'stage',
  'tier',
  'quarter',
  'calendar_year',
  'financial_year',
] as const satisfies readonly TotalKey[];

const CHOICES: Readonly<Partial<Record<TotalKey, readonly string[]>>> = {
  ict_category: ICT_CATEGORIES,
  scope: ['1', '2', '3'],
  category: Array.from({ length: 15 }, (_, index) => String(index + 1)),
  stage: STAGES,
  tier: TIERS,
};

export type TotalsQueryText = Readonly<Record<string, string | undefined>>;

/**
 * A question for totals from the texts of an address, a form or a command line: `by` with commas, `from` and `to` as
 * 2026-04, `basis`, `view`, `as_of`, and any key with the value wanted. Every fault is given at once.
 */
export function readTotalsQuery(
  given: TotalsQueryText,
): { readonly query: TotalsQuery; readonly asOf?: IsoInstant } | { readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const wrong = (field: string, message: string, found: string): void => {
    issues.push({ pointer: `#/${field}`, code: 'not-a-choice', message, found });
  };
  const text = (field: string): string | undefined => (given[field] === '' ? undefined : given[field]);
  const oneOf = <T extends string>(field: string, known: readonly T[]): T | undefined => {
    const value = text(field);
    const choice = known.find((one) => one === value);
    if (value !== undefined && choice === undefined) {
      wrong(field, `Enter one of ${listed(known)}, got "${value}"`, value);
    }
    return choice;
  };
  const by = (text('by') ?? '').split(',').filter((key) => key !== '');
  for (const key of by) {
    if (!isKey(key)) wrong('by', `Totals are by ${listed(TOTAL_KEYS)}, got "${key}"`, key);
  }
  const month = (field: string): string | undefined => {
    const value = text(field);
    if (value !== undefined && parseMonth(value) === undefined) {
      wrong(field, `Enter a month as 2026-04, got "${value}"`, value);
    }
    return value;
  };
  const [from, to] = [month('from'), month('to')];
  if (from !== undefined && to !== undefined && issues.length === 0 && from > to) {
    wrong('to', `The last month ${to} is before the first month ${from}`, to);
  }
  const basis = oneOf<Basis>('basis', BASES);
  const view = oneOf<View>('view', VIEWS) ?? 'whole-life';
  const asOf = readInstant(text('as_of'), wrong);
  const only = readFilters(text, oneOf);
  if (issues.length > 0) return { issues };
  const query: TotalsQuery = {
    by: [...new Set(by.filter(isKey))],
    view,
    only,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(basis === undefined ? {} : { basis }),
  };
  return asOf === undefined ? { query } : { query, asOf };
}

function isKey(text: string): text is TotalKey {
  return TOTAL_KEYS.some((key) => key === text);
}

function readFilters(
  text: (field: string) => string | undefined,
  oneOf: (field: string, known: readonly string[]) => string | undefined,
): TotalsQuery['only'] {
  const filters = TOTAL_FILTERS.map((key) => {
    const choices = CHOICES[key];
    return [key, choices === undefined ? text(key) : oneOf(key, choices)] as const;
  });
  return Object.fromEntries(filters.filter(([, value]) => value !== undefined));
}

/** An instant, or a day, which counts to its end. */
function readInstant(
  text: string | undefined,
  wrong: (field: string, message: string, found: string) => void,
): IsoInstant | undefined {
  if (text === undefined) return undefined;
  if (parseIsoDate(text) !== undefined) return `${text}T23:59:59.999Z`;
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const time = isInstant ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) {
    wrong('as_of', `Enter an instant as 2026-12-18T12:00:00Z or a day as 2026-12-18, got "${text}"`, text);
    return undefined;
  }
  return new Date(time).toISOString();
}

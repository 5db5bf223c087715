import { z } from 'zod';
import { parseFinancialYear } from './financial-year.ts';
import { type IsoInstant, parseIsoDate } from './iso-date.ts';
import type { Issue } from './issue.ts';
import { parseDecimal } from './quantity.ts';

/*
 * What might be, beside the record: a named list of changes to the forecast of contracts. Percents, tonnes and dates
 * travel as text. A change without a contract (or supplier) is about all of them.
 */

const contract = z.string().trim().min(1, 'Enter the reference of a contract').max(200);
const day = z.string().refine((text) => parseIsoDate(text) !== undefined, { error: 'Enter a date, as 2027-03-31' });
const year = z
  .string()
  .refine((text) => parseFinancialYear(text) !== undefined, { error: 'Enter a financial year, as 2027/28' });
const percentUpTo = (most: number) =>
  z.string().refine((text) => isBetween(text, most), {
    error: `Enter a percentage from 0 to ${most}, digits and a point only`,
  });
const tonnes = z
  .string()
  .refine((text) => isBetween(text, 1e9), { error: 'Enter tonnes of CO2e a year, 0 or more, digits and a point only' });

const MOST_VOLUME_PERCENT = 1000;

/** One change of a scenario. */
export const scenarioChangeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('end'), contract: contract.optional(), on: day }),
  z.strictObject({ kind: z.literal('renew'), contract, until: day }),
  z.strictObject({
    kind: z.literal('swap'),
    contract,
    on: day,
    title: z.string().trim().min(1, 'Say what comes in its place').max(200),
    tonnes,
    until: day.optional(),
  }),
  z.strictObject({
    kind: z.literal('volume'),
    contract: contract.optional(),
    from: year,
    percent: percentUpTo(MOST_VOLUME_PERCENT),
  }),
  z.strictObject({
    kind: z.literal('supplier-cut'),
    supplier: z.string().trim().min(1).max(300).optional(),
    from: year,
    percent: percentUpTo(100),
  }),
  z.strictObject({ kind: z.literal('grid-path'), from: year, percent: percentUpTo(100) }),
]);
export type ScenarioChange = z.output<typeof scenarioChangeSchema>;
export type ScenarioChangeKind = ScenarioChange['kind'];

/** More changes than this are another record, not a scenario. */
export const MOST_CHANGES = 100;

/** A version of a scenario; a later one stands beside it, never over it. */
export type Scenario = {
  readonly name: string;
  /** Counts from 1. */
  readonly version: number;
  readonly changes: readonly ScenarioChange[];
  /** What it is for, or why this version was made. */
  readonly reason: string;
  readonly by: string;
  readonly byName: string;
  readonly at: IsoInstant;
};

/** What a scenario can be about. */
export type ScenarioSubjects = { readonly contracts: ReadonlySet<string>; readonly suppliers: ReadonlySet<string> };

/**
 * The faults of a list of changes: a contract or supplier that is not there, dates in the wrong order, and two changes
 * of which only one can be true. Without any the order of the list means nothing.
 */
export function checkChanges(changes: readonly ScenarioChange[], { contracts, suppliers }: ScenarioSubjects): Issue[] {
  const issues: Issue[] = [];
  const fault = (index: number, field: string, code: string, message: string, found: string) =>
    issues.push({ pointer: `#/changes/${index}/${field}`, code, message, found });
  if (changes.length > MOST_CHANGES) {
    fault(MOST_CHANGES, '', 'too-many', `Enter at most ${MOST_CHANGES} changes`, String(changes.length));
  }
  const places = new Map<string, number>();
  for (const [index, change] of changes.entries()) {
    if ('contract' in change && change.contract !== undefined && !contracts.has(change.contract)) {
      fault(index, 'contract', 'unknown-contract', 'Name a contract that is on record', change.contract);
    }
    if (change.kind === 'supplier-cut' && change.supplier !== undefined && !suppliers.has(change.supplier)) {
      fault(index, 'supplier', 'unknown-supplier', 'Name a supplier of a contract on record', change.supplier);
    }
    if (change.kind === 'swap' && change.until !== undefined && change.until < change.on) {
      fault(index, 'until', 'wrong-order', 'Enter an end on or after the date of the swap', change.until);
    }
    const place = placeOf(change);
    const earlier = places.get(place);
    if (earlier !== undefined) {
      const message = `Leave out one of changes ${earlier + 1} and ${index + 1}: both cannot be true`;
      fault(index, 'kind', 'twice', message, change.kind);
    }
    places.set(place, index);
  }
  return issues;
}

/** Whether a later version differs at all. */
export function sameChanges(a: readonly ScenarioChange[], b: readonly ScenarioChange[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What only one change can say: the term of a contract, its volume, the cut of a supplier, the path of the grid. */
function placeOf(change: ScenarioChange): string {
  switch (change.kind) {
    case 'end':
    case 'renew':
    case 'swap':
      return JSON.stringify(['term', change.contract ?? null]);
    case 'volume':
      return JSON.stringify(['volume', change.contract ?? null]);
    case 'supplier-cut':
      return JSON.stringify(['cut', change.supplier ?? null]);
    case 'grid-path':
      return 'grid';
  }
}

function isBetween(text: string, most: number): boolean {
  const value = text.length <= 30 ? parseDecimal(text) : undefined;
  return value !== undefined && value.gte(0) && value.lte(most);
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { activityKilograms, declaredKilograms, type FactorOn } from '../domain/line-figures.ts';
import { decimalText, type Fraction, nearestDouble } from '../domain/quantity.ts';
import { sharedDays } from '../domain/reporting-period.ts';
import { type HistoryLine, LineHistory } from './line-history.ts';
import type { ReturnReading } from './register-upload.ts';
import type { Stores } from './stores.ts';

/** Something about a line that only a person can decide: is it right as it stands, beside what is on record? */
export type ReturnQuestion = {
  readonly kind: 'overlap' | 'unit-slip';
  /** The line as the file states it. */
  readonly found: string;
  /** What stands on record. */
  readonly onRecord: string;
  readonly source: CarbonReturnLine['source'];
  /** The field whose cell shows it. */
  readonly field: 'periodStart' | 'amount' | 'quantity';
};

/** A slip between kg and t, or W and kW, is a thousand; so near to it on a scale of tens nothing else is likely. */
const DECADES_OF_A_SLIP = 3;
const NEAR_A_SLIP = 0.35;
/**
 * Compares a return with the lines that stand on record for the same contracts: other lines of the same kind, scope,
 * category, stage and basis for days that are reported again, and amounts a thousand times those of before. Lines that
 * the file states again word for word, or supersedes, are not held against it.
 */
export async function compareWithRecord(
  { ledger }: Pick<Stores, 'ledger'>,
  organisation: string,
  reading: Pick<ReturnReading, 'contracts' | 'lines'>,
  factorOn: (factorId: string) => FactorOn,
): Promise<ReturnQuestion[]> {
  const history: History = { groups: new Map(), names: new Set() };
  let read = 0;
  for (const [index, { contract }] of reading.contracts.entries()) {
    if (index % CONTRACTS_A_TURN === 0) await nextTurn();
    for await (const { statement } of ledger.standingLines(organisation, contract)) {
      const key = groupOf(statement);
      const group = history.groups.get(key) ?? new LineHistory();
      history.groups.set(key, group);
      group.add(toHistory(statement, factorOn));
      history.names.add(`${contract}\n${statement.line}`);
      if (++read % LINES_A_TURN === 0) await nextTurn();
    }
  }
  return history.groups.size === 0 ? [] : compareLines(reading, history, factorOn);
}

/** So many contracts are looked up, and so many lines read, before others have their turn. */
const CONTRACTS_A_TURN = 10;
const LINES_A_TURN = 500;

type History = { readonly groups: Map<string, LineHistory>; readonly names: Set<string> };

async function compareLines(
  reading: Pick<ReturnReading, 'lines'>,
  { groups, names }: History,
  factorOn: (factorId: string) => FactorOn,
): Promise<ReturnQuestion[]> {
  const [stated, superseded] = [new Set<string>(), new Set<string>()];
  const periods = new Map<string, StatedPeriod>();
  const slips: ReturnQuestion[] = [];
  for await (const batch of reading.lines()) {
    for (const line of batch) {
      const key = groupOf(line);
      const known = groups.get(key);
      if (known === undefined) continue;
      const { contract, supersedes, periodStart: start, periodEnd: end } = line;
      // Only what is on record under the same name can be stated again or superseded.
      if (names.has(`${contract}\n${line.line}`)) stated.add(statedAs(contract, { line: line.line, start, end }));
      if (supersedes !== undefined && names.has(`${contract}\n${supersedes}`))
        superseded.add(`${contract}\n${supersedes}`);
      const period = `${key} ${start} ${end}`;
      const earlier = periods.get(period);
      if (earlier === undefined) periods.set(period, { line, known, count: 1 });
      else earlier.count += 1;
      slips.push(...unitSlip(line, known, factorOn));
    }
  }
  const asked = [...periods.values()].flatMap((period) =>
    overlapsOf(period).filter(
      ({ contract, other }) => !stated.has(statedAs(contract, other)) && !superseded.has(`${contract}\n${other.line}`),
    ),
  );
  return [...asked.map(({ period, other }) => toQuestion(period, other)), ...slips];
}

function statedAs(contract: string, { line, start, end }: Omit<HistoryLine, 'kilograms'>): string {
  return `${contract}\n${line}\n${start} ${end}`;
}

/** A period that lines of one kind in the file have, with the first of them. */
type StatedPeriod = { readonly line: CarbonReturnLine; readonly known: LineHistory; count: number };

/** The lines on record that share days with a period of the file. */
function overlapsOf(period: StatedPeriod) {
  const { line, known } = period;
  const days = { start: line.periodStart, end: line.periodEnd };
  return known.lines
    .filter((other) => sharedDays(days, other) > 0)
    .map((other) => ({ period, contract: line.contract, other }));
}

function toQuestion({ line, count }: StatedPeriod, other: HistoryLine): ReturnQuestion {
  const more = count === 1 ? '' : ` and ${count - 1} more for this period`;
  return {
    kind: 'overlap',
    found: `line ${line.line}${more} of ${line.contract}, ${line.periodStart} to ${line.periodEnd}`,
    onRecord: `line ${other.line}, ${other.start} to ${other.end}, ${kilogramsText(other.kilograms)} on record`,
    source: line.source,
    field: 'periodStart',
  };
}

/** An amount about a thousand times, or a thousandth of, what the contract reported for as long a period before. */
function unitSlip(
  line: CarbonReturnLine,
  known: LineHistory,
  factorOn: (factorId: string) => FactorOn,
): ReturnQuestion[] {
  const before = known.measureFor(line);
  if (before?.kilograms === undefined) return [];
  const kilograms = kilogramsOf(line, factorOn);
  if (kilograms === undefined || kilograms.n === 0n) return [];
  const decades = Math.log10(nearestDouble(kilograms.div(before.kilograms)));
  if (Math.abs(Math.abs(decades) - DECADES_OF_A_SLIP) > NEAR_A_SLIP) return [];
  const times = decades > 0 ? 'about a thousand times' : 'about a thousandth of';
  return [
    {
      kind: 'unit-slip',
      found: `line ${line.line} of ${line.contract}, ${kilogramsText(kilograms)}`,
      onRecord: `${times} line ${before.line}, ${before.start} to ${before.end}, ${kilogramsText(before.kilograms)} on record`,
      source: line.source,
      field: line.quantity === undefined ? 'amount' : 'quantity',
    },
  ];
}

function groupOf({ contract, kind, stage, scope, category, basis }: CarbonReturnLine): string {
  return JSON.stringify([contract, kind, stage ?? '', scope ?? '', category ?? '', basis]);
}

function toHistory(line: CarbonReturnLine, factorOn: (factorId: string) => FactorOn): HistoryLine {
  const { periodStart: start, periodEnd: end } = line;
  return { line: line.line, start, end, kilograms: kilogramsOf(line, factorOn) };
}

/** Quantity times factor before a declared amount, as the ledger counts it. */
export function kilogramsOf(line: CarbonReturnLine, factorOn: (factorId: string) => FactorOn): Fraction | undefined {
  const activity = line.factor === undefined ? undefined : activityKilograms(line, 'blended', factorOn(line.factor));
  return activity ?? declaredKilograms(line);
}

function kilogramsText(kilograms: Fraction | undefined): string {
  return kilograms === undefined ? 'no location-based figure' : `${decimalText(kilograms, 3)} kg`;
}

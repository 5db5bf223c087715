import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { inclusiveDays } from '../domain/iso-date.ts';
import { activityKilograms, declaredKilograms, type FactorOn } from '../domain/line-figures.ts';
import { decimalText, type Fraction, nearestDouble, ZERO } from '../domain/quantity.ts';
import { sharedDays } from '../domain/reporting-period.ts';
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
/** Periods count as alike in length up to this ratio: a month is no measure for a year. */
const ALIKE_IN_LENGTH = 2;

type HistoryLine = {
  readonly line: string;
  readonly start: string;
  readonly end: string;
  readonly kilograms: Fraction | undefined;
};

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
  const history = new Map<string, HistoryLine[]>();
  for (const { contract } of reading.contracts) {
    for await (const { statement } of ledger.standingLines(organisation, contract)) {
      const key = groupOf(statement);
      const known = history.get(key);
      const line = toHistory(statement, factorOn);
      if (known === undefined) history.set(key, [line]);
      else known.push(line);
    }
  }
  return history.size === 0 ? [] : compareLines(reading, history, factorOn);
}

async function compareLines(
  reading: Pick<ReturnReading, 'lines'>,
  history: ReadonlyMap<string, readonly HistoryLine[]>,
  factorOn: (factorId: string) => FactorOn,
): Promise<ReturnQuestion[]> {
  const [stated, superseded] = [new Set<string>(), new Set<string>()];
  const overlaps = new Map<string, Overlap>();
  const slips: ReturnQuestion[] = [];
  for await (const batch of reading.lines()) {
    for (const line of batch) {
      const known = history.get(groupOf(line));
      if (known === undefined) continue;
      stated.add(statedAs(line.contract, { line: line.line, start: line.periodStart, end: line.periodEnd }));
      if (line.supersedes !== undefined) superseded.add(`${line.contract}\n${line.supersedes}`);
      collectOverlaps(line, known, overlaps);
      slips.push(...unitSlip(line, known, factorOn));
    }
  }
  const asked = [...overlaps.values()].filter(
    ({ line: { contract }, other }) =>
      !stated.has(statedAs(contract, other)) && !superseded.has(`${contract}\n${other.line}`),
  );
  return [...asked.map(toQuestion), ...slips];
}

function statedAs(contract: string, { line, start, end }: Omit<HistoryLine, 'kilograms'>): string {
  return `${contract}\n${line}\n${start} ${end}`;
}

type Overlap = { readonly line: CarbonReturnLine; readonly other: HistoryLine; count: number };

/** Each pair of a period in the file and a line on record once, by the first line that has the period. */
function collectOverlaps(line: CarbonReturnLine, known: readonly HistoryLine[], overlaps: Map<string, Overlap>): void {
  const period = { start: line.periodStart, end: line.periodEnd };
  for (const other of known) {
    if (sharedDays(period, other) === 0) continue;
    const key = JSON.stringify([groupOf(line), period, other.line, other.start, other.end]);
    const earlier = overlaps.get(key);
    if (earlier === undefined) overlaps.set(key, { line, other, count: 1 });
    else earlier.count += 1;
  }
}

function toQuestion({ line, other, count }: Overlap): ReturnQuestion {
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
  known: readonly HistoryLine[],
  factorOn: (factorId: string) => FactorOn,
): ReturnQuestion[] {
  const kilograms = kilogramsOf(line, factorOn);
  if (kilograms === undefined || kilograms.n === 0n) return [];
  const alike = known.filter(
    (one) => one.kilograms !== undefined && one.kilograms.n > 0n && isAlikeInLength(line, one),
  );
  const sameName = alike.filter((one) => one.line === line.line || one.line === line.supersedes);
  const before = medianOf(sameName.length > 0 ? sameName : alike);
  if (before?.kilograms === undefined) return [];
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

function isAlikeInLength({ periodStart, periodEnd }: CarbonReturnLine, { start, end }: HistoryLine): boolean {
  const [days, other] = [inclusiveDays(periodStart, periodEnd), inclusiveDays(start, end)];
  return Math.max(days, other) <= ALIKE_IN_LENGTH * Math.min(days, other);
}

function medianOf(lines: readonly HistoryLine[]): HistoryLine | undefined {
  const sorted = lines.toSorted((a, b) => (a.kilograms ?? ZERO).compare(b.kilograms ?? ZERO));
  return sorted[Math.floor((sorted.length - 1) / 2)];
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

import { isDeepStrictEqual } from 'node:util';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import type { FaultList } from './fault-list.ts';
import type { LineOnRecord } from './ledger-stores.ts';

/** With contract and name of the line what makes a line the same line. */
export function lineIdentity({ kind, basis, periodStart, periodEnd }: CarbonReturnLine): string {
  return `${kind} ${basis} ${periodStart} ${periodEnd}`;
}

/** All that makes a line the same line, in parts. */
export function lineNames({ contract, line, kind, basis, periodStart, periodEnd }: CarbonReturnLine): string[] {
  return [contract, line, kind, basis, periodStart, periodEnd];
}

/** Whether two lines state the same, wherever in a file they stand. */
export function sameStatement(a: CarbonReturnLine, b: CarbonReturnLine): boolean {
  return isDeepStrictEqual(withoutPlace(a), withoutPlace(b));
}

/** As it comes back from the record: without place, and without fields that are absent. */
function withoutPlace(line: CarbonReturnLine): object {
  return Object.fromEntries(Object.entries(line).filter(([name, value]) => name !== 'source' && value !== undefined));
}

/**
 * The line on record that a line puts right. A line of the same name, kind, basis and period cannot come in beside
 * one that stands; what `supersedes` names must stand, once. Each line is replaced by one.
 */
export function replacedLine(
  line: CarbonReturnLine,
  onRecord: ReadonlyMap<string, readonly LineOnRecord[]>,
  taken: ReadonlySet<number>,
  at: string,
  faults: FaultList,
): LineOnRecord | undefined {
  const standing = (name: string) => (onRecord.get(`${line.contract}\n${name}`) ?? []).filter(({ stands }) => stands);
  const identity = lineIdentity(line);
  const same = standing(line.line).find((one) => one.identity === identity);
  const named = line.supersedes === undefined ? [] : standing(line.supersedes);
  const exact = named.find((one) => one.identity === identity);
  const replaced = exact ?? (named.length === 1 ? named[0] : undefined);
  if (same !== undefined && replaced?.id !== same.id) {
    const message = `Line ${line.line} of ${line.contract} is on record for this period with other figures`;
    faults.add(`${at}/line`, 'line-on-record', message, {
      found: line.line,
      fix: `To put it right, enter ${line.line} under Supersedes line.`,
    });
    return undefined;
  }
  if (line.supersedes === undefined) return undefined;
  if (replaced === undefined || taken.has(replaced.id)) {
    faults.add(`${at}/supersedes`, 'nothing-to-supersede', sentence(line, named, replaced), { found: line.supersedes });
    return undefined;
  }
  return replaced;
}

function sentence(
  { contract, supersedes }: CarbonReturnLine,
  named: readonly LineOnRecord[],
  replaced: LineOnRecord | undefined,
): string {
  if (replaced !== undefined) return `Line ${supersedes} of ${contract} is superseded by another line already`;
  return named.length === 0
    ? `No line ${supersedes} of ${contract} stands on record`
    : `Line ${supersedes} of ${contract} stands for ${named.length} periods, none of them this one: give the line its period`;
}

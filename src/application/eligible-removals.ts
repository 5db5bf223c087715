import { textAt } from '../domain/figure-cube.ts';
import type { Person } from '../domain/person.ts';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import type { YearlyGrams } from '../domain/trajectory.ts';
import type { HeldPicture } from './held-picture.ts';
import type { LedgerPicture } from './ledger-picture.ts';
import type { ServicePorts } from './ports.ts';
import { ALL_BEARERS } from './trajectory-records.ts';
import type { FigureCursor } from './ledger-stores.ts';
import type { Database } from './stores.ts';

const AT_ONCE = 500;

/**
 * Credits that may count in a line, by financial year, in what an organisation keeps or bears: retired permanent removals
 * with a verifier, as in the net carbon of bids. Whether they do count is a matter of how far gross is down. Reversals
 * are taken off.
 */
export async function eligibleRemovals(
  { database }: ServicePorts,
  { organisation }: Person,
  { own, shared }: HeldPicture,
  bearer: string,
): Promise<YearlyGrams[]> {
  const found = [await removalsIn(database, organisation, own, removalRows(own, bearer))];
  if (bearer === organisation || bearer === ALL_BEARERS) {
    for (const { keeper, picture, names } of shared) {
      const rows = removalRows(picture, organisation, (contract) => names.has(contract));
      found.push(await removalsIn(database, keeper, picture, rows));
    }
  }
  return found.flat();
}

async function removalsIn(
  database: Database,
  keeper: string,
  { cube, version }: LedgerPicture,
  rows: ReadonlyMap<number, number>,
): Promise<YearlyGrams[]> {
  const groups = [...rows.keys()];
  if (groups.length === 0) return [];
  const byYear = new Map<string, bigint>();
  let after: FigureCursor | undefined;
  for (;;) {
    const found = await database.read(({ ledger }) =>
      ledger.figures(keeper, groups, version, { after, limit: AT_ONCE }),
    );
    for (const { group, grams = 0n, statement } of found) {
      if (!isEligible(statement)) continue;
      const year = textAt(cube, 'financial_year', rows.get(group) ?? 0);
      byYear.set(year, (byYear.get(year) ?? 0n) + grams);
    }
    const last = found.at(-1);
    if (found.length < AT_ONCE || last === undefined) break;
    after = { group: last.group, line: last.lineId, version: last.version };
  }
  return [...byYear].map(([year, grams]) => ({ year, grams }));
}

/** By group, the row of each removal that has taken place and is borne by the one asked for. */
function removalRows(
  { cube }: LedgerPicture,
  bearer: string,
  isAsked: (contract: string) => boolean = () => true,
): Map<number, number> {
  const isRemoval = cube.names.profiles.values.map(({ kind, basis, organisation }) => {
    return kind === 'removal' && basis === 'actual' && (bearer === ALL_BEARERS || organisation === bearer);
  });
  const rows = new Map<number, number>();
  for (let row = 0; row < cube.ledgerSize; row++) {
    if (isRemoval[cube.profiles[row] ?? -1] !== true || !isAsked(textAt(cube, 'contract', row))) continue;
    rows.set(cube.groups[row] ?? 0, row);
  }
  return rows;
}

function isEligible({ removal }: CarbonReturnLine): boolean {
  return removal?.kind === 'permanent-removal' && removal.retired && (removal.verifiedBy ?? '').trim() !== '';
}

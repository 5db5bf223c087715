import { setImmediate as othersTurn } from 'node:timers/promises';
import type { ChangeCause, CountedChange, LedgerStore } from '../application/ledger-stores.ts';
import { toWholeGrams } from '../domain/whole-tonnes.ts';
import { bulkSelect } from './bulk-select.ts';
import { toGroup } from './ledger-rows.ts';
import type { Session } from './session.ts';

/** So many are read before others have their turn. */
const ROWS_AT_ONCE = 1000;

/** Grams as whole tonnes and the grams left over, which are numbers on both databases. */
const CHANGES = `
  select version, cause, cast(group_id as double precision) as group_number,
    cast(grams / 1000000 as double precision) as tonnes,
    cast(grams % 1000000 as double precision) as rest_grams,
    cast(market_based / 1000000 as double precision) as market_tonnes,
    cast(market_based % 1000000 as double precision) as market_rest,
    lines, located_lines, market_lines
  from carbon_changes
  where organisation = ? and version <= ? and (version, cause, group_id) > (?, ?, ?)
  order by version, cause, group_id
  limit ${ROWS_AT_ONCE}`;

const GROUPS = `
  select cast(id as double precision) as number, dimensions
  from carbon_groups where organisation = ? and id > ? order by id limit ${ROWS_AT_ONCE}`;

type ChangeValues = readonly [number, ChangeCause, number, number, number, number, number, number, number, number];
type GroupValues = readonly [number, string];

/** The counts from which totals are made. */
export function ledgerCounts({ database }: Session): Pick<LedgerStore, 'changes' | 'countedChanges' | 'groups'> {
  async function* countedChanges(organisation: string, after: number, upTo: number) {
    let last: readonly [number, string, number] = [after, '\uFFFF', 0];
    for (;;) {
      const rows = (await bulkSelect(database, CHANGES, [organisation, upTo, ...last])) as readonly ChangeValues[];
      yield rows.map(toCountedChange);
      const end = rows.at(-1);
      if (end === undefined || rows.length < ROWS_AT_ONCE) return;
      last = [end[0], end[1], end[2]];
      await othersTurn();
    }
  }
  return {
    countedChanges,
    async *changes(organisation, after, upTo) {
      for await (const page of countedChanges(organisation, after, upTo)) {
        for (const { tonnes, restGrams, marketTonnes, marketRest, ...change } of page) {
          const [grams, marketBased] = [toWholeGrams(tonnes, restGrams), toWholeGrams(marketTonnes, marketRest)];
          yield { ...change, grams, marketBased };
        }
      }
    },
    async *groups(organisation, after) {
      for (let last = after; ; ) {
        const rows = (await bulkSelect(database, GROUPS, [organisation, last])) as readonly GroupValues[];
        for (const [id, dimensions] of rows) yield toGroup(id, dimensions);
        const end = rows.at(-1);
        if (end === undefined || rows.length < ROWS_AT_ONCE) return;
        [last] = end;
        await othersTurn();
      }
    },
  };
}

function toCountedChange(values: ChangeValues): CountedChange {
  const [version, cause, group, tonnes, restGrams, marketTonnes, marketRest, lines, locatedLines, marketLines] = values;
  const receivedIn = lines > 0 && cause !== 'factor' ? version : 0;
  return {
    version,
    cause,
    group,
    tonnes,
    restGrams,
    marketTonnes,
    marketRest,
    lines,
    locatedLines,
    marketLines,
    receivedIn,
  };
}

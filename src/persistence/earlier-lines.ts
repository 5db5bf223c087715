import type { LineName, LineOnRecord } from '../application/ledger-stores.ts';
import { type FoundLine, toLineOnRecord } from './ledger-rows.ts';
import { isSqlite } from './prepared-statement.ts';
import type { Session } from './session.ts';

const BY_NAME =
  'join carbon_lines as line on line.organisation = ? and line.contract = asked.value ->> 0 and line.line = asked.value ->> 1';
const HAS_LINES = 'exists (select 1 from carbon_lines where organisation = ? and contract = asked.value)';

/** What entries before one that is being written hold of the contracts that it adds to. */
export type EarlierLines = {
  /** Looks contracts up that were not asked for before: to be called before any line of theirs is added. */
  look(contracts: Iterable<string>): Promise<void>;
  /** Whether a contract that was looked up has a line. */
  has(contract: string): boolean;
  linesBefore(names: readonly LineName[]): Promise<LineOnRecord[]>;
};

/**
 * A return that is the first for its contracts, as most of a new ledger's are, asks once for each contract and not for
 * its lines. Whatever is asked is one statement: thousands of places for values would be prepared anew each time.
 */
export function createEarlierLines({ database }: Session, organisation: string, version: number): EarlierLines {
  const known = new Map<string, boolean>();
  const asked = (list: 'values' | 'texts', json: string) =>
    isSqlite(database)
      ? database.raw('json_each(?) as asked', json)
      : database.raw(`json_array_elements${list === 'texts' ? '_text' : ''}(?::json) as asked`, json);

  const look: EarlierLines['look'] = async (contracts) => {
    const unknown = [...new Set(contracts)].filter((contract) => !known.has(contract));
    if (unknown.length === 0) return;
    const rows = (await database
      .from(asked('texts', JSON.stringify(unknown)))
      .whereRaw(HAS_LINES, organisation)
      .select('asked.value as contract')) as { readonly contract: string }[];
    const found = new Set(rows.map(({ contract }) => contract));
    for (const contract of unknown) known.set(contract, found.has(contract));
  };

  return {
    look,
    has: (contract) => known.get(contract) === true,
    linesBefore: async (names) => {
      await look(names.map(({ contract }) => contract));
      const pairs = new Set<string>();
      for (const { contract, line } of names) {
        if (known.get(contract) === true) pairs.add(JSON.stringify([contract, line]));
      }
      if (pairs.size === 0) return [];
      const rows: FoundLine[] = await database
        .from(asked('values', `[${[...pairs].join(',')}]`))
        // SQLite would look through all lines of the organisation; CROSS tells it to begin with the names.
        .joinRaw(`${isSqlite(database) ? 'cross' : 'inner'} ${BY_NAME}`, organisation)
        .leftJoin('carbonReversals as reversal', 'reversal.lineId', 'line.id')
        .where('line.version', '<', version)
        .select<FoundLine[]>('line.*', 'reversal.lineId as reversed')
        .orderBy('line.id');
      return rows.map(toLineOnRecord);
    },
  };
}

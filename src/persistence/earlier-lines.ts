import type { LineName, LineOnRecord } from '../application/ledger-stores.ts';
import { type LineOnPage, linesOn, type PageRow, pageOfLine, reversalsOf, toLineOnRecord } from './page-rows.ts';
import { isSqlite } from './prepared-statement.ts';
import { toNumber } from './rows.ts';
import type { Session } from './session.ts';

const HAS_LINES = 'exists (select 1 from carbon_pages where organisation = ? and contract = asked.value)';
const PAGES_AT_ONCE = 50;
/** Pages that are held after they were read: lines of one contract are asked for together. */
const HELD_PAGES = 50;

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
 * its lines. Of a contract that has lines, the names are read once, each with the ids of its lines.
 */
export function createEarlierLines(session: Session, organisation: string, version: number): EarlierLines {
  const { database } = session;
  const known = new Map<string, boolean>();
  const names = new Map<string, ReadonlyMap<string, readonly number[]>>();
  const pageOf = createPageHolder(session);

  const look: EarlierLines['look'] = async (contracts) => {
    const unknown = [...new Set(contracts)].filter((contract) => !known.has(contract));
    if (unknown.length === 0) return;
    const list = isSqlite(database) ? 'json_each(?)' : 'json_array_elements_text(?::json)';
    // One text, and not a place for each: a statement with thousands of places would be prepared anew each time.
    const rows = (await database
      .from(database.raw(`${list} as asked`, JSON.stringify(unknown)))
      .whereRaw(HAS_LINES, organisation)
      .select('asked.value as contract')) as { readonly contract: string }[];
    const found = new Set(rows.map(({ contract }) => contract));
    for (const contract of unknown) known.set(contract, found.has(contract));
  };

  const namesOf = async (contract: string) => {
    const read = names.get(contract) ?? (await namesOnRecord(session, organisation, contract, version));
    names.set(contract, read);
    return read;
  };

  return {
    look,
    has: (contract) => known.get(contract) === true,
    linesBefore: async (asked) => {
      await look(asked.map(({ contract }) => contract));
      const ids = new Set<number>();
      for (const { contract, line } of asked) {
        if (known.get(contract) !== true) continue;
        for (const id of (await namesOf(contract)).get(line) ?? []) ids.add(id);
      }
      if (ids.size === 0) return [];
      const [reversals, found] = [await reversalsOf(session, [...ids]), [] as LineOnRecord[]];
      for (const id of [...ids].toSorted((a, b) => a - b)) {
        const { row, lines } = await pageOf(id);
        const line = lines[id - toNumber(row.id)];
        if (line !== undefined) found.push(toLineOnRecord(row, line, reversals));
      }
      return found;
    },
  };
}

/** The names of the lines of a contract before an entry, each with the ids of its lines. */
async function namesOnRecord(
  { database }: Session,
  organisation: string,
  contract: string,
  version: number,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const names = new Map<string, number[]>();
  for (let last = 0; ; ) {
    const rows = (await database('carbonPages')
      .where({ organisation, contract })
      .andWhere('id', '>', last)
      .andWhere('version', '<', version)
      .orderBy('id')
      .limit(PAGES_AT_ONCE)) as PageRow[];
    for (const { id, statement } of rows.flatMap(linesOn)) {
      const ids = names.get(statement.line);
      if (ids === undefined) names.set(statement.line, [id]);
      else ids.push(id);
    }
    const end = rows.at(-1);
    if (end === undefined || rows.length < PAGES_AT_ONCE) return names;
    last = toNumber(end.id);
  }
}

type HeldPage = { readonly row: PageRow; readonly lines: readonly LineOnPage[] };

/** Gives the page of a line, and holds those read last. */
function createPageHolder(session: Session): (line: number) => Promise<HeldPage> {
  const held: HeldPage[] = [];
  return async (line) => {
    const known = held.find(({ row, lines }) => line >= toNumber(row.id) && line < toNumber(row.id) + lines.length);
    if (known !== undefined) return known;
    const row = await pageOfLine(session, line);
    if (row === undefined) throw new RangeError(`No page of the ledger holds the line ${line}`);
    const page = { row, lines: linesOn(row) };
    held.unshift(page);
    held.length = Math.min(held.length, HELD_PAGES);
    return page;
  };
}

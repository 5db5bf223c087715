import type { LedgerPage } from '../application/ledger-page.ts';
import type { LedgerEntry } from '../application/ledger-stores.ts';
import { type BulkColumn, bulkInsert, type BulkValue, holdPages } from './bulk-insert.ts';
import type { EarlierLines } from './earlier-lines.ts';
import type { EntryDigest } from './entry-digest.ts';
import type { GroupChanges } from './group-changes.ts';
import { createGroupIds } from './group-ids.ts';
import { LEDGER_TABLES } from './ledger-tables.ts';
import type { PageRow } from './page-rows.ts';
import { isSqlite } from './prepared-statement.ts';
import { toNumber } from './rows.ts';
import type { Session } from './session.ts';

const PAGES_A_STATEMENT = 100;

const PAGE_GROUPS: readonly BulkColumn[] = [
  ['group_id', 'bigint'],
  ['page_id', 'bigint'],
];

export type PageWriter = {
  readonly add: (pages: readonly LedgerPage[]) => Promise<void>;
  /** Writes what waits, and tells how many lines there were. */
  readonly finish: () => Promise<number>;
};

/** Writes pages of an entry, numbers their lines, and counts what they add to each group. */
export function createPageWriter(
  session: Session,
  { organisation, version }: LedgerEntry,
  earlier: EarlierLines,
  changes: GroupChanges,
  digest: EntryDigest,
): PageWriter {
  const { database } = session;
  const groups = createGroupIds(session, organisation, earlier, digest);
  let nextLine: number | undefined;
  let linesAdded = 0;
  let [pageRows, groupRows]: [BulkValue[][], BulkValue[][]] = [[], []];

  const write = async () => {
    digest.add('carbon_pages', pageRows);
    await bulkInsert(database, 'carbon_pages', LEDGER_TABLES.carbon_pages, pageRows);
    await bulkInsert(database, 'carbon_page_groups', PAGE_GROUPS, groupRows);
    [pageRows, groupRows] = [[], []];
  };
  const addPage = async (page: LedgerPage) => {
    const { contract, cause, termsVersion = version, lines, sums, figures, statements } = page;
    const ids = await groups(page.groups);
    nextLine ??= await firstFreeLine(session);
    const id = nextLine;
    pageRows.push([id, organisation, version, termsVersion, contract, lines, JSON.stringify(ids), figures, statements]);
    for (const [place, group] of ids.entries()) {
      const sum = sums[place];
      groupRows.push([group, id]);
      if (sum !== undefined) changes.add(cause, group, sum);
    }
    nextLine += lines;
    linesAdded += lines;
  };

  return {
    add: async (pages) => {
      await holdPages(database, linesAdded);
      await earlier.look(pages.map(({ contract }) => contract));
      for (const page of pages) await addPage(page);
      // A server is sent many at a time; SQLite, which others would wait for, what there is.
      if (isSqlite(database) || pageRows.length >= PAGES_A_STATEMENT) await write();
    },
    finish: async () => {
      await write();
      await holdPages(database, 0);
      return linesAdded;
    },
  };
}

async function firstFreeLine({ database }: Session): Promise<number> {
  const last = (await database('carbonPages').orderBy('id', 'desc').first('id', 'lines')) as
    | Pick<PageRow, 'id' | 'lines'>
    | undefined;
  return last === undefined ? 1 : toNumber(last.id) + last.lines;
}

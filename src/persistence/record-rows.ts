import type { Knex } from 'knex';
import { AppError } from '../domain/errors.ts';
import { toColumnName } from './rows.ts';
import { type StoredRow, type Table, type TableName, TABLES } from './tables.ts';

/** Every row of every table, tables in order, rows by key, a few held at once. */
export async function* readAllRows(database: Knex): AsyncGenerator<StoredRow> {
  for (const table of await tablesThere(database)) {
    for await (const values of readRows(database, table)) yield { table: table.name, values };
  }
}

async function* readRows(database: Knex, { name, key, rowsAtOnce }: Table): AsyncGenerator<StoredRow['values']> {
  let last: StoredRow['values'] | undefined;
  for (;;) {
    const query = database(name)
      .orderBy([...key])
      .limit(rowsAtOnce);
    if (last !== undefined) {
      const columns = key.map(() => '??').join(', ');
      const values = key.map(() => '?').join(', ');
      const end = key.map((column) => last?.[column] as string | number);
      void query.whereRaw(`(${columns}) > (${values})`, [...key, ...end]);
    }
    const rows = (await query) as StoredRow['values'][];
    yield* rows;
    if (rows.length < rowsAtOnce) return;
    last = rows.at(-1);
  }
}

/** Writes rows in the order in which they come, several of one table in a statement. */
export async function writeRows(database: Knex, rows: AsyncIterable<StoredRow>): Promise<void> {
  let waiting: StoredRow[] = [];
  const flush = async () => {
    const [first] = waiting;
    if (first !== undefined) await database(first.table).insert(waiting.map(({ values }) => values));
    waiting = [];
  };
  for await (const row of rows) {
    const most = rowsAtOnce(row.table);
    if (waiting.length >= most || (waiting[0] !== undefined && waiting[0].table !== row.table)) await flush();
    waiting.push(row);
  }
  await flush();
}

function rowsAtOnce(name: TableName): number {
  return TABLES.find((table) => table.name === name)?.rowsAtOnce ?? 1;
}

/** Throws AppError `not-allowed-in-state` when any table has a row. */
export async function requireEmpty(database: Knex): Promise<void> {
  const filled = Object.entries(await countRows(database)).filter(([, count]) => count > 0);
  if (filled.length === 0) return;
  const list = filled.map(([table, count]) => `${table} ${count}`).join(', ');
  throw new AppError('not-allowed-in-state', `The database is not empty (rows: ${list}). Restore into a new one.`);
}

/** The tables of this database: one of an earlier version has fewer. */
async function tablesThere(database: Knex): Promise<(typeof TABLES)[number][]> {
  const there: (typeof TABLES)[number][] = [];
  for (const table of TABLES) if (await database.schema.hasTable(toColumnName(table.name))) there.push(table);
  return there;
}

/** Rows by table. */
export async function countRows(database: Knex): Promise<Partial<Record<TableName, number>>> {
  const counts: Partial<Record<TableName, number>> = {};
  for (const { name } of await tablesThere(database)) {
    const [row] = (await database(name).count({ rows: '*' })) as { readonly rows: number | string }[];
    counts[name] = Number(row?.rows);
  }
  return counts;
}

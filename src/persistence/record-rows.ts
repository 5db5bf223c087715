import type { Knex } from 'knex';
import { AppError } from '../domain/errors.ts';
import { type BulkColumn, bulkInsert, type BulkValue } from './bulk-insert.ts';
import type { ColumnKind } from './column-kinds.ts';
import { DESCRIPTIONS } from './record-columns.ts';
import { toColumnName } from './rows.ts';
import { type StoredRow, type Table, type TableName, TABLES } from './tables.ts';

/** Every row of every table, tables in order, rows by key, a few held at once. */
export async function* readAllRows(database: Knex): AsyncGenerator<StoredRow> {
  for (const table of await tablesThere(database)) {
    for await (const values of readRows(database, table)) yield { table: table.name, values };
  }
}

/** Every row of one table by key; of an organisation only those that belong to it. */
export function readRowsOf(
  database: Knex,
  name: TableName,
  organisation: string | undefined,
): AsyncGenerator<StoredRow['values']> {
  const narrow =
    organisation === undefined ? undefined : (rows: Knex.QueryBuilder) => ownRows(database, rows, name, organisation);
  return readRows(database, tableNamed(name), narrow);
}

/** Narrows a query of a table to the rows of an organisation. */
function ownRows(database: Knex, rows: Knex.QueryBuilder, name: TableName, organisation: string): void {
  if (name === 'organisations') void rows.where({ id: organisation });
  else if (name === 'carbonPageGroups') {
    void rows.whereIn('pageId', database('carbonPages').where({ organisation }).select('id'));
  }
  // Answers to requests say nothing that is not on record, and are nobody else's to repeat.
  else if (name === 'answers') void rows.whereRaw('1 = 0');
  else void rows.where({ organisation });
}

async function* readRows(
  database: Knex,
  { name, key, rowsAtOnce }: Table,
  narrow: (rows: Knex.QueryBuilder) => void = () => undefined,
): AsyncGenerator<StoredRow['values']> {
  let last: StoredRow['values'] | undefined;
  for (;;) {
    const query = database(name)
      .orderBy([...key])
      .limit(rowsAtOnce);
    narrow(query);
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

/** Writes rows in the order in which they come, several of one table at once. */
export async function writeRows(database: Knex.Transaction, rows: AsyncIterable<StoredRow>): Promise<void> {
  let waiting: StoredRow[] = [];
  let most = 0;
  for await (const row of rows) {
    const [first] = waiting;
    if (first !== undefined && (waiting.length >= most || !isAlike(first, row))) {
      await insertRows(database, waiting);
      waiting = [];
    }
    if (waiting.length === 0) most = tableNamed(row.table).rowsAtOnce;
    waiting.push(row);
  }
  await insertRows(database, waiting);
}

/** Whether two rows are of one table, and have values for the same columns of it. */
function isAlike(a: StoredRow, b: StoredRow): boolean {
  if (a.table !== b.table) return false;
  const columns = Object.keys(a.values);
  return columns.length === Object.keys(b.values).length && columns.every((column) => column in b.values);
}

/** Rows that are alike, in one statement; stored files, which are bytes, by knex. */
async function insertRows(database: Knex.Transaction, rows: readonly StoredRow[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  if (first.table === 'files' || first.table === 'fileChunks') {
    await database(first.table).insert(rows.map(({ values }) => values));
    return;
  }
  const described = DESCRIPTIONS[first.table].columns as Readonly<Record<string, { readonly kind: ColumnKind }>>;
  const names = Object.keys(first.values);
  const columns = names.map((name): BulkColumn => [toColumnName(name), SQL_TYPES[described[name]?.kind ?? 'text']]);
  const values = rows.map((row) => names.map((name) => row.values[name] as BulkValue));
  await bulkInsert(database, toColumnName(first.table), columns, values);
}

const SQL_TYPES = { text: 'text', number: 'integer', whole: 'bigint' } as const;

function tableNamed(name: TableName): Table {
  const found = TABLES.find((table) => table.name === name);
  if (found === undefined) throw new RangeError(`There is no table "${name}".`);
  return found;
}

/** Throws AppError `not-allowed-in-state` when any table has a row. */
export async function requireEmpty(database: Knex): Promise<void> {
  const filled = Object.entries(await countRows(database)).filter(([, count]) => count > 0);
  if (filled.length === 0) return;
  const list = filled.map(([table, count]) => `${table} ${count}`).join(', ');
  throw new AppError('not-allowed-in-state', `The database is not empty (rows: ${list}). Restore into a new one.`);
}

/** The tables of this database: one of an earlier version has fewer. */
export async function tablesThere(database: Knex): Promise<(typeof TABLES)[number][]> {
  const there: (typeof TABLES)[number][] = [];
  for (const table of TABLES) if (await database.schema.hasTable(toColumnName(table.name))) there.push(table);
  return there;
}

/** Rows by table; a stored file counts once, in however many pieces it lies. */
export async function countRows(database: Knex): Promise<Partial<Record<TableName, number>>> {
  const counts: Partial<Record<TableName, number>> = {};
  for (const { name } of await tablesThere(database)) {
    if (name === 'fileChunks') continue;
    const [row] = (await database(name).count({ rows: '*' })) as { readonly rows: number | string }[];
    counts[name] = Number(row?.rows);
  }
  return counts;
}

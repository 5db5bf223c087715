import type { Knex } from 'knex';
import type { Page, PageRequest } from '../application/stores.ts';
import { AppError } from '../domain/errors.ts';

/**
 * A page of a list that comes newest first, by a time or number and then by a name. The cursor holds the two of the
 * last item; it means nothing to anybody else. Throws AppError `invalid-input` for a cursor that is not ours.
 */
export async function pageOf<Row extends object, T>(
  query: Knex.QueryBuilder,
  columns: readonly [keyof Row & string, keyof Row & string],
  { after, limit }: PageRequest,
  toItem: (row: Row) => T,
): Promise<Page<T>> {
  const [first, second] = columns;
  if (after !== undefined) void query.whereRaw('(??, ??) < (?, ?)', [first, second, ...parseCursor(after)]);
  const rows = (await query
    .orderBy([
      { column: first, order: 'desc' },
      { column: second, order: 'desc' },
    ])
    .limit(limit + 1)) as Row[];
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    ...(last === undefined || rows.length <= limit
      ? {}
      : { next: toCursor([String(last[first]), String(last[second])]) }),
  };
}

function toCursor(values: readonly string[]): string {
  return Buffer.from(JSON.stringify(values), 'utf8').toString('base64url');
}

function parseCursor(cursor: string): [string, string] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(values) && values.length === 2) {
      const [first, second] = values as unknown[];
      if (typeof first === 'string' && typeof second === 'string') return [first, second];
    }
  } catch {
    // Told below, as every other cursor that is not ours.
  }
  throw new AppError('invalid-input', 'This page does not exist: start again from the first page of the list.');
}

import type { LineFigure } from '../domain/line-figures.ts';
import { bulkInsert, type BulkValue } from './bulk-insert.ts';
import type { EarlierLines } from './earlier-lines.ts';
import type { EntryDigest } from './entry-digest.ts';
import { dimensionsText } from './ledger-rows.ts';
import { LEDGER_TABLES } from './ledger-tables.ts';
import { toNumber, type WholeNumber } from './rows.ts';
import type { Session } from './session.ts';

const KEYS_AT_ONCE = 200;

/** Gives each set of dimensions its group, which is made with its first figure. */
export function createGroupIds(
  { database }: Session,
  organisation: string,
  earlier: EarlierLines,
  digest: EntryDigest,
) {
  const known = new Map<string, number>();
  let next: number | undefined;

  /** Those of earlier entries; a contract without lines has none. */
  const look = async (wanted: ReadonlyMap<string, LineFigure['dimensions']>) => {
    const keys = new Map<string, string>();
    for (const [key, dimensions] of wanted) {
      if (earlier.has(dimensions.contract)) keys.set(dimensionsText(dimensions), key);
    }
    const texts = [...keys.keys()];
    for (let start = 0; start < texts.length; start += KEYS_AT_ONCE) {
      const rows = (await database('carbonGroups')
        .where({ organisation })
        .whereIn('dimensions', texts.slice(start, start + KEYS_AT_ONCE))
        .select('id', 'dimensions')) as { readonly id: WholeNumber; readonly dimensions: string }[];
      for (const row of rows) known.set(keys.get(row.dimensions) ?? '', toNumber(row.id));
    }
  };

  return async (wanted: readonly LineFigure['dimensions'][]): Promise<number[]> => {
    const keys = wanted.map(groupKey);
    const missing = new Map<string, LineFigure['dimensions']>();
    for (const [index, dimensions] of wanted.entries()) {
      const key = keys[index] ?? '';
      if (!known.has(key)) missing.set(key, dimensions);
    }
    await look(missing);
    const rows: BulkValue[][] = [];
    for (const [key, dimensions] of missing) {
      if (known.has(key)) continue;
      next ??= (await lastId(database, 'carbonGroups')) + 1;
      rows.push([next, organisation, dimensions.provisional ? 1 : 0, dimensionsText(dimensions)]);
      known.set(key, next++);
    }
    digest.add('carbon_groups', rows);
    await bulkInsert(database, 'carbon_groups', LEDGER_TABLES.carbon_groups, rows);
    return keys.map((key) => known.get(key) ?? 0);
  };
}

/** The same text for the same dimensions, quicker to make than the one that is kept. */
function groupKey(of: LineFigure['dimensions']): string {
  return `${of.contract}\0${of.organisation}\0${of.month}\0${of.kind}\0${of.scope}\0${of.category}\0${of.stage}\0${of.basis}\0${of.tier}\0${of.factor}\0${of.factorSet}\0${of.doubleCountGroup}\0${of.provisional}`;
}

/** The highest id of a table, 0 where it is empty. */
async function lastId(database: Session['database'], table: string): Promise<number> {
  const row = (await database(table).max({ id: 'id' }).first()) as { readonly id: WholeNumber | null } | undefined;
  return row?.id === null || row === undefined ? 0 : toNumber(row.id);
}

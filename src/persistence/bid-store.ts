import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { BidRecord } from '../application/records.ts';
import type { Stores } from '../application/stores.ts';
import { AppError } from '../domain/errors.ts';
import { type BidRow, type SupplierRow, toBidRecord, toBidRow, toPlainText } from './rows.ts';
import type { Session } from './session.ts';

/** Few enough that a statement stays below the number of values that a database takes. */
const ROWS_AT_ONCE = 100;
const CHARACTERS_AT_ONCE = 200_000;

const KEY = ['organisation', 'procurement', 'lot', 'reference'];
const SAME_BID_LATER = [...KEY.map(() => '?? = ??'), '?? > ??'].join(' and ');
const LATER_COLUMNS = [...KEY, 'version'].flatMap((column) => [`later.${column}`, `bid.${column}`]);

export function createBidStore({ database, settle }: Session): Stores['bids'] {
  const bids = () => database<BidRow>('bids');

  /** Those that no later version of the same bid and lot follows. */
  const latest = (organisation: string) =>
    database('bids as bid')
      .select<BidRow[]>('bid.*')
      .where('bid.organisation', organisation)
      .whereNotExists(database('bids as later').select(database.raw('1')).whereRaw(SAME_BID_LATER, LATER_COLUMNS));
  const inOrder = ['bid.procurement', 'bid.lot', 'bid.reference'];

  return {
    async add(organisation, records) {
      await keepSuppliers(database, organisation, records);
      let statements = 0;
      for (const batch of batches(organisation, records)) {
        const made = await bids()
          .insert(batch)
          .onConflict(['organisation', 'procurement', 'lot', 'reference', 'version'])
          .ignore()
          .returning('reference');
        if (made.length < batch.length) throw takenVersion(batch);
        statements += 1;
        await nextTurn();
      }
      if (statements > 1) await settle();
    },
    async latest(organisation, procurement) {
      const rows = await latest(organisation).where('bid.procurement', procurement).orderBy(inOrder);
      return rows.map(toBidRecord);
    },
    async versions(organisation, procurement, reference) {
      const rows = await bids().where({ organisation, procurement, reference }).orderBy(['lot', 'version']);
      return rows.map(toBidRecord);
    },
  };
}

/** Rows that are stored in one statement: made when their turn comes, and few enough that it does not hold others up. */
function* batches(organisation: string, records: readonly BidRecord[]): Generator<BidRow[]> {
  let batch: BidRow[] = [];
  let characters = 0;
  for (const record of records) {
    const row = toBidRow(organisation, record);
    batch.push(row);
    characters += row.bid.length;
    if (batch.length < ROWS_AT_ONCE && characters < CHARACTERS_AT_ONCE) continue;
    yield batch;
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield batch;
}

/** Suppliers are known by their identifier; the name is the one they used last. */
async function keepSuppliers(database: Knex, organisation: string, records: readonly BidRecord[]): Promise<void> {
  const suppliers = new Map<string, SupplierRow>();
  for (const { bid } of records) {
    const { identifier, name } = bid.supplier;
    if (identifier === undefined) continue;
    suppliers.set(JSON.stringify([identifier.scheme, identifier.id]), {
      organisation,
      scheme: identifier.scheme,
      identifier: identifier.id,
      name: toPlainText(name),
    });
  }
  // Always in one order, so that two who do this at once do not wait for each other.
  const ordered = [...suppliers].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  for (let start = 0; start < ordered.length; start += ROWS_AT_ONCE) {
    await database<SupplierRow>('suppliers')
      .insert(ordered.slice(start, start + ROWS_AT_ONCE))
      .onConflict(['organisation', 'scheme', 'identifier'])
      .merge(['name']);
  }
}

function takenVersion(batch: readonly BidRow[]): AppError {
  const names = batch.map(({ reference, version }) => `${reference} version ${version}`).join(', ');
  return new AppError(
    'conflict',
    `Somebody added versions of the same bids meanwhile. Nothing was added of: ${names}.`,
  );
}

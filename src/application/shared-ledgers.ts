import type { IsoInstant } from '../domain/iso-date.ts';
import type { Database } from './stores.ts';

/** The ledger of another organisation of the installation, at one version. */
export type SharedLedgerVersion = { readonly keeper: string; readonly version: number };

/** Whom the contracts of a ledger have ever named in their shares, up to a version. */
type Bearers = { readonly version: number; readonly names: ReadonlySet<string> };

/** What each process keeps of each database, so that only new versions of contracts are read. */
const kept = new WeakMap<Database, Map<string, Bearers>>();

/**
 * The ledgers of others in which an organisation bears a share of a contract, by name, at the versions given or as they
 * were at an instant. An installation with one organisation is asked nothing.
 */
export async function sharedLedgers(
  database: Database,
  organisation: string,
  versions: ReadonlyMap<string, number>,
  asOf?: IsoInstant,
): Promise<SharedLedgerVersion[]> {
  const found: SharedLedgerVersion[] = [];
  for (const [keeper, version] of [...versions].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (keeper === organisation || !(await bearersOf(database, keeper, version)).has(organisation)) continue;
    const at = asOf === undefined ? version : await database.read(({ ledger }) => ledger.versionAt(keeper, asOf));
    if (at > 0) found.push({ keeper, version: at });
  }
  return found;
}

async function bearersOf(database: Database, keeper: string, version: number): Promise<ReadonlySet<string>> {
  const mine = kept.get(database) ?? new Map<string, Bearers>();
  kept.set(database, mine);
  const known = mine.get(keeper) ?? { version: 0, names: new Set<string>() };
  if (known.version >= version) return known.names;
  const later = await database.read(({ contracts }) => contracts.versions(keeper, known.version, version));
  const names = new Set([...known.names, ...later.flatMap(({ contract }) => Object.keys(contract.shares ?? {}))]);
  mine.set(keeper, { version, names });
  return names;
}

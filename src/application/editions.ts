import { totalsOf } from '../domain/cube-totals.ts';
import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import type { Grams } from '../domain/quantity.ts';
import { restatement } from '../domain/restatement.ts';
import type { TotalsQuery } from '../domain/totals-query.ts';
import { type LedgerMoment, ledgerMoment, momentOf } from './carbon-totals.ts';
import { holdTogether } from './held-picture.ts';
import { CHANGE_CAUSES, type ChangeCause, type LedgerEdition } from './ledger-stores.ts';
import { followLedger, type LedgerPicture, ledgerPicture } from './ledger-picture.ts';
import { listed } from './nearest-names.ts';
import type { ServicePorts } from './ports.ts';
import type { Database } from './stores.ts';
import { CARBON_READERS, requireRole } from './roles.ts';

export async function listEditions({ database }: ServicePorts, person: Person): Promise<readonly LedgerEdition[]> {
  requireRole(person, ...CARBON_READERS);
  return database.read(({ ledger }) => ledger.editions(person.organisation));
}

/** The change of a total from an edition to a later state, by cause; the parts add up to it exactly. */
export type Waterfall = {
  readonly from: LedgerEdition;
  /** Absent where it leads to the present. */
  readonly to?: LedgerEdition;
  readonly before: Grams;
  readonly after: Grams;
  /** The state of the ledger that it leads to. */
  readonly end: LedgerMoment;
  readonly causes: readonly { readonly cause: ChangeCause; readonly grams: Grams }[];
  readonly restatement: ReturnType<typeof restatement>;
};

/**
 * Why a total is another now, or in a later edition, than it was in an edition. Entries are added one after the other,
 * and each moves the total by what its causes did, so that what one cause made of another is never counted twice.
 */
export async function explainChange(
  ports: ServicePorts,
  person: Person,
  names: { readonly from: string; readonly to?: string },
  query: TotalsQuery,
): Promise<Waterfall> {
  const editions = await listEditions(ports, person);
  const from = editionOf(editions, names.from);
  const to = names.to === undefined ? undefined : editionOf(editions, names.to);
  if (to !== undefined && to.at < from.at) {
    throw new AppError(
      'malformed',
      `Edition "${to.name}" is older than "${from.name}": ask for them the other way round.`,
    );
  }
  const { database } = ports;
  const { organisation } = person;
  const start = await momentOf(database, organisation, from);
  const end = to === undefined ? await ledgerMoment(ports, person) : await momentOf(database, organisation, to);
  const change = await changeByCause(database, organisation, start, end, query);
  const restated = change.causes.filter(({ cause }) => cause !== 'activity').map(({ grams }) => grams);
  return {
    from,
    ...(to === undefined ? {} : { to }),
    end,
    ...change,
    restatement: restatement(change.before, restated),
  };
}

export type ChangeByCause = Pick<Waterfall, 'before' | 'after' | 'causes'>;

/**
 * How a total came from one state of the ledger to a later one, by cause: by its own entries first, then by those of each
 * ledger in which the organisation bears a share.
 */
export async function changeByCause(
  database: Database,
  organisation: string,
  from: LedgerMoment,
  to: LedgerMoment,
  query: TotalsQuery,
): Promise<ChangeByCause> {
  const startOf = (keeper: string): Pick<LedgerPicture, 'version' | 'until'> => {
    const earlier = keeper === organisation ? from : from.shared.find((one) => one.keeper === keeper);
    return { version: earlier?.version ?? 0, until: from.until };
  };
  const pictures = new Map<string, LedgerPicture>();
  for (const { keeper } of to.shared) {
    const { version, until } = startOf(keeper);
    pictures.set(keeper, await ledgerPicture(database, keeper, version, until));
  }
  const wholeOf = (): Grams => totalOf(organisation, pictures, query);
  const moved = new Map<ChangeCause, Grams>(CHANGE_CAUSES.map((cause) => [cause, 0n]));
  let [before, after] = [0n, 0n];
  for (const { keeper, version } of [{ keeper: organisation, version: to.version }, ...to.shared]) {
    await followLedger(
      database,
      keeper,
      startOf(keeper),
      { version, until: to.until },
      {
        start: (picture) => {
          pictures.set(keeper, picture);
          if (keeper === organisation) before = after = wholeOf();
        },
        step: ({ cause, picture }) => {
          pictures.set(keeper, picture);
          const total = wholeOf();
          moved.set(cause, (moved.get(cause) ?? 0n) + total - after);
          after = total;
        },
      },
    );
  }
  return { before, after, causes: [...moved].map(([cause, grams]) => ({ cause, grams })) };
}

/** The total of an organisation's own picture with its shares of the others. */
function totalOf(organisation: string, pictures: ReadonlyMap<string, LedgerPicture>, query: TotalsQuery): Grams {
  const own = pictures.get(organisation);
  if (own === undefined) return 0n;
  const others = [...pictures].flatMap(([keeper, picture]) => (keeper === organisation ? [] : [{ keeper, picture }]));
  return totalsOf(holdTogether(organisation, own, others).cube, { ...query, by: [] }).total.total;
}

function editionOf(editions: readonly LedgerEdition[], name: string): LedgerEdition {
  const found = editions.find((one) => one.name === name);
  if (found !== undefined) return found;
  const known = editions.length === 0 ? '' : ` There is ${listed(editions.map((one) => `"${one.name}"`))}.`;
  throw new AppError('not-found', `There is no edition "${name}".${known}`);
}

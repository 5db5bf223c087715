import { totalsOf } from '../domain/cube-totals.ts';
import { AppError } from '../domain/errors.ts';
import { lastWholeMonth } from '../domain/derived-figures.ts';
import type { Person } from '../domain/person.ts';
import type { Grams } from '../domain/quantity.ts';
import { restatement } from '../domain/restatement.ts';
import type { TotalsQuery } from '../domain/totals-query.ts';
import { appendEvent } from './append-event.ts';
import { type LedgerMoment, ledgerMoment } from './carbon-totals.ts';
import { CHANGE_CAUSES, type ChangeCause, type LedgerEdition } from './ledger-stores.ts';
import { ledgerSteps } from './ledger-picture.ts';
import { listed } from './nearest-names.ts';
import type { ServicePorts } from './ports.ts';
import type { Database } from './stores.ts';
import { CARBON_KEEPERS, CARBON_READERS, requireRole } from './roles.ts';

/** Names the present state of the ledger, with the reason: what was published of it can be asked for ever after. */
export async function nameEdition(
  { database, clock }: ServicePorts,
  person: Person,
  { name, reason }: { readonly name: string; readonly reason: string },
): Promise<LedgerEdition> {
  requireRole(person, ...CARBON_KEEPERS);
  const { organisation, id: by } = person;
  return database.transaction(async (stores) => {
    const at = clock();
    const edition = await stores.ledger.addEdition({ organisation, name, reason, at, by });
    const subject = `ledger:${edition.version}`;
    await appendEvent(stores, person, at, { action: 'edition.named', subject, data: { name, reason } });
    return edition;
  });
}

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
  const end = to === undefined ? await ledgerMoment(ports, person) : momentOf(to);
  const change = await changeByCause(ports.database, person.organisation, momentOf(from), end, query);
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

/** How a total came from one state of the ledger to a later one, by cause. */
export async function changeByCause(
  database: Database,
  organisation: string,
  from: LedgerMoment,
  to: LedgerMoment,
  query: TotalsQuery,
): Promise<ChangeByCause> {
  const { start, steps } = await ledgerSteps(database, organisation, from, to);
  const whole = { ...query, by: [] };
  const before = totalsOf(start.cube, whole).total.total;
  const moved = new Map<ChangeCause, Grams>(CHANGE_CAUSES.map((cause) => [cause, 0n]));
  let after = before;
  for (const { cause, picture } of steps) {
    const { total } = totalsOf(picture.cube, whole).total;
    moved.set(cause, (moved.get(cause) ?? 0n) + total - after);
    after = total;
  }
  return { before, after, causes: [...moved].map(([cause, grams]) => ({ cause, grams })) };
}

function editionOf(editions: readonly LedgerEdition[], name: string): LedgerEdition {
  const found = editions.find((one) => one.name === name);
  if (found !== undefined) return found;
  const known = editions.length === 0 ? '' : ` There is ${listed(editions.map((one) => `"${one.name}"`))}.`;
  throw new AppError('not-found', `There is no edition "${name}".${known}`);
}

function momentOf({ version, at }: LedgerEdition) {
  return { version, until: lastWholeMonth(at) };
}

import { totalsOf } from '../domain/cube-totals.ts';
import { lastWholeMonth } from '../domain/derived-figures.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { Month } from '../domain/period-split.ts';
import type { Person } from '../domain/person.ts';
import { type Coverage, type Totals, type TotalsQuery, yearsOfMonth } from '../domain/totals-query.ts';
import { type HeldPicture, heldPicture, type KeptTwice } from './held-picture.ts';
import type { ServicePorts } from './ports.ts';
import { CARBON_READERS, requireRole } from './roles.ts';
import { type SharedLedgerVersion, sharedLedgers } from './shared-ledgers.ts';
import type { Database } from './stores.ts';

/** Which state of the ledger an answer is of: the same moment and question give the same answer. */
export type LedgerMoment = {
  /** The ledger's version, the number of its last entry that counts. */
  readonly version: number;
  /** Months up to here are over: what has no return by then is estimated. */
  readonly until: Month;
  /** Ledgers of others in which the organisation bears a share, by name. */
  readonly shared: readonly SharedLedgerVersion[];
};

/** A part of what was asked that others keep. */
export type KeptByOthers = SharedLedgerVersion & {
  /** Contracts of which the organisation bears a share here, by the name that they have in totals. */
  readonly contracts: readonly string[];
};

/** What of an answer others keep. */
export type WithOthers = {
  readonly keptByOthers: readonly KeptByOthers[];
  /** What is on record here and with another, and counts once. */
  readonly keptTwice: readonly KeptTwice[];
};

export type CarbonTotals = Totals &
  WithOthers & {
    readonly moment: LedgerMoment;
    /** The instant asked for, else when the last entry was recorded. */
    readonly asOf?: IsoInstant;
    /** Names of the suppliers that stand in rows, by their id. */
    readonly supplierNames: ReadonlyMap<string, string>;
  };

/** The state of the organisation's ledger now, or as it was recorded at an instant. */
export async function ledgerMoment(
  { database, clock }: ServicePorts,
  person: Person,
  asOf?: IsoInstant,
): Promise<LedgerMoment> {
  requireRole(person, ...CARBON_READERS);
  const { organisation } = person;
  const now = clock();
  const versions = await database.ledgerVersions();
  if (asOf === undefined) {
    const shared = await sharedLedgers(database, organisation, versions);
    return { version: versions.get(organisation) ?? 0, until: lastWholeMonth(now), shared };
  }
  const version = await database.read(({ ledger }) => ledger.versionAt(organisation, asOf));
  const shared = await sharedLedgers(database, organisation, versions, asOf);
  // Nothing is estimated beyond today.
  return { version, until: lastWholeMonth(Date.parse(asOf) < Date.parse(now) ? asOf : now), shared };
}

/** A version of an organisation's ledger as it stood at an instant, with what it bore in others' ledgers then. */
export async function momentOf(
  database: Database,
  organisation: string,
  { version, at }: { readonly version: number; readonly at: IsoInstant },
): Promise<LedgerMoment> {
  const shared = await sharedLedgers(database, organisation, await database.ledgerVersions(), at);
  return { version, until: lastWholeMonth(at), shared };
}

/** Carbon totals by any keys, in either view, of any range, now or as of any instant. */
export async function carbonTotals(
  ports: ServicePorts,
  person: Person,
  query: TotalsQuery,
  { asOf, moment }: { readonly asOf?: IsoInstant; readonly moment?: LedgerMoment } = {},
): Promise<CarbonTotals> {
  const at = moment ?? (await ledgerMoment(ports, person, asOf));
  requireRole(person, ...CARBON_READERS);
  const picture = await heldPicture(ports.database, person.organisation, at);
  const { rows, total, ...sums } = totalsOf(picture.cube, query);
  return {
    query,
    moment: at,
    ...optionalInstant(asOf ?? picture.recordedAt),
    rows,
    total,
    coverage: coverageOf(picture, query, sums),
    supplierNames: picture.supplierNames,
    ...othersIn(picture, at),
  };
}

/** What of a picture others keep. */
export function othersIn(
  { shared, keptTwice }: Pick<HeldPicture, 'shared' | 'keptTwice'>,
  moment: LedgerMoment,
): WithOthers {
  const keptByOthers = moment.shared.flatMap((one) => {
    const names = shared.find(({ keeper }) => keeper === one.keeper)?.names;
    return names === undefined || names.size === 0 ? [] : [{ ...one, contracts: [...names.values()].toSorted() }];
  });
  return { keptByOthers, keptTwice };
}

function optionalInstant(asOf: IsoInstant | undefined): Pick<CarbonTotals, 'asOf'> {
  return asOf === undefined ? {} : { asOf };
}

function coverageOf(
  picture: HeldPicture,
  query: TotalsQuery,
  { measured, estimated, forecast, contractsBy }: Omit<ReturnType<typeof totalsOf>, 'rows' | 'total'>,
): Coverage {
  const standIns = standInsAsked(picture, query);
  return {
    measured,
    estimated,
    forecast,
    measuredContracts: contractsBy.actual,
    estimatedContracts: contractsBy.estimated,
    missingContracts: [
      ...new Set(standIns.filter(({ method }) => method === undefined).map(({ contract }) => contract)),
    ],
    standIns,
  };
}

/** The stand-ins of contracts that the question is about, as far as contract and years say so. */
function standInsAsked(
  { standIns, contracts }: HeldPicture,
  { from, to, only, basis, view }: TotalsQuery,
): Coverage['standIns'] {
  if (basis !== undefined && basis !== 'estimated') return [];
  const first = from === undefined ? '' : yearsOfMonth(from).financialYear;
  const last = to === undefined ? '' : yearsOfMonth(to).financialYear;
  const asked = standIns.filter(({ contract, financialYear }) => {
    const { ictCategory, department } = contracts.get(contract) ?? { ictCategory: '', department: undefined };
    const facts = { contract, ict_category: ictCategory, department: department ?? '', financial_year: financialYear };
    if ((first !== '' && financialYear < first) || (last !== '' && financialYear > last)) return false;
    return Object.entries(facts).every(([key, value]) => (only[key as keyof typeof facts] ?? value) === value);
  });
  return asked.map(({ inventory, outside, ...about }) => ({
    ...about,
    grams: view === 'inventory' ? inventory : inventory + outside,
  }));
}

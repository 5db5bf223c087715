import { totalsOf } from '../domain/cube-totals.ts';
import { lastWholeMonth } from '../domain/derived-figures.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { Month } from '../domain/period-split.ts';
import type { Person } from '../domain/person.ts';
import { type Coverage, type StandIn, type Totals, type TotalsQuery, yearsOfMonth } from '../domain/totals-query.ts';
import { type LedgerPicture, ledgerPicture } from './ledger-picture.ts';
import type { ServicePorts } from './ports.ts';
import { CARBON_READERS, requireRole } from './roles.ts';

/** Which state of the ledger an answer is of: the same moment and question give the same answer. */
export type LedgerMoment = {
  /** The ledger's version, the number of its last entry that counts. */
  readonly version: number;
  /** Months up to here are over: what has no return by then is estimated. */
  readonly until: Month;
};

export type CarbonTotals = Totals & {
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
  const now = clock();
  if (asOf === undefined) {
    return { version: await database.ledgerVersion(person.organisation), until: lastWholeMonth(now) };
  }
  const version = await database.read(({ ledger }) => ledger.versionAt(person.organisation, asOf));
  // Nothing is estimated beyond today.
  return { version, until: lastWholeMonth(Date.parse(asOf) < Date.parse(now) ? asOf : now) };
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
  const picture = await ledgerPicture(ports.database, person.organisation, at.version, at.until);
  const { rows, total, ...sums } = totalsOf(picture.cube, query);
  return {
    query,
    moment: at,
    ...optionalInstant(asOf ?? picture.recordedAt),
    rows,
    total,
    coverage: coverageOf(picture, query, sums),
    supplierNames: picture.supplierNames,
  };
}

function optionalInstant(asOf: IsoInstant | undefined): Pick<CarbonTotals, 'asOf'> {
  return asOf === undefined ? {} : { asOf };
}

function coverageOf(
  picture: LedgerPicture,
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
  { standIns, contracts }: LedgerPicture,
  { from, to, only, basis }: TotalsQuery,
): readonly StandIn[] {
  if (basis !== undefined && basis !== 'estimated') return [];
  const first = from === undefined ? '' : yearsOfMonth(from).financialYear;
  const last = to === undefined ? '' : yearsOfMonth(to).financialYear;
  return standIns.filter(({ contract, financialYear }) => {
    const { ictCategory, department } = contracts.get(contract) ?? { ictCategory: '', department: undefined };
    const facts = { contract, ict_category: ictCategory, department: department ?? '', financial_year: financialYear };
    if ((first !== '' && financialYear < first) || (last !== '' && financialYear > last)) return false;
    return Object.entries(facts).every(([key, value]) => (only[key as keyof typeof facts] ?? value) === value);
  });
}

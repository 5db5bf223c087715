import { lastWholeMonth } from '../domain/derived-figures.ts';
import { AppError } from '../domain/errors.ts';
import { financialYearOf, startYearOf, toFinancialYear } from '../domain/financial-year.ts';
import type { Month } from '../domain/period-split.ts';
import type { Person } from '../domain/person.ts';
import { appendEvent } from './append-event.ts';
import { ledgerMoment } from './carbon-totals.ts';
import { heldContractYears } from './held-contract-years.ts';
import { heldPicture } from './held-picture.ts';
import type { LedgerEdition } from './ledger-stores.ts';
import type { ServicePorts } from './ports.ts';
import { CARBON_KEEPERS, requireRole } from './roles.ts';
import type { Stores } from './stores.ts';
import { ALL_BEARERS, ICT_CONTRACTS, latestRecord } from './trajectory-records.ts';
import { type EditionForecast, yearForecast } from './year-forecast.ts';

/** Years that are forecast where no plan says up to when. */
const YEARS_AHEAD = 4;
const MOST_TRIES = 5;

/**
 * Names the present state of the ledger, with the reason: what was published of it can be asked for ever after. What it
 * forecasts for each year is kept with it, so that no later method makes another forecast of it. Throws AppError
 * `conflict` when the name is taken, or others keep recording meanwhile.
 */
export async function nameEdition(
  ports: ServicePorts,
  person: Person,
  { name, reason }: { readonly name: string; readonly reason: string },
): Promise<LedgerEdition> {
  requireRole(person, ...CARBON_KEEPERS);
  const { organisation, id: by } = person;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const versions = await ports.database.ledgerVersions();
    const { until, forecasts } = await presentForecasts(ports, person, name);
    try {
      return await ports.database.transaction(async (stores) => {
        const at = ports.clock();
        const edition = await stores.ledger.addEdition({ organisation, name, reason, at, by });
        // By now nobody else adds to any ledger: what was worked out must be of the state that is named.
        const isSame = lastWholeMonth(edition.at) === until && (await areLast(stores, versions));
        if (!isSame) throw new LedgerMoved();
        await stores.trajectories.addForecasts(organisation, forecasts);
        const subject = `ledger:${edition.version}`;
        await appendEvent(stores, person, at, { action: 'edition.named', subject, data: { name, reason } });
        return edition;
      });
    } catch (error) {
      if (!(error instanceof LedgerMoved)) throw error;
    }
  }
  throw new AppError('conflict', 'Others are recording figures just now. Publish the edition once they are done.');
}

/** Somebody recorded figures between the forecast and the edition: both are made again. */
class LedgerMoved extends Error {}

async function areLast({ audit, ledger }: Stores, versions: ReadonlyMap<string, number>): Promise<boolean> {
  for (const organisation of await audit.organisations()) {
    if ((await ledger.version(organisation)) !== (versions.get(organisation) ?? 0)) return false;
  }
  return true;
}

/** What the present state forecasts for the last year and each one to come, for everybody who has a line. */
async function presentForecasts(
  ports: ServicePorts,
  person: Person,
  edition: string,
): Promise<{ readonly until: Month; readonly forecasts: readonly EditionForecast[] }> {
  const { organisation } = person;
  const moment = await ledgerMoment(ports, person);
  const held = await heldPicture(ports.database, organisation, moment);
  const records = await ports.database.read(({ trajectories }) => trajectories.list(organisation));
  const ofContracts = records.filter(({ boundary }) => boundary === ICT_CONTRACTS);
  const thisYear = startYearOf(financialYearOf(ports.clock().slice(0, 10)));
  const forecasts: EditionForecast[] = [];
  for (const bearer of new Set([organisation, ALL_BEARERS, ...ofContracts.map((record) => record.bearer)])) {
    const target = latestRecord(records, 'plan', { bearer, boundary: ICT_CONTRACTS })?.plan.target.year;
    const targetYear = target ?? toFinancialYear(thisYear + YEARS_AHEAD);
    const onRecord = heldContractYears(held, { bearer }, organisation, targetYear);
    for (let start = thisYear - 1; start <= startYearOf(targetYear); start++) {
      const found = yearForecast(onRecord, toFinancialYear(start));
      if (found !== undefined) forecasts.push({ ...found, edition, bearer });
    }
  }
  return { until: moment.until, forecasts };
}

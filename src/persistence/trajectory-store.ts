import type { TrajectoryRecord, TrajectoryStore } from '../application/trajectory-records.ts';
import type { EditionForecast } from '../application/year-forecast.ts';
import { AppError } from '../domain/errors.ts';
import { ownJson, toPlainText } from './rows.ts';
import type { Session } from './session.ts';

type TrajectoryRow = {
  readonly organisation: string;
  readonly bearer: string;
  readonly boundary: string;
  readonly kind: TrajectoryRecord['kind'];
  readonly version: number;
  readonly details: string;
};

type ForecastRow = {
  readonly organisation: string;
  readonly edition: string;
  readonly bearer: string;
  readonly financialYear: string;
  readonly details: string;
};

/** Whole grams as text: JSON has no number for them. */
type ForecastDetails = {
  readonly gross: string;
  readonly actual: string;
  readonly estimated: string;
  readonly contracts: readonly (readonly [reference: string, grams: string])[];
};

const FORECASTS_AT_ONCE = 50;

export function createTrajectoryStore({ database }: Session): TrajectoryStore {
  const kept = () => database<ForecastRow>('editionForecasts');
  const rows = () => database<TrajectoryRow>('trajectoryRecords');
  return {
    async add(organisation, { bearer, boundary, kind, version, ...details }) {
      const made = await rows()
        .insert({ organisation, bearer, boundary, kind, version, details: JSON.stringify(details) })
        .onConflict(['organisation', 'bearer', 'boundary', 'kind', 'version'])
        .ignore()
        .returning('version');
      if (made.length === 0) {
        throw new AppError('conflict', `Somebody recorded version ${version} of ${bearer}, ${boundary} meanwhile.`);
      }
    },
    async list(organisation) {
      const found = await rows().where({ organisation }).orderBy(['bearer', 'boundary', 'kind', 'version']);
      return found.map(
        ({ bearer, boundary, kind, version, details }) =>
          ({ ...ownJson<object>(details), bearer, boundary, kind, version }) as TrajectoryRecord,
      );
    },
    async addForecasts(organisation, forecasts) {
      for (let start = 0; start < forecasts.length; start += FORECASTS_AT_ONCE) {
        await kept().insert(forecasts.slice(start, start + FORECASTS_AT_ONCE).map((one) => toRow(organisation, one)));
      }
    },
    async forecasts(organisation, bearer) {
      return (await kept().where({ organisation, bearer }).orderBy(['edition', 'financialYear'])).map(toForecast);
    },
  };
}

function toRow(
  organisation: string,
  { edition, bearer, year, gross, actual, estimated, contracts }: EditionForecast,
): ForecastRow {
  const details: ForecastDetails = {
    gross: String(gross),
    actual: String(actual),
    estimated: String(estimated),
    contracts: [...contracts].map(([reference, grams]) => [reference, String(grams)]),
  };
  return {
    organisation,
    edition: toPlainText(edition),
    bearer,
    financialYear: year,
    details: toPlainText(JSON.stringify(details)),
  };
}

function toForecast({ edition, bearer, financialYear, details }: ForecastRow): EditionForecast {
  const { gross, actual, estimated, contracts } = ownJson<ForecastDetails>(details);
  return {
    edition,
    bearer,
    year: financialYear,
    gross: BigInt(gross),
    actual: BigInt(actual),
    estimated: BigInt(estimated),
    contracts: new Map(contracts.map(([reference, grams]) => [reference, BigInt(grams)])),
  };
}

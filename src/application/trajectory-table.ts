import type { FigureTable } from './figure-table.ts';
import type { Trajectory } from './trajectory.ts';
import { toTrajectoryJson } from './trajectory-json.ts';
import { standingText, subjectText } from './trajectory-words.ts';

const NUMBERS = [
  'pathway_kg',
  'actual_kg',
  'estimated_kg',
  'forecast_kg',
  'forecast_commitment_kg',
  'forecast_reported_kg',
  'forecast_run_rate_kg',
  'forecast_pipeline_kg',
  'gross_kg',
  'gap_kg',
  'cumulative_gap_kg',
  'removals_kg',
  'contribution_kg',
  'net_kg',
  'variance_kg',
] as const;

/** The years of a line as a table, in kilograms of CO2e. Each row says what it is of, and whether it is adopted. */
export function trajectoryTable(found: Trajectory): FigureTable {
  const { organisation, boundary, adopted, years, scenario } = toTrajectoryJson(found);
  const named = scenario === null ? [] : [`${scenario.name}, version ${scenario.version}: ${scenario.note}`];
  return {
    title: `Trajectory of ${subjectText(found)}; ${standingText(found.record)} Kilograms CO2e`,
    sheet: 'Trajectory',
    columns: [
      ...[...named.map(() => 'scenario'), 'organisation', 'boundary', 'target', 'year'].map((header) => ({
        header,
        kind: 'text' as const,
      })),
      ...NUMBERS.map((header) => ({ header, kind: 'number' as const })),
    ],
    rows: years.map((year) => [
      ...named,
      organisation,
      boundary,
      adopted ? 'adopted' : 'illustrative, not an adopted target',
      year.year,
      ...NUMBERS.map((name) => year[name] ?? undefined),
    ]),
  };
}

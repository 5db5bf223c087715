import type { Trajectory } from '../../application/trajectory.ts';
import type { TrajectoryChange } from '../../application/trajectory-change.ts';
import { trajectoryPicture } from '../../application/trajectory-picture.ts';
import type { TrajectoryRecord, TrajectorySubject } from '../../application/trajectory-records.ts';
import {
  headline,
  lineNotes,
  nextSteps,
  shownTonnes,
  subjectText,
  threeNumbers,
} from '../../application/trajectory-words.ts';
import { trajectoryChart } from '../../charts/trajectory-chart.ts';
import type { ContractYears } from '../../domain/trajectory-line.ts';
import { kilogramsText, type Grams } from '../../domain/quantity.ts';
import { ICT_WORDS } from './carbon-words.ts';
import { chartView } from './chart-files.ts';
import { grouped } from './words.ts';

export const TRAJECTORY = { text: 'Trajectory', href: '/trajectory' };

/** The address of a line, with its subject. */
export function linePath(subject: TrajectorySubject, path: string = TRAJECTORY.href): string {
  return `${path}?${subjectQuery(subject)}`;
}

function subjectQuery({ bearer, boundary }: TrajectorySubject, asOf?: string): string {
  const instant = asOf === undefined ? {} : { as_of: asOf };
  return new URLSearchParams({ organisation: bearer, boundary, ...instant }).toString();
}

/** The line for people who decide: a sentence, a picture, three numbers, what to do next; `asOf` as it was asked. */
export function memberView(found: Trajectory, asOf: string | undefined) {
  const chart = trajectoryChart(trajectoryPicture(found));
  return {
    caption: subjectText(found),
    standing: standingView(found),
    headline: headline(found),
    numbers: threeNumbers(found),
    steps: nextSteps(found),
    chart: { ...chartView(chart, TRAJECTORY.href, subjectQuery(found, asOf)), ...chartTable(found) },
    links: {
      analysis: linePath(found, `${TRAJECTORY.href}/analysis`),
      report: linePath(found, `${TRAJECTORY.href}/report`),
      plan: linePath(found, `${TRAJECTORY.href}/plans/new`),
    },
  };
}

/** What stands at the head of a page of a line that nobody adopted. */
export function standingView({ record }: Pick<Trajectory, 'record'>) {
  return record.plan.decisionReference === undefined
    ? {
        title: 'Illustrative, not an adopted target',
        text: `No decision on record has adopted “${record.plan.name}”. The line shows what it would mean.`,
      }
    : undefined;
}

/** The figures of the picture in tonnes. */
export function chartTable({ line }: Trajectory) {
  const shown = (grams: Grams | undefined) => (grams === undefined ? 'None' : shownTonnes(grams).slice(0, -2));
  return {
    heads: ['Financial year', 'Path', 'Actual', 'Estimated', 'Forecast', 'Gross', 'Gap', 'Removals', 'Net'],
    rows: line.years.map(({ year, pathway, figures }) => [
      year,
      ...[pathway, figures?.actual, figures?.estimated, figures?.forecast, figures?.gross].map(shown),
      ...[figures?.gap, figures?.eligibleRemovals, figures?.net].map(shown),
    ]),
  };
}

/** Everything behind a line, to the gram. */
export function analysisView(found: Trajectory, records: readonly TrajectoryRecord[]) {
  const { line, material, record } = found;
  const { budget } = line;
  return {
    ...chartTable(found),
    notes: lineNotes(found),
    exact: line.years.flatMap(({ year, pathway, figures }) => {
      if (figures === undefined) return [];
      const { forecastBy, variance } = figures;
      const amounts = [
        pathway,
        figures.gross,
        figures.gap,
        figures.cumulativeGap,
        forecastBy.commitment,
        forecastBy.reported,
        forecastBy['run-rate'],
        forecastBy.pipeline,
        figures.contribution,
      ];
      return [{ year, cells: [...amounts.map(kilograms), variance === undefined ? 'None' : kilograms(variance)] }];
    }),
    budget: {
      total: kilograms(budget.total),
      used: kilograms(budget.used),
      remaining: kilograms(budget.remaining),
      exhaustedOn: budget.exhaustedOn,
    },
    contracts: material.contracts
      .toSorted((a, b) => (ahead(a) === ahead(b) ? 0 : ahead(a) > ahead(b) ? -1 : 1))
      .slice(0, MOST_CONTRACTS)
      .map(contractView),
    contractsLeft: Math.max(0, material.contracts.length - MOST_CONTRACTS),
    plan: record.plan,
    versions: records
      .filter((one) => one.bearer === found.bearer && one.boundary === found.boundary)
      .map(({ kind, version, reason, byName, at }) => ({
        what: kind === 'plan' ? 'Plan' : 'Yearly totals',
        version,
        reason,
        byName,
        at,
      })),
  };
}

const MOST_CONTRACTS = 100;

function ahead({ years }: ContractYears): Grams {
  return years.reduce((sum, { forecast }) => sum + forecast, 0n);
}

const BASIS_TEXTS = {
  commitment: 'Commitment',
  reported: 'Supplier’s forecast',
  'run-rate': 'Run-rate',
  pipeline: 'Planned',
};

function contractView(contract: ContractYears) {
  const { reference, title, supplier, category, shared, years } = contract;
  const bases = [...new Set(years.flatMap(({ basis }) => (basis === undefined ? [] : [BASIS_TEXTS[basis]])))];
  return {
    reference,
    title,
    href: supplier === '' ? undefined : `/contracts/${encodeURIComponent(reference)}`,
    category: category === '' ? '–' : (ICT_WORDS[category] ?? category),
    shared: shared ? 'Shared' : 'Alone',
    basis: bases.length === 0 ? 'None to come' : bases.join(', '),
    soFar: kilograms(years.reduce((sum, { actual, estimated }) => sum + actual + estimated, 0n)),
    ahead: kilograms(ahead(contract)),
  };
}

function kilograms(grams: Grams): string {
  return grouped(kilogramsText(grams));
}

const CAUSE_WORDS = {
  activity: 'Newly reported, emitted or estimated',
  factor: 'Other conversion factors',
  method: 'Another method',
  boundary: 'Contracts or shares that changed',
  correction: 'Corrections',
};

/** What has moved the figures since the plan was stated, by cause. */
export function changeView(change: TrajectoryChange | undefined) {
  if (change === undefined) return undefined;
  const { before, after, causes, since } = change;
  return {
    since: since.at,
    rows: [
      ['When the plan was stated', kilograms(before)],
      ...causes.map(({ cause, grams }) => [CAUSE_WORDS[cause], kilograms(grams)]),
      ['Now', kilograms(after)],
    ],
  };
}

/** Other lines that have a plan. */
export function otherLines(records: readonly TrajectoryRecord[], subject: TrajectorySubject) {
  const names = new Map<string, TrajectorySubject>();
  for (const { kind, bearer, boundary } of records) {
    const isSame = bearer === subject.bearer && boundary === subject.boundary;
    if (kind === 'plan' && !isSame) names.set(`${bearer}\n${boundary}`, { bearer, boundary });
  }
  return [...names.values()].map((one) => ({ text: subjectText(one), href: linePath(one) }));
}

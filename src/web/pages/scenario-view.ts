import type { ScenarioTrajectory } from '../../application/scenario-trajectory.ts';
import { changeText, SCENARIO_MARK } from '../../application/scenario-words.ts';
import type { Trajectory } from '../../application/trajectory.ts';
import { headline, planAndDay, standingText, subjectText } from '../../application/trajectory-words.ts';
import type { Chart } from '../../charts/chart.ts';
import { lineChart } from '../../charts/line-chart.ts';
import type { Grams } from '../../domain/quantity.ts';
import type { Scenario } from '../../domain/scenario.ts';
import type { TrajectoryLine } from '../../domain/trajectory-line.ts';
import { chartView } from './chart-files.ts';
import { grossLine, pathLine, tonnes, yearsOf } from './effect-view.ts';

/** The changes of a scenario as sentences, with what each adds to the line where that is known. */
export function changesView({ changes }: Scenario, changeGrams: readonly Grams[] = []) {
  return changes.map((change, index) => {
    const grams = changeGrams[index];
    return {
      text: changeText(change),
      index,
      effect: grams === undefined ? undefined : `${signed(grams)} t`,
      hasNone: grams === 0n,
    };
  });
}

/** The line under a scenario beside the record. */
export function scenarioLines(found: ScenarioTrajectory): TwoLines {
  return [
    { name: 'On record', found: found.onRecord },
    { name: scenarioName(found.scenario), found },
  ];
}

/** A line with the name it goes by: the record, or a scenario. */
export type NamedLine = { readonly name: string; readonly found: Trajectory };

/** Two lines to the same target, the first as what the other is measured against. */
export type TwoLines = readonly [NamedLine, NamedLine];

/** Two lines side by side as a picture. */
export function linesPicture(lines: TwoLines): Chart {
  const [{ found: first, name }, { found: second, name: secondName }] = lines;
  const { year: target } = first.record.plan.target;
  const title = lines.map(({ name }) => name).join(' and ');
  const told = lines.map(({ name, found }) => `${name}: ${amountIn(found.line, target)}`);
  const path = first.line.years.at(-1);
  const description = `In ${target} the path is ${path === undefined ? 'not known' : `${tonnes(path.pathway)} t`}. ${told.join('; ')}.`;
  const { bearer, boundary, record } = first;
  const note = `${SCENARIO_MARK}. ${subjectText({ bearer, boundary })}. ${planAndDay(first)} ${standingText(record)}`;
  const drawn = [
    pathLine(first.line),
    grossLine('record', name, first.line),
    grossLine('what-if', secondName, second.line),
  ];
  return lineChart({ id: 'lines', title, description, note, years: yearsOf(first.line), lines: drawn });
}

/** Two lines side by side: sentences, chart and tables. The chart is a file at `chartPath`. */
export function linesView(lines: TwoLines, chartPath: string, query = '') {
  const [{ found: first, name: firstName }] = lines;
  const { year: target } = first.record.plan.target;
  return {
    standing: standingText(first.record),
    headlines: lines.map(({ found }) => headline(found)),
    chart: chartView(linesPicture(lines), chartPath, query),
    heads: [
      'Year',
      'Path',
      ...lines.map(({ name }) => name),
      ...lines.slice(1).map(({ name }) => `${name} less ${firstName}`),
    ],
    rows: first.line.years.map(({ year, pathway }, index) => {
      const amounts = lines.map(({ found }) => found.line.years[index]?.figures?.gross);
      const [base] = amounts;
      const differences = amounts.slice(1).map((one) => difference(one, base));
      return [year, tonnes(pathway), ...amounts.map(shown), ...differences];
    }),
    budgets: lines.map(({ name, found: { line } }) => ({
      name,
      inTarget: amountIn(line, target),
      gap: gapIn(line, target),
      exhausted: line.budget.exhaustedOn,
      total: `${tonnes(line.years.reduce((sum, { figures }) => sum + (figures?.gross ?? 0n), 0n))} t`,
    })),
    target,
  };
}

export function scenarioName({ name }: Pick<Scenario, 'name'>): string {
  return `Scenario “${name}”`;
}

function amountIn({ years }: TrajectoryLine, target: string): string {
  const gross = years.find(({ year }) => year === target)?.figures?.gross;
  return gross === undefined ? 'not known' : `${tonnes(gross)} t`;
}

function gapIn({ years }: TrajectoryLine, target: string): string {
  const gap = years.find(({ year }) => year === target)?.figures?.gap;
  return gap === undefined ? 'not known' : `${signed(gap)} t`;
}

function shown(grams: Grams | undefined): string {
  return grams === undefined ? 'not known' : tonnes(grams);
}

function difference(one: Grams | undefined, base: Grams | undefined): string {
  return one === undefined && base === undefined ? 'not known' : signed((one ?? 0n) - (base ?? 0n));
}

/** "+1.5", "−1.5" or "0.0". */
function signed(grams: Grams): string {
  const text = tonnes(grams < 0n ? -grams : grams);
  return grams === 0n ? text : `${grams > 0n ? '+' : '−'}${text}`;
}

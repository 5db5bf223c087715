import { effectNotes } from '../../application/effect-words.ts';
import {
  type BidEffect,
  carbonValuesText,
  type EffectOrWhy,
  INFORMATION_MARK,
  type TrajectoryEffect,
} from '../../application/trajectory-effect.ts';
import { planAndDay, subjectText, standingText } from '../../application/trajectory-words.ts';
import type { Chart } from '../../charts/chart.ts';
import { type ChartLine, lineChart } from '../../charts/line-chart.ts';
import { plainNumber, poundsText } from '../../domain/plain-english.ts';
import { type Fraction, type Grams, roundHalfUp, toFraction } from '../../domain/quantity.ts';
import type { TrajectoryLine } from '../../domain/trajectory-line.ts';
import { chartView } from './chart-files.ts';
import { STAGE_WORDS } from './words.ts';

const NOT_KNOWN = 'Not known';

/** How a page speaks of bids, and what its pictures say of them besides. */
export type EffectWords = {
  readonly titleOf?: (reference: string) => string;
  readonly about?: string;
};

/** What each bid would do to the trajectory, as a page shows it; its pictures are files at `chartPath`. */
export function effectView(found: EffectOrWhy, chartPath: string, words: EffectWords = {}) {
  if ('why' in found) return { mark: INFORMATION_MARK, why: found.why, next: found.next };
  const { trajectory, line, lots } = found.effect;
  const { record } = trajectory;
  const { titleOf } = words;
  return {
    mark: INFORMATION_MARK,
    subject: subjectText(trajectory),
    plan: record.plan.name,
    standing: standingText(record),
    targetYear: record.plan.target.year,
    remaining: `${tonnes(line.budget.remaining)} t`,
    isOverspent: line.budget.remaining <= 0n,
    carbonValues: carbonValuesText(found.effect),
    lots: lots.map((one, index) => {
      const { lot, bids } = one;
      const chart = lotPicture(found.effect, one, `effect-${index + 1}`, words);
      const query = lot === undefined ? '' : new URLSearchParams({ lot }).toString();
      return {
        lot,
        chart: chartView(chart, chartPath, query),
        heads: ['Year', 'Path', 'Without any bid', ...bids.map(({ reference }) => titleOf?.(reference) ?? reference)],
        years: yearRows(line, bids),
        bids: bids.map((bid) => bidRow(bid, titleOf)),
      };
    }),
  };
}

/** The picture of one lot; undefined where there is none, or no such lot. */
export function effectPicture(found: EffectOrWhy, lot: string | undefined, words: EffectWords = {}): Chart | undefined {
  if ('why' in found) return undefined;
  const one = found.effect.lots.find((other) => other.lot === lot);
  return one === undefined ? undefined : lotPicture(found.effect, one, 'effect', words);
}

function bidRow(bid: BidEffect, titleOf?: (id: string) => string) {
  const { reference, supplier, effect, missingStages, carbonCost } = bid;
  const cost = (pounds: Fraction | undefined) =>
    pounds === undefined ? NOT_KNOWN : poundsText(toFraction(roundHalfUp(pounds, 0)));
  const share = effect?.shareOfBudgetPercent;
  return {
    name: titleOf?.(reference) ?? `${supplier} (${reference})`,
    notes: [
      ...effectNotes(bid),
      ...(effect === undefined || missingStages.length === 0
        ? []
        : [`Declares nothing for: ${missingStages.map((stage) => STAGE_WORDS[stage] ?? stage).join(', ')}.`]),
    ].join(' '),
    toTarget: effect === undefined ? NOT_KNOWN : tonnes(effect.toTarget),
    afterTarget: effect === undefined ? NOT_KNOWN : tonnes(effect.afterTarget),
    share: share === undefined ? NOT_KNOWN : `${plainNumber(share, 1)}%`,
    gap: effect === undefined ? NOT_KNOWN : tonnes(effect.changeOfGap),
    low: cost(carbonCost?.low),
    central: cost(carbonCost?.central),
    high: cost(carbonCost?.high),
  };
}

function yearRows(line: TrajectoryLine, bids: readonly BidEffect[]): string[][] {
  return line.years.map(({ year, pathway, figures }, index) => [
    year,
    tonnes(pathway),
    figures === undefined ? NOT_KNOWN : tonnes(figures.gross),
    ...bids.map(({ effect }) => {
      const gross = effect?.line.years[index]?.figures?.gross;
      return gross === undefined ? NOT_KNOWN : tonnes(gross);
    }),
  ]);
}

function lotPicture(
  { trajectory, line }: TrajectoryEffect,
  { lot, first, bids }: TrajectoryEffect['lots'][number],
  id: string,
  { titleOf, about }: EffectWords,
): Chart {
  const bid = bids.find(({ reference }) => reference === first);
  const name = bid === undefined ? '' : (titleOf?.(bid.reference) ?? `${bid.supplier} (${bid.reference})`);
  const own = bid?.effect?.line;
  const title = own === undefined ? 'The line without any bid' : `The line with ${name}, ranked first`;
  const description = endText(line, own, name) ?? title;
  const lines = [
    pathLine(line),
    grossLine('record', 'Without any bid', line),
    ...(own === undefined ? [] : [grossLine('what-if', `With ${name}`, own)]),
  ];
  const ofLot = lot === undefined ? undefined : `Lot ${lot}`;
  const what = [INFORMATION_MARK, about, ofLot, subjectText(trajectory)];
  const note = `${what.filter((one) => one !== undefined).join('. ')}. ${planAndDay(trajectory)} ${standingText(trajectory.record)}`;
  return lineChart({ id, title, description, note, years: yearsOf(line), lines });
}

/** Where the lines are in the last year; undefined where there is no year. */
function endText({ years }: TrajectoryLine, own: TrajectoryLine | undefined, name: string): string | undefined {
  const last = years.at(-1);
  if (last === undefined) return undefined;
  const without = last.figures === undefined ? 'not known' : `${tonnes(last.figures.gross)} t`;
  const gross = own?.years.at(-1)?.figures?.gross;
  const withIt = gross === undefined ? '' : `; with ${name} it is ${tonnes(gross)} t`;
  return `In ${last.year} the path is ${tonnes(last.pathway)} t and the line without any bid ${without}${withIt}.`;
}

/** The path to the target as a line of a chart. */
export function pathLine({ years }: TrajectoryLine): ChartLine {
  return { kind: 'path', label: 'Path to the target', tonnes: years.map(({ pathway }) => inTonnes(pathway)) };
}

/** Actual, estimated and forecast together as a line of a chart. */
export function grossLine(kind: ChartLine['kind'], label: string, { years }: TrajectoryLine): ChartLine {
  return {
    kind,
    label,
    tonnes: years.map(({ figures }) => (figures === undefined ? undefined : inTonnes(figures.gross))),
  };
}

export function yearsOf({ years }: TrajectoryLine): string[] {
  return years.map(({ year }) => year);
}

/** "1,234.5" */
export function tonnes(grams: Grams): string {
  return plainNumber(toFraction(grams).div(1_000_000), 1);
}

function inTonnes(grams: Grams): number {
  return toFraction(grams).div(1_000_000).valueOf();
}

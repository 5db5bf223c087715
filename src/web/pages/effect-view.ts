import { effectNotes } from '../../application/effect-words.ts';
import {
  type BidEffect,
  carbonValuesText,
  type EffectOrWhy,
  INFORMATION_MARK,
} from '../../application/trajectory-effect.ts';
import { subjectText, standingText } from '../../application/trajectory-words.ts';
import { plainNumber, poundsText } from '../../domain/plain-english.ts';
import { type Fraction, type Grams, roundHalfUp, toFraction } from '../../domain/quantity.ts';
import type { TrajectoryLine } from '../../domain/trajectory-line.ts';
import { lineChart } from './line-chart.ts';
import { STAGE_WORDS } from './words.ts';

const NOT_KNOWN = 'Not known';

/** What each bid would do to the trajectory, as a page shows it; `titleOf` names a bid by its reference. */
export function effectView(found: EffectOrWhy, titleOf?: (reference: string) => string) {
  if ('why' in found) return { mark: INFORMATION_MARK, why: found.why, next: found.next };
  const { trajectory, line, lots } = found.effect;
  const { record } = trajectory;
  return {
    mark: INFORMATION_MARK,
    subject: subjectText(trajectory),
    plan: record.plan.name,
    standing: standingText(record),
    targetYear: record.plan.target.year,
    remaining: `${tonnes(line.budget.remaining)} t`,
    isOverspent: line.budget.remaining <= 0n,
    carbonValues: carbonValuesText(found.effect),
    lots: lots.map(({ lot, first, bids }, index) => {
      const winner = bids.find(({ reference }) => reference === first);
      const name =
        winner === undefined ? '' : (titleOf?.(winner.reference) ?? `${winner.supplier} (${winner.reference})`);
      return {
        lot,
        chart: effectChart(`effect-${index + 1}`, line, winner, name),
        heads: ['Year', 'Path', 'Without any bid', ...bids.map(({ reference }) => titleOf?.(reference) ?? reference)],
        years: yearRows(line, bids),
        bids: bids.map((bid) => bidRow(bid, titleOf)),
      };
    }),
  };
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

function effectChart(id: string, line: TrajectoryLine, bid: BidEffect | undefined, name: string) {
  const own = bid?.effect?.line;
  const title = own === undefined ? 'The line without any bid' : `The line with ${name}, ranked first`;
  const last = line.years.at(-1);
  const gross = own?.years.at(-1)?.figures?.gross;
  const description =
    last === undefined
      ? title
      : `In ${last.year} the path is ${tonnes(last.pathway)} t and the line without any bid ${last.figures === undefined ? 'not known' : `${tonnes(last.figures.gross)} t`}${gross === undefined ? '' : `; with ${name} it is ${tonnes(gross)} t`}.`;
  const lines = [
    pathLine(line),
    grossLine('Without any bid', line),
    ...(own === undefined ? [] : [grossLine(`With ${name}`, own)]),
  ];
  return { title, description, svg: lineChart({ id, title, description, years: yearsOf(line), lines }) };
}

/** The path to the target as a line of a chart. */
export function pathLine({ years }: TrajectoryLine) {
  return { name: 'Path to the target', tonnes: years.map(({ pathway }) => inTonnes(pathway)) };
}

/** Actual, estimated and forecast together as a line of a chart. */
export function grossLine(name: string, { years }: TrajectoryLine) {
  return {
    name,
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

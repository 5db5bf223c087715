import { type Grams, toFraction } from '../domain/quantity.ts';
import type { Trajectory } from './trajectory.ts';
import { gramsOf } from './read-stated-plan.ts';
import { headline, shownTonnes, standingText, subjectText } from './trajectory-words.ts';

/** A line as a picture: tonnes for drawing, never for reckoning. */
export type TrajectoryPicture = {
  readonly title: string;
  /** What it says, for those who do not see it. */
  readonly description: string;
  readonly standing: string;
  readonly years: readonly {
    readonly year: string;
    readonly pathway: number;
    /** Undefined where the year has no figure. */
    readonly parts?: { readonly actual: number; readonly estimated: number; readonly forecast: number };
  }[];
  readonly milestones: readonly { readonly year: string; readonly tonnes: number; readonly name: string }[];
};

/** What the picture of a line shows. */
export function trajectoryPicture(found: Trajectory): TrajectoryPicture {
  const { line, record } = found;
  const years = line.years.map(({ year, pathway, figures }) => ({
    year,
    pathway: inTonnes(pathway),
    ...(figures === undefined
      ? {}
      : {
          parts: {
            actual: inTonnes(figures.actual),
            estimated: inTonnes(figures.estimated),
            forecast: inTonnes(figures.forecast),
          },
        }),
  }));
  const told = line.years.flatMap(({ year, pathway, figures }) =>
    figures === undefined ? [] : [`${year}: ${shownTonnes(figures.gross)}, path ${shownTonnes(pathway)}`],
  );
  return {
    title: `${subjectText(found)}: the line to ${record.plan.target.year}`,
    description: `${headline(found)} ${standingText(record)} ${told.join('; ')}.`,
    standing: standingText(record),
    years,
    milestones: record.plan.milestones.map(({ year, tonnes, name }) => ({
      year,
      tonnes: inTonnes(gramsOf(tonnes)),
      name,
    })),
  };
}

function inTonnes(grams: Grams): number {
  return toFraction(grams).div(1_000_000).valueOf();
}

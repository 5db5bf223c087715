import type { TrajectoryPicture } from '../charts/trajectory-chart.ts';
import { type Grams, toFraction } from '../domain/quantity.ts';
import type { Trajectory } from './trajectory.ts';
import { gramsOf } from './read-stated-plan.ts';
import { headline, planAndDay, shownTonnes, standingText, subjectText } from './trajectory-words.ts';

/** What the picture of a line shows. */
export function trajectoryPicture(found: Trajectory): TrajectoryPicture {
  const { line, record } = found;
  const years = line.years.map(({ year, pathway, figures }) => ({
    year,
    pathway: inTonnes(pathway),
    ...(figures === undefined
      ? {}
      : {
          parts: new Map([
            ['Actual', inTonnes(figures.actual)],
            ['Estimated', inTonnes(figures.estimated)],
            ['Forecast', inTonnes(figures.forecast)],
          ]),
        }),
  }));
  const told = line.years.flatMap(({ year, pathway, figures }) =>
    figures === undefined ? [] : [`${year}: ${shownTonnes(figures.gross)}, path ${shownTonnes(pathway)}`],
  );
  return {
    id: 'trajectory',
    title: `${subjectText(found)}: the line to ${record.plan.target.year}`,
    description: `${headline(found)} ${standingText(record)} ${told.join('; ')}.`,
    note: planAndDay(found),
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

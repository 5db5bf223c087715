import { capitalised, counted, grouped } from '../domain/plain-english.ts';
import { INFORMATION_MARK } from '../application/trajectory-effect.ts';
import type { DecimalText } from '../domain/quantity.ts';
import type { LotAssessment } from '../scoring/assessment.ts';
import { bidLabel, getBid, inRankOrder } from '../scoring/explain.ts';
import { aboutTrajectory, type LotTrajectory, type ShownTrajectory } from './award-trajectory.ts';
import { lineChart } from '../charts/line-chart.ts';
import { prose } from './prose.ts';
import { type Block, cell } from './report-content.ts';
import { bidLine, headingId } from './report-words.ts';

/** The effect of each bid on the trajectory to the target year, first-ranked bid drawn. */
export function trajectorySection(lot: LotAssessment, shown: LotTrajectory | undefined, key: string): Block[] {
  if (shown === undefined) return [];
  const heading: Block = {
    kind: 'heading',
    level: 2,
    text: 'Effect on the trajectory',
    id: headingId(key, 'trajectory'),
  };
  if ('why' in shown) {
    return [heading, { kind: 'paragraph', text: [`${INFORMATION_MARK}. ${prose(`${shown.why} ${shown.next}`)}`] }];
  }
  return [
    heading,
    { kind: 'paragraph', text: [`${INFORMATION_MARK}. ${prose(aboutTrajectory(shown).join(' '))}`] },
    trajectoryFigure(lot, shown, key),
    ...trajectoryTables(lot, shown),
  ];
}

function trajectoryTables(lot: LotAssessment, effect: ShownTrajectory): Block[] {
  return [
    {
      kind: 'table',
      caption: 'Trajectory by year, tonnes of CO₂e',
      columns: [
        { title: 'Year', width: 1.5, isRowHeader: true },
        ...['Pathway', 'Actual', 'Forecast', ...effect.bids.map(({ reference }) => `Forecast with ${reference}`)].map(
          (title) => ({ title, width: 1.6, align: 'right' as const }),
        ),
      ],
      rows: effect.years.map((year, index) => [
        cell(year),
        ...[
          effect.pathwayTonnes,
          effect.actualTonnes,
          effect.forecastTonnes,
          ...effect.bids.map(({ tonnes }) => tonnes),
        ].map((line) => cell(shownTonnes(line[index]))),
      ]),
    },
    {
      kind: 'table',
      caption: 'What each bid would take, and its carbon cost in pounds',
      columns: [
        { title: 'Bid', width: 3, isRowHeader: true },
        { title: 'Tonnes to the target year', width: 2, align: 'right' },
        { title: 'Share of the remaining budget, %', width: 2, align: 'right' },
        { title: 'Change of the gap in the target year, tonnes', width: 2.2, align: 'right' },
        { title: 'Carbon cost: low, central, high', width: 3, align: 'right' },
      ],
      rows: effect.bids.map((bid) => [
        [bidLine(getBid(lot, bid.reference).bid), ...(bid.note === undefined ? [] : [[prose(bid.note)]])],
        cell(bid.tonnesToTarget === undefined ? NOT_KNOWN : grouped(bid.tonnesToTarget)),
        cell(bid.remainingBudgetSharePercent ?? NOT_KNOWN),
        cell(bid.changeOfTargetYearGapTonnes === undefined ? NOT_KNOWN : grouped(bid.changeOfTargetYearGapTonnes)),
        cell(bid.carbonCostPounds?.map((pounds) => `£${grouped(pounds)}`).join(', ') ?? NOT_KNOWN),
      ]),
    },
  ];
}

/** Questions to put to bidders. They never move a score. */
export function flagsSection(lot: LotAssessment, key: string): Block[] {
  const rows = inRankOrder(lot).flatMap(({ bid, flags }) =>
    flags.map(({ code, severity, title, message, questions }) => [
      [bidLine(bid)],
      cell(`${code} (${severity})`),
      [
        [{ kind: 'strong' as const, text: prose(title) }],
        [prose(message)],
        ...(questions.length === 0 ? [] : [[{ kind: 'quiet' as const, text: `Questions: ${questions.join(', ')}` }]]),
      ],
    ]),
  );
  const heading: Block = {
    kind: 'heading',
    level: 2,
    text: 'Questions to put to bidders',
    id: headingId(key, 'flags'),
  };
  if (rows.length === 0)
    return [heading, { kind: 'paragraph', text: ['The checks of figures and claims raise no question.'] }];
  return [
    heading,
    {
      kind: 'paragraph',
      text: [
        `The checks of figures and claims raise ${counted(rows.length, 'question')}. They ask for clarification and never move a score.`,
      ],
    },
    {
      kind: 'table',
      caption: 'Checks that ask for clarification',
      columns: [
        { title: 'Bid', width: 2.4, isRowHeader: true },
        { title: 'Check', width: 1.8 },
        { title: 'What to ask', width: 7.5 },
      ],
      rows,
    },
  ];
}

function trajectoryFigure(lot: LotAssessment, effect: ShownTrajectory, key: string): Block {
  const first = effect.bids.find(({ reference }) => reference === lot.ranking[0]) ?? effect.bids[0];
  const name = first === undefined ? '' : bidLabel(getBid(lot, first.reference).bid);
  const title = `Trajectory${first === undefined ? '' : ` with ${name} in the forecast`}`;
  const last = effect.years.length - 1;
  const description =
    `${effect.years[0] ?? ''} to ${effect.years[last] ?? ''}. In the last year the pathway is ${shownTonnes(effect.pathwayTonnes[last])} tonnes, the forecast ${shownTonnes(effect.forecastTonnes[last])} tonnes` +
    `${first === undefined ? '' : `, and ${shownTonnes(first.tonnes[last])} tonnes with ${name}`}. The table below gives every year.`;
  const numbers = (line: readonly (DecimalText | undefined)[]) =>
    line.map((value) => (value === undefined ? undefined : Number(value)));
  const chart = lineChart({
    id: headingId('chart', key, 'trajectory'),
    title,
    description,
    years: effect.years,
    lines: [
      { kind: 'path', label: 'Pathway', tonnes: numbers(effect.pathwayTonnes) },
      { kind: 'record', label: 'Actual', tonnes: numbers(effect.actualTonnes) },
      { kind: 'forecast', label: 'Forecast', tonnes: numbers(effect.forecastTonnes) },
      ...(first === undefined
        ? []
        : [
            {
              kind: 'what-if' as const,
              label: `Forecast with ${first.reference}`,
              tonnes: numbers(first.tonnes),
            },
          ]),
    ],
  });
  return { kind: 'figure', caption: capitalised(title), alternative: chart.description, ...chart };
}

const NOT_KNOWN = 'not known';

function shownTonnes(value: DecimalText | undefined): string {
  return value === undefined ? 'none' : grouped(value);
}

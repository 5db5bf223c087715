import type { Trajectory } from '../application/trajectory.ts';
import { trajectoryPicture } from '../application/trajectory-picture.ts';
import {
  lineNotes,
  nextSteps,
  reportSentences,
  shownTonnes,
  standingText,
  subjectText,
  threeNumbers,
} from '../application/trajectory-words.ts';
import type { Grams } from '../domain/quantity.ts';
import { visibleText } from '../domain/visible-text.ts';
import { prose } from './prose.ts';
import { type Block, cell, type ReportContent } from './report-content.ts';
import { reportPdf } from './report-pdf.ts';
import { trajectoryChart } from '../charts/trajectory-chart.ts';

/** The line to a target as a report to read and to print: the same words and figures as on its page. */
export function trajectoryReport(found: Trajectory): ReportContent {
  const { record, day } = found;
  const title = `Trajectory to net zero: ${visibleText(subjectText(found))}`;
  const chart = trajectoryChart(trajectoryPicture(found));
  const isAdopted = record.plan.decisionReference !== undefined;
  return {
    title,
    subject: title,
    organisation: visibleText(found.bearer),
    status: isAdopted ? undefined : 'ILLUSTRATIVE, NOT AN ADOPTED TARGET',
    runningTitle: visibleText(record.plan.name),
    date: day,
    dateIs: 'the day of this report',
    blocks: [
      { kind: 'heading', level: 1, text: title, id: 'trajectory' },
      ...(isAdopted
        ? []
        : [{ kind: 'notice' as const, title: 'Illustrative', text: [visibleText(standingText(record))] }]),
      { kind: 'paragraph', text: [prose(reportSentences(found).join(' '))], tone: 'lead' },
      {
        kind: 'figure',
        caption: 'Carbon by financial year, and the path to the target',
        alternative: chart.description,
        svg: chart.svg,
        width: chart.width,
        height: chart.height,
      },
      { kind: 'facts', caption: 'Three numbers', facts: numbers(found) },
      ...listBlock('What to do next', 'next', nextSteps(found)),
      ...yearsTable(found),
      ...listBlock('How the line is made', 'made', lineNotes(found)),
      {
        kind: 'facts',
        caption: 'On record',
        facts: [
          ['Plan', [visibleText(`${record.plan.name}, version ${record.version}`)]],
          ['Reason', [prose(record.reason)]],
          ['Carbon ledger', [`version ${found.moment.version}, estimated up to ${found.moment.until}`]],
        ],
      },
    ],
  };
}

/** The report as a tagged PDF. */
export async function trajectoryReportPdf(found: Trajectory): Promise<Uint8Array> {
  return reportPdf(trajectoryReport(found));
}

function numbers(found: Trajectory) {
  return threeNumbers(found).map(
    ({ name, value, note }) => [name, [note === '' ? value : `${value}, ${note}`]] as const,
  );
}

function listBlock(title: string, id: string, items: readonly string[]): Block[] {
  if (items.length === 0) return [];
  return [
    { kind: 'heading', level: 2, text: title, id },
    { kind: 'list', items: items.map((item) => [prose(item)]) },
  ];
}

function yearsTable({ line }: Trajectory): Block[] {
  const shown = (grams: Grams | undefined) => cell(grams === undefined ? 'None' : shownTonnes(grams).slice(0, -2));
  const heads = ['Path', 'Actual', 'Estimated', 'Forecast', 'Gross', 'Gap', 'Removals', 'Net'];
  return [
    { kind: 'heading', level: 2, text: 'Year by year', id: 'years' },
    {
      kind: 'table',
      caption: 'Tonnes of CO₂e by financial year',
      columns: [
        { title: 'Year', width: 1.4, isRowHeader: true },
        ...heads.map((title) => ({ title, width: 1.4, align: 'right' as const })),
      ],
      rows: line.years.map(({ year, pathway, figures }) => [
        cell(year),
        ...[pathway, figures?.actual, figures?.estimated, figures?.forecast, figures?.gross, figures?.gap].map(shown),
        ...[figures?.eligibleRemovals, figures?.net].map(shown),
      ]),
    },
  ];
}

import { grouped } from '../domain/plain-english.ts';
import type { LotAssessment } from '../scoring/assessment.ts';
import { getBid } from '../scoring/explain.ts';
import type { SensitivityReport, WeightAnalysis } from '../scoring/sensitivity.ts';
import { prose } from './prose.ts';
import { type Block, cell, type Line } from './report-content.ts';
import { bidLine, figure, headingId, LIGHT_WORDS, percentText, singleMarkText } from './report-words.ts';

const MOST_PAIRS = 15;
/** How firm the ranking is: the light and its sentence, then what lies behind them. Information, never a score. */
export function sensitivitySection(lot: LotAssessment, report: SensitivityReport | undefined, key: string): Block[] {
  if (report === undefined) return [];
  return [
    { kind: 'heading', level: 2, text: 'How firm the ranking is', id: headingId(key, 'sensitivity') },
    { kind: 'notice', tone: 'plain', title: LIGHT_WORDS[report.light], text: [prose(report.sentence)] },
    {
      kind: 'paragraph',
      tone: 'note',
      text: [
        'Information, not used in the assessment: it says how far weights and scores would have to move for another bid to come first, and changes nothing.',
      ],
    },
    ...(report.onTotal === undefined ? [] : weightBlocks(lot, report.onTotal, report.draws)),
    ...flipBlocks(report),
    ...carbonBlocks(lot, report),
  ];
}

function weightBlocks(lot: LotAssessment, analysis: WeightAnalysis, draws: number): Block[] {
  return [
    {
      kind: 'table',
      caption: `What it would take for ${analysis.second} to draw level with ${analysis.first}, one part at a time`,
      columns: [
        { title: 'Part', width: 3, isRowHeader: true },
        { title: 'Weight now, %', width: 2, align: 'right' },
        { title: 'Weight at which they tie, %', width: 2.4, align: 'right' },
        { title: `Rise in the score of ${analysis.second}`, width: 2.6, align: 'right' },
      ],
      rows: analysis.parts.map(({ title, weightPercent, tipPercent, rise, riseIsPossible }) => [
        cell(prose(title)),
        cell(figure(weightPercent)),
        cell(tipPercent === undefined ? 'no weight' : figure(tipPercent)),
        cell(
          rise === undefined
            ? 'none would'
            : `${figure(rise)}${riseIsPossible ? '' : ' (more than there is room for)'}`,
        ),
      ]),
    },
    {
      kind: 'table',
      caption: `How often each bid comes first in ${grouped(String(draws))} draws of other weights`,
      columns: [
        { title: 'Bid', width: 3, isRowHeader: true },
        { title: 'Weights within 20% of those published', width: 3, align: 'right' },
        { title: 'Any weights', width: 2, align: 'right' },
      ],
      rows: analysis.bids.map((reference, index) => [
        [bidLine(getBid(lot, reference).bid)],
        cell(shareText(analysis.aroundWeights.rankAcceptability[index]?.[0])),
        cell(shareText(analysis.allWeights.rankAcceptability[index]?.[0])),
      ]),
    },
    {
      kind: 'paragraph',
      text: [
        analysis.borda.agrees
          ? 'Counting whom each bid beats, part by part, puts the same bid first.'
          : 'Counting whom each bid beats, part by part, would put another bid first.',
      ],
    },
  ];
}

function flipBlocks({ singleMarkFlips: flips }: SensitivityReport): Block[] {
  if (flips.length === 0) return [];
  const items = flips.map((flip): Line => [prose(singleMarkText(flip))]);
  return [
    { kind: 'paragraph', text: ['Single marks on which the first place hangs:'] },
    { kind: 'list', items },
  ];
}

/** Every pair of bids, or where there are many those with the first-ranked bid. */
function carbonBlocks({ ranking }: LotAssessment, { carbon }: SensitivityReport): Block[] {
  if (carbon.length === 0) return [];
  const [first] = ranking;
  const isMany = carbon.length > MOST_PAIRS;
  const pairs = isMany ? carbon.filter(({ lower, higher }) => lower === first || higher === first) : carbon;
  return [
    {
      kind: 'table',
      caption: `Whether one bid's carbon is truly lower than another's, given the quality of their data${isMany ? ': pairs with the first-ranked bid' : ''}`,
      columns: [
        { title: 'Lower figure', width: 2, isRowHeader: true },
        { title: 'Higher figure', width: 2 },
        { title: 'Probability that it is lower', width: 2.4, align: 'right' },
        { title: 'In words', width: 2.4 },
      ],
      rows: pairs.map(({ lower, higher, probability, wording }) => [
        cell(lower),
        cell(higher),
        cell(percentText(probability)),
        cell(wording),
      ]),
    },
  ];
}

function shareText(share: number | undefined): string {
  return share === undefined ? 'none' : percentText(share);
}

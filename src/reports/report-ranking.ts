import { capitalised, counted } from '../domain/plain-english.ts';
import type { DecimalText } from '../domain/quantity.ts';
import { visibleText } from '../domain/visible-text.ts';
import type { Assessment, BidAssessment, LotAssessment } from '../scoring/assessment.ts';
import { bidLabel, contributions, inRankOrder, resultTexts, whyLine } from '../scoring/explain.ts';
import { barChart } from '../charts/bar-chart.ts';
import { RESULT_LOOKS } from '../charts/looks.ts';
import { prose } from './prose.ts';
import { type Block, cell, type Cell, type Column, type Line, type Table } from './report-content.ts';
import { bidLine, figure, firstOfAll, headingId, lotTitle } from './report-words.ts';

/** More bars than this are too many for one picture; the table has them all. */
const MOST_BARS = 14;

/** The ranking of a lot: chart, table with one line of why for each bid, and what happened to ties. */
export function rankingSection(assessment: Assessment, lot: LotAssessment, key: string): Block[] {
  const results = resultTexts(lot);
  const hasTotals = lot.bids.some(({ total }) => total !== undefined) && lot.shares !== undefined;
  return [
    { kind: 'heading', level: 2, text: 'Ranking', id: headingId(key, 'ranking') },
    { kind: 'paragraph', text: [howRanked(lot)] },
    ...(hasTotals ? [totalsFigure(assessment, lot, key, results)] : []),
    rankingTable(assessment, lot),
    {
      kind: 'table',
      caption: 'Why each bid stands where it does',
      columns: [
        { title: 'Bid', width: 3, isRowHeader: true },
        { title: 'Why', width: 8 },
      ],
      rows: inRankOrder(lot).map((bid): Cell[] => [[bidLine(bid.bid)], [[whyLine(lot, bid, prose)]]]),
    },
    ...tieNotes(lot),
    ...lot.notices.map((notice): Block => ({ kind: 'paragraph', tone: 'note', text: [prose(notice)] })),
  ];
}

/** Rank, parts and result of the bids of a lot, first to last, those not ranked at the end; at most `most` of them. */
export function rankingTable(assessment: Assessment, lot: LotAssessment, most = Number.POSITIVE_INFINITY): Table {
  const results = resultTexts(lot);
  const shares = lot.shares;
  // Results that are nearly alike take many digits to tell apart.
  const resultWidth = Math.max(2.2, 0.31 * Math.max(...[...results.values()].map((text) => text.length)));
  return {
    kind: 'table',
    caption: `Results, ${lotTitle(assessment, lot)}. Parts are 0 to 100 before their shares are applied`,
    columns: [
      { title: 'Rank', width: 1.5 },
      { title: 'Bid', width: 4.5, isRowHeader: true },
      partColumn('Environment', shares?.environment),
      ...(shares === undefined ? [] : [partColumn('Quality', shares.quality), partColumn('Price', shares.price)]),
      {
        title: lot.bids.some(({ evaluatedPrice }) => evaluatedPrice !== undefined) ? 'Evaluated price' : 'Total',
        width: resultWidth,
        align: 'right',
      },
    ],
    rows: inRankOrder(lot)
      .slice(0, most)
      .map((bid) => [
        cell(bid.rank === undefined ? 'not ranked' : String(bid.rank)),
        [bidLine(bid.bid)],
        cell(figure(bid.environment)),
        ...(shares === undefined ? [] : [cell(figure(bid.quality)), cell(figure(bid.pricePoints))]),
        [[{ kind: 'strong', text: results.get(bid.bid.reference) ?? 'none' }]],
      ]),
  };
}

function partColumn(name: string, share: DecimalText | undefined): Column {
  return { title: share === undefined ? name : `${name} (${share} of 100)`, width: 2.3, align: 'right' };
}

function howRanked(lot: LotAssessment): string {
  const bids = `${counted(lot.ranking.length, 'bid')} of ${lot.bids.length} ${lot.ranking.length === 1 ? 'is' : 'are'} ranked`;
  return lot.bids.some(({ evaluatedPrice }) => evaluatedPrice !== undefined)
    ? `${bids}, lowest evaluated price first. A bid that fails an adopted condition or threshold keeps its scores and is not ranked.`
    : `${bids}, highest total first, on exact values. A bid that fails an adopted condition or threshold keeps its scores and is not ranked.`;
}

function totalsFigure(
  assessment: Assessment,
  lot: LotAssessment,
  key: string,
  results: ReadonlyMap<string, string>,
): Block {
  const title = `Total by bid, ${lotTitle(assessment, lot)}`;
  const bids = inRankOrder(lot).slice(0, MOST_BARS);
  const description = bids
    .map(
      (bid) =>
        `${bidLabel(bid.bid)}: total ${results.get(bid.bid.reference) ?? 'none'}, made of ${partsText(lot, bid)}${bid.rank === undefined ? ', not ranked' : ''}`,
    )
    .join('; ');
  const chart = barChart({
    id: headingId('chart', key, 'totals'),
    title,
    description: `${description}.`,
    axis: 'Points of 100, after shares',
    looks: RESULT_LOOKS,
    maximum: 100,
    bars: bids.map((bid) => ({
      label: visibleText(bid.bid.supplier.name),
      note: `${visibleText(bid.bid.reference)}${bid.rank === undefined ? ', not ranked' : ''}`,
      parts: new Map(contributions(lot, bid).map(({ part, points }) => [capitalised(part), points.valueOf()])),
      result: results.get(bid.bid.reference) ?? '',
    })),
  });
  return {
    kind: 'figure',
    caption: `${title}: what environment, quality and price add to it${firstOfAll(bids.length, lot)}`,
    alternative: chart.description,
    ...chart,
  };
}

function partsText(lot: LotAssessment, bid: BidAssessment): string {
  return contributions(lot, bid)
    .map(({ part, points }) => `${part} ${figure(points)}`)
    .join(', ');
}

function tieNotes({ tieBreak }: LotAssessment): Block[] {
  if (tieBreak.length === 0) return [];
  const items = tieBreak.map(({ sentence }): Line => [prose(sentence)]);
  return [
    { kind: 'paragraph', text: ['Ties, and how the published steps broke them:'] },
    { kind: 'list', items },
  ];
}

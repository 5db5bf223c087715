import { type DecimalText, type Fraction, roundHalfUp, toFraction } from '../domain/quantity.ts';
import type { Assessment, BidAssessment, LotAssessment } from '../scoring/assessment.ts';
import { totalsChart } from './charts.ts';
import { type Block, cell, type Cell, type Column, type Line, type Table } from './report-content.ts';
import {
  bidLabel,
  bidLine,
  counted,
  firstOfAll,
  figure,
  getBid,
  headingId,
  inRankOrder,
  lotTitle,
  poundsText,
  resultTexts,
} from './report-words.ts';
import { prose, visibleText } from './visible-text.ts';

/** What a part of the total adds to it: share x points / 100. */
type Contribution = { readonly part: 'environment' | 'quality' | 'price'; readonly points: Fraction };

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
      rows: inRankOrder(lot).map((bid): Cell[] => [[bidLine(bid.bid)], [[whyLine(lot, bid)]]]),
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

/** One sentence: by how much, and through which parts; or why the bid is not ranked. */
export function whyLine(lot: LotAssessment, bid: BidAssessment): string {
  if (bid.rank === undefined) {
    return `Not ranked. ${bid.notRankedBecause.map(prose).join(' ') || 'It has no result yet.'}`;
  }
  const next = lot.ranking[1];
  const first = lot.ranking[0];
  if (bid.rank === 1)
    return next === undefined ? 'The only ranked bid.' : `First: ${comparison(lot, bid, getBid(lot, next))}`;
  return first === undefined ? '' : `Place ${bid.rank}: ${comparison(lot, bid, getBid(lot, first))}`;
}

/** "3.20 ahead of Cedar (B3): 4.10 ahead on price, 0.90 behind on environment." */
function comparison(lot: LotAssessment, bid: BidAssessment, other: BidAssessment): string {
  if (bid.evaluatedPrice !== undefined && other.evaluatedPrice !== undefined) {
    const lead = other.evaluatedPrice.sub(bid.evaluatedPrice);
    const words =
      lead.n === 0n
        ? 'exactly the same evaluated price as'
        : `an evaluated price ${lead.abs().lt(toFraction('0.005')) ? 'less than a penny' : poundsText(roundedPence(lead.abs()))} ${lead.s > 0n ? 'below' : 'above'}`;
    return `${words} ${bidLabel(other.bid)}.`;
  }
  if (bid.total === undefined || other.total === undefined)
    return `compared with ${bidLabel(other.bid)}, a result is still to come.`;
  const lead = bid.total.sub(other.total);
  const others = contributions(lot, other);
  const parts = contributions(lot, bid)
    .map(({ part, points }) => ({ part, lead: points.sub(others.find((one) => one.part === part)?.points ?? points) }))
    .filter(({ lead: part }) => part.n !== 0n)
    .sort((a, b) => b.lead.abs().compare(a.lead.abs()))
    .map(({ part, lead: value }) => `${aheadOrBehind(value)} on ${part}`);
  const because = parts.length === 0 || lot.shares === undefined ? '' : `: ${parts.join(', ')}`;
  return lead.n === 0n
    ? `exactly the same total as ${bidLabel(other.bid)}; the published tie-break decides.`
    : `${aheadOrBehind(lead)} ${lead.s > 0n ? 'of' : ''} ${bidLabel(other.bid)}${because}.`.replaceAll(/ +/g, ' ');
}

function partColumn(name: string, share: DecimalText | undefined): Column {
  return { title: share === undefined ? name : `${name} (${share} of 100)`, width: 2.3, align: 'right' };
}

function roundedPence(pounds: Fraction): Fraction {
  return toFraction(roundHalfUp(pounds, 2));
}

function contributions({ shares }: LotAssessment, bid: BidAssessment): Contribution[] {
  if (shares === undefined) return [];
  const of = (part: Contribution['part'], points: Fraction | undefined): Contribution[] =>
    points === undefined ? [] : [{ part, points: toFraction(shares[part]).mul(points).div(100) }];
  return [...of('environment', bid.environment), ...of('quality', bid.quality), ...of('price', bid.pricePoints)];
}

function aheadOrBehind(lead: Fraction): string {
  const size = lead.abs().lt(toFraction('0.005')) ? 'less than 0.01' : figure(lead.abs());
  return `${size} ${lead.s > 0n ? 'ahead' : 'behind'}`;
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
  const chart = totalsChart({
    id: headingId('chart', key, 'totals'),
    title,
    description: `${description}.`,
    axis: 'Points of 100, after shares',
    bars: bids.map((bid) => ({
      label: visibleText(bid.bid.supplier.name),
      note: `${visibleText(bid.bid.reference)}${bid.rank === undefined ? ', not ranked' : ''}`,
      parts: new Map(contributions(lot, bid).map(({ part, points }) => [partName(part), points.valueOf()])),
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

function partName(part: Contribution['part']): string {
  return part.slice(0, 1).toUpperCase() + part.slice(1);
}

function tieNotes({ tieBreak }: LotAssessment): Block[] {
  if (tieBreak.length === 0) return [];
  const items = tieBreak.map(({ sentence }): Line => [prose(sentence)]);
  return [
    { kind: 'paragraph', text: ['Ties, and how the published steps broke them:'] },
    { kind: 'list', items },
  ];
}

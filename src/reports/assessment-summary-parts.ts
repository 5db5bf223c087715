import { isSameBid, type PackIssue } from '../application/award-records.ts';
import { toFraction } from '../domain/quantity.ts';
import { visibleText } from '../domain/visible-text.ts';
import type { Assessment, BidAssessment, LotAssessment } from '../scoring/assessment.ts';
import { awardCriteria, getBid, resultTexts } from '../scoring/explain.ts';
import { pointsText } from '../scoring/stated-finding.ts';
import { findAgreedReason, pointersLine } from './agreed-reasons.ts';
import { prose } from './prose.ts';
import { type Block, cell, type Cell } from './report-content.ts';
import { bidLine, figure } from './report-words.ts';

/** Regulation 31 asks for it; the service does not hold it. */
export const ADDED_BY_AUTHORITY = 'not held here; the authority adds it before this is sent';

/**
 * The first-ranked bid, where it is another: name, scores and totals. Explanations are told once issued, as people
 * agreed them and less what they withheld; before that no word from that bid.
 */
export function firstRankedPart(
  assessment: Assessment,
  lot: LotAssessment,
  bid: BidAssessment,
  issue: PackIssue | undefined,
): Block[] {
  const [reference] = lot.ranking;
  const heading: Block = { kind: 'heading', level: 2, text: 'The first-ranked bid', id: 'first-ranked' };
  if (reference === undefined) return [heading, { kind: 'paragraph', text: ['No bid is ranked.'] }];
  if (reference === bid.bid.reference)
    return [heading, { kind: 'paragraph', text: ['It is your own bid; this summary has no other part.'] }];
  const first = getBid(lot, reference);
  const { identifier } = first.bid.supplier;
  const source = assessment.status === 'issued' ? 'agreed scores' : 'proposals, not agreed scores';
  return [
    heading,
    {
      kind: 'facts',
      caption: `The bid ranked first (${source})`,
      facts: [
        ['Supplier', bidLine(first.bid, true)],
        [
          'Identifier',
          [identifier === undefined ? 'none given' : visibleText(`${identifier.scheme} ${identifier.id}`)],
        ],
        ['Postal address and email', [ADDED_BY_AUTHORITY]],
      ],
    },
    totalsTable('Its sub-totals and total', lot, first),
    {
      kind: 'table',
      caption: 'Its score for each criterion',
      columns: [
        { title: 'Criterion', width: 5, isRowHeader: true },
        { title: 'Weight', width: 1.4, align: 'right' },
        { title: 'Points of 5', width: 1.4, align: 'right' },
        { title: 'Adds', width: 1.4, align: 'right' },
      ],
      rows: awardCriteria(first).map(({ code, rule, weight, points, weighted }) => [
        cell(`${code} ${prose(rule.title)}`),
        cell(pointsText(weight)),
        cell(pointsText(points)),
        cell(figure(weighted)),
      ]),
    },
    ...(issue === undefined
      ? [{ kind: 'notice', tone: 'plain', title: 'Explanations left out', text: [withheld(assessment)] } as const]
      : [explanations(first, issue)]),
  ];
}

/** Why the first-ranked bid has its scores, as agreed; what is withheld says why and by whom. */
function explanations(first: BidAssessment, issue: PackIssue): Block {
  return {
    kind: 'table',
    caption: 'Why it has these scores, and where that stands in its bid',
    columns: [
      { title: 'Criterion', width: 3, isRowHeader: true },
      { title: 'Explanation', width: 8 },
    ],
    rows: awardCriteria(first).map(({ code, rule }) => [
      cell(`${code} ${prose(rule.title)}`),
      explanation(first, rule.id, issue),
    ]),
  };
}

function explanation(first: BidAssessment, rule: string, { reasons, redactions }: PackIssue): Cell {
  const agreed = findAgreedReason(reasons, first, rule);
  if (agreed === undefined) return cell('No explanation is on record.');
  const own = redactions.filter((one) => one.rule === rule && isSameBid(one, agreed));
  const notes = own.map(({ reason, byName }) => cell(prose(`Withheld by ${byName}: ${reason}`)));
  if (own.some(({ words }) => words === undefined)) return notes.flat();
  const told = own.reduce((text, { words = '' }) => text.replaceAll(words, '[withheld]'), agreed.reason);
  const place = own.reduce(
    (text, { words = '' }) => text.replaceAll(words, '[withheld]'),
    pointersLine(agreed.pointers),
  );
  return [...cell(prose(told), prose(`In its bid: ${place}`)), ...notes.flat()];
}

function withheld({ status }: Assessment): string {
  const rest =
    "They refer to another bidder's documents, which may be commercially sensitive (Procurement Act 2023, section 94), and no person has yet checked what may be disclosed.";
  return status === 'issued'
    ? `The explanations of this bid's scores are withheld. ${rest}`
    : `The explanations of this bid's scores are withheld from this ${status}. ${rest} They are to be checked, and redacted with a reason where needed, before a summary is sent.`;
}

function isWeighed(share: string | undefined): boolean {
  return share !== undefined && toFraction(share).n > 0n;
}

/** Parts of the total with their shares, then the total; or the evaluated price where the method compares that. */
export function totalsTable(caption: string, lot: LotAssessment, bid: BidAssessment): Block {
  const { shares } = lot;
  const row = (name: string, share: string | undefined, points: string): Cell[] => [
    cell(name),
    cell(share ?? 'none'),
    cell(points),
  ];
  const isPrice = bid.evaluatedPrice !== undefined;
  return {
    kind: 'table',
    caption,
    columns: [
      { title: 'Part', width: 4, isRowHeader: true },
      { title: 'Share of the total', width: 2, align: 'right' },
      { title: 'Score, 0 to 100', width: 2, align: 'right' },
    ],
    rows: [
      row('Environment', shares?.environment, figure(bid.environment)),
      ...(isWeighed(shares?.quality) ? [row('Quality', shares?.quality, figure(bid.quality))] : []),
      ...(isWeighed(shares?.price) && !isPrice ? [row('Price', shares?.price, figure(bid.pricePoints))] : []),
      row(
        isPrice ? 'Evaluated price' : 'Total',
        isPrice ? undefined : '100',
        resultTexts(lot).get(bid.bid.reference) ?? 'none yet',
      ),
    ],
  };
}

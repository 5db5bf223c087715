import { visibleText } from '../domain/visible-text.ts';
import type { Assessment, BidAssessment, LotAssessment } from '../scoring/assessment.ts';
import type { Block } from './report-content.ts';
import { bidLine } from './report-words.ts';

/** What must be said of the published defaults that count for a bid: whether it was asked, and how that ended. */
export function defaultSentences({ defaults = [] }: Assessment, lot: LotAssessment, { bid }: BidAssessment): string[] {
  return defaults
    .filter((one) => one.bid === bid.reference && one.lot === lot.lot?.id)
    .map(({ sentence }) => visibleText(sentence));
}

/** The same for all bids of a lot, as a notice with one line for each; nothing where no default counts. */
export function defaultsSection(assessment: Assessment, lot: LotAssessment): Block[] {
  const items = lot.bids.flatMap((bid) =>
    defaultSentences(assessment, lot, bid).map((sentence) => [...bidLine(bid.bid, true), `: ${sentence}`]),
  );
  if (items.length === 0) return [];
  return [
    {
      kind: 'notice',
      title: 'Published defaults count here',
      text: ['A default may stand in for a figure only after its bidder was asked once. It moves no score.'],
    },
    { kind: 'list', items },
  ];
}

/** What one bidder is told of its own. */
export function ownDefaults(assessment: Assessment, lot: LotAssessment, bid: BidAssessment): Block[] {
  return defaultSentences(assessment, lot, bid).map((sentence) => ({
    kind: 'paragraph',
    tone: 'note',
    text: [sentence],
  }));
}

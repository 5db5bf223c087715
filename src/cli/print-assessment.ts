import type { ScoredTender } from '../application/score-tender.ts';
import { distinctTexts } from '../domain/quantity.ts';
import { visibleText } from '../domain/visible-text.ts';
import type { LotAssessment } from '../scoring/assessment.ts';
import { inRankOrder, resultTexts, whyLine } from '../scoring/explain.ts';
import { tableText, type Terminal } from './terminal.ts';

/** The ranking of each lot, with one line of why for each bid. */
export function printAssessment({ assessment, sensitivity }: ScoredTender, terminal: Terminal): void {
  const { procurement, ruleSet, inputHash } = assessment;
  terminal.out(`${visibleText(procurement.reference)} ${visibleText(procurement.title)}`);
  terminal.out(
    `TRIAL, NOT FOR AWARD. Points are proposals. Rule set ${ruleSet.id}@${ruleSet.version}; input ${inputHash.slice(0, 12)}.`,
  );
  assessment.lots.forEach((lot, index) => {
    terminal.out('');
    if (lot.lot !== undefined) terminal.out(`Lot ${visibleText(lot.lot.id)}: ${visibleText(lot.lot.title)}`);
    terminal.out(rankingTable(lot));
    for (const bid of inRankOrder(lot)) terminal.out(`${visibleText(bid.bid.reference)}: ${whyLine(lot, bid)}`);
    for (const note of lot.tieBreak) terminal.out(visibleText(note.sentence));
    const report = sensitivity[index];
    if (report !== undefined) terminal.out(`Sensitivity (information): ${report.light}. ${report.sentence}`);
    for (const notice of lot.notices) terminal.err(`Note: ${notice}`);
  });
}

function rankingTable(lot: LotAssessment): string {
  const bids = inRankOrder(lot);
  const results = resultTexts(lot);
  const environments = distinctTexts(bids.map(({ environment }) => environment));
  const isPrice = bids.some(({ evaluatedPrice }) => evaluatedPrice !== undefined);
  const rows = bids.map(({ bid, rank, qualified }, index) => [
    rank === undefined ? '-' : String(rank),
    visibleText(bid.reference),
    visibleText(bid.supplier.name),
    results.get(bid.reference) ?? '-',
    environments[index] ?? '-',
    qualified ? '' : 'not ranked',
  ]);
  return tableText([['Rank', 'Bid', 'Supplier', isPrice ? 'Evaluated price' : 'Total', 'Environment', ''], ...rows]);
}

import type { LotAssessment } from '../scoring/assessment.ts';
import { inRankOrder, whyLine } from '../scoring/explain.ts';
import { distinctTexts } from '../domain/quantity.ts';
import type { ScoredTender } from '../application/score-tender.ts';
import { visibleText } from '../domain/visible-text.ts';
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
    for (const bid of inRankOrder(lot)) terminal.out(`${bid.bid.reference}: ${visibleText(whyLine(bid, lot))}`);
    for (const note of lot.tieBreak) terminal.out(visibleText(note.sentence));
    const report = sensitivity[index];
    if (report !== undefined) terminal.out(`Sensitivity (information): ${report.light}. ${report.sentence}`);
    for (const notice of lot.notices) terminal.err(`Note: ${notice}`);
  });
}

function rankingTable(lot: LotAssessment): string {
  const bids = inRankOrder(lot);
  const withTotal = bids.filter(({ total }) => total !== undefined);
  const totals = distinctTexts(withTotal.flatMap(({ total }) => (total === undefined ? [] : [total])));
  const environments = distinctTexts(bids.map(({ environment }) => environment));
  const rows = bids.map((bid, index) => [
    bid.rank === undefined ? '-' : String(bid.rank),
    visibleText(bid.bid.reference),
    visibleText(bid.bid.supplier.name),
    totals[withTotal.indexOf(bid)] ?? '-',
    environments[index] ?? '-',
    bid.qualified ? '' : 'not ranked',
  ]);
  return tableText([['Rank', 'Bid', 'Supplier', 'Total', 'Environment', ''], ...rows]);
}

import type { Workbook } from 'exceljs';
import { ordinal, plainNumber } from '../../domain/plain-english.ts';
import type { Assessment, LotAssessment } from '../../scoring/assessment.ts';
import type { DrawnShares, SensitivityReport, WeightAnalysis } from '../../scoring/sensitivity.ts';
import { LIGHT_WORDS, lotId, lotPrefix, percentText, singleMarkText } from '../report-words.ts';
import { type CellContent, openSheet, type PackSheet } from './pack-sheet.ts';

/**
 * Fills the Sensitivity sheet: for each lot one light and one sentence, then the analyst's annex. Where the analysis
 * was not run it says so.
 */
export function writeSensitivity(
  workbook: Workbook,
  assessment: Assessment,
  reports: readonly SensitivityReport[],
): void {
  const sheet = openSheet(workbook, 'Sensitivity', assessment, {
    title: 'Sensitivity: how firm the ranking is',
    note: 'Information, not used in the assessment. It never changes the award and is left out of everything sent to bidders.',
    columns: [
      { header: 'Lot', width: 6 },
      { header: 'Test', width: 36 },
      { header: 'Bid or weight', width: 40 },
      { header: 'Now', width: 13, format: 'points' },
      { header: 'First place ties at', width: 13, format: 'points' },
      { header: 'In plain English', width: 90 },
    ],
    frozenColumns: 2,
  });
  assessment.lots.forEach((lot, index) => {
    const report = reports[index];
    if (report === undefined) {
      const why = 'The analysis was not run for this pack. On real bids it is withheld until the consensus is locked.';
      sheet.addRow([lotId(lot.lot), 'Not run', '', undefined, undefined, why]);
    } else {
      writeReport(sheet, lot, report);
    }
  });
}

type AddTest = (
  test: string,
  subject: string,
  words: string,
  figures?: { readonly now?: CellContent; readonly tie?: CellContent },
) => void;

function writeReport(sheet: PackSheet, lot: LotAssessment, report: SensitivityReport): void {
  const id = lotId(lot.lot);
  const add: AddTest = (test, subject, words, { now, tie } = {}) => sheet.addRow([id, test, subject, now, tie, words]);
  sheet.addRow(
    [id, LIGHT_WORDS[report.light], '', undefined, undefined, `${lotPrefix(lot.lot)}${report.sentence}`],
    'section',
  );
  for (const flip of report.singleMarkFlips) add('Single mark', flip.bid, singleMarkText(flip));
  for (const { lower, higher, probability, wording } of report.carbon) {
    const words = `${lower} is truly lower than ${higher} in carbon with a probability of ${percent(probability)}: ${wording}.`;
    add('Carbon, pair of bids', `${lower} and ${higher}`, words);
  }
  for (const analysis of [report.onTotal, report.onEnvironment]) {
    if (analysis !== undefined) writeAnalysis(sheet, add, id, analysis, report);
  }
  add('How it was drawn', '', `${report.draws} draws, generator SplitMix64, seed ${report.seed}.`);
}

function writeAnalysis(
  sheet: PackSheet,
  add: AddTest,
  id: string,
  analysis: WeightAnalysis,
  { draws }: Pick<SensitivityReport, 'draws'>,
): void {
  const { on, first, second, gap, parts, bids, borda } = analysis;
  const subject =
    on === 'total' ? 'The overall total, by its shares' : 'The environment total, by the weights of its criteria';
  sheet.addRow([id, subject], 'section');
  add('Gap', `${first} and ${second}`, `${first} is ${plainNumber(gap)} points ahead of ${second}.`, { now: gap });
  writeSmallestMoves(add, analysis);
  for (const { title, weightPercent, tipPercent, rise, riseIsPossible } of parts) {
    const tips =
      tipPercent === undefined
        ? 'No weight of this part alone makes them tie.'
        : 'Weight at which they tie, the others keeping their proportions.';
    const rises =
      rise === undefined
        ? ''
        : ` ${second} would need ${plainNumber(rise)} points of 100 more in it${riseIsPossible ? '' : ', which is more than there is room for'}.`;
    add('One weight, percent', title, `${tips}${rises}`, { now: weightPercent, tie: tipPercent ?? 'none' });
  }
  writeDraws(add, `Weights within 20%, ${draws} draws`, analysis, analysis.aroundWeights);
  writeDraws(add, `Any weights, ${draws} draws`, analysis, analysis.allWeights);
  const agrees = borda.agrees ? `It too puts ${first} first.` : `It does not put ${first} first.`;
  bids.forEach((bid, index) =>
    add('Borda count', bid, `Points by counting, part by part, whom a bid beats. ${agrees}`, {
      now: borda.points[index],
    }),
  );
}

function writeSmallestMoves(add: AddTest, { transfer, smallestChange, first, second, parts }: WeightAnalysis): void {
  const titleOf = (id: string) => parts.find((part) => part.id === id)?.title ?? id;
  if (transfer?.moves.length === 0) {
    add('Smallest transfer of weight', second, `${first} and ${second} are level with the weights as they are.`);
  } else if (transfer === undefined) {
    add('Smallest transfer of weight', '', `No other weights would put ${second} level.`);
  } else {
    const moves = transfer.moves.map(
      ({ from, to, points }) => `${plainNumber(points)} from ${titleOf(from)} to ${titleOf(to)}`,
    );
    add('Smallest transfer of weight', second, `${second} would be level after moving ${moves.join('; ')}.`, {
      tie: transfer.points,
    });
  }
  if (smallestChange === undefined) return;
  const changes = smallestChange.changes.map(
    (change, index) => `${parts[index]?.title ?? ''} ${change.s < 0n ? '' : '+'}${plainNumber(change)}`,
  );
  add('Smallest change of all weights', second, `Level with ${changes.join(', ')} (Euclidean length in points).`, {
    tie: smallestChange.points,
  });
}

/** How often each bid holds each rank, and beats each other, when the weights are drawn at random. */
function writeDraws(add: AddTest, test: string, { bids, parts }: WeightAnalysis, shares: DrawnShares): void {
  bids.forEach((bid, index) => {
    const ranks = (shares.rankAcceptability[index] ?? []).map(
      (share, rank) => `${ordinal(rank + 1)} ${percent(share)}`,
    );
    const wins = bids.flatMap((other, at) =>
      at === index ? [] : [`${other} ${percent(shares.winningIndex[index]?.[at] ?? 0)}`],
    );
    const central = shares.centralWeights[index];
    const centre =
      central === undefined
        ? 'It is never first.'
        : `Typical weights when it is first: ${parts.map(({ title }, part) => `${title} ${percent(central[part] ?? 0)}`).join(', ')}.`;
    add(test, bid, `Ranks ${ranks.join(', ')}. Beats ${wins.join(', ')}. ${centre}`);
  });
}

/** Doubles come from drawn weights only; they are shown rounded. */
function percent(share: number): string {
  return percentText(share, 1);
}

import type { Workbook } from 'exceljs';
import { INFORMATION_MARK } from '../../application/trajectory-effect.ts';
import { toFraction } from '../../domain/quantity.ts';
import type { Assessment } from '../../scoring/assessment.ts';
import { aboutTrajectory, type LotTrajectory, type ShownTrajectory } from '../award-trajectory.ts';
import { lotId } from '../report-words.ts';
import { writeLeftOut } from './left-out-sheets.ts';
import { type CellContent, openSheet, type PackSheet } from './pack-sheet.ts';

const TITLE = 'Trajectory: what each bid would do to the path to zero net carbon in 2030';

const NO_DATABASE = {
  why: 'Empty in this pack. The trajectory needs the organisation’s contracts and yearly carbon returns, which are in the service’s database; this pack was made from the tender workbook alone.',
  next: 'Import the tender into the service and download the pack there.',
};

/**
 * The Trajectory sheet: for each lot the years of the line, without any bid and with each of them, and what each bid
 * would take. Where there is nothing to show it says why and what to do.
 */
export function writeTrajectory(
  workbook: Workbook,
  assessment: Assessment,
  lots: readonly (LotTrajectory | undefined)[],
): void {
  const shown = lots.filter((one) => one !== undefined && !('why' in one));
  const [reason = NO_DATABASE] = lots.filter((one) => one !== undefined && 'why' in one);
  if (shown.length === 0) {
    const next = `${reason.next} ${INFORMATION_MARK}.`;
    writeLeftOut(workbook, assessment, 'Trajectory', { title: TITLE, why: reason.why, next });
    return;
  }
  const sheet = openSheet(workbook, 'Trajectory', assessment, {
    title: TITLE,
    note: `${INFORMATION_MARK}. It is left out of everything sent to bidders.`,
    columns: [
      { header: 'Lot', width: 6 },
      { header: 'What', width: 44 },
      { header: 'Year', width: 10 },
      { header: 'Tonnes of CO₂e', width: 16, format: 'points' },
      { header: 'Other figure', width: 16, format: 'points' },
      { header: 'In plain English', width: 90 },
    ],
    frozenColumns: 2,
  });
  lots.forEach((lot, index) => {
    if (lot !== undefined && !('why' in lot)) writeLot(sheet, lotId(assessment.lots[index]?.lot), lot);
  });
}

function writeLot(sheet: PackSheet, id: string, lot: ShownTrajectory): void {
  for (const sentence of aboutTrajectory(lot)) sheet.addRow([id, 'What this is', '', undefined, undefined, sentence]);
  const lines: [string, readonly (string | undefined)[]][] = [
    ['Pathway', lot.pathwayTonnes],
    ['Actual', lot.actualTonnes],
    ['Actual, estimated and forecast', lot.forecastTonnes],
    ...lot.bids.map(({ reference, tonnes }): [string, typeof tonnes] => [`The same with ${reference}`, tonnes]),
  ];
  for (const [name, tonnes] of lines) {
    sheet.addRow([id, name], 'section');
    for (const [index, year] of lot.years.entries()) {
      const value = tonnes[index];
      sheet.addRow([
        id,
        name,
        year,
        number(value),
        undefined,
        value === undefined ? 'No figure, which is not zero' : '',
      ]);
    }
  }
  sheet.addRow([id, 'What each bid would take'], 'section');
  for (const bid of lot.bids) writeBid(sheet, id, bid);
}

function writeBid(sheet: PackSheet, id: string, bid: ShownTrajectory['bids'][number]): void {
  const add = (what: string, tonnes: string | undefined, other: string | undefined, words: string) =>
    sheet.addRow([id, `${bid.reference}: ${what}`, '', number(tonnes), number(other), words]);
  if (bid.note !== undefined) add('note', undefined, undefined, bid.note);
  if (bid.tonnesToTarget === undefined) return;
  const { remainingBudgetSharePercent: share, changeOfTargetYearGapTonnes: gap } = bid;
  add('to the target year', bid.tonnesToTarget, undefined, 'Tonnes up to the end of the target year.');
  add(
    'share of the remaining budget',
    undefined,
    share,
    share === undefined ? 'Not known: nothing of the budget remains.' : 'Percent of what remains of the plan’s budget.',
  );
  add('change of the gap', gap, undefined, 'By how many tonnes the gap of the target year grows.');
  for (const [index, name] of ['low', 'central', 'high'].entries()) {
    const pounds = bid.carbonCostPounds?.[index];
    add(
      `carbon cost, ${name} UK value`,
      undefined,
      pounds,
      pounds === undefined ? 'Not known: a year has no published value.' : 'Pounds, whole life, discounted.',
    );
  }
}

function number(text: string | undefined): CellContent {
  return text === undefined ? undefined : toFraction(text);
}

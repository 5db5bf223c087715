import type { Workbook } from 'exceljs';
import type { Assessment, BidAssessment, LotAssessment } from '../../scoring/assessment.ts';
import { DIFFERS_STYLE } from '../pack-styles.ts';
import { lotId, lotPrefix, pointsHeader, PRICE_METHOD_SENTENCES } from '../report-words.ts';
import { type LiveFormula, openSheet, type PackSheet } from './pack-sheet.ts';
import { type BidRows, writeBidRows } from './scores-bid-rows.ts';
import type { LotFactRows } from './scores-price-rows.ts';
import { writeRanking } from './scores-ranking.ts';

/** Links to the figures of one bid on the Scores sheet, for the Summary. */
export type ScoredCells = {
  readonly environment: LiveFormula;
  readonly quality: LiveFormula | undefined;
  readonly pricePoints: LiveFormula | undefined;
  /** The overall total, or the evaluated price where the lowest wins. */
  readonly result: LiveFormula | undefined;
  readonly rank: LiveFormula | undefined;
};

export type ScoresIndex = {
  readonly cells: ReadonlyMap<BidAssessment, ScoredCells>;
  /** Says in one cell whether every live figure agrees with the service's. */
  readonly overallCheck: LiveFormula;
};

/**
 * Fills the Scores sheet: for each lot its published shares and benchmarks, each bid's criteria and totals, then the
 * ranking. Every weighted score, total and rank is a live formula stored with its value, and a check cell compares it
 * with the service's own exact figure within 0.000000001.
 */
export function writeScores(workbook: Workbook, assessment: Assessment): ScoresIndex {
  const sheet = openSheet(workbook, 'Scores', assessment, {
    title: 'Scores: how each bid’s points become its total and its rank',
    note: 'Shaded cells are live formulas: weight × points ÷ 5, their sums, price points, totals and ranks. Each is checked against the service’s own exact figure.',
    columns: columns(assessment),
    frozenColumns: 3,
  });
  const cells = new Map<BidAssessment, ScoredCells>();
  const names = namedCells(workbook);
  const first = sheet.nextRow();
  for (const lot of assessment.lots) {
    for (const [bid, scored] of writeLot(sheet, lot)) {
      cells.set(bid, scored);
      nameFigures(names, lot, bid, scored);
    }
  }
  return { cells, overallCheck: checkAll(sheet, first) };
}

function columns({ status }: Assessment) {
  return [
    { header: 'Lot', width: 6 },
    { header: 'Bid', width: 7 },
    { header: 'Supplier', width: 18 },
    { header: 'Line', width: 14 },
    { header: 'Code', width: 7 },
    { header: 'What is scored', width: 36 },
    { header: 'Weight', width: 8, format: 'weight' },
    { header: `${pointsHeader(status)} or figure`, width: 13, format: 'points' },
    { header: 'Exact points or figure', width: 15 },
    { header: 'Score (live)', width: 12, format: 'points' },
    { header: 'The service’s score', width: 12, format: 'points' },
    { header: 'Check', width: 9 },
    { header: 'Order in a tie', width: 9, format: 'count' },
    { header: 'Note', width: 36 },
  ] as const;
}

function writeLot(sheet: PackSheet, lot: LotAssessment): Map<BidAssessment, ScoredCells> {
  const facts = writeLotFacts(sheet, lot);
  const rows = new Map<BidAssessment, BidRows>(lot.bids.map((bid) => [bid, writeBidRows(sheet, lot, bid, facts)]));
  const ranks = writeRanking(sheet, lot, rows);
  const scored = new Map<BidAssessment, ScoredCells>();
  for (const [bid, { environment, quality, pricePoints, result }] of rows) {
    scored.set(bid, { environment, quality, pricePoints, result, rank: ranks.get(bid) });
  }
  return scored;
}

/** What was published for the lot and enters the formulas: one row each, its figure in column H. */
function writeLotFacts(sheet: PackSheet, lot: LotAssessment): LotFactRows {
  const { facts, shares, priceMethod } = lot;
  const id = lotId(lot.lot);
  sheet.addRow([id, '', '', 'Method', '', `${lotPrefix(lot.lot)}weights: ${lot.profile.title}`], 'section');
  if (shares === undefined) {
    sheet.addRow([id, '', '', 'Published', '', 'Overall total: the environment total alone; no shares are published']);
    return {};
  }
  const row = (what: string, figure: string | undefined) =>
    figure === undefined
      ? undefined
      : sheet.addRow([id, '', '', 'Published', '', what, undefined, Number(figure), figure]);
  const benchmarks = priceMethod === 'fixed-benchmark';
  const rows = {
    environmentShare: row('Environment share, percent', shares.environment),
    qualityShare: row('Quality share, percent', shares.quality),
    priceShare: row('Price share, percent', shares.price),
    benchmarkHigh: benchmarks ? row('Price benchmark high, pounds: 0 points', facts.priceBenchmarkHigh) : undefined,
    benchmarkLow: benchmarks ? row('Price benchmark low, pounds: 100 points', facts.priceBenchmarkLow) : undefined,
  };
  if (priceMethod !== undefined) sheet.addRow([id, '', '', 'Published', '', PRICE_METHOD_SENTENCES[priceMethod]]);
  return rows;
}

/** Counts the check cells that say OK: a check that is missing or broken is not passed over. */
function checkAll({ worksheet, nextRow }: PackSheet, first: number): LiveFormula {
  const last = nextRow() - 1;
  let checks = 0;
  for (let row = first; row <= last; row++) {
    if (typeof worksheet.getCell(row, 12).value === 'object' && worksheet.getCell(row, 12).value !== null) checks += 1;
  }
  const range = `$L$${first}:$L$${last}`;
  worksheet.addConditionalFormatting({
    ref: `L${first}:L${last}`,
    rules: [{ type: 'cellIs', operator: 'equal', formulae: ['"DIFFERS"'], priority: 1, style: DIFFERS_STYLE }],
  });
  return { formula: `IF(COUNTIF(Scores!${range},"OK")=${checks},"OK","DIFFERS")`, result: 'OK' };
}

function nameFigures(
  add: (label: string, formula: LiveFormula) => void,
  { lot }: LotAssessment,
  { bid }: BidAssessment,
  cells: ScoredCells,
): void {
  const of = lot === undefined ? bid.reference : `${lot.id}_${bid.reference}`;
  add(`Environment_${of}`, cells.environment);
  if (cells.result !== undefined) add(`Total_${of}`, cells.result);
  if (cells.rank !== undefined) add(`Rank_${of}`, cells.rank);
}

/** Adds named ranges; what a name cannot hold becomes an underscore, and names that then agree are numbered. */
function namedCells(workbook: Workbook): (label: string, cell: LiveFormula) => void {
  const taken = new Set<string>();
  return (label, { formula }) => {
    const plain = label.replaceAll(/[^A-Za-z0-9_]/g, '_').slice(0, 200);
    let name = plain;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${plain}_${n}`;
    taken.add(name.toLowerCase());
    workbook.definedNames.add(formula, name);
  };
}

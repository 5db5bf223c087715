import type { Workbook } from 'exceljs';
import { capitalised } from '../../domain/plain-english.ts';
import type { Assessment, BidAssessment, LotAssessment } from '../../scoring/assessment.ts';
import { bidLabel, getBid, inRankOrder, resultText, whyLine } from '../../scoring/explain.ts';
import { defaultSentences } from '../report-defaults.ts';
import { factorSetText, impliedPriceText, lotId, lotPrefix, sharesText, statusSentence } from '../report-words.ts';
import { type LiveFormula, openSheet, type PackSheet } from './pack-sheet.ts';
import type { ScoredCells, ScoresIndex } from './scores-sheet.ts';

/** Fills the Summary: the decision at a glance, then what it rests on. Figures are links to the Scores sheet. */
export function writeSummary(workbook: Workbook, assessment: Assessment, scores: ScoresIndex): void {
  const sheet = openSheet(workbook, 'Summary', assessment, {
    title: 'Summary: who ranks where, and why',
    note: openingSentence(assessment),
    columns: [
      { header: 'Bid or item', width: 26 },
      { header: 'In plain English', width: 84 },
      { header: 'Rank', width: 9, format: 'count' },
      { header: 'Environment, of 100', width: 13, format: 'points' },
      { header: 'Quality, of 100', width: 11, format: 'points' },
      { header: 'Price points, of 100', width: 12, format: 'points' },
      { header: 'Overall total, or evaluated price', width: 15, format: 'points' },
      { header: 'Lot', width: 8 },
    ],
    frozenColumns: 1,
  });
  for (const lot of assessment.lots) {
    if (lot.lot !== undefined) sheet.addRow([`Lot ${lot.lot.id}`, decisionSentence(lot)], 'section');
    for (const bid of inRankOrder(lot)) writeBid(sheet, lot, bid, scores.cells.get(bid));
  }
  writeCheck(workbook, sheet, assessment, scores.overallCheck);
  writeAbout(sheet, assessment);
  for (const lot of assessment.lots) {
    writeLotFacts(sheet, lot);
    writeDefaults(sheet, assessment, lot);
  }
  writeVersions(sheet, assessment);
  writeContents(sheet);
}

/** Who is first; with lots, each lot says it for itself. */
function openingSentence({ lots }: Assessment): string {
  const [first] = lots;
  if (lots.length === 1 && first !== undefined) return decisionSentence(first);
  return `${lots.length} lots. The bids of each lot are ranked by themselves.`;
}

/** Who is first in a lot, in one sentence. */
function decisionSentence(lot: LotAssessment): string {
  const [reference] = lot.ranking;
  const unranked = lot.bids.length - lot.ranking.length;
  const rest =
    unranked === 0 ? '' : ` ${unranked} of ${lot.bids.length} bids ${unranked === 1 ? 'is' : 'are'} not ranked.`;
  if (reference === undefined) return `${lotPrefix(lot.lot)}No bid is ranked.${rest}`;
  const first = getBid(lot, reference);
  return `${lotPrefix(lot.lot)}${bidLabel(first.bid)} ranks first with ${resultText(lot, first)}.${rest}`;
}

function writeBid(sheet: PackSheet, lot: LotAssessment, bid: BidAssessment, cells: ScoredCells | undefined): void {
  sheet.addRow(
    [
      `${bid.bid.reference} ${bid.bid.supplier.name}`,
      bid.rank === undefined ? whyLine(lot, bid) : `${whyLine(lot, bid)} It has ${resultText(lot, bid)}.`,
      cells?.rank ?? 'not ranked',
      cells?.environment,
      cells?.quality ?? 'none',
      cells?.pricePoints ?? 'none',
      cells?.result ?? 'not known',
      lotId(lot.lot),
    ],
    bid.rank === 1 ? 'subtotal' : 'plain',
  );
}

function writeCheck(workbook: Workbook, sheet: PackSheet, { lots }: Assessment, check: LiveFormula): void {
  sheet.addRow(['Checks', ''], 'section');
  const row = sheet.addRow([
    'All live figures',
    'OK when every live formula of the Scores sheet agrees with the service’s own exact figure within 0.000000001; DIFFERS when one does not.',
    check,
  ]);
  workbook.definedNames.add(`Summary!$C$${row}`, 'All_checks');
  const flags = lots.flatMap(({ bids }) => bids.flatMap((bid) => bid.flags));
  const high = flags.filter(({ severity }) => severity === 'high').length;
  sheet.addRow([
    'Questions to bidders',
    `${flags.length} flags, ${high} of them high: see the sheet Flags. They never move a score.`,
  ]);
}

function writeAbout(sheet: PackSheet, { procurement, status, retrospective }: Assessment): void {
  sheet.addRow(['The procurement', ''], 'section');
  sheet.addRow(['Status', statusSentence(status)]);
  if (retrospective !== undefined) sheet.addRow(['Publication', retrospective]);
  sheet.addRow(['Organisation', procurement.organisation]);
  sheet.addRow(['Reference', procurement.reference]);
  sheet.addRow(['Title', procurement.title]);
  sheet.addRow(['Route', procurement.route]);
  sheet.addRow(['Notice reference', procurement.noticeReference ?? 'None given']);
  if (procurement.frameworkReference !== undefined)
    sheet.addRow(['Framework reference', procurement.frameworkReference]);
  sheet.addRow([
    'Bid deadline',
    `${procurement.bidDeadline}. This document is dated by it, so that the same bids always give the same document.`,
  ]);
}

function writeLotFacts(sheet: PackSheet, lot: LotAssessment): void {
  const { facts, impliedCarbonPrice: implied } = lot;
  sheet.addRow(
    [lot.lot === undefined ? 'How bids are compared' : `Lot ${lot.lot.id}`, lot.lot?.title ?? ''],
    'section',
  );
  sheet.addRow(['Profile of weights', lot.profile.title]);
  sheet.addRow(['Functional unit', `${facts.functionalUnit}: ${facts.functionalUnits} of them`]);
  sheet.addRow(['Shares and price', capitalised(sharesText(lot))]);
  sheet.addRow(['Implied carbon price', implied === undefined ? NO_IMPLIED_PRICE : impliedPriceText(implied)]);
  for (const { sentence } of lot.tieBreak) sheet.addRow(['Tie', sentence]);
  for (const notice of lot.notices) sheet.addRow(['Notice', notice]);
}

/** A default counts only after its bidder was asked once: whether it was, and how that ended. */
function writeDefaults(sheet: PackSheet, assessment: Assessment, lot: LotAssessment): void {
  for (const bid of lot.bids) {
    for (const sentence of defaultSentences(assessment, lot, bid)) {
      sheet.addRow([`Default, bid ${bid.bid.reference}`, sentence]);
    }
  }
}

function writeVersions(sheet: PackSheet, assessment: Assessment): void {
  const { ruleSet, inputHash, softwareVersion } = assessment;
  sheet.addRow(['Versions and hashes', ''], 'section');
  sheet.addRow(['Conversion factors', factorSetText(assessment)]);
  sheet.addRow(['Rule set', `${ruleSet.id}@${ruleSet.version}, ${ruleSet.title}`]);
  sheet.addRow(['Rule set status', ruleSet.status]);
  sheet.addRow(['Rule set SHA-256', ruleSet.sha256]);
  sheet.addRow(['Input SHA-256', `${inputHash} (rule set, software version, procurement and bids)`]);
  sheet.addRow(['Software version', softwareVersion]);
}

const NO_IMPLIED_PRICE =
  'Not known: it needs an environment and a price share with published benchmarks for both. Information, not used in the assessment.';

const CONTENTS = [
  ['Scores', 'every criterion, total and rank as a live formula, each checked'],
  ['Reasons', 'why each criterion has its points: finding, facts, pointer into the bid, nearest miss'],
  ['Conditions', 'pass, fail or clarify, and the published thresholds'],
  ['Carbon', 'gross carbon by line, stage and year, and the figure that is compared'],
  ['Removals', 'carbon removals beside the gross, never in it; the claim of a zero net footprint'],
  ['Sensitivity', 'how firm the ranking is; information only'],
  ['Flags', 'questions to put to bidders; they never move a score'],
  ['Trajectory', 'what each bid would do to the path to zero in 2030'],
  ['Rules', 'the published method: texts, points, weights, parameters, sources'],
  ['Evidence', 'every pointer into the bids, by document'],
  ['Audit', 'who did what and when'],
] as const;

function writeContents(sheet: PackSheet): void {
  sheet.addRow(['The other sheets', ''], 'section');
  for (const [name, holds] of CONTENTS) sheet.addRow([{ text: name, url: `#'${name}'!A1` }, holds]);
}

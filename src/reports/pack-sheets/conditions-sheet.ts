import type { Workbook } from 'exceljs';
import { distinctTexts } from '../../domain/quantity.ts';
import type {
  Assessment,
  BidAssessment,
  ConditionResult,
  LotAssessment,
  ThresholdResult,
} from '../../scoring/assessment.ts';
import { TRIAL_CODE, type Catalogue } from '../../scoring/catalogue.ts';
import { lotId, OUTCOME_WORDS } from '../report-words.ts';
import { type CellContent, openSheet } from './pack-sheet.ts';
import { factsText, pointersText } from './reasons-sheet.ts';

/** Fills the Conditions sheet: each bid's conditions with their outcome, then the published thresholds. */
export function writeConditions(workbook: Workbook, assessment: Assessment, catalogue: Catalogue): void {
  const sheet = openSheet(workbook, 'Conditions', assessment, {
    title: 'Conditions: what a bid must meet, which never earns points',
    note: 'A bid that fails, or that must be clarified, keeps its scores on file and is not ranked. A threshold counts only where it is adopted.',
    columns: [
      { header: 'Lot', width: 6 },
      { header: 'Bid', width: 7 },
      { header: 'Supplier', width: 16 },
      { header: 'Kind', width: 10 },
      { header: 'Code', width: 8 },
      { header: 'Condition or threshold', width: 24 },
      { header: 'Stage', width: 12 },
      { header: 'Outcome', width: 13 },
      { header: 'Codes', width: 11 },
      { header: 'In words', width: 36 },
      { header: 'Published consequence', width: 22 },
      { header: 'Facts read in the bid', width: 32 },
      { header: 'Where in the bid', width: 24 },
    ],
    frozenColumns: 3,
  });
  for (const lot of assessment.lots) {
    for (const bid of lot.bids) {
      for (const condition of bid.conditions) sheet.addRow(conditionRow(lot, bid, condition, catalogue));
      for (const threshold of bid.thresholds) sheet.addRow(thresholdRow(lot, bid, threshold));
    }
  }
}

function identity(lot: LotAssessment, { bid }: BidAssessment): string[] {
  return [lotId(lot.lot), bid.reference, bid.supplier.name];
}

function conditionRow(
  lot: LotAssessment,
  bid: BidAssessment,
  condition: ConditionResult,
  catalogue: Catalogue,
): CellContent[] {
  const { rule, code, stage, outcome, codes, consequence, reason, findings } = condition;
  return [
    ...identity(lot, bid),
    'Condition',
    code,
    code === TRIAL_CODE ? `${rule.title} (on trial, information only)` : rule.title,
    stage === 'participation' ? 'Participation' : 'Award',
    OUTCOME_WORDS[outcome],
    codes.length === 0 ? 'None' : codes.join(', '),
    [...(reason === undefined ? [] : [reason]), ...findings.map(({ message }) => message)],
    consequence,
    factsText(findings, catalogue),
    pointersText(findings),
  ];
}

function thresholdRow(lot: LotAssessment, bid: BidAssessment, threshold: ThresholdResult): CellContent[] {
  const { code, title, adopted, reason, met, tested, value, minimum, consequence } = threshold;
  const outcome = met ? 'Met' : 'Not met';
  const [valueText, minimumText] = distinctTexts([value, minimum]);
  return [
    ...identity(lot, bid),
    'Threshold',
    code,
    title,
    'After scoring',
    adopted ? outcome : `${outcome}, not adopted`,
    'None',
    `${tested}: ${valueText}; at least ${minimumText} is needed.${reason === undefined ? '' : ` Adopted because: ${reason}`}`,
    adopted ? consequence : `None here: not adopted. If it were: ${consequence}`,
    '',
    '',
  ];
}

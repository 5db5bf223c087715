import type { Workbook } from 'exceljs';
import { evidenceText } from '../../domain/evidence.ts';
import type {
  Assessment,
  BidAssessment,
  CriterionResult,
  LotAssessment,
  StatedFinding,
} from '../../scoring/assessment.ts';
import type { Catalogue } from '../../scoring/catalogue.ts';
import { lotId, pointsHeader } from '../report-words.ts';
import { type CellContent, openSheet } from './pack-sheet.ts';

/** Fills the Reasons sheet: one row for each bid and criterion. */
export function writeReasons(workbook: Workbook, assessment: Assessment, catalogue: Catalogue): void {
  const sheet = openSheet(workbook, 'Reasons', assessment, {
    title: 'Reasons: why each criterion has its points, with a pointer into the bid',
    note: 'One row for each bid and criterion. Where the bid says nothing, the row says “Nothing submitted” and names the questions.',
    columns: [
      { header: 'Lot', width: 6 },
      { header: 'Bid', width: 7 },
      { header: 'Supplier', width: 16 },
      { header: 'Code', width: 8 },
      { header: 'Criterion', width: 22 },
      { header: 'Weight', width: 8, format: 'weight' },
      { header: pointsHeader(assessment.status), width: 10, format: 'points' },
      { header: 'Status', width: 11 },
      { header: 'Reason', width: 32 },
      { header: 'Facts read in the bid', width: 38 },
      { header: 'Where in the bid', width: 28 },
      { header: 'Nearest miss', width: 30 },
    ],
    frozenColumns: 4,
  });
  for (const lot of assessment.lots) {
    for (const bid of lot.bids) {
      for (const criterion of bid.criteria) sheet.addRow(reasonRow(lot, bid, criterion, catalogue));
    }
  }
}

function reasonRow(
  lot: LotAssessment,
  { bid }: BidAssessment,
  criterion: CriterionResult,
  catalogue: Catalogue,
): CellContent[] {
  const { code, rule, weight, points, status, findings, isTrialRule } = criterion;
  return [
    lotId(lot.lot),
    bid.reference,
    bid.supplier.name,
    code,
    isTrialRule ? `${rule.title} (on trial, information only)` : rule.title,
    weight,
    points,
    status === 'scored' ? 'Scored' : 'Nothing submitted',
    findings.map(({ message }) => message),
    factsText(findings, catalogue),
    pointersText(findings),
    findings.flatMap(({ nearestMiss }) => nearestMiss ?? []),
  ];
}

type StatedFact = StatedFinding['facts'][number];

/** "Share of products with a label (label-share): 96", a line for each question that is answered. */
export function factsText(findings: readonly StatedFinding[], catalogue: Pick<Catalogue, 'questions'>): string[] {
  return factsOf(findings).map(
    ({ question, value }) =>
      `${catalogue.questions.get(question)?.text ?? 'Question'} (${question}): ${value ?? 'not answered'}`,
  );
}

/** "label-share: Annex C.pdf, page 3" for each answer; questions without an answer or a pointer are named. */
export function pointersText(findings: readonly StatedFinding[]): string[] {
  const facts = factsOf(findings);
  const pointers = facts.flatMap(({ question, evidence }) =>
    evidence === undefined ? [] : [`${question}: ${evidenceText(evidence)}`],
  );
  const bare = facts.filter(({ value, evidence }) => value !== undefined && evidence === undefined);
  const missing = facts.filter(({ value }) => value === undefined);
  const ofPeople = findings.flatMap(({ facts: read, evidence }) =>
    read.length === 0 && evidence !== undefined ? [evidenceText(evidence)] : [],
  );
  return [
    ...ofPeople,
    ...pointers,
    ...(bare.length === 0 ? [] : [`Answered without a document: ${questionIds(bare)}`]),
    ...(missing.length === 0 ? [] : [`Nothing submitted: ${questionIds(missing)}`]),
  ];
}

function questionIds(facts: readonly StatedFact[]): string {
  return facts.map(({ question }) => question).join(', ');
}

/** Each question once, in the order of the findings. */
function factsOf(findings: readonly StatedFinding[]): StatedFact[] {
  const facts = new Map<string, StatedFact>();
  for (const fact of findings.flatMap((finding) => finding.facts)) {
    if (!facts.has(fact.question)) facts.set(fact.question, fact);
  }
  return [...facts.values()];
}

import type { Workbook } from 'exceljs';
import { bidOfLotText, type PackIssue } from '../../application/award-records.ts';
import type { Assessment } from '../../scoring/assessment.ts';
import { changesOfAgreement } from '../agreed-reasons.ts';
import { openSheet } from './pack-sheet.ts';

/** The Audit sheet: who approved which edition and what is withheld; before that it says what is missing. */
export function writeAudit(workbook: Workbook, assessment: Assessment, issue: PackIssue | undefined): void {
  if (issue !== undefined) {
    writeIssue(workbook, assessment, issue);
    return;
  }
  writeLeftOut(workbook, assessment, 'Audit', {
    title: 'Audit: who did what and when',
    why: 'Empty in this pack. It is filled when the evaluation is approved; declarations, individual scores and moderation are recorded in the service’s database.',
    next: `The figures can be replayed from the decision record. Input SHA-256: ${assessment.inputHash}. Rule set SHA-256: ${assessment.ruleSet.sha256}.`,
  });
}

function writeIssue(workbook: Workbook, assessment: Assessment, issue: PackIssue): void {
  const sheet = openSheet(workbook, 'Audit', assessment, {
    title: `Audit: edition ${issue.edition} of this pack`,
    note: 'The head of the audit chain fixes everything recorded up to the approval; the service verifies it.',
    columns: [
      { header: 'What', width: 32 },
      { header: 'On record', width: 104 },
    ],
  });
  const rows: [string, string][] = [
    ['Edition', String(issue.edition)],
    ...(issue.reason === undefined ? [] : [['Reason for this edition', issue.reason] as [string, string]]),
    ['Approved by', issue.approvedBy],
    ['Approved on', issue.approvedOn],
    ...(issue.acknowledgement === undefined
      ? []
      : [['Said on how firm the ranking is', issue.acknowledgement] as [string, string]]),
    ['Proposed award', issue.proposed.map(bidOfLotText).join('; ') || 'None'],
    ['Head of the audit chain', issue.chainHead],
    ['Input SHA-256', assessment.inputHash],
    ['Rule set SHA-256', assessment.ruleSet.sha256],
    ...changesOfAgreement(issue.reasons).map(({ item, text }): [string, string] => [
      `Changed after it was agreed: ${item}`,
      text,
    ]),
    ...issue.redactions.map((one): [string, string] => [
      `Withheld from other bidders: ${bidOfLotText(one)}, ${one.rule}`,
      `${one.words === undefined ? 'The whole explanation' : `"${one.words}"`}. ${one.byName}: ${one.reason}`,
    ]),
  ];
  for (const row of rows) sheet.addRow(row);
}

type LeftOut = { readonly title: string; readonly why: string; readonly next: string };

/** A sheet that has nothing to show: it says what is missing and where to find it. */
export function writeLeftOut(
  workbook: Workbook,
  assessment: Assessment,
  name: string,
  { title, why, next }: LeftOut,
): void {
  const sheet = openSheet(workbook, name, assessment, {
    title,
    note: 'This sheet needs the service’s database.',
    columns: [
      { header: 'About this sheet', width: 26 },
      { header: 'In plain English', width: 110 },
    ],
  });
  sheet.addRow(['Why it is empty', why]);
  sheet.addRow(['What to do', next]);
}

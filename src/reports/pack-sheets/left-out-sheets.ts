import type { Workbook } from 'exceljs';
import type { Assessment } from '../../scoring/assessment.ts';
import { openSheet } from './pack-sheet.ts';

/** The Trajectory sheet of a pack made without the service's database: it says what is missing and where to find it. */
export function writeTrajectory(workbook: Workbook, assessment: Assessment): void {
  writeLeftOut(workbook, assessment, 'Trajectory', {
    title: 'Trajectory: what each bid would do to the path to zero net carbon in 2030',
    why: 'Empty in this pack. The trajectory needs the organisation’s contracts and yearly carbon returns, which are in the service’s database; this pack was made from the tender workbook alone.',
    next: 'Import the tender into the service and download the pack there. Information, not used in the assessment.',
  });
}

/** The Audit sheet of a pack made without the service's database. */
export function writeAudit(workbook: Workbook, assessment: Assessment): void {
  writeLeftOut(workbook, assessment, 'Audit', {
    title: 'Audit: who did what and when',
    why: 'Empty in this pack. Declarations, individual scores, moderation and approval are recorded in the service’s database; this pack was made from the tender workbook alone.',
    next: `The figures can be replayed from the decision record. Input SHA-256: ${assessment.inputHash}. Rule set SHA-256: ${assessment.ruleSet.sha256}.`,
  });
}

type LeftOut = { readonly title: string; readonly why: string; readonly next: string };

function writeLeftOut(workbook: Workbook, assessment: Assessment, name: string, { title, why, next }: LeftOut): void {
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

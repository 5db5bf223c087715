import type { PackIssue } from '../application/award-records.ts';
import type { EffectOrWhy } from '../application/trajectory-effect.ts';
import { rezipReproducibly } from '../archive/reproducible-zip.ts';
import type { Assessment } from '../scoring/assessment.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import type { SensitivityReport } from '../scoring/sensitivity.ts';
import { lotTrajectory } from './award-trajectory.ts';
import { writeCarbon } from './pack-sheets/carbon-sheet.ts';
import { writeConditions } from './pack-sheets/conditions-sheet.ts';
import { writeEvidence } from './pack-sheets/evidence-sheet.ts';
import { writeFlags } from './pack-sheets/flags-sheet.ts';
import { writeAudit } from './pack-sheets/left-out-sheets.ts';
import { createPackWorkbook } from './pack-sheets/pack-workbook.ts';
import { writeReasons } from './pack-sheets/reasons-sheet.ts';
import { writeRemovals } from './pack-sheets/removals-sheet.ts';
import { writeRules } from './pack-sheets/rules-sheet.ts';
import { writeScores } from './pack-sheets/scores-sheet.ts';
import { writeSensitivity } from './pack-sheets/sensitivity-sheet.ts';
import { writeSummary } from './pack-sheets/summary-sheet.ts';
import { writeTrajectory } from './pack-sheets/trajectory-sheet.ts';

/** The sheets of the pack, in their order. */
const SHEETS = [
  'Summary',
  'Scores',
  'Reasons',
  'Conditions',
  'Carbon',
  'Removals',
  'Sensitivity',
  'Flags',
  'Trajectory',
  'Rules',
  'Evidence',
  'Audit',
] as const;

/**
 * The evaluation pack as a workbook (XLSX bytes): the decision at a glance, every score as a live formula stored with
 * its value and checked against the exact figure, reasons, conditions, carbon, the published rules and the evidence.
 * `sensitivity` holds a report for each lot, in their order; without it the sheet says that it was not run.
 * No macros, no merged cells, no clock: the same assessment gives the same bytes. Throws AppError `not-found` when
 * the catalogue lacks the assessment's rule set.
 */
export async function evaluationPackWorkbook(
  assessment: Assessment,
  catalogue: Catalogue,
  sensitivity: readonly SensitivityReport[] = [],
  { issue, trajectory }: { readonly issue?: PackIssue; readonly trajectory?: EffectOrWhy } = {},
): Promise<Uint8Array> {
  const { procurement, ruleSet } = assessment;
  const workbook = createPackWorkbook(
    `Evaluation pack ${procurement.reference}`,
    `Rule set ${ruleSet.id}@${ruleSet.version}`,
    procurement.bidDeadline,
    SHEETS,
  );
  // A program that calculates does so when it opens the file; one that does not shows the stored values.
  workbook.calcProperties.fullCalcOnLoad = true;
  const scores = writeScores(workbook, assessment);
  writeSummary(workbook, assessment, scores);
  writeReasons(workbook, assessment, catalogue);
  writeConditions(workbook, assessment, catalogue);
  writeCarbon(workbook, assessment, catalogue);
  writeRemovals(workbook, assessment, catalogue);
  writeSensitivity(workbook, assessment, sensitivity);
  writeFlags(workbook, assessment);
  const lots = assessment.lots.map((_, index) => lotTrajectory(trajectory, index));
  writeTrajectory(workbook, assessment, lots);
  writeRules(workbook, assessment, catalogue);
  writeEvidence(workbook, assessment);
  writeAudit(workbook, assessment, issue);
  return rezipReproducibly(new Uint8Array(await workbook.xlsx.writeBuffer()));
}

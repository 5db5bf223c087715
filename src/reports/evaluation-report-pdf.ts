import type { Assessment } from '../scoring/assessment.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { evaluationReport, type ReportExtras } from './evaluation-report.ts';
import { reportPdf } from './report-pdf.ts';

/** The evaluation report as a tagged PDF; the same input gives the same bytes. */
export function evaluationReportPdf(
  assessment: Assessment,
  catalogue: Catalogue,
  extras: ReportExtras = {},
): Promise<Uint8Array> {
  return reportPdf(evaluationReport(assessment, catalogue, extras));
}

import type { Assessment } from '../scoring/assessment.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { evaluationReport, type ReportExtras } from './evaluation-report.ts';
import { reportHtml } from './report-html.ts';

/** The evaluation report as one self-contained HTML file, with the same content as the PDF. */
export function evaluationReportHtml(assessment: Assessment, catalogue: Catalogue, extras: ReportExtras = {}): string {
  return reportHtml(evaluationReport(assessment, catalogue, extras));
}

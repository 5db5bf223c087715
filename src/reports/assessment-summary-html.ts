import type { PackIssue } from '../application/award-records.ts';
import type { Assessment, BidAssessment, LotAssessment } from '../scoring/assessment.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { assessmentSummary } from './assessment-summary.ts';
import { reportHtml } from './report-html.ts';

/** A bidder's assessment summary as one self-contained HTML file, with the same content as the PDF. */
export function assessmentSummaryHtml(
  assessment: Assessment,
  lot: LotAssessment,
  bid: BidAssessment,
  catalogue: Catalogue,
  issue?: PackIssue,
): string {
  return reportHtml(assessmentSummary(assessment, lot, bid, catalogue, issue));
}

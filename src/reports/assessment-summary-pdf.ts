import type { PackIssue } from '../application/award-records.ts';
import type { Assessment, BidAssessment, LotAssessment } from '../scoring/assessment.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { assessmentSummary } from './assessment-summary.ts';
import { reportPdf } from './report-pdf.ts';

/** A bidder's assessment summary as a tagged PDF; the same input gives the same bytes. */
export function assessmentSummaryPdf(
  assessment: Assessment,
  lot: LotAssessment,
  bid: BidAssessment,
  catalogue: Catalogue,
  issue?: PackIssue,
): Promise<Uint8Array> {
  return reportPdf(assessmentSummary(assessment, lot, bid, catalogue, issue));
}

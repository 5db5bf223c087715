import type { Minutes } from '../application/moderation-minutes.ts';
import type { MinutesFormat } from '../application/ports.ts';
import { minutesReport } from './minutes-report.ts';
import { minutesWorkbook } from './minutes-xlsx.ts';
import { reportPdf } from './report-pdf.ts';

/** The minutes of moderation as a tagged PDF or as a workbook. The same minutes give the same bytes. */
export async function writeMinutes(minutes: Minutes, format: MinutesFormat): Promise<Uint8Array> {
  return format === 'pdf' ? reportPdf(minutesReport(minutes)) : minutesWorkbook(minutes);
}

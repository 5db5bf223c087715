import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import nunjucks from 'nunjucks';
import { dateText } from '../domain/plain-english.ts';
import type { ReportContent } from './report-content.ts';
import { contentsHeadings } from './report-outline.ts';

const VIEWS = join(import.meta.dirname, 'views');
const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(VIEWS), {
  autoescape: true,
  throwOnUndefined: false,
  trimBlocks: true,
});
const style = readFileSync(join(VIEWS, 'report.css'), 'utf8');

/** What a Content-Security-Policy must allow under `style-src` for a report to look right: its one style block. */
const STYLE_SOURCE = `sha256-${createHash('sha256').update(style).digest('base64')}`;

/**
 * The report as one HTML file that needs nothing else: no script, no other file, its own Content-Security-Policy.
 * Everything but the charts, which are our own SVG, is escaped by the template.
 */
export function reportHtml(report: ReportContent): string {
  return environment.render('report.njk', {
    report,
    contents: contentsHeadings(report),
    date: dateText(report.date),
    style,
    styleHash: STYLE_SOURCE,
  });
}

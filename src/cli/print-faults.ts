import { formatIssue, type Issue, LISTED_ISSUES } from '../domain/issue.ts';
import { visibleText } from '../domain/visible-text.ts';
import type { Terminal } from './terminal.ts';

/** Prints all faults at once: a line each on stderr, or one JSON object on stdout. The first 200 are listed. */
export function printFaults(
  summary: string,
  issues: readonly Issue[],
  notices: readonly string[],
  json: boolean,
  terminal: Terminal,
): void {
  const listed = issues.slice(0, LISTED_ISSUES);
  const more = issues.length - listed.length;
  if (json) {
    terminal.out(
      JSON.stringify(
        { ok: false, message: firstLine(summary), errors: listed, not_listed: more, notices },
        undefined,
        2,
      ),
    );
    return;
  }
  terminal.err(visibleText(firstLine(summary)));
  for (const issue of listed) terminal.err(`  ${visibleText(formatIssue(issue))}`);
  if (more > 0) terminal.err(`  and ${more} more.`);
  for (const notice of notices) terminal.err(`  Note: ${visibleText(notice)}`);
}

/** An AppError repeats its issues below its first line; here they are listed anyway. */
function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}

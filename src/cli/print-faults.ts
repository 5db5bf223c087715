import type { MappingProposal } from '../application/tender.ts';
import { formatIssue, type Issue, LISTED_ISSUES } from '../domain/issue.ts';
import { visibleText } from '../domain/visible-text.ts';
import type { Terminal } from './terminal.ts';

/**
 * Prints all faults at once: a line each on stderr, or one JSON object on stdout. The first 200 are listed; `total` is
 * how many there are where not all of them are given.
 */
export function printFaults(
  summary: string,
  issues: readonly Issue[],
  notices: readonly string[],
  json: boolean,
  terminal: Terminal,
  total = issues.length,
): void {
  const listed = issues.slice(0, LISTED_ISSUES);
  const more = total - listed.length;
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
  // A summary of one fault may be the fault itself.
  const lines = listed.map(formatIssue).filter((line) => line !== firstLine(summary));
  for (const line of lines) terminal.err(`  ${visibleText(line)}`);
  if (more > 0) terminal.err(`  and ${more} more.`);
  for (const notice of notices) terminal.err(`  Note: ${visibleText(notice)}`);
}

/** Names which are not ours, and how they are accepted. */
export function printMapping(proposal: MappingProposal | undefined, terminal: Terminal): void {
  if (proposal === undefined) return;
  terminal.err(
    `Some names are not ours but are likely meant so. If they are, run again with --accept-mapping ${proposal.name}:`,
  );
  for (const { kind, sheet, wanted, found } of proposal.pairs) {
    terminal.err(`  ${kind} "${visibleText(found)}" in sheet ${visibleText(sheet)} read as "${wanted}"`);
  }
}

/** "1 fault", "2 faults". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** An AppError repeats its issues below its first line; here they are listed anyway. */
function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}

import type { Issue } from '../../domain/issue.ts';

/** A fault of a file as an entry of the error summary, which leads to its row in the table of faults. */
export function toError(issue: Issue, index: number) {
  const place = placeOf(issue);
  return { text: place === '' ? issue.message : `${place}: ${issue.message}`, href: `#fault-${index + 1}` };
}

/** A fault of a file as a row of the table of faults. */
export function toFaultRow(issue: Issue, index: number) {
  return { ...issue, id: `fault-${index + 1}`, place: placeOf(issue) };
}

function placeOf({ file, sheet, cell }: Issue): string {
  const place = sheet === undefined ? '' : `${sheet}${cell === undefined ? '' : ` ${cell}`}`;
  return [file, place].filter((part) => part !== undefined && part !== '').join(', ');
}

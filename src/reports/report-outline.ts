import type { Heading, ReportContent } from './report-content.ts';

const MOST_ENTRIES = 40;

/** The headings that the contents list: two levels, or one where two would be too long. The title is left out. */
export function contentsHeadings({ blocks }: ReportContent): Heading[] {
  const headings = blocks.filter((block): block is Heading => block.kind === 'heading').slice(1);
  const two = headings.filter(({ level }) => level < 3);
  return two.length <= MOST_ENTRIES ? two : headings.filter(({ level }) => level === 1);
}

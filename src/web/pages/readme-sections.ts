/** A passage of a section: a paragraph, a list, or lines to keep as they are (a formula). */
export type ReadmeBlock = { readonly text?: string; readonly items?: readonly string[]; readonly code?: string };

export type ReadmeSection = { readonly heading: string; readonly blocks: readonly ReadmeBlock[] };

/** The sections of a rule's README, which uses headings, paragraphs, lists, indented formulas and tables alone. */
export function toReadmeSections(markdown: string): ReadmeSection[] {
  return markdown
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...rest] = section.split('\n');
      const passages = rest.join('\n').split(/\n{2,}/);
      return { heading: heading.trim(), blocks: passages.flatMap((passage) => toBlocks(passage)) };
    });
}

function toBlocks(passage: string): ReadmeBlock[] {
  const lines = passage.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0 || isScale(lines)) return [];
  if (lines.every((line) => line.startsWith('    '))) return [{ code: lines.map(plain).join('\n') }];
  if (lines[0]?.startsWith('- ') === true) {
    return [{ items: lines.join('\n').split(/^- /m).slice(1).map(plain) }];
  }
  return [{ text: plain(lines.join(' ')) }];
}

/** The table of points and the line that leads to it: the page shows the scale of each rule set, from the rule. */
function isScale([first = '']: readonly string[]): boolean {
  return first.startsWith('|') || first.startsWith('With the numbers of ');
}

/** Code marks and links of Markdown as plain text. */
function plain(text: string): string {
  return text
    .replaceAll('`', '')
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .trim();
}

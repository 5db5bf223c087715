import { CHART_WIDTH, escapeXml, INK, round, text, wrapped } from './marks.ts';

/** A picture as SVG text, without style attributes, ids to refer to or scripts, with what it says in words. */
export type Chart = {
  /** For a page or a document that has words of its own around it. */
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** The message of the picture, for those who do not see it. */
  readonly description: string;
  /** What stands below the picture wherever it goes by itself: what it is of, and what it is not. */
  readonly note?: string;
  readonly marks: string;
};

export type ChartWords = Pick<Chart, 'title' | 'description' | 'note'> & {
  /** Unique in its page; letters, digits and hyphens. */
  readonly id: string;
};

const FONT = 'Noto Sans, Arial, Helvetica, sans-serif';
const MARGIN = 20;
const TITLE = { size: 15, pitch: 21 } as const;
const NOTE = { size: 11, pitch: 16 } as const;

/** The whole picture of some marks, which are `height` high. */
export function createChart({ id, title, description, note }: ChartWords, height: number, marks: string): Chart {
  const svg = `${opening(id, CHART_WIDTH, height)}${described(id, { title, description })}${marks}</svg>`;
  const about = { title, description, ...(note === undefined ? {} : { note }) };
  return { svg, width: CHART_WIDTH, height, ...about, marks };
}

/** The picture as a file of its own: on white, with a margin, its title above and its note below. */
export function pictureSvg({ title, description, note, marks, height }: Chart): string {
  const heading = wrapped(title, CHART_WIDTH, TITLE.size);
  const below = note === undefined ? [] : wrapped(note, CHART_WIDTH, NOTE.size);
  const top = MARGIN + heading.length * TITLE.pitch + 8;
  const bottom = top + height + (below.length === 0 ? 0 : 8);
  const size = { width: CHART_WIDTH + 2 * MARGIN, height: Math.ceil(bottom + below.length * NOTE.pitch + MARGIN) };
  const headingMarks = heading.map((line, index) =>
    text(MARGIN, MARGIN + TITLE.size + index * TITLE.pitch, line, { size: TITLE.size, bold: true }),
  );
  const noteMarks = below.map((line, index) =>
    text(MARGIN, bottom + NOTE.size + index * NOTE.pitch, line, { size: NOTE.size, fill: INK }),
  );
  return (
    opening('picture', size.width, size.height, ` width="${size.width}" height="${size.height}"`) +
    described('picture', { title, description: note === undefined ? description : `${description} ${note}` }) +
    `<rect width="${size.width}" height="${size.height}" fill="#ffffff"/>${headingMarks.join('')}` +
    `<g transform="translate(${MARGIN} ${round(top)})">${marks}</g>${noteMarks.join('')}</svg>`
  );
}

function opening(id: string, width: number, height: number, size = ''): string {
  return `<svg xmlns="http://www.w3.org/2000/svg"${size} viewBox="0 0 ${round(width)} ${round(height)}" role="img" aria-labelledby="${id}-title ${id}-desc" font-family="${FONT}">`;
}

function described(id: string, { title, description }: Pick<Chart, 'title' | 'description'>): string {
  return `<title id="${id}-title">${escapeXml(title)}</title><desc id="${id}-desc">${escapeXml(description)}</desc>`;
}

import SVGtoPDF from 'svg-to-pdfkit';
import { type Box, fillOperators, type PdfDocument, type Tag } from './pdf-document.ts';
import { FONT_PATHS } from './pdf-fonts.ts';
import {
  breakLines,
  lineOperators,
  linesHeight,
  pieceOperators,
  type SetLine,
  type TextStyle,
  toRuns,
} from './pdf-lines.ts';
import type { Figure, Heading, Line } from './report-content.ts';

/** The place in a document where the next block goes, from the top of the page down, page after page. */
export type Flow = {
  readonly pdf: PdfDocument;
  /** The element that holds the blocks. */
  readonly parent: Tag;
  /** Where the next block starts, points from the top. */
  y: number;
};

type Place = { readonly x: number; readonly width: number };

const HEADINGS = {
  1: { size: 19, before: 26, after: 9 },
  2: { size: 14, before: 20, after: 6 },
  3: { size: 11.5, before: 15, after: 4 },
} as const;
const BODY = 10;
const GAP = 7;
const SMALLEST = 0.75;

/** Starts the flow on a first page. */
export function createFlow(pdf: PdfDocument): Flow {
  const parent = pdf.tag('Document');
  pdf.addPage();
  return { pdf, parent, y: pdf.body.top };
}

export function newPage(flow: Flow): void {
  flow.pdf.addPage();
  flow.y = flow.pdf.body.top;
}

/** Starts a page unless `height` points are left on this one. */
export function keepTogether(flow: Flow, height: number): void {
  if (flow.y + height > flow.pdf.body.bottom && flow.y > flow.pdf.body.top) newPage(flow);
}

/** Draws a heading on the page of what follows it, which needs `following` points to start. */
export function drawHeading(flow: Flow, { level, text, id }: Heading, following: number): void {
  const { size, before, after } = HEADINGS[level];
  const { body, faces } = flow.pdf;
  const lines = breakLines(
    toRuns([text], { size, typeface: 'bold', colour: level === 1 ? 'accent' : 'ink' }, faces),
    body.width,
  );
  keepTogether(flow, before + linesHeight(lines) + after + following);
  if (flow.y > body.top) flow.y += before;
  flow.pdf.mark(id, flow.y - 6);
  if (level < 3) flow.pdf.bookmark(level, text);
  const tag = flow.pdf.tag(`H${level}`, flow.parent);
  drawLines(flow, tag, `H${level}`, lines, bodyPlace(flow));
  tag.end();
  flow.y += after;
}

export function drawParagraph(flow: Flow, text: Line, tone?: 'lead' | 'note'): void {
  const size = tone === 'lead' ? 12 : tone === 'note' ? 8.5 : BODY;
  drawText(flow, text, { size, ...(tone === 'note' ? { colour: 'quiet' } : {}) });
  flow.y += GAP;
}

/** A framed statement: a bar at its left, its title in bold. */
export function drawNotice(flow: Flow, title: string, text: Line, colour: 'warning' | 'accent'): void {
  const { body, faces } = flow.pdf;
  const place = { x: body.left + 16, width: body.width - 32 };
  const titleLines = breakLines(toRuns([title], { size: 12.5, typeface: 'bold', colour }, faces), place.width);
  const textLines = breakLines(toRuns(text, { size: BODY }, faces), place.width);
  const height = linesHeight(titleLines) + linesHeight(textLines) + 22;
  keepTogether(flow, height);
  const box = { x: body.left, y: flow.y, width: body.width, height };
  flow.pdf.artifact(`${fillOperators('band', box)}\n${fillOperators(colour, { ...box, width: 5 })}`);
  const after = flow.y + height;
  flow.y += 10;
  for (const lines of [titleLines, textLines]) {
    const tag = flow.pdf.tag('P', flow.parent);
    drawLines(flow, tag, 'P', lines, place);
    tag.end();
  }
  flow.y = after + GAP + 4;
}

export function drawList(flow: Flow, items: readonly Line[], ordered = false): void {
  const list = flow.pdf.tag('L', flow.parent, { listNumbering: ordered ? 'Decimal' : 'Disc' });
  const { body, faces } = flow.pdf;
  items.forEach((item, index) => {
    const lines = breakLines(toRuns(item, { size: BODY }, faces), body.width - 18);
    keepTogether(flow, Math.min(linesHeight(lines), 45));
    const label = breakLines(toRuns([ordered ? `${index + 1}.` : '•'], { size: BODY }, faces), 18);
    const entry = flow.pdf.tag('LI', list);
    const labelTag = flow.pdf.tag('Lbl', entry);
    for (const line of label) flow.pdf.content(labelTag, 'Lbl', lineOperators(line, body.left + 4, flow.y));
    const text = flow.pdf.tag('LBody', entry);
    drawLines(flow, text, 'LBody', lines, { x: body.left + 18, width: body.width - 18 });
    entry.end();
    flow.y += 3;
  });
  list.end();
  flow.y += GAP - 3;
}

/** What a heading takes, with the space around it; for what stands before it. */
export function headingHeight({ level }: Heading): number {
  const { size, before, after } = HEADINGS[level];
  return before + 1.42 * size + after;
}

/** What a picture and its caption take. */
export function figureHeight(flow: Flow, figure: Figure): number {
  return SMALLEST * fittedSize(flow, figure, 0).height + 30;
}

/** A picture with its caption above. Readers are told the alternative text. */
export function drawFigure(flow: Flow, figure: Figure): void {
  const { body, faces } = flow.pdf;
  const caption = breakLines(toRuns([figure.caption], { size: 9.5, typeface: 'bold' }, faces), body.width);
  const size = fittedSize(flow, figure, body.bottom - flow.y - linesHeight(caption) - 12);
  keepTogether(flow, linesHeight(caption) + size.height + 12);
  const captionTag = flow.pdf.tag('P', flow.parent);
  drawLines(flow, captionTag, 'P', caption, bodyPlace(flow));
  captionTag.end();
  const box: Box = { x: body.left, y: flow.y + 4, ...size };
  const tag = flow.pdf.tag('Figure', flow.parent, { alt: figure.alternative, box });
  flow.pdf.draw(tag, 'Figure', (document) => {
    const fontCallback = (_family: string, bold: boolean) => (bold ? FONT_PATHS.bold : FONT_PATHS.regular);
    SVGtoPDF(document, printableSvg(flow, figure.svg), box.x, box.y, { ...size, assumePt: true, fontCallback });
  });
  tag.end();
  flow.y = box.y + size.height + GAP + 3;
}

/** A list of headings with page numbers; the pages are known only at the end, so it returns how to fill it in. */
export function drawContents(
  flow: Flow,
  title: string,
  headings: readonly Heading[],
): (pageOf: (id: string) => number) => void {
  const { pdf } = flow;
  const heading = breakLines(toRuns([title], { size: 14, typeface: 'bold' }, pdf.faces), pdf.body.width);
  keepTogether(flow, 120);
  const headingTag = pdf.tag('P', flow.parent);
  drawLines(flow, headingTag, 'P', heading, bodyPlace(flow));
  headingTag.end();
  flow.y += 5;
  const tag = pdf.tag('TOC', flow.parent);
  const places = headings.map((entry) => {
    keepTogether(flow, 17);
    const place = { entry, page: pdf.pageCount() - 1, y: flow.y + (entry.level === 1 ? 3 : 0) };
    flow.y = place.y + 16;
    return place;
  });
  flow.y += GAP;
  return (pageOf) => {
    for (const { entry, page, y } of places) {
      pdf.goToPage(page);
      drawContentsEntry(pdf, tag, entry, y, String(pageOf(entry.id)));
    }
    tag.end();
  };
}

/** Draws lines as content of one element, over as many pages as it takes. */
function drawLines(flow: Flow, tag: Tag, type: string, lines: readonly SetLine[], place: Place): void {
  let operators: string[] = [];
  const flush = () => {
    if (operators.length > 0) flow.pdf.content(tag, type, operators.join('\n'));
    operators = [];
  };
  for (const line of lines) {
    if (flow.y + line.height > flow.pdf.body.bottom) {
      flush();
      newPage(flow);
    }
    for (const piece of line.pieces) {
      const drawn = pieceOperators(piece, line, place.x, flow.y);
      const { href } = piece.run;
      if (href === undefined) {
        operators.push(drawn);
        continue;
      }
      flush();
      const underline = fillOperators('link', {
        x: place.x + piece.x,
        y: flow.y + 0.83 * line.height,
        width: piece.width,
        height: 0.5,
      });
      const label = href.startsWith('#') ? `Go to ${piece.run.text}` : `${piece.run.text}, ${href}`;
      flow.pdf.link(
        tag,
        href,
        label,
        { x: place.x + piece.x, y: flow.y, width: piece.width, height: line.height },
        `${drawn}\n${underline}`,
      );
    }
    flow.y += line.height;
  }
  flush();
}

function drawText(flow: Flow, text: Line, style: TextStyle): void {
  const lines = breakLines(toRuns(text, style, flow.pdf.faces), flow.pdf.body.width);
  keepTogether(flow, linesHeight(lines.slice(0, 3)));
  const tag = flow.pdf.tag('P', flow.parent);
  drawLines(flow, tag, 'P', lines, bodyPlace(flow));
  tag.end();
}

function drawContentsEntry(pdf: PdfDocument, toc: Tag, { level, text, id }: Heading, y: number, page: string): void {
  const { body, faces } = pdf;
  const indent = (level - 1) * 16;
  const style: TextStyle = { size: BODY, typeface: level === 1 ? 'bold' : 'regular', colour: 'link' };
  const [line] = breakLines(toRuns([text], style, faces), body.width - indent - 40);
  const [number] = breakLines(toRuns([page], style, faces), 40);
  if (line === undefined || number === undefined) return;
  const item = pdf.tag('TOCI', toc);
  const box = { x: body.left + indent, y, width: body.width - indent, height: line.height };
  const right = body.left + body.width - number.width;
  const operators = `${lineOperators(line, box.x, y)}\n${lineOperators(number, right, y)}`;
  pdf.link(item, `#${id}`, `${text}, page ${page}`, box, operators);
  item.end();
}

/** As large as the page allows; up to a quarter smaller where that saves it from the next page. */
function fittedSize(
  { pdf: { body } }: Flow,
  { width, height }: Figure,
  room: number,
): { width: number; height: number } {
  const largest = Math.min(1, body.width / width, (body.bottom - body.top - 60) / height);
  const scale = room / height < largest && room / height >= SMALLEST * largest ? room / height : largest;
  return { width: width * scale, height: height * scale };
}

/** Characters that the font lacks are spelled out inside pictures too. */
function printableSvg(flow: Flow, svg: string): string {
  return flow.pdf.faces('regular', BODY).printable(svg);
}

function bodyPlace({ pdf }: Flow): Place {
  return { x: pdf.body.left, width: pdf.body.width };
}

import { dateText } from '../domain/plain-english.ts';
import { createPdfDocument, fillOperators, type PdfDocument } from './pdf-document.ts';
import {
  createFlow,
  drawContents,
  drawFigure,
  drawHeading,
  drawList,
  drawNotice,
  drawParagraph,
  figureHeight,
  type Flow,
  headingHeight,
  newPage,
} from './pdf-layout.ts';
import { breakLines, lineOperators, type SetLine, toRuns } from './pdf-lines.ts';
import { drawTable, tableStart } from './pdf-table.ts';
import type { Block, ReportContent, Table } from './report-content.ts';
import { contentsHeadings } from './report-outline.ts';

/** Draws a report as a tagged PDF. The same content gives the same bytes. */
export async function reportPdf(content: ReportContent): Promise<Uint8Array> {
  const { title, subject, organisation, date } = content;
  const pdf = createPdfDocument({ title, subject, author: organisation, date });
  const flow = createFlow(pdf);
  const pages = new Map<string, number>();
  const complete: ((pageOf: (id: string) => number) => void)[] = [];
  content.blocks.forEach((block, index) => {
    if (block.kind === 'contents') complete.push(drawContents(flow, block.title, contentsHeadings(content)));
    else if (block.kind === 'heading') drawHeading(flow, block, heightToStart(flow, content.blocks, index + 1));
    else drawBlock(flow, block);
    if (block.kind === 'heading') pages.set(block.id, pdf.pageCount());
  });
  for (const fillIn of complete) fillIn((id) => pages.get(id) ?? 1);
  flow.parent.end();
  return pdf.finish((page, count) => furniture(pdf, content, page, count));
}

const LINES_WITH_HEADING = 48;

/** Points that the blocks from `index` on need to start on a page: a heading needs what follows it too. */
function heightToStart(flow: Flow, blocks: readonly Block[], index: number): number {
  const block = blocks[index];
  switch (block?.kind) {
    case 'heading':
      return headingHeight(block) + heightToStart(flow, blocks, index + 1);
    case 'paragraph':
      return LINES_WITH_HEADING + (staysWithText(blocks[index + 1]) ? heightToStart(flow, blocks, index + 1) : 0);
    case 'table':
      return tableStart(flow, block);
    case 'facts':
      return tableStart(flow, factsTable(block));
    case 'figure':
      return figureHeight(flow, block);
    case 'notice':
    case 'list':
    case 'contents':
      return LINES_WITH_HEADING;
    case 'new-page':
    case undefined:
      return 0;
  }
}

/** An introduction stays with the heading, table or picture that it introduces. */
function staysWithText(block: Block | undefined): boolean {
  return block?.kind === 'table' || block?.kind === 'figure' || block?.kind === 'heading';
}

function factsTable({ caption, facts }: Extract<Block, { kind: 'facts' }>): Table {
  return {
    kind: 'table',
    caption,
    columns: [
      { title: '', width: 3, isRowHeader: true },
      { title: '', width: 7 },
    ],
    rows: facts.map(([name, value]) => [[[name]], [value]]),
  };
}

function drawBlock(flow: Flow, block: Exclude<Block, { kind: 'contents' | 'heading' }>): void {
  switch (block.kind) {
    case 'paragraph':
      return drawParagraph(flow, block.text, block.tone);
    case 'notice':
      return drawNotice(flow, block.title, block.text, block.tone === 'plain' ? 'accent' : 'warning');
    case 'list':
      return drawList(flow, block.items, block.ordered);
    case 'facts':
      return drawTable(flow, factsTable(block));
    case 'table':
      return drawTable(flow, block);
    case 'figure':
      return drawFigure(flow, block);
    case 'new-page':
      return newPage(flow);
  }
}

/** Running title and status at the head, organisation, date and page at the foot. */
function furniture(pdf: PdfDocument, content: ReportContent, page: number, pages: number): string {
  const { left, width, bottom } = pdf.body;
  const fit = (text: string, room: number, bold = false): SetLine | undefined => {
    const style = { size: 8, typeface: bold ? 'bold' : 'regular', colour: bold ? 'warning' : 'quiet' } as const;
    return breakLines(toRuns([text], style, pdf.faces), room)[0];
  };
  const draw = (line: SetLine | undefined, y: number, side: 'left' | 'right') =>
    line === undefined ? '' : lineOperators(line, side === 'left' ? left : left + width - line.width, y);
  const at = (text: string, y: number, side: 'left' | 'right') => draw(fit(text, width * 0.68), y, side);
  // The status is said in full; the running title takes the room that is left.
  const status = fit(content.status ?? '', width, true);
  return [
    draw(fit(content.runningTitle, width - (status?.width ?? 0) - 12), 28, 'left'),
    draw(status, 28, 'right'),
    fillOperators('rule', { x: left, y: 44, width, height: 0.5 }),
    fillOperators('rule', { x: left, y: bottom + 14, width, height: 0.5 }),
    at(
      `${content.organisation} · ${dateText(content.date)}, ${content.dateIs ?? 'the bid deadline'}`,
      bottom + 20,
      'left',
    ),
    at(`Page ${page} of ${pages}`, bottom + 20, 'right'),
  ].join('\n');
}

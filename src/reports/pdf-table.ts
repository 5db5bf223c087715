import { fillOperators, type PdfDocument, type Tag } from './pdf-document.ts';
import { type Flow, keepTogether, newPage } from './pdf-layout.ts';
import { breakLines, lineOperators, linesHeight, type SetLine, type TextStyle, toRuns } from './pdf-lines.ts';
import type { Cell, Column, Table } from './report-content.ts';

type PlacedColumn = { readonly column: Column; readonly x: number; readonly width: number };
/** A cell's lines, and before which of them a paragraph starts. */
type SetCell = { readonly lines: readonly SetLine[]; readonly starts: ReadonlySet<number> };

const PADDING = { x: 5, y: 4 } as const;
const PARAGRAPH_GAP = 3;
const TEXT: TextStyle = { size: 8.5 };
const CAPTION: TextStyle = { size: 9.5, typeface: 'bold' };
const HEADER: TextStyle = { size: 8.5, typeface: 'bold' };
/** A row higher than this may be split, where at least this much of it fits. */
const SPLIT_FROM = 170;
/** A table of no more rows and height than this is kept on one page. */
const SHORT_ROWS = 8;
const SHORT_HEIGHT = 190;

/**
 * Draws a table with its caption. The header row is repeated on each page it reaches (readers are told it once). A
 * row moves to the next page whole; only one too high for that is split, between lines.
 */
export function drawTable(flow: Flow, table: Table): void {
  const set = setTable(flow, table);
  const { columns, header } = set;
  keepTogether(flow, startHeight(set));
  const tag = flow.pdf.tag('Table', flow.parent);
  drawCaption(flow, tag, set.caption);
  if (header !== undefined) drawHeader(flow, tag, header, columns);
  const next = () => {
    newPage(flow);
    if (header !== undefined) repeatedHeader(flow, header, columns);
  };
  const body = flow.pdf.tag('TBody', tag);
  for (const cells of table.rows) {
    const rowTag = flow.pdf.tag('TR', body);
    drawRow(flow, rowTag, setRow(cells, columns, flow.pdf, TEXT), columns, next);
    rowTag.end();
  }
  tag.end();
  flow.y += 12;
}

/** What must fit on a page for a table to start there: all of a short table, else caption, header and first row. */
export function tableStart(flow: Flow, table: Table): number {
  return startHeight(setTable(flow, table));
}

type SetTable = {
  readonly columns: readonly PlacedColumn[];
  readonly caption: readonly SetLine[];
  readonly header: readonly SetCell[] | undefined;
  /** The first few rows, set to measure them. */
  readonly firstRows: readonly (readonly SetCell[])[];
  readonly isShort: boolean;
};

function setTable({ pdf }: Flow, table: Table): SetTable {
  const columns = placeColumns(table.columns, pdf);
  const hasHeader = table.columns.some(({ title }) => title !== '');
  return {
    columns,
    caption: breakLines(toRuns([table.caption], CAPTION, pdf.faces), pdf.body.width),
    header: hasHeader
      ? setRow(
          table.columns.map(({ title }) => [[title]]),
          columns,
          pdf,
          HEADER,
        )
      : undefined,
    firstRows: table.rows.slice(0, SHORT_ROWS).map((cells) => setRow(cells, columns, pdf, TEXT)),
    isShort: table.rows.length <= SHORT_ROWS,
  };
}

function startHeight({ caption, header, firstRows, isShort }: SetTable): number {
  const head = linesHeight(caption) + 3 + (header === undefined ? 0 : rowHeight(header));
  const rows = firstRows.map(rowHeight);
  const all = rows.reduce((sum, height) => sum + height, 0);
  return head + (isShort && all <= SHORT_HEIGHT ? all : Math.min(rows[0] ?? 0, SPLIT_FROM));
}

function placeColumns(columns: readonly Column[], { body }: PdfDocument): PlacedColumn[] {
  const total = columns.reduce((sum, { width }) => sum + width, 0);
  let x = body.left;
  return columns.map((column) => {
    const width = (column.width / total) * body.width;
    x += width;
    return { column, x: x - width, width };
  });
}

function setRow(
  cells: readonly Cell[],
  columns: readonly PlacedColumn[],
  pdf: PdfDocument,
  style: TextStyle,
): SetCell[] {
  return columns.map(({ column, width }, index) => {
    const cellStyle = column.isRowHeader === true ? { ...style, typeface: 'bold' as const } : style;
    const lines: SetLine[] = [];
    const starts = new Set<number>();
    for (const paragraph of cells[index] ?? []) {
      if (lines.length > 0) starts.add(lines.length);
      lines.push(...breakLines(toRuns(paragraph, cellStyle, pdf.faces), width - 2 * PADDING.x));
    }
    return { lines, starts };
  });
}

function drawCaption(flow: Flow, table: Tag, caption: readonly SetLine[]): void {
  const tag = flow.pdf.tag('Caption', table);
  for (const line of caption) {
    flow.pdf.content(tag, 'Caption', lineOperators(line, flow.pdf.body.left, flow.y));
    flow.y += line.height;
  }
  tag.end();
  flow.y += 3;
}

function drawHeader(flow: Flow, table: Tag, header: readonly SetCell[], columns: readonly PlacedColumn[]): void {
  const height = rowHeight(header);
  headerRules(flow, height);
  const head = flow.pdf.tag('THead', table);
  const row = flow.pdf.tag('TR', head);
  header.forEach((cell, index) => {
    const tag = flow.pdf.tag('TH', row, { scope: 'Column' });
    const operators = cellOperators(cell, columns[index], flow.y + PADDING.y, 0, cell.lines.length);
    if (operators !== '') flow.pdf.content(tag, 'TH', operators);
  });
  head.end();
  flow.y += height;
}

function repeatedHeader(flow: Flow, header: readonly SetCell[], columns: readonly PlacedColumn[]): void {
  const height = rowHeight(header);
  headerRules(flow, height);
  const operators = header.map((cell, index) =>
    cellOperators(cell, columns[index], flow.y + PADDING.y, 0, cell.lines.length),
  );
  flow.pdf.artifact(operators.join('\n'));
  flow.y += height;
}

function headerRules({ pdf, y }: Flow, height: number): void {
  const box = { x: pdf.body.left, y, width: pdf.body.width, height };
  pdf.artifact(`${fillOperators('band', box)}\n${fillOperators('ink', { ...box, y: y + height - 1, height: 1 })}`);
}

function drawRow(
  flow: Flow,
  rowTag: Tag,
  row: readonly SetCell[],
  columns: readonly PlacedColumn[],
  next: () => void,
): void {
  const tags = columns.map(({ column }) =>
    column.isRowHeader === true ? flow.pdf.tag('TH', rowTag, { scope: 'Row' }) : flow.pdf.tag('TD', rowTag),
  );
  const height = rowHeight(row);
  const room = flow.pdf.body.bottom - flow.y;
  if (height > room && (height <= SPLIT_FROM || room < SPLIT_FROM)) next();
  let from = row.map(() => 0);
  for (;;) {
    const to = fittingLines(row, from, flow.pdf.body.bottom - flow.y - 2 * PADDING.y);
    drawPart(flow, tags, row, columns, from, to);
    if (row.every(({ lines }, index) => (to[index] ?? 0) >= lines.length)) return;
    from = to;
    next();
  }
}

function drawPart(
  flow: Flow,
  tags: readonly Tag[],
  row: readonly SetCell[],
  columns: readonly PlacedColumn[],
  from: readonly number[],
  to: readonly number[],
): void {
  const height =
    2 * PADDING.y + Math.max(...row.map((cell, index) => partHeight(cell, from[index] ?? 0, to[index] ?? 0)));
  row.forEach((cell, index) => {
    const tag = tags[index];
    const operators = cellOperators(cell, columns[index], flow.y + PADDING.y, from[index] ?? 0, to[index] ?? 0);
    if (tag !== undefined && operators !== '')
      flow.pdf.content(tag, columns[index]?.column.isRowHeader === true ? 'TH' : 'TD', operators);
  });
  const { left, width } = flow.pdf.body;
  flow.pdf.artifact(fillOperators('rule', { x: left, y: flow.y + height - 0.5, width, height: 0.5 }));
  flow.y += height;
}

/** For each cell the line before which it must stop to stay within `room`; at least one line is always taken. */
function fittingLines(row: readonly SetCell[], from: readonly number[], room: number): number[] {
  return row.map((cell, index) => {
    const start = from[index] ?? 0;
    let end = start;
    while (end < cell.lines.length && (end === start || partHeight(cell, start, end + 1) <= room)) end++;
    return end;
  });
}

function cellOperators(cell: SetCell, column: PlacedColumn | undefined, top: number, from: number, to: number): string {
  if (column === undefined) return '';
  const operators: string[] = [];
  let y = top;
  for (let index = from; index < to; index++) {
    const line = cell.lines[index];
    if (line === undefined) break;
    if (index > from && cell.starts.has(index)) y += PARAGRAPH_GAP;
    const spare = column.column.align === 'right' ? column.width - 2 * PADDING.x - line.width : 0;
    if (line.pieces.length > 0) operators.push(lineOperators(line, column.x + PADDING.x + spare, y));
    y += line.height;
  }
  return operators.join('\n');
}

function rowHeight(row: readonly SetCell[]): number {
  return 2 * PADDING.y + Math.max(0, ...row.map((cell) => partHeight(cell, 0, cell.lines.length)));
}

function partHeight({ lines, starts }: SetCell, from: number, to: number): number {
  let height = 0;
  for (let index = from; index < to; index++) {
    height += (lines[index]?.height ?? 0) + (index > from && starts.has(index) ? PARAGRAPH_GAP : 0);
  }
  return height;
}

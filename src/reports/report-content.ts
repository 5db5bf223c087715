/**
 * What a report says, apart from how it is drawn. The PDF and the HTML are made from the same content, so they
 * cannot differ. All text is ready to show (see `visible-text.ts`); the renderers escape for their own format.
 */

/** A piece of a line. A `name` is text from outside: it is kept apart from the direction of what stands around it. */
export type Inline =
  | string
  | { readonly kind: 'strong' | 'name' | 'code' | 'quiet'; readonly text: string }
  /** `href` is a web address, or `#` and the id of a heading. */
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

export type Line = readonly Inline[];

export type Column = {
  readonly title: string;
  /** Share of the table's width, in any unit. */
  readonly width: number;
  readonly align?: 'left' | 'right';
  /** The column whose cells name their row. */
  readonly isRowHeader?: boolean;
};

/** The paragraphs of a cell. */
export type Cell = readonly Line[];

export type Table = {
  readonly kind: 'table';
  readonly caption: string;
  /** Columns without titles make a table without a header row: each row is named by its first cell. */
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
};

export type Figure = {
  readonly kind: 'figure';
  readonly caption: string;
  /** The whole message of the picture in words. */
  readonly alternative: string;
  readonly svg: string;
  readonly width: number;
  readonly height: number;
};

export type Heading = {
  readonly kind: 'heading';
  readonly level: 1 | 2 | 3;
  readonly text: string;
  readonly id: string;
};

export type Block =
  | Heading
  | { readonly kind: 'paragraph'; readonly text: Line; readonly tone?: 'lead' | 'note' }
  /** A framed statement; a warning unless it is plain. */
  | { readonly kind: 'notice'; readonly title: string; readonly text: Line; readonly tone?: 'plain' }
  | { readonly kind: 'list'; readonly items: readonly Line[]; readonly ordered?: boolean }
  /** Short facts, each with its name. */
  | { readonly kind: 'facts'; readonly caption: string; readonly facts: readonly (readonly [string, Line])[] }
  | Table
  | Figure
  | { readonly kind: 'contents'; readonly title: string }
  | { readonly kind: 'new-page' };

export type ReportContent = {
  readonly title: string;
  readonly subject: string;
  /** The organisation in whose name the report is made. */
  readonly organisation: string;
  /** Stands at the head of every page: "TRIAL, NOT FOR AWARD". */
  readonly status: string | undefined;
  /** Stands at the head of every page beside the status. */
  readonly runningTitle: string;
  /** The date of the document, and what it is the date of: the bid deadline unless it says otherwise. */
  readonly date: string;
  readonly dateIs?: string;
  readonly blocks: readonly Block[];
};

/** The words of a line, without its markup. */
export function lineText(line: Line): string {
  return line.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}

/** A line of plain words as a cell. */
export function cell(...lines: readonly (Line | string)[]): Cell {
  return lines.map((line) => (typeof line === 'string' ? [line] : line));
}

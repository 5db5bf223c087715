import PDFDocument from 'pdfkit';
import { packObjects } from './pdf-object-streams.ts';
import { createFaces, decimal, type Face, type Faces } from './pdf-fonts.ts';

/**
 * A tagged PDF 1.7 of A4 pages, over pdfkit: document language and title, embedded fonts, a structure tree, and
 * page furniture marked as artefacts. Coordinates are points from the top left corner.
 */
export type PdfDocument = {
  readonly faces: Faces;
  /** The body of every page. */
  readonly body: { readonly left: number; readonly top: number; readonly width: number; readonly bottom: number };
  /** Pages so far. */
  pageCount(): number;
  /** Starts a page. */
  addPage(): void;
  /** Goes back to a page, 0 the first, to complete it. */
  goToPage(index: number): void;
  /** A structure element below another, or at the top of the tree. */
  tag(type: string, parent?: Tag, options?: TagOptions): Tag;
  /** Draws operators as content of a structure element. */
  content(tag: Tag, type: string, operators: string): void;
  /** Draws operators that no reader announces. */
  artifact(operators: string): void;
  /** Draws with pdfkit's own methods, as content of a structure element. */
  draw(tag: Tag, type: string, paint: (document: PDFKit.PDFDocument) => void): void;
  /** Text that leads to a web address, or with `#id` to a mark. The label is what a reader announces. */
  link(parent: Tag, href: string, label: string, box: Box, operators: string): void;
  /** Makes the current place the target of `#id`. */
  mark(id: string, top: number): void;
  /** An entry of the bookmarks. */
  bookmark(level: number, title: string): void;
  /** The bytes; `furniture` gives the operators of each page's head and foot. */
  finish(furniture: (page: number, pages: number) => string): Promise<Uint8Array>;
};

export type Tag = PDFKit.PDFStructureElement;
type TagOptions = {
  readonly alt?: string;
  readonly scope?: 'Row' | 'Column';
  readonly box?: Box;
  readonly listNumbering?: 'Disc' | 'Decimal';
};
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type PdfMetadata = {
  readonly title: string;
  readonly subject: string;
  readonly author: string;
  /** Stands as creation date, so that the same content gives the same bytes. */
  readonly date: string;
};

const A4 = { width: 595.28, height: 841.89 } as const;
const MARGIN = { left: 50, top: 62, bottom: 58 } as const;

/** Starts a document; it has no page yet. */
export function createPdfDocument(metadata: PdfMetadata): PdfDocument {
  const document = openDocument(metadata);
  const faces = createFaces((path) => (document.font(path) as unknown as { _font: unknown })._font);
  const bookmarks: PDFKit.PDFOutline[] = [document.outline];
  const targetName = createTargetNames();
  let pages = 0;
  return {
    faces,
    body: { left: MARGIN.left, top: MARGIN.top, width: A4.width - 2 * MARGIN.left, bottom: A4.height - MARGIN.bottom },
    pageCount: () => pages,
    addPage: () => {
      document.addPage();
      pages++;
      useFonts(document, [faces('regular', 10), faces('bold', 10)]);
    },
    goToPage: (index) => void document.switchToPage(index),
    tag: (type, parent, options = {}) => addTag(document, type, parent, options),
    content: (tag, type, operators) => drawContent(document, tag, type, () => document.addContent(operators)),
    artifact: (operators) => void document.addContent(`/Artifact BMC\n${operators}\nEMC`),
    draw: (tag, type, paint) => drawContent(document, tag, type, () => paint(document)),
    link: (parent, href, label, box, operators) => {
      const tag = addTag(document, 'Link', parent, {});
      drawContent(document, tag, 'Link', () => document.addContent(operators));
      // The description is a PDF string; a plain JavaScript string would be written as a name.
      const options = { structParent: tag, Contents: Object(label) as string };
      if (href.startsWith('#')) document.goTo(box.x, box.y, box.width, box.height, targetName(href.slice(1)), options);
      else document.link(box.x, box.y, box.width, box.height, href, options);
      tag.end();
    },
    mark: (id, top) => document.addNamedDestination(targetName(id), 'XYZ', 0, top, null),
    bookmark: (level, title) => {
      const parent = bookmarks[level - 1] ?? document.outline;
      bookmarks[level] = parent.addItem(title, { expanded: level === 1 });
    },
    finish: async (furniture) => {
      for (let page = 0; page < pages; page++) {
        document.switchToPage(page);
        document.addContent(`/Artifact << /Type /Pagination >> BDC\n${furniture(page + 1, pages)}\nEMC`);
      }
      document.end();
      return Buffer.concat(await document.toArray());
    },
  };
}

/** Operators that set one line of text; `baseline` counts from the top of the page. */
export function textOperators(face: Face, colour: Colour, x: number, baseline: number, operands: string): string {
  return `BT /${face.fontId} ${decimal(face.size)} Tf ${COLOURS[colour]} rg 1 0 0 -1 ${decimal(x)} ${decimal(baseline)} Tm [${operands}] TJ ET`;
}

/** Operators that fill a rectangle; thin ones serve as rules. */
export function fillOperators(colour: Colour, { x, y, width, height }: Box): string {
  return `${COLOURS[colour]} rg ${decimal(x)} ${decimal(y)} ${decimal(width)} ${decimal(height)} re f`;
}

export type Colour = keyof typeof COLOURS;

/** Ink on white is 19:1, quiet 7:1, link and accent 7:1, warning 6:1 or more. */
const COLOURS = {
  ink: '0.043 0.047 0.047',
  quiet: '0.314 0.353 0.373',
  link: '0.114 0.345 0.616',
  accent: '0.0 0.322 0.298',
  warning: '0.584 0.1 0.06',
  rule: '0.694 0.706 0.714',
  band: '0.953 0.953 0.945',
  white: '1 1 1',
} as const;

function openDocument({ title, subject, author, date }: PdfMetadata): PDFKit.PDFDocument {
  const created = new Date(`${date}T12:00:00Z`);
  // The type of `subset` does not know PDF/UA yet.
  const options = {
    size: [A4.width, A4.height],
    margin: 0,
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: '1.7',
    subset: 'PDF/UA',
    tagged: true,
    lang: 'en-GB',
    displayTitle: true,
    info: {
      Title: title,
      Subject: subject,
      Author: author,
      CreationDate: created,
      ModDate: created,
      Producer: 'pdfkit',
      Creator: 'Supplier Sustainability Scorer',
    },
  };
  const document = new PDFDocument(options as unknown as PDFKit.PDFDocumentOptions);
  escapeMetadata(document);
  packObjects(document);
  return document;
}

/** pdfkit writes the document's facts into its XML unescaped and in Latin-1: there they must be plain ASCII XML. */
function escapeMetadata(document: PDFKit.PDFDocument): void {
  const writer = document as unknown as { endMetadata(): void };
  const write = writer.endMetadata.bind(document);
  writer.endMetadata = () => {
    const plain = document.info;
    const escaped = { ...plain };
    for (const key of ['Title', 'Subject', 'Author'] as const) escaped[key] = asciiXml(plain[key] ?? '');
    document.info = escaped;
    write();
    document.info = plain;
  };
}

function asciiXml(text: string): string {
  return text.replaceAll(
    /[^\x20-\x7e]|[<>&"']/gu,
    (character) => `&#x${(character.codePointAt(0) ?? 0).toString(16)};`,
  );
}

function useFonts(document: PDFKit.PDFDocument, faces: readonly Face[]): void {
  const { fonts } = document.page as unknown as { fonts: Record<string, unknown> };
  for (const face of faces) fonts[face.fontId] = face.fontReference();
}

function addTag(
  document: PDFKit.PDFDocument,
  type: string,
  parent: Tag | undefined,
  { alt, scope, box, listNumbering }: TagOptions,
): Tag {
  const tag = document.struct(type, {
    ...(alt === undefined ? {} : { alt }),
    ...(scope === undefined ? {} : { scope }),
    ...(box === undefined ? {} : { bbox: [box.x, box.y, box.x + box.width, box.y + box.height], placement: 'Block' }),
  });
  // pdfkit has no option for the attributes of lists.
  const { data } = (tag as unknown as { dictionary: { data: Record<string, unknown> } }).dictionary;
  if (listNumbering !== undefined) data['A'] = { O: 'List', ListNumbering: listNumbering };
  if (parent === undefined) document.addStructure(tag);
  else parent.add(tag);
  return tag;
}

function drawContent(document: PDFKit.PDFDocument, tag: Tag, type: string, paint: () => void): void {
  tag.add(document.markStructureContent(type));
  paint();
  document.endMarkedContent();
}

/** Names of one length, so that any order of text is the order that the name tree needs. */
function createTargetNames(): (id: string) => string {
  const names = new Map<string, string>();
  return (id) => {
    const name = names.get(id) ?? `target-${String(names.size).padStart(6, '0')}`;
    names.set(id, name);
    return name;
  };
}

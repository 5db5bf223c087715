import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const DATE = new Date(Date.UTC(2026, 0, 1));

/** What differs from an ordinary workbook of one sheet, part by part, as raw XML. */
export type RawWorkbook = {
  /** What stands inside `sheetData` of the first sheet: `<row r="1">...</row>`. */
  readonly rows?: string;
  /** The whole first sheet, instead of `rows`. */
  readonly sheet?: string | Buffer;
  /** Before and after `sheetData`. */
  readonly before?: string;
  readonly after?: string;
  /** Each `si` of the shared strings: `<t>Alder</t>`. */
  readonly strings?: readonly string[];
  /** Number format of each cell style: a built-in id, or a code. */
  readonly styles?: readonly (number | string)[];
  readonly date1904?: boolean;
  /** Inside `workbook`, instead of the one sheet. */
  readonly workbook?: string;
  /** Parts to add or to replace by path; `undefined` leaves one out. */
  readonly parts?: Readonly<Record<string, string | Buffer | undefined>>;
};

/** The bytes of a workbook written part by part, for the cases that no spreadsheet program would save. */
export function buildXlsx(raw: RawWorkbook): Promise<Buffer> {
  const parts = new Map<string, string | Buffer | undefined>([
    ['[Content_Types].xml', contentTypes()],
    ['_rels/.rels', relationships([['officeDocument', 'xl/workbook.xml']])],
    ['xl/workbook.xml', workbook(raw)],
    ['xl/_rels/workbook.xml.rels', relationships(workbookParts(raw))],
    ['xl/worksheets/sheet1.xml', sheet(raw)],
    ['xl/sharedStrings.xml', raw.strings === undefined ? undefined : sharedStrings(raw.strings)],
    ['xl/styles.xml', raw.styles === undefined ? undefined : styles(raw.styles)],
    ...Object.entries(raw.parts ?? {}),
  ]);
  return zipOf(parts);
}

/** A zip of these files, in this order. */
export function zipOf(files: Iterable<readonly [string, string | Buffer | undefined]>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of files) {
    if (content !== undefined) zip.addBuffer(Buffer.from(content), name, { mtime: DATE });
  }
  zip.end();
  return buffer(zip.outputStream);
}

function contentTypes(): string {
  return xml(
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/></Types>`,
  );
}

/** A relationships part: rId1, rId2, ... of these types to these targets. */
export function relationships(list: readonly (readonly [type: string, target: string, mode?: string])[]): string {
  const each = list.map(
    ([type, target, mode], index) =>
      `<Relationship Id="rId${index + 1}" Type="${DOCUMENT}/${type}" Target="${target}"${mode === undefined ? '' : ` TargetMode="${mode}"`}/>`,
  );
  return xml(`<Relationships xmlns="${PACKAGE}/relationships">${each.join('')}</Relationships>`);
}

function workbookParts(raw: RawWorkbook): [string, string][] {
  const parts: [string, string][] = [['worksheet', 'worksheets/sheet1.xml']];
  if (raw.strings !== undefined) parts.push(['sharedStrings', 'sharedStrings.xml']);
  if (raw.styles !== undefined) parts.push(['styles', 'styles.xml']);
  return parts;
}

function workbook(raw: RawWorkbook): string {
  const system = raw.date1904 === true ? '<workbookPr date1904="1"/>' : '';
  const inside = raw.workbook ?? `${system}<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets>`;
  return xml(`<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}">${inside}</workbook>`);
}

function sheet(raw: RawWorkbook): string | Buffer {
  return raw.sheet ?? worksheet(raw.rows ?? '', raw.before, raw.after);
}

/** A worksheet part around these rows. */
export function worksheet(rows: string, before = '', after = ''): string {
  return xml(`<worksheet xmlns="${MAIN}">${before}<sheetData>${rows}</sheetData>${after}</worksheet>`);
}

function sharedStrings(strings: readonly string[]): string {
  return xml(`<sst xmlns="${MAIN}">${strings.map((text) => `<si>${text}</si>`).join('')}</sst>`);
}

function styles(formats: readonly (number | string)[]): string {
  const custom = formats.flatMap((format, index) =>
    typeof format === 'string' ? [`<numFmt numFmtId="${164 + index}" formatCode="${escape(format)}"/>`] : [],
  );
  const cells = formats.map((format, index) => `<xf numFmtId="${typeof format === 'string' ? 164 + index : format}"/>`);
  return xml(
    `<styleSheet xmlns="${MAIN}"><numFmts>${custom.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${cells.join('')}</cellXfs></styleSheet>`,
  );
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function xml(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${body}`;
}

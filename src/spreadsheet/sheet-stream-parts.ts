import { columnLetters } from './cell.ts';
import { FONT, FONT_SIZE, PALETTE, TITLE_SIZE } from './sheet-palette.ts';
import type { CellStyles, StreamedColumn } from './sheet-row-xml.ts';
import { textCellXml } from './sheet-row-xml.ts';
import { toXmlText } from './written-text.ts';

/** What the fixed parts need to know of a sheet. */
export type SheetHead = {
  readonly name: string;
  /** Says what the sheet is; stands in its first cell, above the header. */
  readonly title?: string;
  readonly columns: readonly StreamedColumn[];
};

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SPREADSHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const HEADER_STYLE = 1;
const TITLE_STYLE = 2;
const TEXT_STYLE = 3;
const DATE_STYLE = 4;
const FIRST_FIGURE_STYLE = 5;
/** Number formats below this one are built in. */
const FIRST_FORMAT = 164;
const GENERAL = 'General';

/** The row of the header, counted from 1. */
export function headerRowOf(sheet: SheetHead): number {
  return sheet.title === undefined ? 1 : 2;
}

/** The formats of all figure columns, each once; their order gives the style numbers. */
export function figureFormats(sheets: readonly SheetHead[]): string[] {
  const formats = sheets.flatMap(({ columns }) => columns.map(formatOf)).filter((format) => format !== undefined);
  return [...new Set(formats)];
}

/** The style numbers of a sheet's columns. */
export function stylesOf({ columns }: SheetHead, formats: readonly string[]): CellStyles {
  const styles = columns.map((column) => {
    const format = formatOf(column);
    if (format !== undefined) return FIRST_FIGURE_STYLE + formats.indexOf(format);
    return column.kind === 'date' ? DATE_STYLE : TEXT_STYLE;
  });
  return { header: HEADER_STYLE, title: TITLE_STYLE, columns: styles };
}

/** The sheet's XML up to and including its header row. */
export function sheetStartXml(sheet: SheetHead, styles: CellStyles): string {
  const header = headerRowOf(sheet);
  const columns = sheet.columns.map(
    ({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  );
  const headers = sheet.columns.map((column, at) => textCellXml(at + 1, header, styles.header, column.header)).join('');
  const title = sheet.title === undefined ? '' : `<row r="1">${textCellXml(1, 1, styles.title, sheet.title)}</row>`;
  return (
    `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
    `<sheetViews><sheetView workbookViewId="0"><pane ySplit="${header}" topLeftCell="A${header + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
    `<sheetFormatPr defaultRowHeight="13.5"/><cols>${columns.join('')}</cols><sheetData>${title}<row r="${header}">${headers}</row>`
  );
}

/** The sheet's XML after its last row. */
export function sheetEndXml(sheet: SheetHead, lastRow: number): string {
  const filtered = `A${headerRowOf(sheet)}:${columnLetters(sheet.columns.length)}${lastRow}`;
  return (
    `</sheetData><autoFilter ref="${filtered}"/><pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>` +
    '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>' +
    '<headerFooter><oddFooter>&amp;L&amp;A&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter></worksheet>'
  );
}

/** Every part but the sheets, in the order in which they are packed. */
export function fixedParts(
  title: string,
  sheets: readonly SheetHead[],
  formats: readonly string[],
): { name: string; xml: string }[] {
  return [
    { name: '[Content_Types].xml', xml: contentTypesXml(sheets.length) },
    { name: '_rels/.rels', xml: packageRelationshipsXml() },
    { name: 'docProps/core.xml', xml: propertiesXml(title) },
    { name: 'xl/_rels/workbook.xml.rels', xml: workbookRelationshipsXml(sheets.length) },
    { name: 'xl/styles.xml', xml: stylesXml(formats) },
    { name: 'xl/workbook.xml', xml: workbookXml(sheets) },
  ];
}

function formatOf(column: StreamedColumn): string | undefined {
  return column.kind === 'number' || column.kind === 'formula' ? (column.format ?? GENERAL) : undefined;
}

function contentTypesXml(sheets: number): string {
  const overrides = Array.from({ length: sheets }, (_, at) =>
    override(`/xl/worksheets/sheet${at + 1}.xml`, `${SPREADSHEET_TYPE}.worksheet+xml`),
  );
  return (
    `${DECLARATION}<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    override('/xl/workbook.xml', `${SPREADSHEET_TYPE}.sheet.main+xml`) +
    override('/xl/styles.xml', `${SPREADSHEET_TYPE}.styles+xml`) +
    override('/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml') +
    `${overrides.join('')}</Types>`
  );
}

function override(part: string, type: string): string {
  return `<Override PartName="${part}" ContentType="${type}"/>`;
}

function packageRelationshipsXml(): string {
  return (
    `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">` +
    `<Relationship Id="rId1" Type="${RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/>` +
    `<Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`
  );
}

function propertiesXml(title: string): string {
  return (
    `${DECLARATION}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
    `<dc:title>${toXmlText(title)}</dc:title><dc:creator>Supplier Sustainability Scorer</dc:creator><dc:language>en-GB</dc:language></cp:coreProperties>`
  );
}

function workbookRelationshipsXml(sheets: number): string {
  const toSheets = Array.from(
    { length: sheets },
    (_, at) =>
      `<Relationship Id="rId${at + 1}" Type="${RELATIONSHIPS}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
  );
  const toStyles = `<Relationship Id="rId${sheets + 1}" Type="${RELATIONSHIPS}/styles" Target="styles.xml"/>`;
  return `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${toSheets.join('')}${toStyles}</Relationships>`;
}

function workbookXml(sheets: readonly SheetHead[]): string {
  const listed = sheets.map(
    ({ name }, at) => `<sheet name="${toXmlText(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`,
  );
  const titles = sheets.map((sheet, at) => {
    const header = headerRowOf(sheet);
    const place = toXmlText(`'${sheet.name.replaceAll("'", "''")}'`);
    return `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">${place}!$${header}:$${header}</definedName>`;
  });
  return (
    `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONSHIPS}"><bookViews><workbookView/></bookViews>` +
    `<sheets>${listed.join('')}</sheets><definedNames>${titles.join('')}</definedNames></workbook>`
  );
}

function stylesXml(formats: readonly string[]): string {
  const custom = ['yyyy-mm-dd', ...formats.filter((format) => format !== GENERAL)];
  const numFmts = custom.map(
    (format, at) => `<numFmt numFmtId="${FIRST_FORMAT + at}" formatCode="${toXmlText(format)}"/>`,
  );
  const figures = formats.map((format) => cellXf(format === GENERAL ? 0 : FIRST_FORMAT + custom.indexOf(format)));
  return (
    `${DECLARATION}<styleSheet xmlns="${MAIN}"><numFmts count="${custom.length}">${numFmts.join('')}</numFmts>` +
    `<fonts count="3">${font(FONT_SIZE, PALETTE.ink, false)}${font(FONT_SIZE, PALETTE.white, true)}${font(TITLE_SIZE, PALETTE.ink, true)}</fonts>` +
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
    `<fill><patternFill patternType="solid"><fgColor rgb="FF${PALETTE.headerGround}"/></patternFill></fill></fills>` +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${FIRST_FIGURE_STYLE + formats.length}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
    '<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>' +
    '<xf numFmtId="49" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/>' +
    `${cellXf(49)}${cellXf(FIRST_FORMAT)}${figures.join('')}</cellXfs>` +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
  );
}

function font(size: number, colour: string, bold: boolean): string {
  return `<font>${bold ? '<b/>' : ''}<sz val="${size}"/><color rgb="FF${colour}"/><name val="${FONT}"/><family val="2"/></font>`;
}

function cellXf(format: number): string {
  return `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>`;
}

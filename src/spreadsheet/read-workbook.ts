import { DATE_SERIAL, ELAPSED_SERIAL, NUMBER, PERCENT, TIME_SERIAL } from './cell.ts';
import type { Findings } from './findings.ts';
import type { UploadLimits } from './limits.ts';
import { builtInFormatKind, type FormatKind, formatKind } from './number-format.ts';
import { readWorkbookParts, type SheetPart, type WorkbookParts } from './package-parts.ts';
import { damagedFile, type Place } from './refusal.ts';
import { RowBuffer } from './row-buffer.ts';
import { SharedStrings, SharedStringsScanner } from './shared-strings.ts';
import { SheetScanner } from './sheet-scanner.ts';
import { readSmallPart } from './small-part.ts';
import type { XmlScanner } from './xml-scanner.ts';
import { XmlFault } from './xml-text.ts';
import type { GuardedZip } from './zip-guard.ts';

/** A workbook whose sheets can be read one after the other. */
export type Workbook = {
  readonly parts: WorkbookParts;
  readonly strings: SharedStrings;
  readonly styleKinds: Uint8Array;
};

export type SheetCounts = {
  readonly rows: number;
  readonly cells: number;
  readonly hiddenRows: number;
  readonly hiddenColumns: number;
};

const KEPT_KINDS: Readonly<Record<FormatKind, number>> = {
  number: NUMBER,
  percent: PERCENT,
  date: DATE_SERIAL,
  time: TIME_SERIAL,
  elapsed: ELAPSED_SERIAL,
};

/** Excel itself holds 65,490 cell styles. */
const MOST_STYLES = 100_000;

/** Reads all of a workbook but its sheets. */
export async function openWorkbook(zip: GuardedZip, limits: UploadLimits): Promise<Workbook> {
  const parts = await readWorkbookParts(zip, limits);
  const styleKinds = parts.styles === undefined ? new Uint8Array() : await readStyleKinds(zip, parts.styles, limits);
  const strings =
    parts.sharedStrings === undefined ? new SharedStrings() : await readStrings(zip, parts.sharedStrings, limits);
  return { parts, strings, styleKinds };
}

async function readStrings(zip: GuardedZip, part: string, limits: UploadLimits): Promise<SharedStrings> {
  const scanner = new SharedStringsScanner(limits.cellCharacters);
  await scan(zip, part, limits.sharedStringBytes, scanner, 'The list of texts of the workbook', {});
  return scanner.strings;
}

/** The kind of number that each cell style shows, in the order in which cells count styles. */
async function readStyleKinds(zip: GuardedZip, part: string, limits: UploadLimits): Promise<Uint8Array> {
  const custom = new Map<number, FormatKind>();
  const formats: number[] = [];
  await readSmallPart(zip, part, limits.smallPartBytes, ({ name, parent, attributes }) => {
    const id = Number(attributes.get('numFmtId') ?? '0');
    if (name === 'numFmt' && parent === 'numFmts') custom.set(id, formatKind(attributes.get('formatCode') ?? ''));
    if (Math.max(custom.size, formats.length) > MOST_STYLES)
      throw damagedFile('The workbook has too many cell styles.');
    if (name === 'xf' && parent === 'cellXfs') formats.push(id);
  });
  return Uint8Array.from(formats, (id) => KEPT_KINDS[custom.get(id) ?? builtInFormatKind(id)]);
}

/** Reads one sheet. The row handed over is filled anew for each row. */
export async function readSheet(
  zip: GuardedZip,
  workbook: Workbook,
  sheet: SheetPart,
  setting: {
    readonly limits: UploadLimits;
    readonly findings: Findings;
    readonly onRow: (row: number, cells: RowBuffer, isColumnHidden: (column: number) => boolean) => void;
  },
): Promise<SheetCounts> {
  const { limits, findings } = setting;
  const row = new RowBuffer();
  row.strings = workbook.strings;
  row.date1904 = workbook.parts.date1904;
  const isColumnHidden = (column: number) => scanner.isColumnHidden(column);
  const scanner = new SheetScanner({
    sheet: sheet.name,
    strings: workbook.strings,
    styleKinds: workbook.styleKinds,
    maximumCharacters: limits.cellCharacters,
    maximumRowCharacters: limits.rowCharacters,
    findings,
    row,
    onRow: (number, cells) => setting.onRow(number, cells, isColumnHidden),
  });
  await scan(zip, sheet.part, limits.inflatedBytes, scanner, `The sheet "${sheet.name}"`, { sheet: sheet.name });
  for (const notice of hiddenNotices(sheet, scanner)) findings.notices.push(notice);
  const { rows, cells, hiddenRows, hiddenColumns } = scanner;
  return { rows, cells, hiddenRows, hiddenColumns };
}

/** Hidden data counts like any other, and it is said that it was there. */
function hiddenNotices(sheet: SheetPart, { hiddenRows, hiddenColumns }: SheetCounts): string[] {
  const notices: string[] = [];
  if (sheet.hidden) notices.push(`The sheet "${sheet.name}" is hidden; it was read like the others.`);
  const hidden = [counted(hiddenRows, 'hidden row'), counted(hiddenColumns, 'hidden column')].filter(
    (text) => text !== '',
  );
  if (hidden.length > 0) notices.push(`The sheet "${sheet.name}" has ${hidden.join(' and ')}, read like the others.`);
  return notices;
}

function counted(count: number, what: string): string {
  if (count === 0) return '';
  return `${count.toLocaleString('en-GB')} ${what}${count === 1 ? '' : 's'}`;
}

async function scan(
  zip: GuardedZip,
  part: string,
  maximumBytes: number,
  scanner: XmlScanner,
  what: string,
  place: Place,
): Promise<void> {
  try {
    for await (const block of zip.read(part, maximumBytes)) scanner.write(block);
    scanner.end();
  } catch (error) {
    if (error instanceof XmlFault) throw damagedFile(`${what} cannot be read: ${error.message}.`, place);
    throw error;
  }
}

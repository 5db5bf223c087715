import { type FileSource, fileLength, readBytes } from '../application/file-source.ts';
import type { AppError } from '../domain/errors.ts';
import type { UploadLimits } from './limits.ts';
import { damagedFile, SAVE_AGAIN, tooLarge, unsupportedFile } from './refusal.ts';
import { readSmallPart } from './small-part.ts';
import type { GuardedZip } from './zip-guard.ts';

export type UploadKind = 'xlsx' | 'csv' | 'zip-of-workbooks';

const HEAD_BYTES = 4096;
const CONTENT_TYPES = '[Content_Types].xml';
const WORKBOOK_OR_CSV = 'Send an Excel workbook (.xlsx) or a CSV file saved as UTF-8.';

/** Files that are known by their first bytes, and are no workbook. */
const KNOWN: readonly (readonly [start: string, what: string])[] = [
  ['%PDF', 'a PDF document'],
  ['{\\rtf', 'a Rich Text document'],
  ['\x1f\x8b', 'a gzip archive'],
  ['7z\xbc\xaf', 'a 7-Zip archive'],
  ['Rar!', 'a RAR archive'],
  ['\x89PNG', 'a picture'],
  ['\xff\xd8\xff', 'a picture'],
  ['GIF8', 'a picture'],
  ['SQLite format 3', 'a database'],
  ['MZ', 'a program'],
  ['\x7fELF', 'a program'],
];

/** Whether the first bytes say zip or text; refuses everything else and says what it is. */
export async function readMagic(source: FileSource, limits: UploadLimits): Promise<'zip' | 'text'> {
  const length = await lengthWithin(source, limits);
  if (length === 0) throw unsupportedFile('The file is empty (0 bytes).', WORKBOOK_OR_CSV);
  const head = await readBytes(source, 0, HEAD_BYTES);
  const start = head.toString('latin1', 0, 16);
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06')) return 'zip';
  if (start.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) throw await compoundFileRefusal(source, head);
  if (start.startsWith('\x09\x08') || start.startsWith('\x09\x04')) throw oldWorkbookRefusal();
  const known = KNOWN.find(([magic]) => start.startsWith(magic));
  if (known !== undefined) throw unsupportedFile(`The file is ${known[1]}, not a workbook.`, WORKBOOK_OR_CSV);
  checkText(source.name, head);
  return 'text';
}

async function lengthWithin(source: FileSource, limits: UploadLimits): Promise<number> {
  const length = await fileLength(source);
  if (length > limits.fileBytes) {
    throw tooLarge(
      `The file has ${megabytes(length)} MB; at most ${megabytes(limits.fileBytes)} MB can be read.`,
      'Split it, or leave out what is not needed.',
    );
  }
  return length;
}

function megabytes(bytes: number): string {
  return (bytes / 1_048_576).toLocaleString('en-GB', { maximumFractionDigits: 1 });
}

/** Text: a CSV file, unless its name or its first characters say otherwise. */
function checkText(name: string, head: Buffer): void {
  const start = head
    .toString('latin1', 0, 512)
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) {
    throw unsupportedFile(
      'The file is a web page, not a workbook.',
      `${SAVE_AGAIN} A CSV file saved as UTF-8 will do too.`,
    );
  }
  if (start.startsWith('<?xml')) throw unsupportedFile('The file is an XML document, not a workbook.', SAVE_AGAIN);
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  if (extension === undefined || ['csv', 'tsv', 'txt'].includes(extension)) return;
  const isWorkbookName = extension.startsWith('xl') || extension === 'ods';
  throw unsupportedFile(
    `The file is named .${extension} but it holds plain text.`,
    isWorkbookName
      ? 'If it is a CSV file, rename it to end in .csv; otherwise save it again as an Excel workbook (.xlsx).'
      : WORKBOOK_OR_CSV,
  );
}

/** Old Office files and password-protected new ones share one container; its directory tells them apart. */
async function compoundFileRefusal(source: FileSource, head: Buffer): Promise<AppError> {
  const sectorBytes = 2 ** Math.min(12, Math.max(9, head.length > 0x20 ? head.readUInt16LE(0x1e) : 9));
  const sector = head.length > 0x34 ? head.readUInt32LE(0x30) : 0;
  const directory = (await readBytes(source, (sector + 1) * sectorBytes, 8 * HEAD_BYTES)).toString('utf16le');
  if (directory.includes('EncryptedPackage')) {
    return unsupportedFile(
      'The file is a workbook protected by a password.',
      'Remove the password (in Excel: File, Info, Protect Workbook, Encrypt with Password) and send it again.',
    );
  }
  if (directory.includes('WordDocument'))
    return unsupportedFile('The file is an old Word document (.doc).', WORKBOOK_OR_CSV);
  if (directory.includes('Workbook') || directory.includes('Book')) return oldWorkbookRefusal();
  return unsupportedFile(
    'The file is an old Office file (such as .xls) or a workbook protected by a password; neither can be read.',
    `Remove the password if there is one. ${SAVE_AGAIN}`,
  );
}

function oldWorkbookRefusal(): AppError {
  return unsupportedFile('The file is an old Excel workbook (.xls), whatever its name says.', SAVE_AGAIN);
}

/** What a zip is: a workbook, or a zip that holds workbooks; refuses everything else and says what it is. */
export async function zipKind(zip: GuardedZip, limits: UploadLimits): Promise<'xlsx' | 'zip-of-workbooks'> {
  const types = zip.findName(CONTENT_TYPES);
  if (types === undefined) return kindWithoutTypes(zip);
  const mainTypes = new Set<string>();
  await readSmallPart(zip, types, limits.smallPartBytes, ({ attributes }) => {
    const type = attributes.get('ContentType');
    if (type !== undefined) mainTypes.add(type.toLowerCase());
  });
  const has = (part: string) => [...mainTypes].some((type) => type.includes(part));
  if (has('sheet.binary.')) throw unsupportedFile('The file is a binary Excel workbook (.xlsb).', SAVE_AGAIN);
  if (
    has('spreadsheetml.sheet.main') ||
    has('spreadsheetml.template.main') ||
    has('ms-excel.sheet.macroenabled.main')
  ) {
    return 'xlsx';
  }
  if (has('ms-excel.template.macroenabled.main')) return 'xlsx';
  if (has('wordprocessingml') || has('ms-word')) throw unsupportedFile('The file is a Word document.', WORKBOOK_OR_CSV);
  if (has('presentationml') || has('ms-powerpoint')) {
    throw unsupportedFile('The file is a PowerPoint presentation.', WORKBOOK_OR_CSV);
  }
  throw unsupportedFile('The file is an Office document, but not an Excel workbook.', WORKBOOK_OR_CSV);
}

function kindWithoutTypes(zip: GuardedZip): 'zip-of-workbooks' {
  const has = (name: string) => zip.findName(name) !== undefined;
  if (has('mimetype') && has('content.xml')) {
    throw unsupportedFile('The file is an OpenDocument file (.ods).', SAVE_AGAIN);
  }
  if (has('Index/Document.iwa') || has('Index.zip')) {
    throw unsupportedFile(
      'The file is an Apple Numbers document.',
      'Export it as an Excel workbook (.xlsx) and send that.',
    );
  }
  if (has('xl/workbook.xml') || has('_rels/.rels')) {
    throw damagedFile('The file is a workbook without the list of its parts ([Content_Types].xml).');
  }
  if (zip.names.some((name) => /\.(xlsx|xlsm|csv)$/i.test(name))) return 'zip-of-workbooks';
  throw unsupportedFile('The file is an ordinary zip that holds no workbook.', WORKBOOK_OR_CSV);
}

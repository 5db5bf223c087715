import { posix } from 'node:path';
import type { UploadLimits } from './limits.ts';
import { damagedFile, tooLarge } from './refusal.ts';
import { readSmallPart } from './small-part.ts';
import type { GuardedZip } from './zip-guard.ts';

/** A sheet as the workbook lists it, with the name of its part. */
export type SheetPart = { readonly name: string; readonly hidden: boolean; readonly part: string };

/** Where the parts of a workbook are, by its relationships and never by their usual names. */
export type WorkbookParts = {
  readonly sheets: readonly SheetPart[];
  readonly date1904: boolean;
  readonly sharedStrings: string | undefined;
  readonly styles: string | undefined;
  readonly notices: readonly string[];
};

type Relationship = { readonly type: string; readonly target: string; readonly external: boolean };
type ListedSheet = { readonly name: string; readonly state: string; readonly relationship: string };

const ROOT_RELATIONSHIPS = '_rels/.rels';
const MOST_RELATIONSHIPS = 20_000;

/**
 * Reads the lists of a workbook: relationships and sheets. Refuses a workbook whose lists are missing, that has no
 * sheet, or two of one name. Links to other files are never followed.
 */
export async function readWorkbookParts(zip: GuardedZip, limits: UploadLimits): Promise<WorkbookParts> {
  const roots = [...(await readRelationships(zip, ROOT_RELATIONSHIPS, limits)).values()];
  const main = roots.find((root) => root.type === 'officeDocument' && !root.external);
  if (main === undefined) throw damagedFile('It does not say which of its parts is the workbook.');
  const workbook = resolvePart(zip, '', main.target);
  const relationships = await readRelationships(zip, relationshipsOf(workbook), limits);
  const listed = await readSheetList(zip, workbook, limits);
  const base = posix.dirname(workbook);
  const notices = new Set<string>();
  const sheets = listed.sheets.flatMap((sheet) => toSheetPart(zip, base, sheet, relationships, notices));
  if (sheets.length === 0)
    throw damagedFile('The workbook has no sheet with cells.', {}, 'Send a workbook with at least one.');
  for (const { type } of relationships.values()) noticeOf(type, notices);
  return {
    sheets,
    date1904: listed.date1904,
    sharedStrings: findPart(zip, base, relationships, 'sharedStrings'),
    styles: findPart(zip, base, relationships, 'styles'),
    notices: [...notices],
  };
}

function noticeOf(type: string, notices: Set<string>): void {
  if (type === 'vbaProject') notices.add('The workbook holds macros; they were ignored.');
  if (type === 'externalLink') {
    notices.add('The workbook holds links to other files; they were not followed, the values stored in it count.');
  }
}

function relationshipsOf(part: string): string {
  return posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`);
}

async function readRelationships(
  zip: GuardedZip,
  part: string,
  limits: UploadLimits,
): Promise<Map<string, Relationship>> {
  const relationships = new Map<string, Relationship>();
  await readSmallPart(zip, part, limits.smallPartBytes, ({ name, attributes }) => {
    if (name !== 'Relationship') return;
    const [id, type, target] = ['Id', 'Type', 'Target'].map((key) => attributes.get(key));
    if (id === undefined || type === undefined || target === undefined) return;
    if (relationships.has(id)) throw damagedFile(`Its part "${part}" uses the name "${id}" twice.`);
    if (relationships.size >= MOST_RELATIONSHIPS) throw damagedFile(`Its part "${part}" has too many relationships.`);
    const external = attributes.get('TargetMode') === 'External';
    relationships.set(id, { type: type.slice(type.lastIndexOf('/') + 1), target, external });
  });
  return relationships;
}

async function readSheetList(
  zip: GuardedZip,
  workbook: string,
  limits: UploadLimits,
): Promise<{ sheets: ListedSheet[]; date1904: boolean }> {
  const sheets: ListedSheet[] = [];
  const names = new Set<string>();
  let date1904 = false;
  await readSmallPart(zip, workbook, limits.smallPartBytes, ({ name, attributes, parent }) => {
    if (name === 'workbookPr') date1904 = ['1', 'true', 'on'].includes(attributes.get('date1904') ?? '');
    if (name !== 'sheet' || parent !== 'sheets') return;
    const title = attributes.get('name') ?? '';
    if (names.has(title.toLowerCase())) {
      throw damagedFile(`The workbook has two sheets called "${title}".`, { sheet: title }, 'Rename one of them.');
    }
    if (sheets.length >= limits.sheets) {
      throw tooLarge(
        `The workbook has more than ${limits.sheets} sheets.`,
        'Leave out the sheets that are not needed.',
      );
    }
    names.add(title.toLowerCase());
    sheets.push({ name: title, state: attributes.get('state') ?? '', relationship: attributes.get(':id') ?? '' });
  });
  return { sheets, date1904 };
}

/** The part of a listed sheet; none for a chart sheet and its like, which hold no cells. */
function toSheetPart(
  zip: GuardedZip,
  base: string,
  sheet: ListedSheet,
  relationships: ReadonlyMap<string, Relationship>,
  notices: Set<string>,
): SheetPart[] {
  const found = relationships.get(sheet.relationship);
  if (found === undefined || found.external) {
    throw damagedFile(`The workbook does not say where its sheet "${sheet.name}" is.`, { sheet: sheet.name });
  }
  if (found.type !== 'worksheet') {
    notices.add(`The sheet "${sheet.name}" holds no cells (a chart, a dialog or macros); it was not read.`);
    return [];
  }
  const part = resolvePart(zip, base, found.target, sheet.name);
  return [{ name: sheet.name, hidden: sheet.state === 'hidden' || sheet.state === 'veryHidden', part }];
}

function findPart(
  zip: GuardedZip,
  base: string,
  relationships: ReadonlyMap<string, Relationship>,
  type: string,
): string | undefined {
  const found = [...relationships.values()].find(
    (relationship) => relationship.type === type && !relationship.external,
  );
  return found === undefined ? undefined : resolvePart(zip, base, found.target);
}

/** The part that a relationship points to, relative to the folder of the part that holds it. */
function resolvePart(zip: GuardedZip, base: string, target: string, sheet?: string): string {
  const plain = decodeTarget(target).replaceAll('\\', '/');
  const path = plain.startsWith('/') ? plain.slice(1) : posix.join(base, plain);
  const name = zip.findName(posix.normalize(path));
  if (name !== undefined) return name;
  const shown = target.slice(0, 100);
  if (sheet === undefined) throw damagedFile(`Its part "${shown}" is missing.`);
  throw damagedFile(`The sheet "${sheet}" is missing from the file (part "${shown}").`, { sheet });
}

function decodeTarget(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}

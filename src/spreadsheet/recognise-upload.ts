import { plainName } from '../application/nearest-names.ts';
import { REGISTER_KINDS, type RegisterKind } from '../application/register-upload.ts';
import { contractsLayout, registerLayouts, type SheetLayout, type WorkbookLayout } from './layout.ts';
import type { UploadLimits } from './limits.ts';
import { readAbout } from './read-about.ts';
import { findHeaderRow } from './read-sheet-rows.ts';
import { createReadingLog } from './reading-log.ts';
import type { Sheet, UploadContent, UploadSource } from './upload.ts';
import { readHeads } from './upload-heads.ts';
import { findAboutSheet } from './workbook-sheets.ts';

const REGISTERS: readonly WorkbookLayout<RegisterKind>[] = REGISTER_KINDS.map((kind) => registerLayouts[kind]);

/** Sheets that only a tender or bid workbook has: such a file needs no look inside. */
const TENDER_SHEETS = new Set(['bids', 'answers']);

/** How many headers of a register's main sheet a file without `About` must have. */
const FEWEST_HEADERS = 4;

/**
 * What a file is for: a register by the row Template of its `About`, or by the headers of its sheet; `tender` for
 * everything else, which the reading of tenders then judges. Refuses what cannot be opened at all.
 */
export async function recogniseUpload(
  source: UploadSource,
  limits?: Partial<UploadLimits>,
): Promise<'tender' | RegisterKind> {
  const heads = await readHeads(source, limits, isTender);
  if (heads === undefined || isTender(heads.sheets.map(({ name }) => name))) return 'tender';
  return kindByAbout(heads) ?? kindByHeaders(heads) ?? 'tender';
}

function isTender(sheetNames: readonly string[]): boolean {
  return sheetNames.some((name) => TENDER_SHEETS.has(plainName(name)));
}

function kindByAbout(heads: UploadContent): 'tender' | RegisterKind | undefined {
  const about = findAboutSheet(heads, createReadingLog(new Set()));
  if (about === undefined) return undefined;
  const fields = contractsLayout.about.filter(({ field }) => field === 'template');
  const stated = plainName(readAbout(about, fields, createReadingLog(new Set())).get('template') ?? '');
  if (['tender', 'bid'].includes(stated)) return 'tender';
  return REGISTERS.find(({ kind }) => plainName(kind) === stated)?.kind;
}

function kindByHeaders(heads: UploadContent): RegisterKind | undefined {
  let best: { readonly kind: RegisterKind; readonly matched: number } | undefined;
  for (const layout of REGISTERS) {
    const matched = Math.max(0, ...heads.sheets.map((sheet) => matchedHeaders(sheet, layout)));
    if (matched >= FEWEST_HEADERS && matched > (best?.matched ?? 0)) best = { kind: layout.kind, matched };
  }
  return best?.kind;
}

function matchedHeaders(sheet: Sheet, layout: WorkbookLayout<RegisterKind>): number {
  return findHeaderRow(sheet, mainSheet(layout))?.match.matched.size ?? 0;
}

/** The sheet that a CSV file holds by itself. */
export function mainSheet({ kind, sheets }: WorkbookLayout<RegisterKind>): SheetLayout {
  const [main] = sheets;
  if (main === undefined) throw new Error(`The ${kind} workbook has no sheets`);
  return main;
}

import type { FileSource } from '../application/file-source.ts';
import { plainName } from '../application/nearest-names.ts';
import { REGISTER_KINDS, type RegisterKind } from '../application/register-upload.ts';
import { contractsLayout, pricesLayout, registerLayouts, type SheetLayout, type WorkbookLayout } from './layout.ts';
import type { UploadLimits } from './limits.ts';
import { readAbout } from './read-about.ts';
import { findHeaderRow } from './read-sheet-rows.ts';
import { createReadingLog } from './reading-log.ts';
import type { Sheet, UploadContent } from './upload.ts';
import { readHeads } from './upload-heads.ts';
import { findAboutSheet } from './workbook-sheets.ts';

/** A file that is neither a tender nor bids for one. */
type OtherKind = RegisterKind | 'prices';

const LAYOUTS: readonly WorkbookLayout<OtherKind>[] = [
  ...REGISTER_KINDS.map((kind) => registerLayouts[kind]),
  pricesLayout,
];

/** Sheets that only a tender or bid workbook has: such a file needs no look inside. */
const TENDER_SHEETS = new Set(['bids', 'answers']);

/** How many headers of a main sheet a file without `About` must have. */
const FEWEST_HEADERS = 4;

/**
 * What a file is for: a register or prices by the row Template of its `About`, or by the headers of its sheet; `tender` for
 * everything else, which the reading of tenders then judges. Refuses what cannot be opened at all.
 */
export async function recogniseUpload(
  source: FileSource,
  limits?: Partial<UploadLimits>,
): Promise<'tender' | OtherKind> {
  const heads = await readHeads(source, limits, isTender);
  if (heads === undefined || isTender(heads.sheets.map(({ name }) => name))) return 'tender';
  return kindByAbout(heads) ?? kindByHeaders(heads) ?? 'tender';
}

function isTender(sheetNames: readonly string[]): boolean {
  return sheetNames.some((name) => TENDER_SHEETS.has(plainName(name)));
}

function kindByAbout(heads: UploadContent): 'tender' | OtherKind | undefined {
  const about = findAboutSheet(heads, createReadingLog(new Set()));
  if (about === undefined) return undefined;
  const fields = contractsLayout.about.filter(({ field }) => field === 'template');
  const stated = plainName(readAbout(about, fields, createReadingLog(new Set())).get('template') ?? '');
  if (['tender', 'bid'].includes(stated)) return 'tender';
  return LAYOUTS.find(({ kind }) => plainName(kind) === stated)?.kind;
}

function kindByHeaders(heads: UploadContent): OtherKind | undefined {
  let best: { readonly kind: OtherKind; readonly matched: number } | undefined;
  for (const layout of LAYOUTS) {
    const matched = Math.max(0, ...heads.sheets.map((sheet) => matchedHeaders(sheet, layout)));
    if (matched >= FEWEST_HEADERS && matched > (best?.matched ?? 0)) best = { kind: layout.kind, matched };
  }
  return best?.kind;
}

function matchedHeaders(sheet: Sheet, layout: WorkbookLayout<OtherKind>): number {
  return findHeaderRow(sheet, mainSheet(layout))?.match.matched.size ?? 0;
}

/** The sheet that a CSV file holds by itself. */
export function mainSheet({ kind, sheets }: WorkbookLayout<OtherKind>): SheetLayout {
  const [main] = sheets;
  if (main === undefined) throw new Error(`The ${kind} workbook has no sheets`);
  return main;
}

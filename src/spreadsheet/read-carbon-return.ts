import type { FileSource } from '../application/file-source.ts';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import type { ReturnReading } from '../application/register-upload.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { placeOfLine, type ReturnScan, type ScanOptions, scanReturn } from './scan-carbon-return.ts';

/**
 * Reads a carbon return or another workbook whose rows become lines, or its main sheet alone as CSV, and holds its lines: for files of ordinary
 * length. Every fault at once with its cell, likely names as a proposal. Throws AppError for a file that cannot be
 * opened.
 */
export async function readReturnUpload(
  source: FileSource,
  catalogue: Catalogue,
  options: ScanOptions = {},
): Promise<ReturnReading> {
  const lines: CarbonReturnLine[] = [];
  const scan = await scanReturn(source, catalogue, options, (line) => lines.push(line));
  const held = scan.issues.length === 0 ? lines : [];
  return toReturnReading(scan, async function* () {
    if (held.length > 0) yield await Promise.resolve(held);
  });
}

/** The reading of a return whose lines come from somewhere. */
export function toReturnReading({ places, ...scan }: ReturnScan, lines: ReturnReading['lines']): ReturnReading {
  return {
    kind: places.kind,
    ...scan,
    lines,
    placeOf: (source, field) => placeOfLine(places, source, field),
  };
}

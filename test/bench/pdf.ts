import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { FONT_PATHS } from '../../src/reports/pdf-fonts.ts';
import { reportPdf } from '../../src/reports/report-pdf.ts';
import type { ReportContent } from '../../src/reports/report-content.ts';
import type { BenchRow } from './bench-row.ts';

const PAGES = 50;
const ROWS = 40 * PAGES;
const COLUMNS = ['Line', 'Bid', 'Stage', 'Scope', 'Year', 'Quantity', 'Unit', 'kgCO2e'] as const;
const RUNS = 5;

/**
 * A tagged table of 50 pages in an embedded font, by our layout and by pdfkit's own `doc.table()`: processor time and
 * bytes. Both get the same rows and the same font file; runs alternate, and the median of each counts.
 */
export async function benchPdf(): Promise<BenchRow[]> {
  const ours: number[] = [];
  const theirs: number[] = [];
  let bytes: { readonly ours: Uint8Array; readonly theirs: Uint8Array } = {
    ours: new Uint8Array(),
    theirs: new Uint8Array(),
  };
  for (let run = 0; run <= RUNS; run++) {
    const mine = await timed(() => reportPdf(tableReport()));
    const pdfkit = await timed(pdfkitTable);
    bytes = { ours: mine.bytes, theirs: pdfkit.bytes };
    // The first run warms up.
    if (run > 0) {
      ours.push(mine.milliseconds);
      theirs.push(pdfkit.milliseconds);
    }
  }
  await keepForInspection(bytes);
  const time = { ours: median(ours), theirs: median(theirs) };
  const what = `${PAGES}-page tagged table PDF`;
  const baseline = 'pdfkit doc.table()';
  return [
    {
      what,
      measure: 'CPU ms',
      ours: Math.round(time.ours),
      baseline,
      theirs: Math.round(time.theirs),
      ratio: time.theirs / time.ours,
      bar: 'at least 2 times as fast',
      met: time.theirs >= 2 * time.ours,
    },
    {
      what,
      measure: 'bytes',
      ours: bytes.ours.length,
      baseline,
      theirs: bytes.theirs.length,
      ratio: bytes.theirs.length / bytes.ours.length,
      bar: 'at most half the size',
      met: bytes.theirs.length >= 2 * bytes.ours.length,
    },
  ];
}

function tableRows(): string[][] {
  return Array.from({ length: ROWS }, (_, row) => [
    String(row + 1),
    `B${(row % 6) + 1}`,
    ['make', 'ship', 'use', 'serve', 'end'][row % 5] ?? '',
    String((row % 3) + 1),
    String(2026 + (row % 5)),
    String(((row * 7919) % 100_003) / 10),
    'kWh',
    String(((row * 104_729) % 1_000_003) / 1000),
  ]);
}

function tableReport(): ReportContent {
  return {
    title: 'Carbon lines',
    subject: 'Benchmark',
    organisation: 'Northshire County Council',
    status: undefined,
    runningTitle: 'Benchmark',
    date: '2026-12-18',
    blocks: [
      {
        kind: 'table',
        caption: 'Carbon lines',
        columns: COLUMNS.map((title, index) => ({ title, width: 1, isRowHeader: index === 0 })),
        rows: tableRows().map((row) => row.map((text) => [[text]])),
      },
    ],
  };
}

async function pdfkitTable(): Promise<Uint8Array> {
  const options = {
    size: 'A4',
    margin: 50,
    pdfVersion: '1.7',
    subset: 'PDF/UA',
    tagged: true,
    lang: 'en-GB',
    displayTitle: true,
    font: FONT_PATHS.regular,
    info: { Title: 'Carbon lines' },
  };
  const document = new PDFDocument(options as unknown as PDFKit.PDFDocumentOptions);
  const structure = document.struct('Document');
  document.addStructure(structure);
  document.fontSize(8.5);
  const cells = tableRows().map((row) =>
    row.map((text, index) => (index === 0 ? { text, type: 'TH' as const } : text)),
  );
  const table = {
    structParent: structure,
    rowStyles: { padding: 2 },
    data: [COLUMNS.map((text) => ({ text, type: 'TH' as const })), ...cells],
  };
  document.table(table as unknown as PDFKit.Mixins.TableOptionsWithData);
  document.end();
  return Buffer.concat(await document.toArray());
}

async function timed(make: () => Promise<Uint8Array>): Promise<{ bytes: Uint8Array; milliseconds: number }> {
  const before = process.cpuUsage();
  const bytes = await make();
  const { user, system } = process.cpuUsage(before);
  return { bytes, milliseconds: (user + system) / 1000 };
}

/** With BENCH_KEEP set, the two files stay in the temporary folder and are named. */
async function keepForInspection({ ours, theirs }: { ours: Uint8Array; theirs: Uint8Array }): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-pdf-'));
  await writeFile(join(folder, 'ours.pdf'), ours);
  await writeFile(join(folder, 'doc-table.pdf'), theirs);
  if (process.env['BENCH_KEEP'] === undefined) await rm(folder, { recursive: true });
  else process.stderr.write(`Kept in ${folder}\n`);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

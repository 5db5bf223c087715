import { createReadStream } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What a reader found, so that no reader is measured that reads something else, and what it cost. */
export type ReadingRun = {
  readonly rows: number;
  readonly characters: number;
  readonly sum: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly p99Milliseconds: number;
};

type Found = { rows: number; characters: number; sum: number };
type Read = (path: string, found: Found) => Promise<void>;

// Each run imports one library only, before the clock starts, so that none pays for another's memory.
const READERS = new Map<string, () => Promise<Read>>([
  ['stream-sheet', streamSheetReader],
  ['exceljs', exceljsReader],
  ['stream-csv', streamCsvReader],
  ['csv-parse', csvParseReader],
  ['worker', workerReader],
]);

async function streamSheetReader(): Promise<Read> {
  const { streamSheet } = await import('../../src/spreadsheet/upload.ts');
  return async (path, found) => {
    await streamSheet({ name: 'figures.xlsx', path }, 0, (_, cells) => {
      found.rows++;
      for (let index = 0; index < cells.length; index++) {
        const text = cells.text(index);
        if (text === undefined) found.sum += cells.number(index);
        else found.characters += text.length;
      }
    });
  };
}

/** As its own documentation reads a file: `workbook.xlsx.readFile`, then each row and cell. */
async function exceljsReader(): Promise<Read> {
  const { default: ExcelJS } = await import('exceljs');
  return async (path, found) => {
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(path);
    workbook.worksheets[0]?.eachRow((row) => {
      found.rows++;
      row.eachCell(({ value }) => countCell(value, found));
    });
  };
}

function countCell(value: unknown, found: Found): void {
  if (typeof value === 'string') found.characters += value.length;
  else if (typeof value === 'number') found.sum += value;
  else if (value instanceof Date) found.sum += value.getTime() / 86_400_000 + 25_569;
}

function countValues(values: readonly string[], found: Found): void {
  found.rows++;
  for (const value of values) found.characters += value.length;
}

async function streamCsvReader(): Promise<Read> {
  const { streamCsv } = await import('../../src/spreadsheet/upload.ts');
  return async (path, found) => {
    await streamCsv({ name: 'figures.csv', path }, (_, values) => countValues(values, found));
  };
}

/** As its own documentation reads a stream: `for await` over the parser. */
async function csvParseReader(): Promise<Read> {
  const { parse } = await import('csv-parse');
  return async (path, found) => {
    const parser = createReadStream(path).pipe(parse({ bom: true }));
    for await (const values of parser as AsyncIterable<string[]>) countValues(values, found);
  };
}

async function workerReader(): Promise<Read> {
  const { readUpload } = await import('../../src/spreadsheet/upload.ts');
  return async (path, found) => {
    const { sheets } = await readUpload({ name: 'figures.xlsx', path });
    for (const sheet of sheets) found.rows += sheet.rows.length;
  };
}

const [reader = '', path = ''] = process.argv.slice(2);
const prepare = READERS.get(reader);
if (prepare === undefined) throw new Error(`No such reader: ${reader}`);
const read = await prepare();
const found: Found = { rows: 0, characters: 0, sum: 0 };
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const before = process.cpuUsage();
await read(path, found);
const { user, system } = process.cpuUsage(before);
delay.disable();
const run: ReadingRun = {
  ...found,
  cpuSeconds: (user + system) / 1e6,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
  p99Milliseconds: delay.percentile(99) / 1e6,
};
process.stdout.write(JSON.stringify(run));

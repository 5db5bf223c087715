import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ServicePorts } from '../../src/application/ports.ts';
import type { Person } from '../../src/domain/person.ts';

/** What one way of taking an upload in cost, and how many rows it stored. */
export type UploadRun = {
  readonly rows: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly p99Milliseconds: number;
};

const [way = '', path = '', folder = ''] = process.argv.slice(2);
const url = `sqlite:${join(folder, `${way}-${process.pid}.db`)}`;

type TakeIn = {
  readonly run: () => Promise<void>;
  /** Waits for what goes on beside the main thread, and closes the database, as at the end of the service. */
  readonly end: () => Promise<void>;
  readonly countRows: () => Promise<number>;
};

/** The service's own: received, read in a thread of its own, checked, committed with its audit event. */
async function takeInOurs(): Promise<TakeIn> {
  const { openDatabase } = await import('../../src/persistence/database.ts');
  const { receiveImport } = await import('../../src/application/receive-import.ts');
  const { runImport } = await import('../../src/application/run-import.ts');
  const { loadCatalogue } = await import('../../src/scoring/registry.ts');
  const { createRegisterReaders } = await import('../../src/spreadsheet/register-readers.ts');
  const { readTenderApart } = await import('../../src/spreadsheet/read-tender-apart.ts');
  const database = await openDatabase(url);
  await database.migrate();
  const catalogue = await loadCatalogue({ own: join(import.meta.dirname, '..', '..', 'scoring-rules') });
  const notNeeded = () => Promise.reject(new Error('An upload writes no document'));
  const ports: ServicePorts = {
    catalogue,
    softwareVersion: 'bench',
    spreadsheets: {
      ...createRegisterReaders(catalogue),
      readTender: (source, _mapping, onRows) =>
        readTenderApart(source, catalogue, onRows === undefined ? {} : { onRows }),
      writeTemplate: notNeeded,
      writeMarkedUp: notNeeded,
      writeRegisterTemplate: notNeeded,
      writeTable: notNeeded,
      readYearlyTotals: notNeeded,
      readFactorWorkbook: notNeeded,
      readAgreedScores: notNeeded,
      writeAgreedScoresTemplate: notNeeded,
      readCell: notNeeded,
      readRow: notNeeded,
    },
    buildPack: notNeeded,
    writeMinutes: notNeeded,
    ocdsRelease: () => {
      throw new Error('An upload makes no release');
    },
    drawPng: notNeeded,
    writeTrajectoryReport: notNeeded,
    writeSupplierLetter: notNeeded,
    bankHolidays: notNeeded,
    database,
    clock: () => new Date().toISOString(),
    newId: randomUUID,
    instance: 'bench',
  };
  const officer: Person = { id: 'o', name: 'Officer', organisation: 'northshire', roles: ['officer'], how: 'local' };
  return {
    run: async () => {
      const { id } = await receiveImport(ports, officer, {
        name: 'tender.xlsx',
        path,
        dryRun: false,
      });
      const done = await runImport(ports, id);
      if (done.state !== 'committed')
        throw new Error(`Not committed: ${JSON.stringify(done.issues.slice(0, 3))} ${done.failure ?? ''}`);
    },
    end: () => database.close(),
    countRows: async () => {
      const bids = await (await openDatabase(url)).read((stores) => stores.bids.latest('northshire', 'LARGE-1'));
      return bids.reduce((total, { bid }) => total + bid.carbon.length, 0);
    },
  };
}

/** The usual way: exceljs loads the file, zod checks each row, knex inserts them in batches. */
async function takeInUsual(): Promise<TakeIn> {
  const { default: ExcelJS } = await import('exceljs');
  const { z } = await import('zod');
  const { default: knex } = await import('knex');
  const filename = url.slice('sqlite:'.length);
  const open = () => knex({ client: 'better-sqlite3', connection: { filename }, useNullAsDefault: true });
  const database = open();
  const row = z.object({
    bid: z.string().min(1),
    line: z.coerce.string(),
    stage: z.enum(['make', 'ship', 'use', 'serve', 'end']),
    scope: z.coerce.string(),
    category: z.coerce.string(),
    year: z.coerce.number().int(),
    quantity: z.coerce.number().optional(),
    unit: z.string().optional(),
    factor: z.string().optional(),
    declared: z.coerce.number().nonnegative(),
    tier: z.enum(['A', 'B', 'C', 'D']),
    document: z.string(),
    page: z.coerce.string(),
  });
  const names = Object.keys(row.shape);
  await database.schema.createTable('carbon_lines', (table) => {
    for (const name of names) table.string(name);
  });
  return {
    run: async () => {
      const workbook = new ExcelJS.Workbook();
      await workbook.xlsx.readFile(path);
      const rows: Record<string, unknown>[] = [];
      workbook.getWorksheet('Carbon')?.eachRow((found, number) => {
        const values = found.values as unknown[];
        if (number > 1)
          rows.push(row.parse(Object.fromEntries(names.map((name, index) => [name, values[index + 1] ?? undefined]))));
      });
      await database.batchInsert('carbon_lines', rows, 100);
    },
    end: () => database.destroy(),
    countRows: async () => {
      const [counted] = await open()('carbon_lines').count({ rows: '*' });
      return Number(counted?.['rows']);
    },
  };
}

const { run: takeIn, end, countRows } = await (way === 'ours' ? takeInOurs() : takeInUsual());
const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
const start = process.cpuUsage();
await takeIn();
delay.disable();
await end();
const { user, system } = process.cpuUsage(start);
const measured = {
  cpuSeconds: (user + system) / 1_000_000,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
  // The monitor counts the time between two looks, of which its own resolution is part.
  p99Milliseconds: delay.percentile(99) / 1_000_000 - 10,
};
const run: UploadRun = { rows: await countRows(), ...measured };
process.stdout.write(JSON.stringify(run));
process.exit(0);

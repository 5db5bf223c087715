import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FileSource } from '../../src/application/file-source.ts';
import { withOnlyFactors } from '../../src/application/approved-factors.ts';
import type { ServicePorts, TemplateRequest } from '../../src/application/ports.ts';
import type { Database } from '../../src/application/stores.ts';
import type { TenderReading } from '../../src/application/tender.ts';
import type { IsoInstant } from '../../src/domain/iso-date.ts';
import type { EmissionFactor } from '../../src/domain/reference-data.ts';
import type { Person, Role } from '../../src/domain/person.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import type { Catalogue } from '../../src/scoring/catalogue.ts';
import { isUkBankHoliday } from '../../src/calendar/bank-holidays.ts';
import { chartPng } from '../../src/reports/chart-png.ts';
import { writeMinutes } from '../../src/reports/minutes.ts';
import { ocdsRelease } from '../../src/reports/ocds-release.ts';
import { buildPack } from '../../src/reports/pack-archive.ts';
import { readAgreedScores } from '../../src/spreadsheet/read-agreed-scores.ts';
import { writeSupplierLetter } from '../../src/reports/supplier-letter.ts';
import { trajectoryReportPdf } from '../../src/reports/trajectory-report.ts';
import { readFactorWorkbook } from '../../src/spreadsheet/read-factor-workbook.ts';
import { readCellText } from '../../src/spreadsheet/read-cell.ts';
import { readFileRow } from '../../src/spreadsheet/read-file-row.ts';
import { readTenderUpload } from '../../src/spreadsheet/read-tender.ts';
import { readYearlyTotals } from '../../src/spreadsheet/read-yearly-totals.ts';
import { createRegisterReaders } from '../../src/spreadsheet/register-readers.ts';
import { markUpUpload } from '../../src/spreadsheet/write-marked-up.ts';
import { writeAgreedScoresTemplate } from '../../src/spreadsheet/write-agreed-scores-template.ts';
import { writeRegisterTemplate } from '../../src/spreadsheet/write-register-template.ts';
import { writeTable } from '../../src/spreadsheet/write-table.ts';
import { writeTemplate } from '../../src/spreadsheet/write-template.ts';
import { testCatalogue } from './catalogue.ts';

const { version } = createRequire(import.meta.url)('../../package.json') as { readonly version: string };

/** Some weeks before the bid deadline of the worked example. */
export const TEST_NOW: IsoInstant = '2026-11-23T09:00:00Z';

export type TestPorts = ServicePorts & { setClock(instant: IsoInstant): void };

export type TestPortsOptions = {
  /** Names the process; two of them on one database need two names. */
  readonly instance?: string;
  /** Goes before the counted ids; two processes on one database must not count alike. */
  readonly idPrefix?: string;
};

/**
 * The ports of the service with everything real but the time, which stands still until it is set, and the ids, which
 * are counted. A workbook is read and written once in a process. Without a database an empty one in memory is made.
 */
export async function createTestPorts(database?: Database, options: TestPortsOptions = {}): Promise<TestPorts> {
  const catalogue = await testCatalogue();
  const { instance = 'test', idPrefix = 'id' } = options;
  let now = TEST_NOW;
  let ids = 0;
  return {
    catalogue,
    softwareVersion: version,
    spreadsheets: {
      ...createRegisterReaders(catalogue),
      readTender: (source, acceptMapping, onRows, emissionFactors) =>
        readOnce(catalogue, source, { acceptMapping, onRows, emissionFactors }),
      writeTemplate: (request) => writeOnce(catalogue, request),
      writeRegisterTemplate: (request) => writeRegisterTemplate(request, catalogue),
      writeTable,
      readAgreedScores: (source) => readAgreedScores(source, catalogue),
      writeAgreedScoresTemplate,
      readYearlyTotals: (source) => readYearlyTotals(source),
      readFactorWorkbook: (source) => readFactorWorkbook(source),
      writeMarkedUp: (source, issues) => markUpUpload(source, issues),
      readCell: readCellText,
      readRow: readFileRow,
    },
    buildPack: (content) => buildPack(content, content.catalogue ?? catalogue),
    writeMinutes,
    ocdsRelease,
    drawPng: chartPng,
    writeTrajectoryReport: trajectoryReportPdf,
    writeSupplierLetter,
    bankHolidays: async () => isUkBankHoliday,
    database: database ?? (await memoryDatabase()),
    clock: () => now,
    newId: () => `${idPrefix}-${++ids}`,
    instance,
    setClock: (instant) => {
      now = instant;
    },
  };
}

/*
 * What was read of which bytes, and written for which request. Both follow from nothing else, and tests of what comes
 * after send the same few workbooks again and again: each would start a worker for them, and a writer.
 */
const readings = new Map<string, { readonly reading: TenderReading; readonly rows: number }>();
const written = new Map<string, Uint8Array>();

type HowToRead = {
  readonly acceptMapping: string | undefined;
  readonly onRows: ((rows: number) => void) | undefined;
  readonly emissionFactors: readonly EmissionFactor[] | undefined;
};

async function readOnce(
  catalogue: Catalogue,
  source: FileSource,
  { acceptMapping, onRows, emissionFactors = catalogue.referenceData.emissionFactors }: HowToRead,
): Promise<TenderReading> {
  const hash = createHash('sha256');
  for (const piece of piecesOf(source)) hash.update(piece);
  const key = JSON.stringify([hash.digest('hex'), source.name, acceptMapping, emissionFactors]);
  let read = readings.get(key);
  if (read === undefined) {
    let rows = 0;
    const options = {
      ...(acceptMapping === undefined ? {} : { acceptMapping }),
      onRows: (count: number) => (rows = count),
    };
    read = { reading: await readTenderUpload(source, withOnlyFactors(catalogue, emissionFactors), options), rows };
    readings.set(key, read);
  }
  onRows?.(read.rows);
  return read.reading;
}

function piecesOf(source: FileSource): readonly Uint8Array[] {
  if ('pieces' in source) return source.pieces;
  return ['bytes' in source ? source.bytes : readFileSync(source.path)];
}

async function writeOnce(catalogue: Catalogue, request: TemplateRequest): Promise<Uint8Array> {
  const key = JSON.stringify(request);
  const bytes = written.get(key) ?? (await writeTemplate(request, catalogue));
  written.set(key, bytes);
  return bytes.slice();
}

/** A person of the example council with these roles. */
export function aPerson(...roles: readonly Role[]): Person {
  const name = roles.join('-and-');
  return { id: name, name: `Test ${name}`, organisation: 'northshire', roles, how: 'local' };
}

async function memoryDatabase(): Promise<Database> {
  const database = await openDatabase('sqlite::memory:');
  await database.migrate();
  return database;
}

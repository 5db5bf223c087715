import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileLength } from './application/file-source.ts';
import { withOnlyFactors } from './application/approved-factors.ts';
import { type Example, loadExample } from './application/load-example.ts';
import type { Ports, ServicePorts } from './application/ports.ts';
import { createUseCases, type UseCases } from './application/use-cases.ts';
import type { RunningService, ServiceAddress } from './cli/command.ts';
import { runCommandLine } from './cli/main.ts';
import { type Config, readConfig } from './config.ts';
import { AppError } from './domain/errors.ts';
import type { Person } from './domain/person.ts';
import { openDatabase } from './persistence/database.ts';
import { createDatabaseOperations } from './persistence/operations.ts';
import { openSessionStore } from './persistence/session-store.ts';
import { ocdsRelease } from './reports/ocds-release.ts';
import { loadCatalogue } from './scoring/registry.ts';
import { readAgreedScores } from './spreadsheet/read-agreed-scores.ts';
import { readFactorWorkbook } from './spreadsheet/read-factor-workbook.ts';
import { readFileRow } from './spreadsheet/read-file-row.ts';
import { readCellText } from './spreadsheet/read-cell.ts';
import { readTenderUpload } from './spreadsheet/read-tender.ts';
import { readTenderApart } from './spreadsheet/read-tender-apart.ts';
import { readYearlyTotals } from './spreadsheet/read-yearly-totals.ts';
import { createRegisterReaders } from './spreadsheet/register-readers.ts';
import { localPeople } from './web/auth.ts';
import { newInstanceName } from './web/instance.ts';
import { createPages } from './web/pages/pages.ts';
import { startService } from './web/service.ts';

/** The composition root: settings, then rules, database and edges, then the ports of the use cases, then the command. */
const ROOT = join(import.meta.dirname, '..');
const OWN_RULES = join(ROOT, 'scoring-rules');
const EXAMPLES = join(ROOT, 'fixtures', 'northshire');
/** A larger upload is read in a thread of its own; a smaller one is done before that thread would have started. */
const READ_APART_BYTES = 1_000_000;
const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string };

async function createPorts(config: Config): Promise<Ports> {
  const folders = {
    own: OWN_RULES,
    ...(config.scoringRulesDir === undefined ? {} : { extra: config.scoringRulesDir }),
  };
  const catalogue = await loadCatalogue(folders);
  const limits = { fileBytes: config.uploadLimitBytes };
  return {
    catalogue,
    softwareVersion: version,
    spreadsheets: {
      ...createRegisterReaders(catalogue, limits, READ_APART_BYTES),
      readTender: async (source, acceptMapping, onRows, emissionFactors) => {
        const reference = emissionFactors === undefined ? catalogue : withOnlyFactors(catalogue, emissionFactors);
        const options = {
          limits,
          ...(acceptMapping === undefined ? {} : { acceptMapping }),
          ...(onRows === undefined ? {} : { onRows }),
        };
        return (await fileLength(source)) > READ_APART_BYTES
          ? readTenderApart(source, reference, options)
          : readTenderUpload(source, reference, options);
      },
      // What writes workbooks, PDFs and PNGs, and knows holidays, is loaded when first needed: most take some 45 MB.
      writeTemplate: async (request) =>
        (await import('./spreadsheet/write-template.ts')).writeTemplate(request, catalogue),
      writeRegisterTemplate: async (request) =>
        (await import('./spreadsheet/write-register-template.ts')).writeRegisterTemplate(request, catalogue),
      writeTable: async (table, format) => (await import('./spreadsheet/write-table.ts')).writeTable(table, format),
      readAgreedScores: (source) => readAgreedScores(source, catalogue, limits),
      writeAgreedScoresTemplate: async (request) =>
        (await import('./spreadsheet/write-agreed-scores-template.ts')).writeAgreedScoresTemplate(request),
      readYearlyTotals: (source) => readYearlyTotals(source, limits),
      readFactorWorkbook: (source) => readFactorWorkbook(source, limits),
      writeMarkedUp: async (source, issues) =>
        (await import('./spreadsheet/write-marked-up.ts')).markUpUpload(source, issues, limits),
      readCell: readCellText,
      readRow: (source, place) => readFileRow(source, place, limits),
    },
    buildPack: async (content) =>
      (await import('./reports/pack-archive.ts')).buildPack(content, content.catalogue ?? catalogue),
    writeMinutes: async (minutes, format) => (await import('./reports/minutes.ts')).writeMinutes(minutes, format),
    ocdsRelease,
    drawPng: async (svg) => (await import('./reports/chart-png.ts')).chartPng(svg),
    writeTrajectoryReport: async (found) => (await import('./reports/trajectory-report.ts')).trajectoryReportPdf(found),
    writeSupplierLetter: async (letter) => (await import('./reports/supplier-letter.ts')).writeSupplierLetter(letter),
    bankHolidays: async () => (await import('./calendar/bank-holidays.ts')).isUkBankHoliday,
  };
}

/** The README of a rule of ours; undefined for a rule from elsewhere without one. The id is one of the catalogue. */
async function readRuleReadme(ruleId: string): Promise<string | undefined> {
  return readFile(join(OWN_RULES, 'rules', ruleId, 'README.md'), 'utf8').catch(() => undefined);
}

async function createServicePorts(config: Config): Promise<ServicePorts> {
  const database = await openDatabase(config.databaseUrl);
  await database.migrate();
  return {
    ...(await createPorts(config)),
    database,
    clock: () => new Date().toISOString(),
    newId: randomUUID,
    instance: newInstanceName(),
    ruleReadme: readRuleReadme,
  };
}

async function serve(config: Config, address: ServiceAddress): Promise<RunningService> {
  const ports = await createServicePorts(config);
  const sessions = await openSessionStore(config.databaseUrl);
  const service = await startService({
    ports,
    settings: { ...config, ...address },
    sessions: sessions.store,
    pages: ({ useCases, people, imports }) =>
      createPages(useCases, {
        people,
        imports,
        workedExample,
      }),
  });
  const stop = async () => {
    await service.stop();
    await sessions.close();
    await ports.database.close();
  };
  return { ...service, stop };
}

async function onRecord<T>(config: Config, work: (useCases: UseCases) => Promise<T>): Promise<T> {
  const ports = await createServicePorts(config);
  try {
    return await work(createUseCases(ports));
  } finally {
    await ports.database.close();
  }
}

async function workedExample(): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  return { name: 'tender.xlsx', bytes: await readFile(join(EXAMPLES, 'tender.xlsx')) };
}

/** The settings with the council and the database of the worked example in place of those that are set. */
function demoConfig(config: Config): Config {
  return { ...config, databaseUrl: `sqlite:${join(config.dataDir, 'demo.db')}`, organisation: 'northshire' };
}

/** Loads the worked example into a database made anew, and works on it; no other database is touched. */
async function onDemo<T>(config: Config, work: (useCases: UseCases, person: Person) => Promise<T>): Promise<T> {
  const path = join(config.dataDir, 'demo.db');
  const [officer] = localPeople(demoConfig(config).organisation);
  if (officer === undefined) throw new Error('There are local people');
  await Promise.all(['', '-wal', '-shm'].map((suffix) => rm(`${path}${suffix}`, { force: true })));
  const ports = await createServicePorts(demoConfig(config));
  try {
    await loadExample(ports, officer, await readExample());
    return await work(createUseCases(ports), officer);
  } finally {
    await ports.database.close();
  }
}

async function readExample(): Promise<Example> {
  const file = async (name: string) => ({ name, bytes: await readFile(join(EXAMPLES, name)) });
  return {
    tender: await workedExample(),
    register: [await file('contracts.xlsx'), await file('carbon-return.xlsx')],
    plan: JSON.parse(await readFile(join(EXAMPLES, 'trajectory-plan.json'), 'utf8')),
  };
}

try {
  const config = readConfig();
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    terminal: { out: (text) => process.stdout.write(`${text}\n`), err: (text) => process.stderr.write(`${text}\n`) },
    ports: () => createPorts(config),
    operations: () => createDatabaseOperations(config.databaseUrl),
    onRecord: (work) => onRecord(config, work),
    people: localPeople(config.organisation).map((person) => ({ ...person, how: 'command-line' })),
    uploadLimitBytes: config.uploadLimitBytes,
    startService: (address) => serve(config, address),
    onDemo: (work) => onDemo(config, work),
    startDemo: (address) => serve(demoConfig(config), address),
    rulesFolder: config.scoringRulesDir ?? join(OWN_RULES, 'rules'),
    fixturesFolder: join(ROOT, 'fixtures'),
  });
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

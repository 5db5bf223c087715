import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { FileSource, Ports } from './application/ports.ts';
import type { RunningService } from './cli/command.ts';
import { runCommandLine } from './cli/main.ts';
import { type Config, readConfig } from './config.ts';
import { AppError } from './domain/errors.ts';
import { openDatabase } from './persistence/database.ts';
import { createDatabaseOperations } from './persistence/operations.ts';
import { openSessionStore } from './persistence/session-store.ts';
import { buildPack } from './reports/pack-archive.ts';
import { loadCatalogue } from './scoring/registry.ts';
import { readTenderUpload } from './spreadsheet/read-tender.ts';
import { readTenderApart } from './spreadsheet/read-tender-apart.ts';
import { markUpUpload } from './spreadsheet/write-marked-up.ts';
import { writeTemplate } from './spreadsheet/write-template.ts';
import { newInstanceName } from './web/instance.ts';
import { createPages } from './web/pages/pages.ts';
import { startService } from './web/service.ts';

/** The composition root: settings, then rules, database and edges, then the ports of the use cases, then the command. */
const ROOT = join(import.meta.dirname, '..');
const OWN_RULES = join(ROOT, 'scoring-rules');
const EXAMPLE = join(ROOT, 'fixtures', 'northshire', 'tender.xlsx');
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
      readTender: (source, acceptMapping, onRows) => {
        const options = {
          limits,
          ...(acceptMapping === undefined ? {} : { acceptMapping }),
          ...(onRows === undefined ? {} : { onRows }),
        };
        return fileSize(source) > READ_APART_BYTES
          ? readTenderApart(source, folders, options)
          : readTenderUpload(source, catalogue, options);
      },
      writeTemplate: (request) => writeTemplate(request, catalogue),
      writeMarkedUp: (source, issues) => markUpUpload(source, issues, limits),
    },
    buildPack: (content) => buildPack(content, content.catalogue ?? catalogue),
  };
}

function fileSize(source: FileSource): number {
  return 'bytes' in source ? source.bytes.byteLength : (statSync(source.path, { throwIfNoEntry: false })?.size ?? 0);
}

/** The README of a rule of ours; undefined for a rule from elsewhere without one. The id is one of the catalogue. */
async function readRuleReadme(ruleId: string): Promise<string | undefined> {
  return readFile(join(OWN_RULES, 'rules', ruleId, 'README.md'), 'utf8').catch(() => undefined);
}

async function serve(
  config: Config,
  address: { readonly host?: string; readonly port?: number },
): Promise<RunningService> {
  const ports = await createPorts(config);
  const database = await openDatabase(config.databaseUrl);
  await database.migrate();
  const sessions = await openSessionStore(config.databaseUrl);
  const service = await startService({
    ports: {
      ...ports,
      database,
      clock: () => new Date().toISOString(),
      newId: randomUUID,
      instance: newInstanceName(),
      ruleReadme: readRuleReadme,
    },
    settings: { ...config, ...address },
    sessions: sessions.store,
    pages: ({ useCases, people, imports }) =>
      createPages(useCases, {
        people,
        imports,
        workedExample: async () => ({ name: 'tender.xlsx', bytes: await readFile(EXAMPLE) }),
      }),
  });
  const stop = async () => {
    await service.stop();
    await sessions.close();
    await database.close();
  };
  return { ...service, stop };
}

try {
  const config = readConfig();
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    terminal: { out: (text) => process.stdout.write(`${text}\n`), err: (text) => process.stderr.write(`${text}\n`) },
    ports: () => createPorts(config),
    operations: () => createDatabaseOperations(config.databaseUrl),
    startService: (address) => serve(config, address),
    rulesFolder: config.scoringRulesDir ?? join(OWN_RULES, 'rules'),
    fixturesFolder: join(ROOT, 'fixtures'),
  });
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Ports } from './application/ports.ts';
import { runCommandLine } from './cli/main.ts';
import { type Config, readConfig } from './config.ts';
import { AppError } from './domain/errors.ts';
import { buildPack } from './reports/pack-archive.ts';
import { loadCatalogue } from './scoring/registry.ts';
import { readTenderUpload } from './spreadsheet/read-tender.ts';
import { markUpUpload } from './spreadsheet/write-marked-up.ts';
import { writeTemplate } from './spreadsheet/write-template.ts';

/** The composition root: settings, then rules, then the ports of the use cases, then the command. */
const ROOT = join(import.meta.dirname, '..');
const OWN_RULES = join(ROOT, 'scoring-rules');
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
      readTender: (source, acceptMapping, onRows) =>
        readTenderUpload(source, catalogue, {
          limits,
          ...(acceptMapping === undefined ? {} : { acceptMapping }),
          ...(onRows === undefined ? {} : { onRows }),
        }),
      writeTemplate: (request) => writeTemplate(request, catalogue),
      writeMarkedUp: (source, issues) => markUpUpload(source, issues, limits),
    },
    buildPack: (content) => buildPack(content, content.catalogue ?? catalogue),
  };
}

try {
  const config = readConfig();
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    terminal: { out: (text) => process.stdout.write(`${text}\n`), err: (text) => process.stderr.write(`${text}\n`) },
    ports: () => createPorts(config),
    rulesFolder: config.scoringRulesDir ?? join(OWN_RULES, 'rules'),
    fixturesFolder: join(ROOT, 'fixtures'),
  });
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createUseCases } from '../../src/application/use-cases.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import { aPerson, createTestPorts } from './service-ports.ts';

/*
 * A process that is made to be killed: `import-and-score.ts DATABASE_URL FILE REFERENCE NAME`. When it is ready it
 * waits for a line on its input, then imports the file, scores the procurement, and says on its output how far it is.
 */
const [url = '', path = '', reference = '', name = ''] = process.argv.slice(2);
const say = (word: string) => process.stdout.write(`${word}\n`);

const database = await openDatabase(url);
const ports = await createTestPorts(database, { instance: name, idPrefix: name });
const useCases = createUseCases(ports);
const officer = aPerson('officer');
const file = { name: basename(path), bytes: readFileSync(path) };
await database.ping();
say('ready');
await new Promise((resolve) => process.stdin.once('data', resolve));

const { id } = await useCases.receiveImport(officer, { ...file, dryRun: false });
say('received');
await useCases.runImport(id, { onProgress: ({ phase }) => say(phase) });
say('imported');
await useCases.scoreProcurement(officer, reference);
say('scored');
await database.close();
process.exit(0);

import { createRequire } from 'node:module';
import type { ServicePorts } from '../../src/application/ports.ts';
import type { Database } from '../../src/application/stores.ts';
import type { IsoInstant } from '../../src/domain/iso-date.ts';
import type { Person, Role } from '../../src/domain/person.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import { buildPack } from '../../src/reports/pack-archive.ts';
import { readTenderUpload } from '../../src/spreadsheet/read-tender.ts';
import { createRegisterReaders } from '../../src/spreadsheet/register-readers.ts';
import { markUpUpload } from '../../src/spreadsheet/write-marked-up.ts';
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
 * are counted. Without a database an empty one in memory is made.
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
      readTender: (source, acceptMapping, onRows) =>
        readTenderUpload(source, catalogue, {
          ...(acceptMapping === undefined ? {} : { acceptMapping }),
          ...(onRows === undefined ? {} : { onRows }),
        }),
      writeTemplate: (request) => writeTemplate(request, catalogue),
      writeTable,
      writeMarkedUp: (source, issues) => markUpUpload(source, issues),
    },
    buildPack: (content) => buildPack(content, content.catalogue ?? catalogue),
    database: database ?? (await memoryDatabase()),
    clock: () => now,
    newId: () => `${idPrefix}-${++ids}`,
    instance,
    setClock: (instant) => {
      now = instant;
    },
  };
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

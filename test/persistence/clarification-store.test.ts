import { PGlite } from '@electric-sql/pglite';
import knex from 'knex';
import PGliteClient from 'knex-pglite';
import { describe, expect, it } from 'vitest';
import type { ClarificationEntry } from '../../src/domain/clarification.ts';
import { type Connections, connect, SETTINGS } from '../../src/persistence/connections.ts';
import { createDatabase } from '../../src/persistence/database.ts';
import { describeWithDatabases, makeSqlite } from '../support/databases.ts';
import { AT, ORGANISATION, procurementRecord } from './records.ts';

const REFERENCE = 'ICT-2026-001';

function entry(number: number, sequence: number): ClarificationEntry {
  const taken = { by: 'olivia', byName: 'Olivia — “naïve” ✓', at: AT };
  return {
    number,
    sequence,
    entry:
      sequence === 1
        ? {
            kind: 'raised',
            topic: { id: 'carbon:use', title: 'Use', questions: [], stages: ['use'] },
            text: 'Why?\u0000 ✓',
            recipients: [{ bid: 'B1', lot: '2' }],
            ...taken,
          }
        : { kind: 'sent', replyBy: '2027-01-08', ...taken },
  };
}

describeWithDatabases('the clarification store', (makeDatabase) => {
  const withProcurement = async () => {
    const database = await makeDatabase();
    await database.transaction((stores) => stores.procurements.create(procurementRecord(), 'First', 'olivia'));
    return database;
  };

  it('gives back every step as it was taken, by clarification, in order', async () => {
    const database = await withProcurement();
    await database.transaction(({ clarifications }) =>
      clarifications.add(ORGANISATION, REFERENCE, [entry(10, 1), entry(2, 1), entry(2, 2)]),
    );
    expect(await database.read(({ clarifications }) => clarifications.list(ORGANISATION, REFERENCE))).toEqual([
      entry(2, 1),
      entry(2, 2),
      entry(10, 1),
    ]);
    expect(await database.read(({ clarifications }) => clarifications.list('eastham', REFERENCE))).toEqual([]);
  });

  it('refuses the same step twice, and leaves nothing of the attempt', async () => {
    const database = await withProcurement();
    await database.transaction(({ clarifications }) => clarifications.add(ORGANISATION, REFERENCE, [entry(1, 1)]));
    await expect(
      database.transaction(({ clarifications }) =>
        clarifications.add(ORGANISATION, REFERENCE, [entry(1, 2), entry(1, 1)]),
      ),
    ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('clarification 1') as string });
    expect(await database.read(({ clarifications }) => clarifications.list(ORGANISATION, REFERENCE))).toHaveLength(1);
  });
});

describe('the steps of clarifications', () => {
  const CHANGES = ['delete from clarification_entries', "update clarification_entries set entry = 'x'"];

  const expectKept = async (connections: Connections, statements: readonly string[]) => {
    const database = createDatabase(connections, async () => undefined);
    await database.migrate();
    await database.transaction(async (stores) => {
      await stores.procurements.create(procurementRecord(), 'First', 'olivia');
      await stores.clarifications.add(ORGANISATION, REFERENCE, [entry(1, 1)]);
    });
    for (const statement of statements) {
      await expect(connections.writer.raw(statement), statement).rejects.toThrow(/table of record/);
    }
    expect(await database.read(({ clarifications }) => clarifications.list(ORGANISATION, REFERENCE))).toEqual([
      entry(1, 1),
    ]);
  };

  it('are refused to be changed or removed, on SQLite', async () => {
    const file = await makeSqlite();
    const connections = connect(file.url ?? '');
    await expectKept(connections, [
      ...CHANGES,
      'replace into clarification_entries select * from clarification_entries',
    ]);
    await connections.writer.destroy();
    await connections.reader.destroy();
    await file.close();
  });

  it('are refused to be changed or removed, on PGlite', async () => {
    const pglite = new PGlite();
    await pglite.waitReady;
    const server = knex({ client: PGliteClient, connection: () => ({ pglite }) as object, ...SETTINGS });
    await expectKept({ dialect: 'postgres', writer: server, reader: server }, [
      ...CHANGES,
      'truncate clarification_entries cascade',
    ]);
    await server.destroy();
  }, 60_000);
});

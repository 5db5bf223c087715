import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { carbonTotals } from '../../src/application/carbon-totals.ts';
import { handOverRecords } from '../../src/application/hand-over-records.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import { createDatabaseOperations } from '../../src/persistence/operations.ts';
import { fillCarbonLedger } from '../support/carbon-ledger.ts';
import { describeWithDatabases } from '../support/databases.ts';
import { aPerson, createTestPorts } from '../support/service-ports.ts';

describeWithDatabases('the records that an administrator hands over', (makeDatabase) => {
  it('give a successor the same totals, and a chain that ends with the export', async () => {
    const database = await makeDatabase();
    await fillCarbonLedger(database);
    const ports = await createTestPorts(database);
    const folder = mkdtempSync(join(tmpdir(), 'scorer-hand-over-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'records.zip');
    const { check } = await handOverRecords(ports, aPerson('admin'), file);
    const url = `sqlite:${join(folder, 'successor.db')}`;
    expect(await createDatabaseOperations(url).restore(file)).toEqual(check);
    const successor = await openDatabase(url);
    try {
      const events = await successor.read(({ audit }) => Array.fromAsync(audit.chain('northshire')));
      expect(events.at(-1)?.event).toMatchObject({ action: 'records.exported', actor: 'admin' });
      const query = { by: ['contract', 'month'], view: 'whole-life', only: {} } as const;
      const there = await carbonTotals(await createTestPorts(successor), aPerson('officer'), query);
      const here = await carbonTotals(ports, aPerson('officer'), query);
      expect(there).toEqual(here);
      expect(there.total.total).toBeGreaterThan(0n);
    } finally {
      await successor.close();
    }
  });

  it('are for nobody else, and nothing is written then', async () => {
    const ports = await createTestPorts(await makeDatabase());
    const file = join(tmpdir(), 'scorer-hand-over-refused.zip');
    await expect(handOverRecords(ports, aPerson('officer'), file)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await ports.database.read(({ audit }) => audit.organisations())).toEqual([]);
  });
});

import { expect, it } from 'vitest';
import type { Stores } from '../../src/application/stores.ts';
import { describeWithDatabases } from '../support/databases.ts';
import { awardStep, ORGANISATION, procurementRecord } from './records.ts';

const REFERENCE = 'ICT-2026-001';

const createProcurement = (stores: Stores) => stores.procurements.create(procurementRecord(), 'First', 'olivia');

describeWithDatabases('the store of award steps', (makeDatabase) => {
  it('keeps the steps of a procurement in order, as they were given', async () => {
    const database = await makeDatabase();
    const [first, second] = [awardStep(), awardStep({ number: 2, lot: 'L1', reason: 'Personal — “Ünïcode”' })];
    await database.transaction(async (stores) => {
      await createProcurement(stores);
      await stores.awards.add(ORGANISATION, REFERENCE, first);
      await stores.awards.add(ORGANISATION, REFERENCE, second);
    });
    expect(await database.read((stores) => stores.awards.list(ORGANISATION, REFERENCE))).toEqual([first, second]);
    expect(await database.read((stores) => stores.awards.list('eastham', REFERENCE))).toEqual([]);
  });

  it('refuses a number that is taken', async () => {
    const database = await makeDatabase();
    await database.transaction(async (stores) => {
      await createProcurement(stores);
      await stores.awards.add(ORGANISATION, REFERENCE, awardStep());
    });
    await expect(
      database.transaction((stores) => stores.awards.add(ORGANISATION, REFERENCE, awardStep({ reason: 'Another' }))),
    ).rejects.toMatchObject({ code: 'conflict' });
  });
});

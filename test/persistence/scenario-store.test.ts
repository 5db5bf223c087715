import { expect, it } from 'vitest';
import { describeWithDatabases } from '../support/databases.ts';
import { ORGANISATION, scenarioVersion } from './records.ts';

describeWithDatabases('the store of scenarios', (makeDatabase) => {
  it('keeps every version and knows the latest of each name', async () => {
    const database = await makeDatabase();
    const first = scenarioVersion();
    const second = scenarioVersion({ version: 2, changes: [], reason: 'Without the change' });
    const other = scenarioVersion({ name: 'Another' });
    await database.transaction(async ({ scenarios }) => {
      for (const one of [first, second, other]) await scenarios.add(ORGANISATION, one);
    });
    await database.read(async ({ scenarios }) => {
      expect(await scenarios.versions(ORGANISATION, first.name)).toEqual([first, second]);
      expect(await scenarios.latest(ORGANISATION)).toEqual([other, second]);
      expect(await scenarios.latest('eastham')).toEqual([]);
    });
  });

  it('refuses a version that is there', async () => {
    const database = await makeDatabase();
    await database.transaction(({ scenarios }) => scenarios.add(ORGANISATION, scenarioVersion()));
    const again = database.transaction(({ scenarios }) =>
      scenarios.add(ORGANISATION, scenarioVersion({ reason: 'Another' })),
    );
    await expect(again).rejects.toMatchObject({ code: 'conflict' });
  });
});

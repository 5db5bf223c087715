import { expect, it } from 'vitest';
import { describeWithDatabases } from '../support/databases.ts';
import { AT } from './records.ts';

const LATER = '2026-11-23T09:05:00Z';

describeWithDatabases('the answers to repeated requests', (makeDatabase) => {
  it('keeps the first answer', async () => {
    const database = await makeDatabase();
    const put = (body: string) =>
      database.transaction(({ answers }) => answers.put('key', 'hash', 201, '{}', body, AT));
    await put('first');
    await expect(put('second')).rejects.toMatchObject({ code: 'conflict' });
    expect(await database.read(({ answers }) => answers.find('key'))).toEqual({
      requestSha256: 'hash',
      status: 201,
      headers: '{}',
      body: 'first',
    });
    expect(await database.read(({ answers }) => answers.find('other'))).toBeUndefined();
  });

  it('knows which processes are there', async () => {
    const database = await makeDatabase();
    await database.transaction(async ({ instances }) => {
      await instances.seen('one', AT);
      await instances.seen('two', LATER);
      await instances.seen('three', AT);
      await instances.seen('three', LATER);
    });
    expect(await database.read(({ instances }) => instances.aliveSince(LATER))).toEqual(['three', 'two']);
  });
});

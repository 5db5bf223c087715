import { expect, it } from 'vitest';
import { describeWithDatabases } from '../support/databases.ts';
import { ORGANISATION, returnRequest } from './records.ts';

describeWithDatabases('the store of requests for returns', (makeDatabase) => {
  it('gives back what was recorded for a year, by contract, in order', async () => {
    const database = await makeDatabase();
    const other = returnRequest('C1', 1, { financialYear: '2024/25' });
    await database.transaction(({ returnRequests }) =>
      returnRequests.add(ORGANISATION, [returnRequest('C2', 1), returnRequest('C1', 1), returnRequest('C1', 2), other]),
    );
    const list = (organisation: string) =>
      database.read(({ returnRequests }) => returnRequests.list(organisation, '2025/26'));
    expect(await list(ORGANISATION)).toEqual([returnRequest('C1', 1), returnRequest('C1', 2), returnRequest('C2', 1)]);
    expect(await list('eastham')).toEqual([]);
  });

  it('refuses a second one in the same place, and leaves nothing of the attempt', async () => {
    const database = await makeDatabase();
    await database.transaction(({ returnRequests }) => returnRequests.add(ORGANISATION, [returnRequest('C1', 1)]));
    await expect(
      database.transaction(({ returnRequests }) =>
        returnRequests.add(ORGANISATION, [returnRequest('C2', 1), returnRequest('C1', 1)]),
      ),
    ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('C1') as string });
    expect(await database.read(({ returnRequests }) => returnRequests.list(ORGANISATION, '2025/26'))).toEqual([
      returnRequest('C1', 1),
    ]);
  });
});

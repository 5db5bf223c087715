import type { Stores } from '../application/stores.ts';
import type { WholeNumber } from './rows.ts';
import type { Session } from './session.ts';

type InstanceRow = { readonly id: string; readonly seenAt: WholeNumber };

export function createInstanceStore({ database }: Session): Stores['instances'] {
  const instances = () => database<InstanceRow>('instances');
  return {
    async seen(id, at) {
      await instances()
        .insert({ id, seenAt: Date.parse(at) })
        .onConflict('id')
        .merge(['seenAt']);
    },
    async aliveSince(since) {
      const rows = await instances().where('seenAt', '>=', Date.parse(since)).orderBy('id');
      return rows.map(({ id }) => id);
    },
  };
}

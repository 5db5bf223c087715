import { expect, it } from 'vitest';
import { findBrokenLink, firstHash } from '../../src/domain/audit-event.ts';
import { describeWithDatabases } from '../support/databases.ts';
import { auditEvent, ORGANISATION } from './records.ts';

describeWithDatabases('the audit store', (makeDatabase) => {
  it('chains the events of each organisation by itself', async () => {
    const database = await makeDatabase();
    await database.transaction(async ({ audit }) => {
      for (let count = 0; count < 12; count += 1) await audit.append(auditEvent({ action: `step.${count}` }));
      await audit.append(auditEvent({ organisation: 'eastham' }));
    });
    await database.read(async ({ audit }) => {
      expect(await audit.organisations()).toEqual(['eastham', ORGANISATION]);
      const chain = await Array.fromAsync(audit.chain(ORGANISATION));
      expect(chain.map(({ event }) => event.seq)).toEqual(Array.from({ length: 12 }, (_, index) => String(index + 1)));
      expect(chain[0]?.event).toEqual({ ...auditEvent({ action: 'step.0' }), seq: '1' });
      expect(findBrokenLink(ORGANISATION, chain)).toBeUndefined();
      expect(await audit.head(ORGANISATION)).toBe(chain.at(-1)?.hash);
      expect(await audit.head('nobody')).toBe(firstHash('nobody'));
    });
  });

  it('lists the newest first, past the tenth', async () => {
    const database = await makeDatabase();
    await database.transaction(async ({ audit }) => {
      for (let count = 0; count < 12; count += 1) await audit.append(auditEvent());
    });
    const first = await database.read(({ audit }) => audit.list(ORGANISATION, { limit: 5 }));
    const second = await database.read(({ audit }) => audit.list(ORGANISATION, { limit: 5, after: first.next ?? '' }));
    expect([...first.items, ...second.items].map(({ event }) => event.seq)).toEqual([
      '12',
      '11',
      '10',
      '9',
      '8',
      '7',
      '6',
      '5',
      '4',
      '3',
    ]);
  });
});

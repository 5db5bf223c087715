import { describe, expect, it } from 'vitest';
import { carbonTotals } from '../../src/application/carbon-totals.ts';
import { listFigures } from '../../src/application/contract-queries.ts';
import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { describeWithDatabases, makeSqlite, type TestDatabase } from '../support/databases.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';

const OFFICER = aPerson('officer');
const WHOLE = { by: [], view: 'whole-life', only: {} } as const;

/** Three contracts, five lines of each for each of two months, a day between the entries; C1's first line put right. */
async function aLedger(database: TestDatabase): Promise<TestPorts> {
  const ports = await createTestPorts(database);
  ports.setClock('2026-10-01T08:00:00Z');
  await recordContracts(
    ports,
    OFFICER,
    ['C1', 'C2', 'C3'].map((reference) => aContract(reference, { start: '2026-04-01', end: '2026-05-31' })),
  );
  for (const [index, contract] of ['C1', 'C2', 'C3'].entries()) {
    ports.setClock(`2026-10-0${index + 1}T09:00:00Z`);
    const lines = ['2026-04', '2026-05'].flatMap((month) =>
      Array.from({ length: 5 }, (_, line) =>
        aLine(contract, `${month}-${line}`, {
          periodStart: `${month}-01`,
          periodEnd: `${month}-28`,
          amount: String(line + 1),
        }),
      ),
    );
    await recordCarbonReturn(ports, OFFICER, lines);
  }
  ports.setClock('2026-10-09T09:00:00Z');
  const first = { periodStart: '2026-04-01', periodEnd: '2026-04-28', amount: '11' };
  await recordCarbonReturn(ports, OFFICER, [aLine('C1', '2026-04-0b', { ...first, supersedes: '2026-04-0' })]);
  return ports;
}

describeWithDatabases('the figures behind a total', (makeDatabase) => {
  it('come once each, in the same order, whatever the size of a page', async () => {
    const ports = await aLedger(await makeDatabase());
    const { items: all, next } = await listFigures(ports, OFFICER, WHOLE, { limit: 100 });
    expect(next).toBeUndefined();
    expect(all).toHaveLength(32);
    expect(all.reduce((sum, { grams = 0n, inTotal }) => sum + (inTotal ? grams : 0n), 0n)).toBe(100_000n);
    for (const limit of [1, 2, 3, 7]) {
      const found: (typeof all)[number][] = [];
      for (let after: string | undefined; ; ) {
        const page = await listFigures(ports, OFFICER, WHOLE, { limit, ...(after === undefined ? {} : { after }) });
        found.push(...page.items);
        after = page.next;
        if (after === undefined) break;
      }
      expect(found, `${limit} at a time`).toEqual(all);
    }
  });

  it('are those of the moment asked for', async () => {
    const ports = await aLedger(await makeDatabase());
    const asOf = '2026-10-02T12:00:00Z';
    const { items } = await listFigures(ports, OFFICER, { ...WHOLE, only: { contract: 'C1' } }, { limit: 100, asOf });
    expect(items.map(({ statement }) => statement.line)).not.toContain('2026-04-0b');
    expect(items).toHaveLength(10);
    expect(
      (await listFigures(ports, OFFICER, { ...WHOLE, only: { contract: 'C3' } }, { limit: 9, asOf })).items,
    ).toEqual([]);
  });
});

describe('a picture of the past', () => {
  it('is the same whether or not the present was asked for before', async () => {
    const database = await makeSqlite();
    const ports = await aLedger(database);
    const asOf = '2026-10-02T12:00:00Z';
    const again = await openDatabase(database.url ?? '');
    const fresh = { ...ports, database: again };
    const past = await carbonTotals(fresh, OFFICER, { ...WHOLE, by: ['contract', 'month'] }, { asOf });
    const present = await carbonTotals(fresh, OFFICER, { ...WHOLE, by: ['contract', 'month'] });
    expect(await carbonTotals(ports, OFFICER, { ...WHOLE, by: ['contract', 'month'] })).toEqual(present);
    expect(await carbonTotals(ports, OFFICER, { ...WHOLE, by: ['contract', 'month'] }, { asOf })).toEqual(past);
    await again.close();
    await database.close();
  });

  it('is drawn once for all who ask for it at the same time', async () => {
    const database = await makeSqlite();
    const ports = await aLedger(database);
    const again = await openDatabase(database.url ?? '');
    let reads = 0;
    const counting = {
      ...again,
      read: <T>(work: Parameters<typeof again.read<T>>[0]) => {
        reads += 1;
        return again.read(work);
      },
    };
    const asked = Array.from({ length: 5 }, () => carbonTotals({ ...ports, database: counting }, OFFICER, WHOLE));
    const totals = await Promise.all(asked);
    expect(new Set(totals.map(({ total }) => total.total))).toEqual(new Set([100_000n]));
    expect(reads).toBe(1);
    await again.close();
    await database.close();
  });
});

import { describe, expect, it } from 'vitest';
import { nameEdition } from '../../src/application/name-edition.ts';
import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import type { Database } from '../../src/application/stores.ts';
import { trajectoryVariance } from '../../src/application/trajectory-variance.ts';
import { decimalText, kilogramsText } from '../../src/domain/quantity.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { describeWithDatabases } from '../support/databases.ts';
import { forecastThenReported, NEIGHBOUR } from '../support/forecasts.ts';
import { aPerson, createTestPorts, TEST_NOW } from '../support/service-ports.ts';

const [OFFICER, SUSTAINABILITY] = [aPerson('officer'), aPerson('sustainability')];

async function compared(database?: Database) {
  const ports = await createTestPorts(database);
  await forecastThenReported(ports);
  return ports;
}

const kg = (grams: bigint | undefined) => (grams === undefined ? undefined : kilogramsText(grams));

describeWithDatabases('what was forecast for a year, and what it became', (makeDatabase) => {
  it('is told by the record before the year, by the editions published, and by the record at its end', async () => {
    const ports = await compared(await makeDatabase());
    const { rows } = await trajectoryVariance(ports, SUSTAINABILITY);
    const told = rows.map(({ year, forecastOf, forecast, became, variance, percent }) => [
      year,
      forecastOf.kind === 'edition' ? forecastOf.name : forecastOf.kind,
      forecastOf.on,
      ...[forecast, became, variance].map(kg),
      percent === undefined ? undefined : decimalText(percent, 4),
    ]);
    expect(told).toEqual([
      // Nothing was on record before March 2025: neither before 2024/25, nor of 2025/26 but what was promised then.
      ['2024/25', 'before-year', '2024-03-31', undefined, '3650', undefined, undefined],
      ['2024/25', 'year-end', '2025-03-31', '3650', '3650', '0', '0'],
      // 18 t promised and the run-rate of 3,650 kg, twelve times a month rounded to a gram.
      ['2025/26', 'Budget 2025', '2025-03-20', '21650.004', '22900.5', '1250.496', '5.776'],
      ['2025/26', 'before-year', '2025-03-31', '21650.004', '22900.5', '1250.496', '5.776'],
      // Nobody had reported by then: the promise, and the average month of its category, stood in.
      ['2025/26', 'year-end', '2026-03-31', '21650.004', '22900.5', '1250.496', '5.776'],
    ]);
  });

  it('is told contract by contract for one year, adding up to the gram', async () => {
    const ports = await compared(await makeDatabase());
    const { rows } = await trajectoryVariance(ports, SUSTAINABILITY, { financialYear: '2025/26' });
    expect(rows).toHaveLength(3);
    for (const { forecast, became, variance, contracts = [] } of rows) {
      expect(contracts.reduce((sum, one) => sum + (one.forecast ?? 0n), 0n)).toBe(forecast);
      expect(contracts.reduce((sum, one) => sum + one.became, 0n)).toBe(became);
      expect(contracts.reduce((sum, one) => sum + (one.variance ?? 0n), 0n)).toBe(variance);
    }
    const edition = rows[0]?.contracts?.map(({ contract, variance }) => [contract, kg(variance)]);
    expect(edition).toEqual([
      ['promised', '1250.5'],
      ['steady', '-0.004'],
    ]);
  });

  it('keeps what an edition forecast, and what it forecast of shares in another’s ledger', async () => {
    const ports = await compared(await makeDatabase());
    const read = async (bearer: string) =>
      ports.database.read(({ trajectories }) => trajectories.forecasts('northshire', bearer));
    const before = await read('northshire');
    expect(before.map(({ edition, year, gross }) => [edition, year, kg(gross)]).slice(0, 2)).toEqual([
      ['Budget 2025', '2024/25', '3650'],
      ['Budget 2025', '2025/26', '21650.004'],
    ]);
    await recordContracts(ports, NEIGHBOUR, [
      aContract('E-1', {
        shares: { eastham: '50', northshire: '50' },
        commitments: [{ year: '2027/28', tonnes: '4' }],
      }),
    ]);
    await nameEdition(ports, OFFICER, { name: 'Report', reason: 'Yearly' });
    const later = await read('northshire');
    expect(later.filter(({ edition }) => edition === 'Budget 2025')).toEqual(before);
    const ahead = later.find(({ edition, year }) => edition === 'Report' && year === '2027/28');
    // Half of 4 t month by month; of an odd gram the first of the two has the larger half.
    expect(kg(ahead?.contracts.get('E-1 (kept by eastham)'))).toBe('1999.997');
  });
});

describe('an edition', () => {
  it('keeps the forecast of the state that it names, when somebody records a return at the same time', async () => {
    const ports = await compared();
    let isFirst = true;
    const database: Database = {
      ...ports.database,
      transaction: async (work) => {
        if (isFirst) {
          isFirst = false;
          await recordCarbonReturn(ports, OFFICER, [aLine('steady', 'L9', { amount: '41' })]);
        }
        return ports.database.transaction(work);
      },
    };
    await nameEdition({ ...ports, database }, OFFICER, { name: 'Busy', reason: 'Yearly' });
    const kept = await ports.database.read(({ trajectories }) => trajectories.forecasts('northshire', 'northshire'));
    const { actual } = kept.find(({ edition, year }) => edition === 'Busy' && year === '2026/27') ?? {};
    expect(kg(actual)).toBe('41');
  });

  it('is refused while others never cease to record', async () => {
    const ports = await compared();
    let line = 0;
    const database: Database = {
      ...ports.database,
      transaction: async (work) => {
        await recordCarbonReturn(ports, OFFICER, [aLine('steady', `L-${++line}`, { amount: '1' })]);
        return ports.database.transaction(work);
      },
    };
    const naming = nameEdition({ ...ports, database }, OFFICER, { name: 'Busy', reason: 'Yearly' });
    await expect(naming).rejects.toMatchObject({ code: 'conflict' });
    const editions = await ports.database.read(({ ledger }) => ledger.editions('northshire'));
    expect(editions.map(({ name }) => name)).toEqual(['Budget 2025']);
  });
});

describe('a year without a return', () => {
  it('is not compared, and neither is one that is not over', async () => {
    const ports = await createTestPorts();
    await recordContracts(ports, OFFICER, [aContract('C1', { commitments: [{ year: '2025/26', tonnes: '5' }] })]);
    await recordCarbonReturn(ports, OFFICER, [aLine('C1', 'L1')]);
    expect(ports.clock()).toBe(TEST_NOW);
    expect((await trajectoryVariance(ports, SUSTAINABILITY)).rows).toEqual([]);
    for (const financialYear of ['2025/26', '2026/27']) {
      const asked = trajectoryVariance(ports, SUSTAINABILITY, { financialYear });
      await expect(asked).rejects.toMatchObject({ code: 'not-found' });
    }
    const wrong = trajectoryVariance(ports, SUSTAINABILITY, { financialYear: '2025' });
    await expect(wrong).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

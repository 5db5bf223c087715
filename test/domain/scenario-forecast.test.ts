import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFraction } from '../../src/domain/quantity.ts';
import { checkChanges, type ScenarioChange } from '../../src/domain/scenario.ts';
import { applyScenario, type ScenarioContext } from '../../src/domain/scenario-forecast.ts';
import type { ContractYear, ContractYears } from '../../src/domain/trajectory-line.ts';

const context: ScenarioContext = {
  forecastFrom: '2026-11-01',
  electricityShare: (contract) => (contract === 'C1' ? toFraction('0.4') : undefined),
};

const year = (name: string, forecast: bigint, rest: Partial<ContractYear> = {}): ContractYear => ({
  year: name,
  actual: 0n,
  estimated: 0n,
  forecast,
  ...(forecast === 0n ? {} : { basis: 'commitment' }),
  ...rest,
});

const contract = (reference: string, years: readonly ContractYear[], end = '2029-03-31'): ContractYears => ({
  reference,
  title: `Contract ${reference}`,
  supplier: `Fictional supplier of ${reference}`,
  category: 'cloud',
  start: '2025-04-01',
  end,
  shared: false,
  years,
});

const C1 = contract('C1', [
  year('2025/26', 0n, { actual: 900n }),
  year('2026/27', 151n, { actual: 210n }),
  year('2027/28', 366n),
  year('2028/29', 365n),
]);
const C2 = contract('C2', [year('2026/27', 1000n), year('2027/28', 1000n)]);

const forecasts = (list: readonly ContractYears[], reference: string) =>
  Object.fromEntries(
    (list.find((one) => one.reference === reference)?.years ?? []).map((one) => [one.year, Number(one.forecast)]),
  );
const under = (...changes: ScenarioChange[]) => applyScenario([C1, C2], changes, context);

describe('a scenario', () => {
  it('ends a contract: the days after its last day are gone, and nothing that was reported', () => {
    const ended = under({ kind: 'end', contract: 'C1', on: '2027-01-31' });
    // November to January: 92 of the 151 days that the forecast of the year is of.
    expect(forecasts(ended, 'C1')).toEqual({ '2025/26': 0, '2026/27': 92, '2027/28': 0, '2028/29': 0 });
    expect(ended[0]?.years.map(({ actual }) => actual)).toEqual([900n, 210n, 0n, 0n]);
    expect(ended[1]).toBe(C2);
  });

  it('renews a contract at the daily rate of its last year', () => {
    const renewed = under({ kind: 'renew', contract: 'C1', until: '2029-09-30' });
    expect(forecasts(renewed, 'C1')).toMatchObject({ '2028/29': 365, '2029/30': 183 });
  });

  it('changes nothing by renewing until a day before the end', () => {
    expect(under({ kind: 'renew', contract: 'C1', until: '2028-09-30' })).toEqual([C1, C2]);
  });

  it('swaps a contract for another of so many tonnes a year, from a day on', () => {
    const swapped = under({
      kind: 'swap',
      contract: 'C2',
      on: '2027-04-01',
      title: 'Shared cloud',
      tonnes: '0.000366',
    });
    expect(forecasts(swapped, 'C2')).toEqual({ '2026/27': 1000, '2027/28': 0 });
    expect(forecasts(swapped, 'C2 (swapped)')).toEqual({ '2027/28': 366, '2028/29': 366 });
  });

  it('multiplies by the volume from a year on', () => {
    const changed = under({ kind: 'volume', contract: 'C2', from: '2027/28', percent: '150' });
    expect(forecasts(changed, 'C2')).toEqual({ '2026/27': 1000, '2027/28': 1500 });
  });

  it('cuts what a supplier emits by a part of the year before, each year', () => {
    const cut = under({ kind: 'supplier-cut', from: '2026/27', percent: '10' });
    expect(forecasts(cut, 'C2')).toEqual({ '2026/27': 900, '2027/28': 810 });
  });

  it('moves only the electricity of a contract along the path of the grid', () => {
    const moved = under({ kind: 'grid-path', from: '2027/28', percent: '50' });
    // 366 x (0.6 + 0.4 x 0.5) = 292.8 and 365 x (0.6 + 0.4 x 0.25) = 255.5.
    expect(forecasts(moved, 'C1')).toMatchObject({ '2026/27': 151, '2027/28': 293, '2028/29': 256 });
    expect(forecasts(moved, 'C2')).toEqual({ '2026/27': 1000, '2027/28': 1000 });
  });

  it('renews a contract whose need is forecast to go on, in the place of that forecast', () => {
    const years = [
      year('2027/28', 3660n),
      year('2028/29', 365n, { basis: 'run-rate' }),
      year('2029/30', 365n, { basis: 'run-rate' }),
    ];
    const live = contract('C3', years, '2028-03-31');
    const after = applyScenario([live], [{ kind: 'renew', contract: 'C3', until: '2029-03-31' }], context);
    expect(forecasts(after, 'C3')).toEqual({ '2027/28': 3660, '2028/29': 3650, '2029/30': 365 });
  });

  it('changes each part of a year that is forecast in two ways', () => {
    const parts = [year('2027/28', 600n), year('2027/28', 60n, { basis: 'run-rate' })];
    const cut: ScenarioChange = { kind: 'supplier-cut', from: '2027/28', percent: '50' };
    const [after] = applyScenario([contract('C3', parts)], [cut], context);
    expect(after?.years.map(({ forecast, basis }) => [forecast, basis])).toEqual([
      [300n, 'commitment'],
      [30n, 'run-rate'],
    ]);
  });

  it('takes what is said of one contract before what is said of all', () => {
    const changed = under({ kind: 'end', on: '2026-10-31' }, { kind: 'renew', contract: 'C1', until: '2028-12-31' });
    expect(forecasts(changed, 'C1')).toEqual(forecasts([C1], 'C1'));
    expect(forecasts(changed, 'C2')).toEqual({ '2026/27': 0, '2027/28': 0 });
  });
});

describe('any list of contracts', () => {
  const years = ['2025/26', '2026/27', '2027/28', '2028/29', '2029/30'];
  const grams = fc.bigInt({ min: 0n, max: 10n ** 12n });
  const contracts = fc.array(
    fc
      .tuple(fc.array(fc.tuple(grams, grams, grams), { maxLength: years.length }), fc.constantFrom(...years))
      .map(([parts, last]) => ({
        end: `${Number(last.slice(0, 4)) + 1}-03-31`,
        years: parts.map(([actual, estimated, forecast], index) =>
          year(years[index] ?? '2025/26', forecast, { actual, estimated }),
        ),
      })),
    { maxLength: 4 },
  );
  const list = contracts.map((all) => all.map((one, index) => contract(`C${index}`, one.years, one.end)));
  const percent = fc.integer({ min: 0, max: 100 }).map(String);
  const changes = fc.shuffledSubarray<ScenarioChange>([
    { kind: 'end', contract: 'C0', on: '2027-06-15' },
    { kind: 'renew', contract: 'C1', until: '2030-01-31' },
    { kind: 'swap', contract: 'C2', on: '2028-02-01', title: 'Another', tonnes: '1.5' },
    { kind: 'volume', contract: 'C1', from: '2027/28', percent: '137.5' },
    { kind: 'volume', from: '2026/27', percent: '81' },
    { kind: 'supplier-cut', from: '2027/28', percent: '7' },
    { kind: 'grid-path', from: '2028/29', percent: '12.5' },
  ]);

  it('is what it was, to the gram, under a scenario without a change', () => {
    fc.assert(
      fc.property(list, (all) => {
        expect(applyScenario(all, [], context)).toEqual(all);
      }),
    );
  });

  it('is what it was under a volume of 100%, a cut of 0% and a grid that stays', () => {
    const same: ScenarioChange[] = [
      { kind: 'volume', from: '2025/26', percent: '100' },
      { kind: 'supplier-cut', from: '2025/26', percent: '0' },
      { kind: 'grid-path', from: '2025/26', percent: '0' },
    ];
    fc.assert(
      fc.property(list, (all) => {
        expect(applyScenario(all, same, context)).toEqual(all);
      }),
    );
  });

  it('has no forecast left when everything ends, and everything that was reported', () => {
    const end: ScenarioChange = { kind: 'end', on: '2026-10-31' };
    fc.assert(
      fc.property(list, (all) => {
        const ended = applyScenario(all, [end], context);
        const left = ended.flatMap((one) => one.years.map(({ forecast }) => forecast));
        expect(left.every((forecast) => forecast === 0n)).toBe(true);
        const reported = (one: ContractYears) => one.years.map(({ actual, estimated }) => [actual, estimated]);
        expect(ended.map(reported)).toEqual(all.map(reported));
      }),
    );
  });

  it('comes out the same in whatever order the changes are listed', () => {
    fc.assert(
      fc.property(list, changes, (all, some) => {
        expect(applyScenario(all, some, context)).toEqual(applyScenario(all, some.toReversed(), context));
      }),
    );
  });

  it('never rises by a cut', () => {
    fc.assert(
      fc.property(list, percent, (all, cut) => {
        const after = applyScenario(all, [{ kind: 'supplier-cut', from: '2026/27', percent: cut }], context);
        const pairs = all.flatMap((one, index) => one.years.map((before, at) => [before, after[index]?.years[at]]));
        for (const [before, now] of pairs) expect((now?.forecast ?? 0n) <= (before?.forecast ?? 0n)).toBe(true);
      }),
    );
  });
});

describe('the check of changes', () => {
  const subjects = { contracts: new Set(['C1', 'C2']), suppliers: new Set(['Fictional Fern Hosting Ltd']) };
  const faults = (...changes: ScenarioChange[]) =>
    checkChanges(changes, subjects).map(({ pointer, code }) => [pointer, code]);

  it('finds nothing wrong with changes that can all be true', () => {
    expect(
      faults(
        { kind: 'end', contract: 'C1', on: '2028-03-31' },
        { kind: 'renew', contract: 'C2', until: '2031-03-31' },
        { kind: 'volume', contract: 'C2', from: '2027/28', percent: '80' },
        { kind: 'volume', from: '2027/28', percent: '80' },
        { kind: 'supplier-cut', supplier: 'Fictional Fern Hosting Ltd', from: '2027/28', percent: '5' },
      ),
    ).toEqual([]);
  });

  it('names contracts and suppliers that are not there, and changes that cannot both be', () => {
    expect(
      faults(
        { kind: 'end', contract: 'C9', on: '2028-03-31' },
        { kind: 'supplier-cut', supplier: 'Nobody', from: '2027/28', percent: '5' },
        { kind: 'renew', contract: 'C1', until: '2031-03-31' },
        { kind: 'end', contract: 'C1', on: '2028-03-31' },
        { kind: 'swap', contract: 'C2', on: '2028-04-01', title: 'Another', tonnes: '1', until: '2028-03-31' },
      ),
    ).toEqual([
      ['#/changes/0/contract', 'unknown-contract'],
      ['#/changes/1/supplier', 'unknown-supplier'],
      ['#/changes/3/kind', 'twice'],
      ['#/changes/4/until', 'wrong-order'],
    ]);
  });
});

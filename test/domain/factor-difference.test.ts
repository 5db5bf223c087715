import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConversionFactor, toConversionFactor } from '../../src/domain/conversion-factor.ts';
import { compareFactors } from '../../src/domain/factor-difference.ts';

function aFactor(
  id: string,
  value: string | undefined,
  name = `Factor ${id}`,
  publishedUnit = 'kWh',
): ConversionFactor {
  const row = { id, levels: [name], columnText: '', publishedUnit, ghgUnit: 'kg CO2e', scope: '1' as const };
  return toConversionFactor(
    { ...row, ...(value === undefined ? {} : { value }) },
    { id: 'made-up', year: '2025', source: { title: 'Made up' } },
    { alias: undefined, status: 'official' },
  );
}

describe('the difference of two sets', () => {
  it('has the largest change first, then what is added, removed, renamed and only rounded', () => {
    const before = [
      aFactor('small', '100'),
      aFactor('large', '100'),
      aFactor('gone', '1'),
      aFactor('renamed', '5', 'Combustion'),
      aFactor('rounded', '0.207074288590604'),
      aFactor('from-zero', '0'),
      aFactor('same', '7'),
    ];
    const after = [
      aFactor('small', '80.01'),
      aFactor('large', '20'),
      aFactor('new', '1'),
      aFactor('renamed', '5', 'Incineration with Energy Recovery'),
      aFactor('rounded', '0.20707'),
      aFactor('from-zero', '0.1'),
      aFactor('same', '7'),
    ];
    const { counts, changes } = compareFactors(before, after);
    expect(changes.map(({ id, kind, percent, isLarge }) => [id, kind, percent, isLarge])).toEqual([
      ['from-zero', 'changed', undefined, true],
      ['large', 'changed', '-80', true],
      ['small', 'changed', '-19.99', false],
      ['new', 'added', undefined, false],
      ['gone', 'removed', undefined, false],
      ['renamed', 'renamed', undefined, false],
      ['rounded', 'rounded', expect.stringMatching(/^-0\.00/), false],
    ]);
    expect(counts).toEqual({
      changed: 3,
      added: 1,
      removed: 1,
      renamed: 1,
      rounded: 1,
      same: 1,
      large: 2,
      withFormerName: 1,
    });
    expect(changes.find(({ id }) => id === 'renamed')?.formerName).toBe('Combustion');
  });

  it('marks a change of a fifth as possibly one of method, and one a little less not', () => {
    const isLarge = (after: string) => compareFactors([aFactor('a', '100')], [aFactor('a', after)]).changes[0]?.isLarge;
    expect([isLarge('120'), isLarge('80'), isLarge('119.999'), isLarge('80.001')]).toEqual([true, true, false, false]);
  });

  it('takes a blank for no factor, and never for 0', () => {
    const { changes, counts } = compareFactors(
      [aFactor('filled', undefined), aFactor('emptied', '3'), aFactor('blank', undefined)],
      [aFactor('filled', '2'), aFactor('emptied', undefined), aFactor('blank', undefined)],
    );
    expect(changes.map(({ id, kind, before, after }) => [id, kind, before, after])).toEqual([
      ['filled', 'added', undefined, '2'],
      ['emptied', 'removed', '3', undefined],
    ]);
    expect(counts.same).toBe(0);
  });

  it('compares no values in different units', () => {
    const { changes } = compareFactors([aFactor('a', '2', 'A', 'kg')], [aFactor('a', '2000', 'A', 'tonnes')]);
    expect(changes).toMatchObject([{ kind: 'changed', unit: 't', formerUnit: 'kg', isLarge: true }]);
    expect(changes[0]?.percent).toBeUndefined();
  });

  it('does not call values of few places rounded that differ in them', () => {
    expect(compareFactors([aFactor('a', '7.4')], [aFactor('a', '7')]).counts).toMatchObject({ changed: 1, rounded: 0 });
    expect(compareFactors([aFactor('a', '0.0014003')], [aFactor('a', '0.0014')]).counts).toMatchObject({ rounded: 1 });
  });

  it('counts every row once, and is the other way round when the sets are', () => {
    const value = fc.option(fc.integer({ min: 0, max: 30 }).map(String), { nil: undefined });
    const sets = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.tuple(value, value));
    fc.assert(
      fc.property(sets, (rows) => {
        const [before, after] = [0, 1].map((at) => Object.entries(rows).map(([id, pair]) => aFactor(id, pair[at])));
        if (before === undefined || after === undefined) throw new Error('Two sets');
        const [there, back] = [compareFactors(before, after), compareFactors(after, before)];
        const { changed, added, removed, same } = there.counts;
        const filled = Object.values(rows).filter((pair) => pair.some((one) => one !== undefined));
        expect(changed + added + removed + same).toBe(filled.length);
        expect(back.counts).toMatchObject({ changed, added: removed, removed: added, same });
      }),
    );
  });
});

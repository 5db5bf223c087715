import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createFigureNames,
  dimensionsAt,
  fillColumns,
  isFilled,
  rowOfGroup,
  withoutAmounts,
} from '../../src/domain/figure-columns.ts';
import type { FigureDimensions } from '../../src/domain/line-figures.ts';
import { fromWholeGrams, toWholeGrams } from '../../src/domain/whole-tonnes.ts';

const NOTHING = { tonnes: 0, restGrams: 0, marketTonnes: 0, marketRest: 0, lines: 0, locatedLines: 0, marketLines: 0 };

function aFigure(contract: string, overrides: Partial<FigureDimensions> = {}): FigureDimensions {
  return {
    contract,
    organisation: 'northshire',
    month: '2026-04',
    kind: 'emission',
    scope: '3',
    category: '1',
    stage: 'serve',
    basis: 'actual',
    tier: 'B',
    factor: '',
    factorSet: '',
    doubleCountGroup: '',
    provisional: false,
    ...overrides,
  };
}

function add(filling: ReturnType<typeof fillColumns>, row: number, grams: bigint): void {
  const { tonnes, rest } = fromWholeGrams(grams);
  filling.addAmounts(row, { ...NOTHING, tonnes, restGrams: rest, receivedIn: 0 });
}

describe('columns of figures', () => {
  const anyGrams = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

  it('add whole grams up exactly, far beyond what a double holds', () => {
    fc.assert(
      fc.property(fc.array(anyGrams, { maxLength: 50 }), (amounts) => {
        const filling = fillColumns(createFigureNames());
        const row = filling.addRow(1, aFigure('C1'));
        for (const grams of amounts) add(filling, row, grams);
        const { tonnes, restGrams } = filling.columns;
        const sum = amounts.reduce((total, grams) => total + grams, 0n);
        expect(toWholeGrams(tonnes[row] ?? 0, restGrams[row] ?? 0)).toBe(sum);
      }),
    );
  });

  it('hold nothing where figures cancel out, also where they come to tonnes in another way than they went', () => {
    const filling = fillColumns(createFigureNames());
    const row = filling.addRow(1, aFigure('C1'));
    for (const grams of [600_000n, 600_000n, -1_200_000n]) add(filling, row, grams);
    expect(filling.columns.tonnes[row]).toBe(-1);
    expect(isFilled(filling.columns, row)).toBe(false);
    expect(fillColumns(createFigureNames(), filling.columns, isFilled).columns.size).toBe(0);
  });

  it('give every row back as it was stated, however many there are, and find it by its group', () => {
    const filling = fillColumns(createFigureNames());
    const stated = Array.from({ length: 5000 }, (_, index) =>
      aFigure(`C${index % 700}`, { month: `20${10 + (index % 30)}-0${1 + (index % 9)}`, factor: `f${index % 3}` }),
    );
    for (const [index, dimensions] of stated.entries()) add(filling, filling.addRow(3 * index + 2, dimensions), 7n);
    const { columns } = filling;
    for (const [index, dimensions] of stated.entries()) {
      const row = rowOfGroup(columns.groups, columns.size, 3 * index + 2, (index * 37) % 5000);
      expect(row).toBe(index);
      expect(dimensionsAt(columns, index)).toEqual(dimensions);
    }
    expect(rowOfGroup(columns.groups, columns.size, 3)).toBeUndefined();
    expect([...withoutAmounts(columns).restGrams].some((grams) => grams !== 0)).toBe(false);
    expect(columns.restGrams[4999]).toBe(7);
  });

  it('keep figures apart that differ in nothing but a text with a separator in it', () => {
    const { columns, addRow } = fillColumns(createFigureNames());
    addRow(1, aFigure('C1', { factor: 'a\nb', factorSet: '' }));
    addRow(2, aFigure('C1', { factor: 'a', factorSet: 'b\n' }));
    expect(columns.names.profiles.values).toHaveLength(2);
  });
});

import { expect, it } from 'vitest';
import {
  createFigureNames,
  dimensionsAt,
  fillColumns,
  joinColumns,
  pickRows,
} from '../../src/domain/figure-columns.ts';
import type { FigureDimensions } from '../../src/domain/line-figures.ts';

function aFigure(contract: string, month: string): FigureDimensions {
  return {
    contract,
    organisation: 'northshire',
    month,
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
  };
}

function columnsOf(names: ReturnType<typeof createFigureNames>, contracts: readonly string[]) {
  const filling = fillColumns(names);
  for (const [index, contract] of contracts.entries()) {
    const row = filling.addRow(index + 1, aFigure(contract, `2026-0${index + 1}`));
    filling.addAmounts(row, {
      tonnes: index,
      restGrams: index + 1,
      marketTonnes: index + 2,
      marketRest: index + 3,
      lines: index + 4,
      locatedLines: index + 5,
      marketLines: index + 6,
      receivedIn: index + 7,
    });
  }
  return filling.columns;
}

it('Names that begin with those of others keep their numbers, and what is added stays apart', () => {
  const own = createFigureNames();
  const numbers = ['C1', 'C2'].map((contract) => own.contracts.numberOf(contract));
  const further = createFigureNames(own);
  expect(further.contracts.numberOf('C3')).toBe(2);
  expect(['C1', 'C2'].map((contract) => further.contracts.numberOf(contract))).toEqual(numbers);
  expect(own.contracts.values).toEqual(['C1', 'C2']);
  expect(own.contracts.numberOf('C9')).toBe(2);
});

it('Rows that are picked and joined are each what they were, in every column', () => {
  const names = createFigureNames();
  const [first, second] = [columnsOf(names, ['C1', 'C2', 'C3']), columnsOf(names, ['C4', 'C5'])];
  const picked = pickRows(first, Uint32Array.of(0, 2));
  expect([0, 1].map((row) => dimensionsAt(picked, row).contract)).toEqual(['C1', 'C3']);
  expect(dimensionsAt(pickRows(second, Uint32Array.of(0, 1)), 1)).toEqual(aFigure('C5', '2026-02'));

  const { names: _, size, ...columns } = joinColumns(names, [picked, second]);
  expect(size).toBe(4);
  for (const [name, column] of Object.entries(columns)) {
    const [a, b] = [first, second].map((one) => one[name as keyof typeof columns]);
    expect([...column], name).toEqual([a?.[0], a?.[2], b?.[0], b?.[1]]);
  }
});

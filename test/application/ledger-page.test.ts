import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresOf, type LedgerPage, OpenPages, statementsOf } from '../../src/application/ledger-page.ts';
import type { CarbonReturnLine } from '../../src/domain/carbon-figure.ts';
import type { FigureDimensions, LineFigure } from '../../src/domain/line-figures.ts';
import { aLine } from '../support/carbon.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 8 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const optionalFields = fc.record(
  {
    stage: fc.constantFrom('make', 'use'),
    scope: fc.constantFrom('1', '3'),
    category: text,
    amount: text,
    amountUnit: fc.constantFrom('kg', 't'),
    quantity: text,
    unit: text,
    factor: text,
    tier: fc.constantFrom('A', 'D'),
    marketBasedAmount: text,
    supersedes: text,
    evidence: fc.record({ document: text, page: text, issuedTo: text }, { requiredKeys: ['document'] }),
    removal: fc.record(
      { kind: fc.constant('unknown'), registry: text, retired: fc.boolean() },
      { requiredKeys: ['kind', 'retired'] },
    ),
  },
  { requiredKeys: [] },
);
const source = fc.record({ sheet: text, row: fc.nat(), cell: text }, { requiredKeys: ['row'] });
const line = fc.record({ contract: fc.constantFrom('C1', 'C2'), line: text, fields: optionalFields, source }).map(
  ({ fields, ...one }): CarbonReturnLine => ({
    ...one,
    kind: 'emission',
    periodStart: '2026-04-01',
    periodEnd: '2026-04-30',
    basis: 'actual',
    ...(fields as Partial<CarbonReturnLine>),
  }),
);
const figure = fc.record({
  month: fc.constantFrom('2026-04', '2026-05'),
  category: fc.constantFrom('1', '2'),
  grams: maybe(fc.bigInt({ min: 0n, max: 10_000_000_000_000n })),
  marketBased: maybe(fc.bigInt({ min: 0n, max: 10_000_000_000_000n })),
});

function dimensions(contract: string, month: string, category: string): FigureDimensions {
  const absent = { scope: '', stage: '', tier: '', factor: '', factorSet: '', doubleCountGroup: '' } as const;
  const rest = { organisation: 'northshire', kind: 'emission', basis: 'actual', provisional: false } as const;
  return { contract, month, category, ...absent, ...rest };
}

function layOut(lines: readonly { readonly line: CarbonReturnLine; readonly figures: readonly LineFigure[] }[]) {
  const pages: LedgerPage[] = [];
  const open = new OpenPages((page) => pages.push(page));
  for (const one of lines) open.add(one.line, one.figures, { cause: 'activity' });
  open.finish();
  return pages;
}

describe('pages of the ledger', () => {
  it('give back every line as it was stated, and every figure, by contract in the order in which they came', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ line, figures: fc.array(figure, { maxLength: 3 }) })), (drawn) => {
        const given = drawn.map(({ line: stated, figures }) => ({
          line: stated,
          figures: figures.map(({ month, category, grams, marketBased }) => ({
            dimensions: dimensions(stated.contract, month, category),
            ...(grams === undefined ? {} : { grams }),
            ...(marketBased === undefined ? {} : { marketBased }),
          })),
        }));
        const pages = layOut(given);
        const found = pages.flatMap((page) => {
          const figures = figuresOf(page);
          return statementsOf(page).map((stated, index) => ({
            line: stated,
            figures: (figures[index] ?? []).map(([place, grams, marketBased = null]) => ({
              dimensions: page.groups[place],
              ...(grams === null ? {} : { grams: BigInt(grams) }),
              ...(marketBased === null ? {} : { marketBased: BigInt(marketBased) }),
            })),
          }));
        });
        const byContract = Map.groupBy(given, ({ line: { contract } }) => contract);
        expect(found).toEqual([...byContract.values()].flat());
      }),
    );
  });

  it('add up, group by group, to what their lines hold', () => {
    fc.assert(
      fc.property(fc.array(figure), (figures) => {
        const given = figures.map(({ month, category, grams, marketBased }) => ({
          line: aLine('C1', 'L1'),
          figures: [
            {
              dimensions: dimensions('C1', month, category),
              ...(grams === undefined ? {} : { grams }),
              ...(marketBased === undefined ? {} : { marketBased }),
            },
          ],
        }));
        const sums = layOut(given).flatMap((page) =>
          page.groups.map(({ month, category }, place) => ({ month, category, ...page.sums[place] })),
        );
        const groups = Map.groupBy(figures, ({ month, category }) => `${month} ${category}`);
        expect(sums).toHaveLength(groups.size);
        for (const { month, category, ...sum } of sums) {
          const ofGroup = groups.get(`${month} ${category}`) ?? [];
          const grams = ofGroup.flatMap((one) => one.grams ?? []);
          const market = ofGroup.flatMap((one) => one.marketBased ?? []);
          expect(sum).toEqual({
            grams: Number(grams.reduce((total, one) => total + one, 0n)),
            marketBased: Number(market.reduce((total, one) => total + one, 0n)),
            figures: ofGroup.length,
            located: grams.length,
            market: market.length,
          });
        }
      }),
    );
  });

  it('hold 200 lines of one contract and reason, and are given when they are full', () => {
    const pages: LedgerPage[] = [];
    const open = new OpenPages((page) => pages.push(page));
    for (let row = 0; row < 450; row++) open.add(aLine('C1', `L${row}`), [], { cause: 'activity' });
    expect(pages.map(({ lines }) => lines)).toEqual([200, 200]);
    open.add(aLine('C1', 'L450'), [], { cause: 'correction' });
    open.add(aLine('C1', 'L451'), [], { cause: 'activity', termsVersion: 3 });
    open.finish();
    expect(pages.slice(2).map(({ cause, termsVersion, lines }) => [cause, termsVersion, lines])).toEqual([
      ['activity', undefined, 50],
      ['correction', undefined, 1],
      ['activity', 3, 1],
    ]);
  });
});

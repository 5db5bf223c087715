import fc from 'fast-check';
import type { CarbonLine } from '../../src/domain/bid.ts';
import { toIsoDate } from '../../src/domain/iso-date.ts';
import { type Fraction, toFraction } from '../../src/domain/quantity.ts';
import type { Term } from '../../src/scoring/bid-emissions.ts';

type Declared = { readonly source: CarbonLine; readonly kilograms: Fraction };

/** A carbon line of a bid with what it comes to in kilograms. */
export function declared(kilograms: string, line: Partial<CarbonLine>): Declared {
  return { source: { line: '1', stage: 'make', ...line }, kilograms: toFraction(kilograms) };
}

/** Some lines of any stage, year and scope, each of a whole number of milligrams. */
export function anyLines(): fc.Arbitrary<Declared[]> {
  const line = fc.record({
    stage: fc.constantFrom('make', 'ship', 'use', 'serve', 'end'),
    scope: fc.constantFrom(undefined, '1', '2', '3'),
    factor: fc.constantFrom(undefined, 'electricity.uk', 'freight.sea'),
    year: fc.constantFrom(undefined, '2025', '2026/27', '2027', '2027/28', '2028', '2029', '2030/31', '2034'),
  });
  const one = fc
    .tuple(line, fc.integer({ min: 0, max: 2 ** 31 - 1 }))
    .map(([{ stage, scope, factor, year }, milligrams]) => ({
      source: {
        line: '1',
        stage,
        ...(scope === undefined ? {} : { scope }),
        ...(factor === undefined ? {} : { factor }),
        ...(year === undefined ? {} : { year }),
      } as CarbonLine,
      kilograms: toFraction(milligrams).div(1_000_000),
    }));
  return fc.array(one, { minLength: 1, maxLength: 8 });
}

/** A term of a day to some seven years that begins between December 2026 and 2030. */
export function anyTerm(): fc.Arbitrary<Term> {
  return fc.tuple(fc.integer({ min: 0, max: 1400 }), fc.integer({ min: 0, max: 2500 })).map(([after, days]) => ({
    start: toIsoDate(2026, 12, 1 + after),
    end: toIsoDate(2026, 12, 1 + after + days),
  }));
}

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clamp,
  compare,
  decimalText,
  distinctTexts,
  fractionText,
  gramsOfProduct,
  kilogramsText,
  numberToDecimalText,
  parseDecimal,
  parseFractionText,
  roundHalfUp,
  sum,
  toFraction,
  toGrams,
} from '../../src/domain/quantity.ts';
import { sharedExists } from '../support/shared-data.ts';
import { workedExample, workedExamples } from '../support/worked-examples.ts';

/** Plain decimals as somebody may write them. */
const decimals = fc
  .tuple(
    fc.boolean(),
    fc.bigInt({ min: 0n, max: 10n ** 25n }),
    fc.option(fc.stringMatching(/^\d{1,20}$/), { nil: undefined }),
  )
  .map(([isNegative, whole, digits]) => `${isNegative ? '-' : ''}${whole}${digits === undefined ? '' : `.${digits}`}`);

/** Any exact number. */
const fractions = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 12n }))
  .map(([numerator, denominator]) => toFraction(numerator).div(toFraction(denominator)));

describe('gramsOfProduct', () => {
  test('is the exact product rounded once, half up, however many digits there are', () => {
    const short = fc.tuple(fc.nat(99_999_999), fc.nat(9)).map(([digits, places]) => {
      const text = String(digits).padStart(places + 1, '0');
      return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
    });
    const any = fc.oneof(short, decimals);
    fc.assert(
      fc.property(any, fc.option(any, { nil: undefined }), fc.constantFrom(1000, 1_000_000), (first, second, grams) => {
        const factors = second === undefined ? [first] : [first, second];
        const exact = factors.reduce((product, text) => product.mul(toFraction(text)), toFraction(grams).div(1000));
        expect(gramsOfProduct(factors, grams)).toBe(toGrams(exact));
      }),
      { numRuns: 2000 },
    );
  });

  test('rounds a half up', () => {
    expect(gramsOfProduct(['0.0005'], 1000)).toBe(1n);
    expect(gramsOfProduct(['0.0004999'], 1000)).toBe(0n);
    expect(gramsOfProduct(['2.5', '0.177'], 1000)).toBe(443n);
  });
});

describe('parseDecimal', () => {
  test.each(['0', '-0', '007', '12.50', '-3.14159', '123456789012345678901234567890.1'])(
    '%s is a plain decimal',
    (text) => {
      expect(parseDecimal(text)).toBeDefined();
    },
  );

  test.each([
    '',
    ' ',
    ' 1',
    '1 ',
    '+1',
    '.5',
    '5.',
    '1e3',
    '1,234',
    '1:2',
    '1/2',
    '0.(3)',
    "0.'3'",
    '1 1/2',
    'NaN',
    'Infinity',
    '0x10',
    '١٢',
    '--1',
    '1.2.3',
  ])('"%s" is not', (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  });

  test('a number too long to be meant is refused, not computed with', () => {
    expect(parseDecimal('9'.repeat(400))).toBeDefined();
    expect(parseDecimal('9'.repeat(401))).toBeUndefined();
    expect(parseDecimal(`0.${'1'.repeat(1_000_000)}`)).toBeUndefined();
  });

  test('a decimal is read exactly: its digits over a power of ten', () => {
    fc.assert(
      fc.property(decimals, (text) => {
        const places = text.split('.')[1]?.length ?? 0;
        const value = parseDecimal(text);
        expect(value?.mul(toFraction(10n ** BigInt(places))).equals(toFraction(BigInt(text.replace('.', ''))))).toBe(
          true,
        );
      }),
    );
  });
});

describe('toFraction', () => {
  test('a double counts as the decimal that prints it', () => {
    expect(fractionText(toFraction(0.1).add(toFraction(0.2)))).toBe('3/10');
    expect(fractionText(toFraction(1e-7))).toBe('1/10000000');
  });

  test('what is not a plain decimal is a fault in us and throws', () => {
    expect(() => toFraction('1:2')).toThrow('Not a plain decimal: 1:2');
    expect(() => toFraction(Number.NaN)).toThrow('Not a finite number');
    expect(() => toFraction(Number.POSITIVE_INFINITY)).toThrow('Not a finite number');
  });
});

describe('numberToDecimalText', () => {
  test.each([
    [1e-7, '0.0000001'],
    [1.5e-10, '0.00000000015'],
    [1e21, '1000000000000000000000'],
    [1.25e22, '12500000000000000000000'],
    [-2.5e-8, '-0.000000025'],
    [-0, '0'],
    [0.1, '0.1'],
    [123.456, '123.456'],
  ])('%d becomes %s', (value, text) => {
    expect(numberToDecimalText(value)).toBe(text);
  });

  test('the text is a plain decimal and reads back as the same double, for any double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = numberToDecimalText(value);
        expect(parseDecimal(text)).toBeDefined();
        expect(Number(text)).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});

describe('fractionText and parseFractionText', () => {
  test('an exact value is recorded and read back unchanged', () => {
    fc.assert(
      fc.property(fractions, (value) => {
        expect(parseFractionText(fractionText(value))?.equals(value)).toBe(true);
      }),
    );
  });

  test.each(['1/0', '1/-2', '1/02', '0.5', '', '1/2/3', ' 1/2'])('"%s" is not a recorded value', (text) => {
    expect(parseFractionText(text)).toBeUndefined();
  });
});

describe('roundHalfUp', () => {
  test('it is never more than half a unit off, and a half goes away from zero', () => {
    fc.assert(
      fc.property(fractions, fc.integer({ min: 0, max: 8 }), (value, places) => {
        const rounded = toFraction(roundHalfUp(value, places));
        const half = toFraction(1).div(toFraction(2n * 10n ** BigInt(places)));
        const distance = rounded.sub(value);
        expect(distance.abs().lte(half)).toBe(true);
        expect(distance.abs().lt(half) || rounded.abs().gt(value.abs())).toBe(true);
      }),
    );
  });

  test('it mirrors at zero and never writes a minus before zero', () => {
    fc.assert(
      fc.property(fractions, fc.integer({ min: 0, max: 4 }), (value, places) => {
        const text = roundHalfUp(value, places);
        const mirrored = roundHalfUp(value.neg(), places);
        expect(toFraction(text).add(toFraction(mirrored)).equals(0)).toBe(true);
        expect(/^-0(\.0*)?$/.test(text)).toBe(false);
      }),
    );
  });

  test('it prints as many places as asked for', () => {
    expect(roundHalfUp(toFraction('5'), 2)).toBe('5.00');
    expect(roundHalfUp(toFraction('0.005'), 2)).toBe('0.01');
    expect(roundHalfUp(toFraction('-0.004'), 2)).toBe('0.00');
    expect(roundHalfUp(toFraction('999.5'), 0)).toBe('1000');
  });
});

describe('decimalText', () => {
  test('a decimal of up to twelve places comes out as it is, without trailing zeros', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.integer({ min: 0, max: 12 }),
        (digits, places) => {
          const value = toFraction(digits).div(toFraction(10n ** BigInt(places)));
          const text = decimalText(value);
          expect(toFraction(text).equals(value)).toBe(true);
          expect(/\.\d*0$/.test(text)).toBe(false);
        },
      ),
    );
  });

  test('whole numbers keep their zeros', () => {
    expect(decimalText(toFraction('1200'))).toBe('1200');
    expect(decimalText(toFraction('0.50'))).toBe('0.5');
  });
});

describe('grams', () => {
  test('kilograms are rounded once, half up, to a gram', () => {
    expect(toGrams(toFraction('0.0005'))).toBe(1n);
    expect(toGrams(toFraction('0.00049'))).toBe(0n);
    expect(toGrams(toFraction('-0.0005'))).toBe(-1n);
    expect(toGrams(toFraction('0'))).toBe(0n);
  });

  test('grams print as kilograms and read back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (grams) => {
        expect(toGrams(toFraction(kilogramsText(grams)))).toBe(grams);
      }),
    );
    expect(kilogramsText(123_456n)).toBe('123.456');
    expect(kilogramsText(0n)).toBe('0');
  });
});

describe('distinctTexts', () => {
  test('values that differ never print alike, and equal ones do', () => {
    const close = fc.array(
      fc.integer({ min: 0, max: 40 }).map((step) => toFraction('85.4849').add(toFraction(step).div(100_000))),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(close, (values) => {
        const texts = distinctTexts(values);
        for (const [index, value] of values.entries()) {
          for (const [other, rival] of values.entries()) {
            expect(texts[index] === texts[other]).toBe(value.equals(rival));
          }
        }
      }),
    );
  });

  test('no value prints nothing', () => {
    expect(distinctTexts([])).toEqual([]);
  });
});

test('clamp holds a value between two others', () => {
  const [low, high] = [toFraction('0'), toFraction('1')];
  expect(['-1', '0', '0.5', '1', '2'].map((text) => decimalText(clamp(toFraction(text), low, high)))).toEqual([
    '0',
    '0',
    '0.5',
    '1',
    '1',
  ]);
});

test('a sum does not depend on the order of its parts', () => {
  fc.assert(
    fc.property(fc.array(fractions, { maxLength: 10 }), (values) => {
      expect(sum(values).equals(sum(values.toSorted(compare)))).toBe(true);
    }),
  );
  expect(fractionText(sum([]))).toBe('0');
});

type Flip = { unrounded_A: string; unrounded_B: string; rounded2_A: string; rounded2_B: string };
type FalseWinner = { weights: string[]; A: number[]; B: number[] };
type Marks = { weights: number[]; scale_max: number; A: number[]; B: number[] };

describe.skipIf(!sharedExists)('exact arithmetic of the worked examples (skipped without the shared data)', () => {
  test('every rounding case comes out', () => {
    const cases = workedExamples<{ value?: string; places: number }, { halfUp: string }>('own').filter(
      ({ topic, inputs }) => topic === 'rounding' && inputs.value !== undefined,
    );
    expect(cases.length).toBeGreaterThan(4);
    for (const { id, inputs, expected } of cases) {
      expect([id, roundHalfUp(toFraction(inputs.value ?? ''), inputs.places)]).toEqual([id, expected.halfUp]);
    }
  });

  test('O15-flip: two totals print with digits enough to differ', () => {
    const { inputs } = workedExample<Flip, unknown>('own', 'O15-flip');
    const texts = distinctTexts([inputs.unrounded_A, inputs.unrounded_B].map(toFraction), 1);
    expect(texts).toEqual([inputs.rounded2_A, inputs.rounded2_B]);
  });

  test('O14: a tie that doubles would break is a tie', () => {
    const { inputs, expected } = workedExample<FalseWinner, { exact: string }>('own', 'O14');
    const totals = [inputs.A, inputs.B].map((marks) =>
      sum(marks.map((mark, index) => toFraction(mark).mul(toFraction(inputs.weights[index] ?? '')))),
    );
    expect(totals.map(fractionText)).toEqual([expected.exact, expected.exact]);
  });

  test('O16: sums of exact values, not of rounded ones, name the winner', () => {
    const { inputs, expected } = workedExample<Marks, { exact: number[] }>('own', 'O16');
    const totals = [inputs.A, inputs.B].map((marks) =>
      sum(
        marks.map((mark, index) =>
          toFraction(inputs.weights[index] ?? 0)
            .mul(mark)
            .div(inputs.scale_max),
        ),
      ),
    );
    expect(totals.map((total) => Number(roundHalfUp(total, 4)))).toEqual(expected.exact);
  });
});

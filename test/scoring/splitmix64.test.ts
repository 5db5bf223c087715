import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSplitMix64 } from '../../src/scoring/splitmix64.ts';
import { sharedExists } from '../support/shared-data.ts';
import { workedExample } from '../support/worked-examples.ts';

const MASK = 0xffff_ffff_ffff_ffffn;

/** The generator as published, in BigInt. */
function slowly(seed: bigint, count: number): bigint[] {
  let state = seed & MASK;
  return Array.from({ length: count }, () => {
    state = (state + 0x9e37_79b9_7f4a_7c15n) & MASK;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58_476d_1ce4_e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d0_49bb_1331_11ebn) & MASK;
    return z ^ (z >> 31n);
  });
}

function taken(seed: bigint, count: number): bigint[] {
  const random = createSplitMix64(seed);
  return Array.from({ length: count }, () => random.next());
}

describe('createSplitMix64', () => {
  test('any seed of 64 bits gives the published sequence, bit for bit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: MASK }), (seed) => {
        expect(taken(seed, 20)).toEqual(slowly(seed, 20));
      }),
    );
  });

  test('a unit is the upper 53 bits of the same word, below 1', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: MASK }), (seed) => {
        const [word = 0n] = slowly(seed, 1);
        const unit = createSplitMix64(seed).nextUnit();
        expect(unit).toBe(Number(word >> 11n) * 2 ** -53);
        expect(unit).toBeLessThan(1);
      }),
    );
  });

  test('a seed of more than 64 bits counts by its lower 64', () => {
    expect(taken(MASK + 43n, 3)).toEqual(taken(42n, 3));
  });
});

type Expected = { first5?: string[]; first3?: string[]; u53After?: string };

describe.skipIf(!sharedExists)('SplitMix64 of the worked examples (skipped without the shared data)', () => {
  test.each([
    ['published', 'P11'],
    ['own', 'N12'],
    ['own', 'N13'],
  ] as const)('%s %s comes out bit for bit', (file, id) => {
    const { inputs, expected } = workedExample<{ seed: number | string }, Expected>(file, id);
    const wanted = (expected.first5 ?? expected.first3 ?? []).map(BigInt);
    expect(wanted.length).toBeGreaterThan(2);
    expect(taken(BigInt(inputs.seed), wanted.length)).toEqual(wanted);
  });

  test('N13: the double after the third word of seed 0', () => {
    const { expected } = workedExample<unknown, Expected>('own', 'N13');
    const random = createSplitMix64(0n);
    for (let word = 0; word < 3; word++) random.next();
    expect(String(random.nextUnit())).toBe(expected.u53After);
  });
});

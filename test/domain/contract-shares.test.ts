import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseShares, sharesText } from '../../src/domain/contract-shares.ts';
import { HUNDRED, sum, toFraction } from '../../src/domain/quantity.ts';

describe('shares between organisations', () => {
  it('are read with spaces and percent signs, in order of the names', () => {
    expect(parseShares(' northshire = 66.7% ;eastham=33.3 ')).toEqual({
      shares: { eastham: '33.3', northshire: '66.7' },
    });
  });

  it('must add to exactly 100, be above 0, and name each organisation once', () => {
    expect(parseShares('a=33.3; b=33.3; c=33.3')).toMatchObject({
      code: 'shares-not-100',
      message: 'The shares add to 99.9; they must add to exactly 100',
    });
    expect(parseShares('a=100; b=0')).toMatchObject({ code: 'share-not-above-0' });
    expect(parseShares('a=110; b=-10')).toMatchObject({ code: 'share-not-above-0' });
    expect(parseShares('a=50; a=50')).toMatchObject({ code: 'duplicate-share' });
    for (const text of ['northshire 60; eastham 40', 'a=; b=100', 'a=1,5; b=98,5', 'a=1e2'])
      expect(parseShares(text)).toMatchObject({ code: 'shares-unreadable' });
    expect(parseShares('')).toMatchObject({ code: 'shares-not-100' });
  });

  it('keep an organisation called as no object should have one', () => {
    const read = parseShares('__proto__=40; eastham=60');
    expect('shares' in read ? Object.entries(read.shares) : []).toEqual([
      ['__proto__', '40'],
      ['eastham', '60'],
    ]);
  });

  it('written and read again are the same, whatever they are; any other total is refused', () => {
    const parts = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        parts,
        fc.array(fc.integer({ min: 1, max: 999 }), { minLength: 6, maxLength: 6 }),
        (names, weights) => {
          const milli = weights.slice(0, names.length);
          const [, ...rest] = names;
          const others = rest.map((name, index) => [name, (milli[index + 1] ?? 1) / 100] as const);
          const left = sum([HUNDRED, ...others.map(([, percent]) => toFraction(percent).neg())]);
          const shares = Object.fromEntries([
            [names[0] ?? '', left.toString()],
            ...others.map(([name, p]) => [name, String(p)]),
          ]);
          const read = parseShares(sharesText(shares));
          expect('shares' in read ? Object.keys(read.shares) : read).toEqual(names.toSorted());
          if (!('shares' in read)) return;
          expect(sum(Object.values(read.shares).map(toFraction)).equals(HUNDRED)).toBe(true);
          expect(parseShares(sharesText(read.shares))).toEqual(read);
          expect(parseShares(`${sharesText(shares)}; another=0.001`)).toMatchObject({ code: 'shares-not-100' });
        },
      ),
    );
  });
});

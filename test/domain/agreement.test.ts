import { describe, expect, it } from 'vitest';
import { krippendorffAlpha, quadraticKappa, type Unit } from '../../src/domain/agreement.ts';
import { echoes } from '../../src/domain/echo.ts';
import { roundHalfUp, toFraction } from '../../src/domain/quantity.ts';

/** Three evaluators, eight units; the third gave nothing to the last (the method's worked example). */
const ROWS = [
  [4, 3, 5, 2, 4, 1, 3, 4],
  [4, 3, 4, 2, 4, 2, 3, 4],
  [3, 3, 5, 2, 1, 1, 3, undefined],
] as const;
const given = (value: number | undefined) => (value === undefined ? undefined : toFraction(value));
const UNITS: Unit[] = ROWS[0].map((_, unit) => ROWS.map((row) => given(row[unit])));

describe('agreement between evaluators', () => {
  it('is the worked example by both measures of distance', () => {
    const alpha = (metric: 'ordinal' | 'interval') => krippendorffAlpha(UNITS, metric)?.alpha ?? toFraction(0);
    expect(roundHalfUp(alpha('ordinal'), 6)).toBe('0.659646');
    expect(roundHalfUp(alpha('interval'), 6)).toBe('0.629213');
    expect(krippendorffAlpha(UNITS, 'ordinal')).toMatchObject({ units: 8, noVariation: false });
  });

  it('of two evaluators is the worked example of quadratic kappa', () => {
    const pairs = ROWS[0].map((value, unit) => [given(value), given(ROWS[1][unit])] as const);
    expect(roundHalfUp(quadraticKappa(pairs) ?? toFraction(0), 6)).toBe('0.882353');
    expect(quadraticKappa([])).toBeUndefined();
    expect(quadraticKappa([[toFraction(3), toFraction(3)]])).toBeUndefined();
  });

  it('says when nobody differed at all, and that a unit with one value is none', () => {
    const same = krippendorffAlpha(
      [
        [given(3), given(3)],
        [given(3), given(3)],
      ],
      'ordinal',
    );
    expect(same).toMatchObject({ noVariation: true, units: 2 });
    expect(same?.alpha.equals(1)).toBe(true);
    expect(krippendorffAlpha([[given(3), undefined]], 'ordinal')).toBeUndefined();
  });
});

describe('a reason', () => {
  const text = 'At least 80% of the returned units are reused, with evidence each year.';

  it('echoes the published text when it says the same in other punctuation, a part of it, or a little more', () => {
    expect(echoes('at least 80 % of the returned units are REUSED', text)).toBe(true);
    expect(echoes('Good: at least 80% of the returned units are reused, with evidence each year', text)).toBe(true);
  });

  it('does not echo it when it says what the bid shows', () => {
    expect(
      echoes('Page 4 lists 812 of 1,000 laptops sold on after repair in 2025; the auditor has signed it.', text),
    ).toBe(false);
    expect(echoes('', text)).toBe(false);
    expect(echoes('anything', '')).toBe(false);
  });
});

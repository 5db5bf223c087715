import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likeness, nearestNames, plainCompanyName, plainName } from '../../src/application/nearest-names.ts';

describe('how alike two names are', () => {
  it('does not depend on case, spaces, punctuation or which comes first', () => {
    expect(likeness('Declared kgCO2e', ' declared KG CO2e:')).toBe(1);
    fc.assert(
      fc.property(fc.string({ maxLength: 15 }), fc.string({ maxLength: 15 }), (a, b) => {
        expect(likeness(a, b)).toBe(likeness(b, a));
        expect(likeness(a, a)).toBe(1);
        expect(likeness(a, b)).toBeGreaterThanOrEqual(0);
        expect(likeness(a, b)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is high where a finger slipped: a letter left out, doubled, wrong, or two in the wrong order', () => {
    const word = fc.stringMatching(/^[a-z]{5,12}$/);
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom('leave out', 'double', 'swap', 'wrong'), (name, place, slip) => {
        const at = place % (name.length - 1);
        const [before, letter, next, after] = [
          name.slice(0, at),
          name[at] ?? '',
          name[at + 1] ?? '',
          name.slice(at + 2),
        ];
        const slipped = {
          'leave out': before + next + after,
          double: before + letter + letter + next + after,
          swap: before + next + letter + after,
          wrong: `${before}7${next}${after}`,
        }[slip];
        expect(likeness(name, slipped)).toBeGreaterThanOrEqual(0.9);
      }),
    );
    expect(likeness('Teir', 'Tier')).toBe(0.9);
    expect(likeness('Lot', 'Let')).toBeLessThan(0.5);
    expect(likeness('Scope', 'Stage')).toBeLessThan(0.5);
  });

  it('names the nearest, best first, and nothing that is not like it', () => {
    expect(nearestNames('net-zero-yaer', ['zero-net-aim', 'net-zero-year', 'warranty-years'])[0]).toBe('net-zero-year');
    expect(nearestNames('xyz', ['net-zero-year'])).toEqual([]);
  });

  it('knows a company whatever the form of its legal suffix', () => {
    expect(plainCompanyName('ALDER LIMITED')).toBe(plainCompanyName('Alder Ltd.'));
    expect(plainCompanyName('Alder (UK) plc')).toBe('alder');
    expect(plainCompanyName('Limited')).toBe('limited');
    expect(plainName('Ⅻ Straße-1')).toBe('xiistraße1');
  });
});

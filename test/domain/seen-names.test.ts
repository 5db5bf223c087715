import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeenNames } from '../../src/domain/seen-names.ts';

describe('names that were seen before', () => {
  it('are told with the row they were first seen in, as a map tells them', () => {
    const names = fc.array(fc.oneof(fc.string({ maxLength: 4 }), fc.stringMatching(/^L\d{1,3}$/)), { maxLength: 4000 });
    fc.assert(
      fc.property(names, (given) => {
        const [seen, rows] = [new SeenNames(), new Map<string, number>()];
        for (const [row, name] of given.entries()) {
          expect(seen.firstRow(name, row)).toBe(rows.get(name));
          if (!rows.has(name)) rows.set(name, row);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('are told by their parts as by the whole, each part for itself', () => {
    const part = fc.string({ maxLength: 3, unit: fc.constantFrom('a', 'b', '\u0001', '\u0002', 'é') });
    fc.assert(
      fc.property(fc.array(fc.tuple(part, part, part), { maxLength: 2000 }), (given) => {
        const [seen, rows] = [new SeenNames(), new Map<string, number>()];
        for (const [row, parts] of given.entries()) {
          const key = JSON.stringify(parts);
          expect(seen.firstRow(parts, row)).toBe(rows.get(key));
          if (!rows.has(key)) rows.set(key, row);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('are kept apart, a hundred thousand that differ in a digit or in where it stands', () => {
    const seen = new SeenNames();
    const name = (row: number) => `C-${row % 400}\nL${row}\nemission actual 2025-04-01 2025-04-30`;
    for (let row = 0; row < 100_000; row++) expect(seen.firstRow(name(row), row)).toBeUndefined();
    for (let row = 0; row < 100_000; row += 997) expect(seen.firstRow(name(row), 1)).toBe(row);
    expect(seen.firstRow('ab', 7)).toBeUndefined();
    expect(seen.firstRow('ba', 8)).toBeUndefined();
  });
});

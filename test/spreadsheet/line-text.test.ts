import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames } from '../../src/application/tender.ts';
import { bidJson, readWrittenBid, TextPieces } from '../../src/application/written-bid.ts';
import { LineText } from '../../src/spreadsheet/line-text.ts';

const HEAD = { reference: 'B1', supplier: { name: 'Alder Systems' } };

/** The text that the lines make, each of them its name between brackets; undefined when two have one name. */
function textOf(names: readonly string[], piecesBefore = 0): string | undefined {
  const pieces = new TextPieces();
  for (let count = 0; count < piecesBefore; count++) pieces.add('never used');
  const lines = new LineText(pieces);
  for (const name of names) {
    lines.start(name);
    for (const piece of ['(', name, ')']) lines.add(pieces.numberOf(piece));
  }
  const numbers = lines.between('[', ']');
  return numbers && bidJson(readWrittenBid({ head: HEAD, json: { pieces: pieces.all, numbers } }));
}

describe('lines kept as the numbers of their pieces', () => {
  it('come back in the order of their names, however many pieces there are', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 40 }),
        // Around the number from which two bytes are too few.
        fc.constantFrom(0, 65_500, 65_530, 65_534, 70_000),
        (names, before) => {
          const expected = names.toSorted(compareNames).map((name) => `(${name})`);
          expect(textOf(names, before)).toBe(`[${expected.join(',')}]`);
        },
      ),
      { numRuns: 200, seed: 2030 },
    );
  });

  it('come back whole when they are thousands', () => {
    const names = Array.from({ length: 5000 }, (_, index) => String(index + 10_000));
    expect(textOf(names)).toBe(`[${names.map((name) => `(${name})`).join(',')}]`);
    expect(textOf(names.toReversed())).toBe(textOf(names));
  });

  it('are refused where two have one name', () => {
    expect(textOf(['1', '2', '1'])).toBeUndefined();
    expect(textOf(['1', '1'])).toBeUndefined();
  });
});

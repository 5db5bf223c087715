import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CellValue } from '../../src/spreadsheet/cell.ts';
import { readField } from '../../src/spreadsheet/field-value.ts';
import { choices, column, type FieldType } from '../../src/spreadsheet/layout-field.ts';
import { type RowCells, TextCells } from '../../src/spreadsheet/row-cells.ts';
import { StreamedColumn } from '../../src/spreadsheet/streamed-column.ts';

const TYPES: readonly FieldType[] = [
  ...(['text', 'decimal', 'percent', 'whole', 'year', 'date', 'instant', 'boolean', 'choice', 'stages'] as const),
  ...(['adoptions', 'shares', 'lot', 'bid', 'contract', 'question', 'factor', 'device-class', 'answer'] as const),
];
const AMOUNT_UNITS = choices({ kg: ['kilograms'], t: ['tonnes'] });

const texts = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.stringMatching(/^ ?-?\d{0,4}[.,]?\d{0,4}%? ?$/),
  fc.stringMatching(/^\d{1,20}(\.\d{1,20})?$/),
  fc.stringMatching(/^20\d\d-(0\d|1[0-3])-[0-3]\d( 00:00)?$/),
  fc.constantFrom('Kg', ' kilograms', 'T', 'tonnes ', 'yes', 'No', 'a'.repeat(40), '0'.repeat(401), '  '),
);
const cells: fc.Arbitrary<CellValue> = fc.oneof(
  texts.filter((text) => text !== '').map((text) => ({ kind: 'text', text }) as const),
  fc.nat(99).map((decimal) => ({ kind: 'number', decimal: `${decimal}.5`, percent: decimal % 2 === 0 }) as const),
  fc.constantFrom('2026-04-01', '2026-04-01T09:30:00').map((iso) => ({ kind: 'date', iso }) as const),
  fc.constantFrom({ kind: 'boolean', value: true } as const, { kind: 'error', code: '#REF!' } as const),
);

/** One cell of a row, in the second column. */
function only(cell: CellValue): RowCells {
  const at = (asked: number) => (asked === 2 ? cell : undefined);
  return { at, text: (asked) => (asked === 2 && cell.kind === 'text' ? cell.text : undefined) };
}

describe('a column of a long sheet', () => {
  it.each(TYPES)('reads cells of type %s, seen before or not, as the reading of a single cell does', (type) => {
    const field = column('field', 'Field', type, '', type === 'choice' ? { choices: AMOUNT_UNITS } : {});
    fc.assert(
      fc.property(fc.array(cells, { maxLength: 20 }), (given) => {
        const reader = new StreamedColumn({ field, column: 2, header: 'Field' });
        for (const cell of [...given, ...given]) {
          const read = readField(cell, field);
          expect(reader.read(only(cell))).toEqual(read !== undefined && 'value' in read ? read.value : read);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('says nothing of a cell that is blank or beyond the end of its row', () => {
    const row = new TextCells();
    const reader = (at: number | undefined) =>
      new StreamedColumn({ field: column('line', 'Line', 'text', ''), column: at, header: 'Line' });
    row.values = ['L1', ''];
    expect([1, 2, 3, undefined].map((at) => reader(at).read(row))).toEqual(['L1', undefined, undefined, undefined]);
  });
});

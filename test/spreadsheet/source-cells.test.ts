import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFileRow } from '../../src/spreadsheet/read-file-row.ts';
import { createRegisterReaders } from '../../src/spreadsheet/register-readers.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { toWorkbook } from '../support/tender-workbook.ts';
import { exampleFile } from '../support/upload-files.ts';

const readers = createRegisterReaders(await testCatalogue());
const RETURN_HEADERS =
  'Contract reference,Line,Kind,Scope,Category,Period start,Period end,Quantity,Unit,Conversion factor,Amount,Amount unit,Basis';

function csv(headers: string, ...rows: readonly string[]) {
  return { name: 'sent.csv', bytes: Buffer.from([headers, ...rows].join('\n')) };
}

describe('the place of a line in its file', () => {
  it('is the cell of its amount, else of its quantity, in whatever order the columns stand', async () => {
    const names = RETURN_HEADERS.split(',');
    const line = fc.record({
      amount: fc.option(fc.integer({ min: 1, max: 10 ** 6 }).map(String), { nil: '' }),
      quantity: fc.integer({ min: 1, max: 10 ** 6 }).map(String),
      blankRowsBefore: fc.integer({ min: 0, max: 2 }),
    });
    const order = fc.shuffledSubarray(names, { minLength: names.length });
    await fc.assert(
      fc.asyncProperty(
        order,
        fc.array(line, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        async (headers, drawn, isCsv) => {
          const rows = drawn.flatMap(({ amount, quantity, blankRowsBefore }, index) => [
            ...Array.from({ length: blankRowsBefore }, (): Record<string, string> => ({})),
            {
              'Contract reference': 'C1',
              Line: `L${index}`,
              Kind: 'emission',
              Scope: '3',
              Category: '1',
              'Period start': '2025-04-01',
              'Period end': '2026-03-31',
              Basis: 'actual',
              ...(amount === ''
                ? { Quantity: quantity, Unit: 'kWh', 'Conversion factor': 'electricity.uk.generation' }
                : { Amount: amount, 'Amount unit': 'kg' }),
            },
          ]);
          const file = isCsv
            ? csv(headers.join(','), ...rows.map((row) => headers.map((name) => row[name] ?? '').join(',')))
            : { name: 'sent.xlsx', bytes: await toWorkbook([{ name: 'Figures', headers, rows }]) };
          const reading = await readers.readReturn(file);
          expect(reading.issues).toEqual([]);
          const lines = (await Array.fromAsync(reading.lines())).flat();
          expect(lines).toHaveLength(drawn.length);
          for (const { amount, quantity, source } of lines) {
            const found = await readFileRow(file, source);
            const said = found?.cells.find(({ cell }) => cell === source.cell);
            expect(said).toMatchObject(
              amount === undefined ? { header: 'Quantity', text: quantity } : { header: 'Amount', text: amount },
            );
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is opened at a row beyond the first hundreds, and at none where there is none', async () => {
    const rows = Array.from(
      { length: 600 },
      (_, row) => `C1,${row},emission,3,1,2025-04-01,2026-03-31,,,,${row}.5,kg,actual`,
    );
    const long = csv(RETURN_HEADERS, ...rows);
    const found = await readFileRow(long, { row: 502 });
    expect(found?.cells).toHaveLength(13);
    expect(found?.cells[10]).toEqual({ cell: 'K502', header: 'Amount', text: '500.5' });
    expect(found?.cells[7]).toEqual({ cell: 'H502', header: 'Quantity', text: '' });
    expect(await readFileRow(long, { row: 602 })).toBeUndefined();
    const example = exampleFile('northshire', 'carbon-return.xlsx');
    expect(await readFileRow(example, { sheet: 'Figures', row: 900 })).toBeUndefined();
    expect(await readFileRow(example, { sheet: 'Nothing', row: 7 })).toBeUndefined();
  });
});

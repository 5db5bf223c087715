import { describe, expect, it } from 'vitest';
import type { ReturnReading } from '../../src/application/register-upload.ts';
import { toStatementRow } from '../../src/application/statement-row.ts';
import type { CarbonReturnLine } from '../../src/domain/carbon-figure.ts';
import { createRegisterReaders } from '../../src/spreadsheet/register-readers.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { exampleFile } from '../support/upload-files.ts';

const catalogue = await testCatalogue();
const here = createRegisterReaders(catalogue);
const apart = createRegisterReaders(catalogue, {}, 0);
const LINES = 25_000;

async function whole(reading: ReturnReading) {
  const pieces = await Array.fromAsync(reading.lines());
  const { lines: _lines, worked: _worked, placeOf, ...rest } = reading;
  return { ...rest, pieces, lines: pieces.flat(), place: placeOf({ sheet: 'Figures', row: 7 }, 'amount') };
}

function byRow(lines: readonly CarbonReturnLine[]): CarbonReturnLine[] {
  return lines.toSorted((a, b) => a.source.row - b.source.row);
}

/** Lines of a file, the one at `faulty` with an amount that is none. */
function longReturn(faulty?: number) {
  const headers = 'Contract reference,Line,Kind,Scope,Category,Period start,Period end,Amount,Amount unit,Basis';
  const rows = Array.from(
    { length: LINES },
    (_, row) => `C${row % 7},L${row},emission,3,1,2025-04-01,2026-03-31,${row === faulty ? 'n/a' : row / 8},kg,actual`,
  );
  return { name: 'long.csv', bytes: Buffer.from([headers, ...rows].join('\n')) };
}

describe('a long carbon return, read in a worker', () => {
  it('gives what it gives where it arrives: the example, and one with faults', async () => {
    for (const name of ['carbon-return.xlsx', 'carbon-return-with-faults.xlsx']) {
      const file = exampleFile('northshire', name);
      const [there, expected] = [await whole(await apart.readReturn(file)), await whole(await here.readReturn(file))];
      const lines = byRow(expected.lines);
      expect({ ...there, lines: byRow(there.lines) }).toEqual({ ...expected, lines, pieces: there.pieces });
    }
  });

  it('hands its lines over contract by contract, a piece at a time, and again when asked again', async () => {
    let rows = 0;
    const reading = await apart.readReturn(longReturn(), undefined, (read) => (rows = read));
    expect(reading).toMatchObject({ issues: [], lineCount: LINES });
    expect(rows).toBe(LINES + 1);
    for (const attempt of [1, 2]) {
      const { pieces, lines } = await whole(reading);
      expect(pieces.length, `attempt ${attempt}`).toBeGreaterThan(LINES / 200);
      for (const piece of pieces) expect(new Set(piece.map(({ contract }) => contract)).size).toBe(1);
      for (const [contract, ofContract] of Map.groupBy(lines, ({ contract }) => contract)) {
        expect(ofContract, contract).toEqual(byRow(ofContract));
      }
      expect(byRow(lines).map(({ line }) => line)).toEqual(Array.from({ length: LINES }, (_, row) => `L${row}`));
    }
  }, 120_000);

  it('hands over nothing where a line is at fault, and lets go of the worker where nobody listens on', async () => {
    const faulty = await apart.readReturn(longReturn(24_000));
    expect(faulty.issues).toMatchObject([{ cell: 'H24002', code: 'not-a-number', found: 'n/a' }]);
    expect((await whole(faulty)).lines).toEqual([]);
    const good = await apart.readReturn(longReturn());
    for await (const piece of good.lines()) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
  }, 120_000);

  it('lays lines out as the JSON that would be written', async () => {
    const words =
      'Contract reference,Line,Kind,Scope,Period start,Period end,Amount,Amount unit,Basis,Evidence document';
    const row = 'own-ict,"Zeile 1\u2028\n„ä🌍",emission,3,2025-04-01,2025-04-30,1.50,kg,actual,"a ""b"" \\ c.pdf"';
    const file = { name: 'odd.csv', bytes: Buffer.from(`${words}\n${row}`) };
    const [read, same] = await Promise.all([apart.readReturn(file), here.readReturn(file)]);
    expect(read).toMatchObject({ issues: [], lineCount: 1 });
    const [page] = (await Array.fromAsync(read.worked?.pages() ?? [])).flat();
    const stated = (await Array.fromAsync(same.lines())).flat();
    expect(page?.statements).toBe(JSON.stringify(stated.map(toStatementRow)));
    expect((await Array.fromAsync(read.lines())).flat()).toEqual(stated);
  }, 120_000);

  it('is refused as it is where it arrives', async () => {
    const broken = { name: 'broken.csv', bytes: Buffer.from([0x50, 0xff, 0xfe, 0x0a, 0x41]) };
    const refusal = await here.readReturn(broken).catch((error: unknown) => error);
    await expect(apart.readReturn(broken)).rejects.toMatchObject({ message: (refusal as Error).message });
  });
});

import { describe, expect, it } from 'vitest';
import { type ContractsReading, REGISTER_KINDS, type ReturnReading } from '../../src/application/register-upload.ts';
import type { CarbonReturnLine } from '../../src/domain/carbon-figure.ts';
import type { Issue } from '../../src/domain/issue.ts';
import { createRegisterReaders } from '../../src/spreadsheet/register-readers.ts';
import { writeRegisterTemplate } from '../../src/spreadsheet/write-register-template.ts';
import { withFaults } from '../../fixtures/faulty-copy.ts';
import {
  contractFaults,
  northshireContracts,
  northshireReturn,
  returnFaults,
} from '../../fixtures/northshire/register.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { number, toWorkbook } from '../support/tender-workbook.ts';
import { exampleFile } from '../support/upload-files.ts';

const catalogue = await testCatalogue();
const readers = createRegisterReaders(catalogue);
const RETURN_HEADERS =
  'Contract reference,Line,Kind,Scope,Category,Period start,Period end,Quantity,Unit,Conversion factor,Amount,Amount unit,Basis';

function csv(headers: string, ...rows: readonly string[]) {
  return { name: 'sent.csv', bytes: Buffer.from([headers, ...rows].join('\n')) };
}

function returnOf(...rows: readonly string[]): Promise<ReturnReading> {
  return readers.readReturn(csv(RETURN_HEADERS, ...rows));
}

async function linesOf(reading: ReturnReading): Promise<CarbonReturnLine[]> {
  return (await Array.fromAsync(reading.lines())).flat();
}

/** "Figures!H5 ends-before-start" */
function places({ issues }: { readonly issues: readonly Issue[] }): string[] {
  return issues.map(({ sheet, cell, header, code }) => `${sheet}!${cell ?? header} ${code}`);
}

describe('a file', () => {
  it('tells what it is for by its template row or, as CSV, by its headers', async () => {
    const kinds = ['tender.xlsx', 'contracts.xlsx', 'carbon-return.xlsx', 'portal-matrix.csv', 'bids.zip'].map((name) =>
      readers.recognise(exampleFile('northshire', name)),
    );
    expect(await Promise.all(kinds)).toEqual(['tender', 'contracts', 'carbon-return', 'tender', 'tender']);
    expect(await readers.recognise(csv(RETURN_HEADERS, 'ICT-C-001,1'))).toBe('carbon-return');
    expect(await readers.recognise(csv('Contract ID,Contract title,Supplier name,Start date,End date,Category'))).toBe(
      'contracts',
    );
    expect(await readers.recognise(csv('Question,Alder,Birch', 'net-zero-year,2040,2045'))).toBe('tender');
  });
});

describe('a contracts workbook', () => {
  it('of the example gives the contracts as they are', async () => {
    const reading = await readers.readContracts(exampleFile('northshire', 'contracts.xlsx'));
    expect(reading.issues).toEqual([]);
    expect(reading.contracts).toEqual(northshireContracts);
  });

  it('with planted faults tells each at its cell, and no other', async () => {
    const good = exampleFile('northshire', 'contracts.xlsx');
    const { bytes, placed } = await withFaults(good.bytes, contractFaults);
    const reading = await readers.readContracts({ name: 'contracts.xlsx', bytes });
    expect(reading.contracts).toEqual([]);
    const told = reading.issues.map(({ sheet, cell, header }) => `${sheet}!${cell} ${header}`);
    expect(told.toSorted()).toEqual(placed.map(({ sheet, cell, header }) => `${sheet}!${cell} ${header}`).toSorted());
    expect(reading.issues.map(({ code }) => code)).toEqual([
      'shares-not-100',
      'ends-before-start',
      'not-a-choice',
      'duplicate-row',
      'year-outside-term',
    ]);
  });

  it('as a council keeps it in CSV is read by known synonyms, and what it has no column for is not stated', async () => {
    const reading = await readers.readContracts(
      csv(
        'Contract ID,Contract title,Supplier name,Category,Start date,End date',
        'C-9,Laptops,Rowan Example Devices Ltd,HW,2025-04-01,2027-03-31',
        'C-8,Case system,Fern Example Hosting Ltd,SaaS,2025-04-01,2027-03-31',
      ),
    );
    expect(reading.issues).toEqual([]);
    expect(reading.contracts.map(({ reference, ictCategory, status }) => [reference, ictCategory, status])).toEqual([
      ['C-8', 'software', 'live'],
      ['C-9', 'hardware', 'live'],
    ]);
    expect(reading.unstated).toEqual([
      'department',
      'annualValue',
      'procurementReference',
      'shares',
      'status',
      'commitments',
    ]);
    expect(reading.notices).toContain('sent: the status is blank and is read as live.');
  });

  it('with likely headers is proposed a mapping, and read once that is accepted by name', async () => {
    const file = csv(
      'Contract reference,Title,Suppliers,ICT category,Start,End of contract',
      'C-9,Laptops,Rowan Example Devices Ltd,hardware,2025-04-01,2027-03-31',
    );
    const first: ContractsReading = await readers.readContracts(file);
    expect(first.issues.map(({ code }) => code)).toEqual(['mapping-proposed', 'mapping-proposed']);
    expect(first.proposedMapping?.pairs.map(({ wanted, found }) => `${wanted} is ${found}`)).toEqual([
      'End is End of contract',
      'Supplier is Suppliers',
    ]);
    const accepted = await readers.readContracts(file, first.proposedMapping?.name);
    expect(accepted.issues).toEqual([]);
    expect(accepted.contracts).toMatchObject([{ reference: 'C-9', end: '2027-03-31' }]);
  });

  it('may promise only for a contract that it lists, and takes no name that is reserved', async () => {
    const headers = 'Contract reference,Title,Supplier,ICT category,Start,End,Annual value';
    const reading = await readers.readContracts(
      csv(headers, 'own-ict,Old devices,Rowan Example Devices Ltd,hardware,2025-04-01,2027-03-31,-5'),
    );
    expect(places(reading)).toEqual(['sent!A2 reserved', 'sent!G2 not-a-number']);
  });
});

describe('a carbon return', () => {
  it('of the example gives the lines as they are, with the cell of each amount or quantity', async () => {
    const reading = await readers.readReturn(exampleFile('northshire', 'carbon-return.xlsx'));
    expect(reading.issues).toEqual([]);
    expect(reading).toMatchObject({ kind: 'carbon-return', organisation: 'northshire', lineCount: 6 });
    const placed = northshireReturn.map((line) => {
      const cell = `${line.amount === undefined ? 'I' : 'L'}${line.source.row}`;
      return { ...line, source: { ...line.source, cell } };
    });
    expect(await linesOf(reading)).toEqual(placed);
    expect(reading.placeOf({ sheet: 'Figures', row: 7 }, 'amount')).toEqual({
      sheet: 'Figures',
      cell: 'L7',
      header: 'Amount',
    });
  });

  it('with planted faults tells each at its cell, and no other; who knows a contract is asked of the record', async () => {
    const good = exampleFile('northshire', 'carbon-return.xlsx');
    const { bytes, placed } = await withFaults(good.bytes, returnFaults);
    const reading = await readers.readReturn({ name: 'return.xlsx', bytes });
    const expected = placed.filter(({ header }) => header !== 'Contract reference');
    expect(reading.issues.map(({ sheet, cell, header }) => `${sheet}!${cell} ${header}`)).toEqual(
      expected.map(({ sheet, cell, header }) => `${sheet}!${cell} ${header}`),
    );
    expect(reading.contracts.map(({ contract }) => contract)).toContain('ICT-C-0O1');
    expect(await linesOf(reading)).toEqual([]);
  });

  it('refuses the kWh of a fuel that do not say by which calorific value, with the fix', async () => {
    const [fault, ...others] = (
      await returnOf(
        'ICT-C-001,1,emission,1,,2025-04-01,2025-12-31,500,kWh,gas.natural.gross_kwh,,,actual',
        'ICT-C-001,2,emission,1,,2025-04-01,2025-12-31,500,kWh_gross,gas.natural.gross_kwh,,,actual',
      )
    ).issues;
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ cell: 'I2', code: 'wrong-unit', found: 'kWh', expected: 'kWh_gross' });
    expect(fault?.message).toContain('calorific value');
  });

  it('tells every fault of a row at its own cell, and never reads a blank as 0', async () => {
    const reading = await returnOf(
      'C1,1,emission,3,16,2025-04-01,2026-03-31,,,,1,kg,actual',
      'C1,2,emission,2,4,2025-04-01,2026-03-31,,,,1,kg,actual',
      'C1,3,emission,4,,2025-04-01,2026-03-31,,,,1,pounds,perhaps',
      'C1,4,emission,3,1,2025-04-01,2026-03-31,,,,,,actual',
      'C1,5,emission,3,1,2025-04-31,2026-03-31,,,,1,kg,actual',
      'C1,6,emission,3,1,2025-04-01,2026-03-31,5,,electricity.uk.generation,,,actual',
      'C1,7,emission,3,1,2025-04-01,2026-03-31,5,kWh,electricity.uk.generaton,,,actual',
      'C1,8,emission,3,1,2025-04-01,2026-03-31,5,kWh,,,,actual',
      'C1,9,emission,3,1,2025-04-01,2026-03-31,,,,-1,kg,actual',
      ',,,,,,,,,,,,',
      'C1,9,emission,3,1,2025-04-01,2026-03-31,,,,4,kg,actual',
    );
    expect(places(reading)).toEqual([
      'sent!E2 not-a-choice',
      'sent!E3 category-without-scope-3',
      'sent!D4 not-a-choice',
      'sent!L4 not-a-choice',
      'sent!M4 not-a-choice',
      'sent!K5 no-figure',
      'sent!F6 not-a-date',
      'sent!I7 unit-missing',
      'sent!J8 unknown-factor',
      'sent!J9 factor-missing',
      'sent!K10 negative',
      'sent!B12 duplicate-row',
    ]);
    expect(reading.issues.find(({ code }) => code === 'unknown-factor')?.expected).toContain(
      'electricity.uk.generation',
    );
  });

  it('reads credits from the sheet Removals as lines of their own kind, in tonnes over their year', async () => {
    const credit = {
      'Contract reference': 'C1',
      Year: '2026/27',
      tCO2e: number('12.5'),
      Kind: 'permanent',
      Retired: 'Yes',
    };
    const tables = [
      { name: 'Figures', headers: RETURN_HEADERS.split(','), rows: [] },
      { name: 'Removals', headers: Object.keys(credit), rows: [credit, { ...credit, Year: '26', Kind: 'planting' }] },
    ];
    const faulty = await readers.readReturn({ name: 'return.xlsx', bytes: await toWorkbook(tables) });
    expect(places(faulty)).toEqual(['Removals!B3 not-a-year', 'Removals!D3 not-a-choice']);
    tables[1]?.rows.pop();
    const reading = await readers.readReturn({ name: 'return.xlsx', bytes: await toWorkbook(tables) });
    expect(reading.issues).toEqual([]);
    expect(await linesOf(reading)).toEqual([
      {
        contract: 'C1',
        line: 'removal 2',
        kind: 'removal',
        periodStart: '2026-04-01',
        periodEnd: '2027-03-31',
        amount: '12.5',
        amountUnit: 't',
        basis: 'actual',
        removal: { kind: 'permanent-removal', retired: true },
        source: { sheet: 'Removals', row: 2, cell: 'C2' },
      },
    ]);
    expect(reading.placeOf({ sheet: 'Removals', row: 2 }, 'amount')).toMatchObject({ cell: 'C2', header: 'tCO2e' });
  });

  it('states 1.50 in CSV as 1.5 in a workbook', async () => {
    const reading = await returnOf('C1,1,emission,3,1,2025-04-01,2026-03-31,,,,007.50,kg,actual');
    expect(await linesOf(reading)).toMatchObject([{ amount: '7.5' }]);
  });

  it('of thousands of lines lists the first faults and counts the rest', async () => {
    const rows = Array.from(
      { length: 6000 },
      (_, row) => `C1,${row},emission,3,1,2025-04-01,2026-03-31,,,,n/a,kg,actual`,
    );
    const { issues, lineCount } = await returnOf(...rows);
    expect(lineCount).toBe(6000);
    expect(issues).toHaveLength(5001);
    expect(issues.at(-1)?.message).toBe('And 1,000 more faults that are not listed.');
  });
});

describe('a template of the register', () => {
  it.each(REGISTER_KINDS)('%s has the same bytes each time and is recognised', async (kind) => {
    const request = { kind, contracts: [], lines: [] };
    const [first, second] = [
      await writeRegisterTemplate(request, catalogue),
      await writeRegisterTemplate(request, catalogue),
    ];
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
    expect(await readers.recognise({ name: 'template.xlsx', bytes: first })).toBe(kind);
  });

  it('left blank is told that it holds nothing', async () => {
    const contracts = await writeRegisterTemplate({ kind: 'contracts', contracts: [] }, catalogue);
    const lines = await writeRegisterTemplate({ kind: 'carbon-return', contracts: [], lines: [] }, catalogue);
    expect(places(await readers.readContracts({ name: 'a.xlsx', bytes: contracts }))).toEqual([
      'Contracts!undefined no-contracts',
    ]);
    expect(places(await readers.readReturn({ name: 'a.xlsx', bytes: lines }))).toEqual(['Figures!undefined no-lines']);
  });

  it('filled in with contracts is read as the same contracts', async () => {
    const bytes = await writeRegisterTemplate({ kind: 'contracts', contracts: northshireContracts }, catalogue);
    expect((await readers.readContracts({ name: 'a.xlsx', bytes })).contracts).toEqual(northshireContracts);
  });

  it('keeps which part of a commitment is electricity in the council’s buildings, which is never more than the whole', async () => {
    const [first, ...others] = northshireContracts;
    if (first === undefined) throw new Error('The example has contracts');
    const withPart = (part: string) => ({
      ...first,
      commitments: first.commitments.map((one) => ({ ...one, outsideInventoryTonnes: part })),
    });
    const read = async (part: string) => {
      const contracts = [withPart(part), ...others];
      const bytes = await writeRegisterTemplate({ kind: 'contracts', contracts }, catalogue);
      return readers.readContracts({ name: 'a.xlsx', bytes });
    };
    const reading = await read('31.5');
    expect(reading.contracts[0]).toEqual(withPart('31.5'));
    expect(reading.unstated).not.toContain('outsideInventoryTonnes');
    expect(places(await read('180.000001'))).toEqual(['Commitments!D5 part-above-whole']);
  });
});

import { describe, expect, it } from 'vitest';
import type { TenderReading } from '../../src/application/tender.ts';
import { readTender } from '../../src/spreadsheet/read-tender.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { detailedTender } from '../support/detailed-tender.ts';
import { aboutRow, getTable, number, type Table, tenderTables, toContent } from '../support/tender-workbook.ts';

const catalogue = await testCatalogue();

function read(tables: readonly Table[], acceptMapping?: string): TenderReading {
  return readTender(toContent(tables), catalogue, acceptMapping === undefined ? {} : { acceptMapping });
}

function renameColumn(tables: readonly Table[], sheet: string, from: string, to: string): void {
  const table = getTable(tables, sheet);
  table.headers = table.headers.map((header) => (header === from ? to : header));
  for (const row of table.rows) {
    row[to] = row[from];
    delete row[from];
  }
}

/** A workbook of somebody who names things in a way of their own. */
function unusualTables(): Table[] {
  const tables = tenderTables(detailedTender);
  renameColumn(tables, 'Carbon', 'Declared kgCO2e', 'Declard kgCO2e');
  renameColumn(tables, 'Carbon', 'Bid reference', 'Reference of bid');
  aboutRow(tables, 'Functional units')['Name'] = 'Number of function units';
  getTable(tables, 'Removals').name = 'Neutralisation';
  return tables;
}

describe('a mapping', () => {
  it('is proposed for likely names, and each pair is a fault until it is accepted by the name of the proposal', () => {
    const reading = read(unusualTables());
    expect(reading.tender).toBeUndefined();
    expect(reading.proposedMapping?.name).toMatch(/^mapping-[0-9a-f]{8}$/);
    expect(reading.proposedMapping?.pairs).toEqual([
      { kind: 'column', sheet: 'Carbon', wanted: 'Bid reference', found: 'Reference of bid' },
      { kind: 'column', sheet: 'Carbon', wanted: 'Declared kgCO2e', found: 'Declard kgCO2e' },
      { kind: 'name', sheet: 'About', wanted: 'Functional units', found: 'Number of function units' },
      { kind: 'sheet', sheet: 'Neutralisation', wanted: 'Removals', found: 'Neutralisation' },
    ]);
    expect(reading.issues.map(({ code }) => code)).toEqual(Array(4).fill('mapping-proposed'));
    expect(reading.issues.every(({ fix }) => fix?.includes(`--accept-mapping ${reading.proposedMapping?.name}`))).toBe(
      true,
    );
  });

  it('once accepted gives the tender, and says what was accepted', () => {
    const name = read(unusualTables()).proposedMapping?.name;
    const reading = read(unusualTables(), name);
    expect(reading.issues).toEqual([]);
    expect(reading.tender).toEqual(detailedTender);
    expect(reading.notices.filter((notice) => notice.startsWith(`Accepted with ${name}`))).toHaveLength(4);
  });

  it('has the same name whatever the order of columns and rows, and another for other names', () => {
    const tables = unusualTables();
    const turned = unusualTables().map((table) => ({
      ...table,
      headers: table.name === 'About' ? table.headers : table.headers.toReversed(),
      rows: table.rows.toReversed(),
    }));
    expect(read(turned).proposedMapping?.name).toBe(read(tables).proposedMapping?.name);
    renameColumn(tables, 'Carbon', 'Declard kgCO2e', 'Declared kgCO2');
    expect(read(tables).proposedMapping?.name).not.toBe(read(turned).proposedMapping?.name);
  });

  it('is not accepted by another name', () => {
    const reading = read(unusualTables(), 'mapping-00000000');
    expect(reading.issues).toHaveLength(4);
    expect(reading.notices.join()).toContain('There is no mapping mapping-00000000');
  });

  it('is told together with the faults behind it', () => {
    const tables = unusualTables();
    const [line] = getTable(tables, 'Carbon').rows;
    if (line !== undefined) line['Declard kgCO2e'] = 'a lot';
    expect(read(tables).issues.map(({ code }) => code)).toContain('not-a-number');
  });

  it('is never proposed between kilograms and tonnes', () => {
    const tables = tenderTables(detailedTender);
    renameColumn(tables, 'Carbon', 'Declared kgCO2e', 'Declared tCO2e');
    const reading = read(tables);
    expect(reading.proposedMapping).toBeUndefined();
    expect(reading.notices.join()).toContain('"Declared tCO2e" is not known');
    expect(reading.issues.map(({ code }) => code)).toContain('no-figure');
  });

  it('is not needed for a needed column that nothing is like: that is a fault that names the column', () => {
    const tables = tenderTables(detailedTender);
    renameColumn(tables, 'Carbon', 'Stage', 'xyz');
    expect(read(tables).issues.map(({ code, message }) => [code, message])).toEqual([
      ['missing-column', 'The sheet Carbon has no column "Stage"'],
    ]);
  });

  it('cannot decide between two columns for one thing', () => {
    const tables = tenderTables(detailedTender);
    getTable(tables, 'Bids').headers.push('Bid price');
    for (const row of getTable(tables, 'Bids').rows) row['Bid price'] = number('1');
    expect(read(tables).issues.map(({ code, header }) => [code, header])).toEqual([['duplicate-column', 'Bid price']]);
  });
});

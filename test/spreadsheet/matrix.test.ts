import { describe, expect, it } from 'vitest';
import type { Tender, TenderReading } from '../../src/application/tender.ts';
import type { Bid } from '../../src/domain/bid.ts';
import { readTender, readTenderFiles, readTenderUpload } from '../../src/spreadsheet/read-tender.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { detailedTender } from '../support/detailed-tender.ts';
import {
  type Entry,
  getTable,
  matrixTable,
  type Table,
  tenderTables,
  toContent,
  toWorkbook,
  turnedTable,
} from '../support/tender-workbook.ts';

const catalogue = await testCatalogue();

/** Two bids of which nothing but answers is said; a matrix holds no evidence. */
const bids: readonly Bid[] = detailedTender.bids.map(({ reference, supplier, answers }) => ({
  reference,
  supplier: { name: supplier.name },
  answers: Object.fromEntries(
    Object.entries(answers).map(([id, answer]) => [
      id,
      answer.state === 'given'
        ? { state: 'given', value: answer.value }
        : { state: 'not-applicable', reason: answer.reason },
    ]),
  ),
  carbon: [],
  devices: [],
  removals: [],
}));
const tender: Tender = { procurement: detailedTender.procurement, bids };

/** The tender's workbook with a matrix in place of the sheet Answers. */
function withMatrix(matrix: Table): Table[] {
  return [...tenderTables(tender).filter(({ name }) => name !== 'Answers'), matrix];
}

function readAccepted(tables: readonly Table[]): { readonly first: TenderReading; readonly second: TenderReading } {
  const first = readTender(toContent(tables), catalogue);
  const name = first.proposedMapping?.name ?? '';
  return { first, second: readTender(toContent(tables), catalogue, { acceptMapping: name }) };
}

/** The text of the question that a cell names by its id. */
function textOf(entry: Entry): string | undefined {
  return typeof entry === 'string' ? catalogue.questions.get(entry)?.text : undefined;
}

describe('a matrix of questions by bidders', () => {
  it('is read in place of the sheet Answers once its bidders are accepted', () => {
    const { first, second } = readAccepted(withMatrix(matrixTable(bids)));
    expect(first.tender).toBeUndefined();
    expect(first.proposedMapping?.pairs).toEqual([
      { kind: 'bidder', sheet: 'Export', wanted: 'bid B1', found: 'B1' },
      { kind: 'bidder', sheet: 'Export', wanted: 'bid B2', found: 'B2' },
    ]);
    expect(second.issues).toEqual([]);
    expect(second.tender).toEqual(tender);
  });

  it("is read the other way round, and with suppliers' names and question texts", () => {
    const named = matrixTable(bids, ({ supplier }) => supplier.name.replace(' Ltd', ' Limited'));
    for (const row of named.rows) row['Question'] = textOf(row['Question']);
    for (const matrix of [turnedTable(matrixTable(bids)), named, turnedTable(named)]) {
      const { first, second } = readAccepted(withMatrix(matrix));
      expect(first.issues.every(({ code }) => code === 'mapping-proposed')).toBe(true);
      expect(second.tender).toEqual(tender);
    }
  });

  it('may carry columns about the questions, and lines that are none of ours', () => {
    const matrix = matrixTable(bids);
    matrix.headers = ['Section', 'Question', 'Question text', 'Weight', ...matrix.headers.slice(1)];
    for (const row of matrix.rows) {
      row['Section'] = 'Environment';
      row['Question text'] = textOf(row['Question']);
      row['Weight'] = '5';
    }
    matrix.rows.push({ Question: 'How will you staff the service desk?', B1: 'Well', B2: 'Very well' });
    const { second } = readAccepted(withMatrix(matrix));
    expect(second.tender).toEqual(tender);
    expect(second.notices.join('\n')).toContain('1 lines ask none of our questions');
  });

  it('alone gives the bids it names, without a procurement', async () => {
    const bytes = await toWorkbook([matrixTable(bids, ({ supplier }) => supplier.name)]);
    const first = await readTenderUpload({ name: 'export.xlsx', bytes }, catalogue);
    expect(first.proposedMapping?.pairs.map(({ wanted }) => wanted)).toEqual(['bid Alder Ltd', 'bid Birch plc']);
    const acceptMapping = first.proposedMapping?.name ?? '';
    const second = await readTenderUpload({ name: 'export.xlsx', bytes }, catalogue, { acceptMapping });
    expect(second.kind).toBe('bids');
    expect(second.issues).toEqual([]);
    expect(second.bids).toEqual(bids.map((bid) => ({ ...bid, reference: bid.supplier.name })));
  });

  it('gives the answers of a bid for several lots to each', () => {
    const lots = [
      { id: '1', title: 'Laptops' },
      { id: '2', title: 'Hosting' },
    ];
    const inLots = bids.flatMap((bid) => lots.map(({ id }) => ({ ...bid, lot: id })));
    const forLots = { procurement: { ...tender.procurement, lots }, bids: inLots };
    const tables = [...tenderTables(forLots).filter(({ name }) => name !== 'Answers'), matrixTable(bids)];
    expect(
      readAccepted(tables).second.tender?.bids.map(({ lot, reference, answers }) => [lot, reference, answers]),
    ).toEqual([
      ['1', 'B1', bids[0]?.answers],
      ['1', 'B2', bids[1]?.answers],
      ['2', 'B1', bids[0]?.answers],
      ['2', 'B2', bids[1]?.answers],
    ]);
  });

  it('as CSV beside the tender workbook fills in the bids that it lists', async () => {
    const csv = [
      'Question,Birch plc,"Alder Ltd"',
      'net-zero-year,2045,2040',
      'zero-net-aim,No,Yes',
      'offset-only-plan,,FALSE',
    ].join('\n');
    const listed = tenderTables({ ...tender, bids: bids.map((bid) => ({ ...bid, answers: {} })) });
    const sources = [
      { name: 'tender.xlsx', bytes: await toWorkbook(listed) },
      { name: 'export.csv', bytes: new TextEncoder().encode(csv) },
    ];
    const acceptMapping = (await readTenderFiles(sources, catalogue)).proposedMapping?.name ?? '';
    const reading = await readTenderFiles(sources, catalogue, { acceptMapping });
    expect(reading.issues).toEqual([]);
    expect(reading.tender?.bids.map(({ reference, answers }) => [reference, answers])).toEqual([
      [
        'B1',
        {
          'net-zero-year': { state: 'given', value: '2040' },
          'offset-only-plan': { state: 'given', value: false },
          'zero-net-aim': { state: 'given', value: true },
        },
      ],
      ['B2', { 'net-zero-year': { state: 'given', value: '2045' }, 'zero-net-aim': { state: 'given', value: false } }],
    ]);
  });

  it('tells faults at their cells, with the bidder as header', () => {
    const matrix = matrixTable(bids);
    const row = matrix.rows.find((one) => one['Question'] === 'net-zero-year');
    if (row !== undefined) Object.assign(row, { B1: '2,040', B2: 'N/A' });
    const line = matrix.rows.findIndex((one) => one === row) + 2;
    const { second } = readAccepted(withMatrix(matrix));
    expect(second.issues.map(({ sheet, cell, header, code }) => [sheet, cell, header, code])).toEqual([
      ['Export', `B${line}`, 'B1', 'not-a-number'],
      ['Export', `C${line}`, 'B2', 'reason-missing'],
    ]);
  });

  it('proposes a question that is nearly named, and refuses one that stands there twice', () => {
    const matrix = matrixTable(bids);
    const row = matrix.rows.find((one) => one['Question'] === 'net-zero-year');
    if (row !== undefined) row['Question'] = 'net-zero-yaer';
    matrix.rows.push({ Question: 'zero-net-aim', B1: 'Yes' });
    const { first, second } = readAccepted(withMatrix(matrix));
    expect(first.proposedMapping?.pairs).toContainEqual({
      kind: 'question',
      sheet: 'Export',
      wanted: 'net-zero-year',
      found: 'net-zero-yaer',
    });
    expect(second.issues.map(({ code }) => code)).toEqual(['duplicate-question']);
  });

  it('does not take a sheet Answers of ours for a matrix', () => {
    const tables = tenderTables(tender);
    getTable(tables, 'Answers').headers.reverse();
    expect(readTender(toContent(tables), catalogue).proposedMapping).toBeUndefined();
  });
});

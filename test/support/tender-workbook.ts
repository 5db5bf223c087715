import ExcelJS from 'exceljs';
import type { Tender } from '../../src/application/tender.ts';
import type { Answer } from '../../src/domain/answer.ts';
import type { Bid } from '../../src/domain/bid.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import type { LotFacts } from '../../src/domain/procurement.ts';
import type { Cell, CellValue } from '../../src/spreadsheet/cell.ts';
import type { Sheet, UploadContent } from '../../src/spreadsheet/upload.ts';

/** What a test puts into a cell: text, a value of another kind, or nothing. */
export type Entry = string | CellValue | undefined;

/** A sheet under construction: headers, and rows by header. Tests change it before it becomes a workbook. */
export type Table = { name: string; headers: string[]; rows: Record<string, Entry>[] };

export type Shuffle = <T>(items: readonly T[]) => T[];

export const number = (decimal: string): CellValue => ({ kind: 'number', decimal, percent: false });
export const percent = (decimal: string): CellValue => ({ kind: 'number', decimal, percent: true });
export const date = (iso: string): CellValue => ({ kind: 'date', iso });

const EVIDENCE = ['Evidence document', 'Page or section'];

/** The sheets of a tender workbook that states this tender, headers and rows in the order of the template. */
export function tenderTables({ procurement, bids }: Tender): Table[] {
  const { lots } = procurement;
  return [
    aboutTable([
      ['Template', 'tender'],
      ['Template version', number('1')],
      ['Organisation', procurement.organisation],
      ['Procurement reference', procurement.reference],
      ['Title', procurement.title],
      ['Route', procurement.route],
      ['Notice reference', procurement.noticeReference],
      ['Framework reference', procurement.frameworkReference],
      ['Rule set', procurement.ruleSet],
      ['Profile', procurement.profile],
      ['Bid deadline', date(procurement.bidDeadline)],
      ...Object.entries(factEntries(procurement)),
      ['Prices', procurement.prices],
      ['Adopted conditions and thresholds', adoptionsText(procurement.adoptions)],
    ]),
    ...(lots.length === 0
      ? []
      : [
          table(
            'Lots',
            lots.map((lot) => ({ Lot: lot.id, Title: lot.title, Profile: lot.profile, ...factEntries(lot) })),
          ),
        ]),
    table(
      'Bids',
      bids.map((bid) => ({ ...named(bid), ...supplierEntries(bid), ...headEntries(bid) })),
    ),
    ...bidTables(bids, named),
  ];
}

/** The sheets of a bid workbook for one bid. */
export function bidWorkbookTables(bid: Bid, about: readonly (readonly [string, Entry])[] = []): Table[] {
  return [
    aboutTable([
      ['Template', 'bid'],
      ...Object.entries(supplierEntries(bid)),
      ['Lot', bid.lot],
      ['Price', decimal(bid.price)],
      ...about,
    ]),
    ...bidTables([bid], () => ({})),
  ];
}

/** A matrix as a portal exports it: questions down, bidders across. */
export function matrixTable(bids: readonly Bid[], header: (bid: Bid) => string = ({ reference }) => reference): Table {
  const ids = [...new Set(bids.flatMap(({ answers }) => Object.keys(answers)))];
  const answerOf = (bid: Bid, id: string): Entry =>
    bid.answers[id] === undefined ? undefined : answerEntry(bid.answers[id]);
  return {
    name: 'Export',
    headers: ['Question', ...bids.map(header)],
    rows: ids.map((id) => ({
      Question: id,
      ...Object.fromEntries(bids.map((bid) => [header(bid), answerOf(bid, id)])),
    })),
  };
}

/** The same matrix the other way round: bidders down, questions across. */
export function turnedTable({ name, headers, rows }: Table): Table {
  const [corner = '', ...others] = headers;
  const lines = rows.map((row) => textOf(row[corner]));
  return {
    name,
    headers: ['Bidder', ...lines],
    rows: others.map((other) => ({
      Bidder: other,
      ...Object.fromEntries(rows.map((row) => [textOf(row[corner]), row[other]])),
    })),
  };
}

/** Sheets, columns and rows of a workbook in another order. Rows of `About` too; its two columns stay side by side. */
export function shuffled(tables: readonly Table[], shuffle: Shuffle): Table[] {
  return shuffle(tables).map(({ name, headers, rows }) => ({
    name,
    headers: name === 'About' ? headers : shuffle(headers),
    rows: shuffle(rows),
  }));
}

/** The workbook as the reader hands it over, without the way through a file. */
export function toContent(
  tables: readonly Table[],
  fileName = 'tender.xlsx',
  kind: UploadContent['kind'] = 'xlsx',
): UploadContent {
  return { kind, fileName, sheets: tables.map(toSheet), issues: [], notices: [] };
}

/** The workbook as a file. */
export async function toWorkbook(tables: readonly Table[]): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  for (const { name, headers, rows } of tables) {
    const sheet = workbook.addWorksheet(name);
    sheet.addRow(headers);
    rows.forEach((row, index) => {
      headers.forEach((header, column) => writeEntry(sheet.getCell(index + 2, column + 1), row[header]));
    });
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

/** The row of `About` with this name. */
export function aboutRow(tables: readonly Table[], name: string): Record<string, Entry> {
  const row = getTable(tables, 'About').rows.find((one) => one['Name'] === name);
  if (row === undefined) throw new Error(`About has no row ${name}`);
  return row;
}

export function getTable(tables: readonly Table[], name: string): Table {
  const found = tables.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no sheet ${name}`);
  return found;
}

function bidTables(bids: readonly Bid[], names: (bid: Bid) => Record<string, Entry>): Table[] {
  const rowsOf = <T>(list: (bid: Bid) => readonly T[], row: (one: T) => Record<string, Entry>) =>
    bids.flatMap((bid) => list(bid).map((one) => ({ ...names(bid), ...row(one) })));
  const lead = bids
    .flatMap((bid) => Object.keys(names(bid)))
    .filter((header, index, all) => all.indexOf(header) === index);
  return [
    table(
      'Answers',
      rowsOf(
        (bid) => Object.entries(bid.answers),
        ([id, answer]) => ({
          Question: id,
          Answer: answer.state === 'given' ? answerEntry(answer) : undefined,
          'Not applicable because': answer.state === 'not-applicable' ? answer.reason : undefined,
          ...evidenceEntries(answer.evidence),
        }),
      ),
      [...lead, 'Question', 'Answer'],
    ),
    table(
      'Carbon',
      rowsOf(
        (bid) => bid.carbon,
        (line) => ({
          Line: line.line,
          Stage: line.stage,
          Scope: line.scope,
          Category: line.category,
          Year: line.year,
          Quantity: decimal(line.quantity),
          Unit: line.unit,
          'Conversion factor': line.factor,
          'Declared kgCO2e': decimal(line.declaredKg),
          Tier: line.tier,
          Reason: line.reason,
          ...evidenceEntries(line.evidence),
        }),
      ),
      [...lead, 'Line', 'Stage'],
    ),
    table(
      'Devices',
      rowsOf(
        (bid) => bid.devices,
        (device) => ({
          Line: device.line,
          Class: device.deviceClass,
          'kgCO2e per device': decimal(device.kgPerDevice),
          Units: decimal(device.units),
          ...evidenceEntries(device.evidence),
        }),
      ),
      [...lead, 'Line', 'Class', 'kgCO2e per device'],
    ),
    table(
      'Removals',
      rowsOf(
        (bid) => bid.removals,
        (removal) => ({
          Year: removal.year,
          tCO2e: decimal(removal.tonnes),
          Kind: removal.kind,
          Registry: removal.registry,
          Retired: removal.retired ? 'Yes' : 'No',
          'Verified by': removal.verifiedBy,
          ...evidenceEntries(removal.evidence),
        }),
      ),
      [...lead, 'tCO2e', 'Kind', 'Retired'],
    ),
  ];
}

function aboutTable(entries: readonly (readonly [string, Entry])[]): Table {
  return { name: 'About', headers: ['Name', 'Value'], rows: entries.map(([Name, Value]) => ({ Name, Value })) };
}

/** A table whose headers are all that some row uses, with those that must be there in any case. */
function table(name: string, rows: Record<string, Entry>[], always: readonly string[] = []): Table {
  const used = rows.flatMap((row) => Object.keys(row).filter((header) => row[header] !== undefined));
  const ordered = [...new Set([...(rows[0] === undefined ? [] : Object.keys(rows[0])), ...always, ...used])];
  return { name, headers: ordered.filter((header) => used.includes(header) || always.includes(header)), rows };
}

function named({ reference, lot }: Bid): Record<string, Entry> {
  return { 'Bid reference': reference, Lot: lot };
}

function supplierEntries({ supplier }: Bid): Record<string, Entry> {
  return {
    Supplier: supplier.name,
    'Identifier scheme': supplier.identifier?.scheme,
    Identifier: supplier.identifier?.id,
    'Contact email': supplier.email,
  };
}

function headEntries({ receivedAt, price, qualityPoints }: Bid): Record<string, Entry> {
  return { 'Received at': receivedAt, Price: decimal(price), 'Quality points': decimal(qualityPoints) };
}

function factEntries(facts: Partial<LotFacts>): Record<string, Entry> {
  const { shares, stageDefaults } = facts;
  return {
    'Contract start': isoDate(facts.contractStart),
    'Contract end': isoDate(facts.contractEnd),
    'Functional unit': facts.functionalUnit,
    'Functional units': decimal(facts.functionalUnits),
    'Estimated value': decimal(facts.estimatedValue),
    'Environment share': decimal(shares?.environment),
    'Quality share': decimal(shares?.quality),
    'Price share': decimal(shares?.price),
    'Price method': facts.priceMethod,
    'Price benchmark high': decimal(facts.priceBenchmarkHigh),
    'Price benchmark low': decimal(facts.priceBenchmarkLow),
    'Carbon benchmark high': decimal(facts.carbonBenchmarkHigh),
    'Carbon benchmark low': decimal(facts.carbonBenchmarkLow),
    'Carbon default total': decimal(facts.carbonDefaultTotal),
    ...Object.fromEntries(
      Object.entries(stageDefaults ?? {}).map(([stage, value]) => [`Stage default ${stage}`, decimal(value)]),
    ),
    'Boundary stages': facts.boundaryStages?.join(', '),
    'Reference footprint tCO2e': decimal(facts.referenceFootprintTonnes),
  };
}

function evidenceEntries(evidence: Evidence | undefined): Record<string, Entry> {
  const [document = '', page = ''] = EVIDENCE;
  return {
    [document]: evidence?.document,
    [page]: evidence?.page,
    ...(evidence?.date === undefined ? {} : { 'Evidence date': date(evidence.date) }),
    ...(evidence?.validUntil === undefined ? {} : { 'Valid until': date(evidence.validUntil) }),
    ...(evidence?.issuedTo === undefined ? {} : { 'Issued to': evidence.issuedTo }),
  };
}

function adoptionsText(adoptions: Tender['procurement']['adoptions']): string | undefined {
  const texts = adoptions.map(
    ({ code, on, reason }) => `${on ? '' : 'no '}${code}${reason === undefined ? '' : `: ${reason}`}`,
  );
  return texts.length === 0 ? undefined : texts.join('; ');
}

function answerEntry(answer: Answer): Entry {
  if (answer.state === 'not-applicable') return `Not applicable because ${answer.reason}`;
  if (typeof answer.value === 'boolean') return { kind: 'boolean', value: answer.value };
  return /^-?\d+(\.\d+)?$/.test(answer.value) ? number(answer.value) : answer.value;
}

function decimal(text: string | undefined): Entry {
  return text === undefined ? undefined : number(text);
}

function isoDate(iso: string | undefined): Entry {
  return iso === undefined ? undefined : date(iso);
}

function textOf(entry: Entry): string {
  return typeof entry === 'string' ? entry : '';
}

function toSheet({ name, headers, rows }: Table): Sheet {
  const lines = [Object.fromEntries(headers.map((header) => [header, header])), ...rows];
  return {
    name,
    hidden: false,
    rows: lines.map((line, index) => ({
      number: index + 1,
      hidden: false,
      cells: headers.flatMap((header, column): Cell[] => {
        const entry: Entry = line[header];
        if (entry === undefined || entry === '') return [];
        const value: CellValue = typeof entry === 'string' ? { kind: 'text', text: entry } : entry;
        return [{ row: index + 1, column: column + 1, value, hidden: false }];
      }),
    })),
  };
}

export function writeEntry(cell: ExcelJS.Cell, entry: Entry): void {
  if (entry === undefined) return;
  if (typeof entry === 'string') cell.value = entry;
  else if (entry.kind === 'number') {
    cell.value = Number(entry.decimal);
    if (entry.percent) cell.numFmt = '0.00%';
  } else if (entry.kind === 'date') {
    cell.value = new Date(entry.iso);
    cell.numFmt = 'yyyy-mm-dd';
  } else if (entry.kind === 'boolean') cell.value = entry.value;
  else if (entry.kind === 'error') cell.value = { error: entry.code as ExcelJS.CellErrorValue['error'] };
  else throw new Error(`A test workbook cannot hold a cell of kind ${entry.kind}`);
}

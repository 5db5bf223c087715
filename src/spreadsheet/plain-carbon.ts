import { checkCarbonLines } from '../application/check-carbon-line.ts';
import { createFaultList } from '../application/fault-list.ts';
import { plainName } from '../application/nearest-names.ts';
import { TextPieces } from '../application/written-bid.ts';
import type { CarbonLine, Stage, Tier } from '../domain/bid.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { carbon as carbonLayout } from './layout-carbon.ts';
import { LineText } from './line-text.ts';
import { GOOD_LINE, NotPlain, PlainColumn, type PlainValue } from './plain-column.ts';
import { findHeaderRow, HEADER_SEARCH_ROWS } from './read-sheet-rows.ts';
import type { RowBuffer } from './row-buffer.ts';
import type { Sheet, SheetRow } from './upload.ts';

/** The carbon lines that name one bid and lot. */
export type PlainLines = { readonly reference: string; readonly lot: string | undefined; readonly text: LineText };

type Values = Partial<Record<Field, PlainValue | undefined>>;

/**
 * The fields that are read, with what stands before each in the JSON of its line, in the order in which
 * `addCarbonLines` sets them: a bid is recorded alike, however it was read.
 */
const MEMBERS = {
  bidReference: '',
  lot: '',
  line: '{"line":',
  stage: ',"stage":',
  category: ',"category":',
  year: ',"year":',
  quantity: ',"quantity":',
  unit: ',"unit":',
  declaredKg: ',"declaredKg":',
  reason: ',"reason":',
  scope: ',"scope":',
  factor: ',"factor":',
  tier: ',"tier":',
  evidenceDocument: ',"evidence":{"document":',
  evidencePage: ',"page":',
};
type Field = keyof typeof MEMBERS;
const FIELDS = Object.keys(MEMBERS) as Field[];
/** What a line is written of. */
const WRITTEN = FIELDS.filter((field) => MEMBERS[field] !== '');

/** Fields whose values are good or bad by themselves, whatever else the line says. */
const CHECKED_ALONE: readonly Field[] = ['stage', 'category', 'year', 'scope', 'tier'];

/** A figure above 0 and far below every limit. */
const ORDINARY_FIGURE = /^(?=.*[1-9])\d{1,9}(\.\d{1,30})?$/;

/**
 * The rows of a sheet Carbon as JSON, made while the sheet is read, so that no cell and no line is kept as an object,
 * nor a text twice. Only lines that are plainly good are taken. At the first
 * that is not, or that the full reading has something to say about, it throws NotPlain, and the file is read in full.
 */
export class PlainCarbon {
  readonly lines = new Map<string, PlainLines>();
  /** Lines whose figures need the check that the whole reading ends with, each under a name of its own. */
  readonly toCheck: CarbonLine[] = [];
  /** Of all lines written so far. */
  characters = 0;
  readonly pieces = new TextPieces();
  private readonly ending = this.pieces.numberOf('}');
  private readonly evidenceEnding = this.pieces.numberOf('}}');
  private readonly name: string;
  private readonly hidden: boolean;
  private readonly columns: ReadonlyMap<Field, PlainColumn>;
  private readonly factorUnits = new Set<string>();
  private readonly first: SheetRow[] = [];
  private fieldAt: readonly (Field | undefined)[] | undefined;
  private headerRows: readonly SheetRow[] = [];
  private lastRow = 0;
  private lastLines: PlainLines | undefined;

  constructor(sheet: { readonly name: string; readonly hidden: boolean }, catalogue: Catalogue) {
    this.name = sheet.name;
    this.hidden = sheet.hidden;
    this.columns = createColumns(catalogue, this.pieces);
  }

  takeRow(number: number, row: RowBuffer): void {
    if (number <= this.lastRow) throw new NotPlain();
    this.lastRow = number;
    if (this.fieldAt === undefined) {
      this.first.push(toSheetRow(number, row));
      if (this.first.length === HEADER_SEARCH_ROWS) this.settleHeaders();
      return;
    }
    const values: Values = {};
    for (let index = 0; index < row.length; index++) {
      const field = this.fieldAt[row.columns[index] as number];
      if (field !== undefined) values[field] = this.columns.get(field)?.read(row, index);
    }
    this.addLine(values);
  }

  /** To be called after the last row: the sheet up to its headers, which the full reading looks at. */
  end(): Sheet {
    if (this.fieldAt === undefined) this.settleHeaders();
    return { name: this.name, hidden: this.hidden, rows: this.headerRows };
  }

  private settleHeaders(): void {
    const headers = findHeaderRow({ name: this.name, hidden: this.hidden, rows: this.first }, carbonLayout);
    if (headers === undefined) throw new NotPlain();
    const fieldAt: (Field | undefined)[] = [];
    for (const field of FIELDS) {
      const at = headers.match.matched.get(field)?.at;
      if (at !== undefined) fieldAt[at] = field;
    }
    this.fieldAt = fieldAt;
    this.headerRows = this.first.filter(({ number }) => number <= headers.row);
    for (const { cells } of this.first.slice(this.headerRows.length)) {
      const values: Values = {};
      for (const { column, value } of cells) {
        const field = fieldAt[column];
        if (field !== undefined) values[field] = this.columns.get(field)?.readValue(value);
      }
      this.addLine(values);
    }
  }

  private addLine(values: Values): void {
    const { bidReference, lot, line, stage, evidenceDocument, evidencePage } = values;
    if (bidReference === undefined || line === undefined || stage === undefined) {
      if (FIELDS.every((field) => values[field] === undefined)) return;
      throw new NotPlain();
    }
    if (evidencePage !== undefined && evidenceDocument === undefined) throw new NotPlain();
    this.keepForCheck(values);
    this.writeLine(line.value, this.linesOf(bidReference.value, lot?.value).text, values);
  }

  private writeLine(name: string, text: LineText, values: Values): void {
    text.start(name);
    for (const field of WRITTEN) {
      const plain = values[field];
      if (plain === undefined) continue;
      text.add(plain.piece);
      this.characters += plain.length;
    }
    text.add(values.evidenceDocument === undefined ? this.ending : this.evidenceEnding);
  }

  /**
   * A line with ordinary kilograms and nothing to compare them with is good. One with an ordinary quantity is as good
   * as its unit is for its factor, so each two of them are checked once. Any other is checked by itself.
   */
  private keepForCheck({ quantity, unit, factor, declaredKg, reason }: Values): void {
    if (quantity === undefined && factor === undefined && isOrdinary(declaredKg)) return;
    let figures: Values = { quantity, unit, factor, declaredKg, reason };
    if (declaredKg === undefined && isOrdinary(quantity)) {
      const both = JSON.stringify([factor?.value, unit?.value]);
      if (this.factorUnits.has(both)) return;
      this.factorUnits.add(both);
      figures = { quantity, unit, factor };
    }
    const given = Object.entries(figures).flatMap(([field, plain]) =>
      plain === undefined ? [] : [[field, plain.value]],
    );
    this.toCheck.push({ line: `line ${this.toCheck.length}`, stage: 'make', ...Object.fromEntries(given) });
  }

  private linesOf(reference: string, lot: string | undefined): PlainLines {
    const last = this.lastLines;
    if (last?.reference === reference && last.lot === lot) return last;
    const key = JSON.stringify([reference, lot]);
    const lines = this.lines.get(key) ?? { reference, lot, text: new LineText(this.pieces) };
    this.lines.set(key, lines);
    this.lastLines = lines;
    return lines;
  }
}

function isOrdinary(figure: PlainValue | undefined): boolean {
  return figure !== undefined && ORDINARY_FIGURE.test(figure.value);
}

function createColumns(catalogue: Catalogue, pieces: TextPieces): ReadonlyMap<Field, PlainColumn> {
  const factorIds = new Map(catalogue.referenceData.emissionFactors.map(({ id }) => [plainName(id), id]));
  const isGood = (field: Field) => (value: string) =>
    !CHECKED_ALONE.includes(field) || isGoodLine({ ...GOOD_LINE, [field]: value as Stage & Tier }, catalogue);
  const toRecorded = (field: Field) => (value: string) =>
    field === 'factor' ? (factorIds.get(plainName(value)) ?? value) : value;
  return new Map(
    carbonLayout.columns.flatMap((layout) => {
      const field = FIELDS.find((one) => one === layout.field);
      if (field === undefined) return [];
      const setting = { pieces, member: MEMBERS[field], toRecorded: toRecorded(field), isGood: isGood(field) };
      return [[field, new PlainColumn(layout, setting)] as const];
    }),
  );
}

function isGoodLine(line: CarbonLine, catalogue: Catalogue): boolean {
  const faults = createFaultList();
  const bid = { reference: '1', supplier: { name: '1' }, answers: {}, carbon: [line], devices: [], removals: [] };
  checkCarbonLines(bid, '#', { catalogue, faults, factorDate: '9999-12-31' });
  return faults.issues.length === 0;
}

function toSheetRow(number: number, row: RowBuffer): SheetRow {
  const cells = Array.from({ length: row.length }, (_, index) => ({
    row: number,
    column: row.column(index),
    value: row.value(index),
    hidden: row.hidden,
  }));
  return { number, hidden: row.hidden, cells };
}

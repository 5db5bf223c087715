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

/** The values of a row, each at the place of its field: a place is found faster than a name, a million times over. */
type Values = (PlainValue | undefined)[];

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
const PLACE = Object.fromEntries(FIELDS.map((field, place) => [field, place])) as Record<Field, number>;
/** What a line is written of stands from here on. */
const FIRST_WRITTEN = PLACE.line;
/** What the figures of a line are, as the check at the end knows them. */
const FIGURES = ['quantity', 'unit', 'factor', 'declaredKg', 'reason'] as const;

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
  /** By the places of their fields. */
  private readonly columns: readonly (PlainColumn | undefined)[];
  private readonly values: Values = FIELDS.map(() => undefined);
  private readonly factorUnits = new Set<string>();
  private readonly first: SheetRow[] = [];
  /** The place of the field that each column of the sheet holds. */
  private placeAt: readonly (number | undefined)[] | undefined;
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
    const { placeAt, columns, values } = this;
    if (placeAt === undefined) {
      this.first.push(toSheetRow(number, row));
      if (this.first.length === HEADER_SEARCH_ROWS) this.settleHeaders();
      return;
    }
    values.fill(undefined);
    for (let index = 0; index < row.length; index++) {
      const place = placeAt[row.columns[index] as number];
      if (place !== undefined) values[place] = columns[place]?.read(row, index);
    }
    this.addLine(values);
  }

  /** To be called after the last row: the sheet up to its headers, which the full reading looks at. */
  end(): Sheet {
    if (this.placeAt === undefined) this.settleHeaders();
    return { name: this.name, hidden: this.hidden, rows: this.headerRows };
  }

  private settleHeaders(): void {
    const headers = findHeaderRow({ name: this.name, hidden: this.hidden, rows: this.first }, carbonLayout);
    if (headers === undefined) throw new NotPlain();
    const placeAt: (number | undefined)[] = [];
    for (const field of FIELDS) {
      const at = headers.match.matched.get(field)?.at;
      if (at !== undefined) placeAt[at] = PLACE[field];
    }
    this.placeAt = placeAt;
    this.headerRows = this.first.filter(({ number }) => number <= headers.row);
    for (const { cells } of this.first.slice(this.headerRows.length)) {
      this.values.fill(undefined);
      for (const { column, value } of cells) {
        const place = placeAt[column];
        if (place !== undefined) this.values[place] = this.columns[place]?.readValue(value);
      }
      this.addLine(this.values);
    }
  }

  private addLine(values: Values): void {
    const bidReference = values[PLACE.bidReference];
    const line = values[PLACE.line];
    const withDocument = values[PLACE.evidenceDocument] !== undefined;
    if (bidReference === undefined || line === undefined || values[PLACE.stage] === undefined) {
      if (values.every((value) => value === undefined)) return;
      throw new NotPlain();
    }
    if (values[PLACE.evidencePage] !== undefined && !withDocument) throw new NotPlain();
    this.keepForCheck(values);
    const { text } = this.linesOf(bidReference.value, values[PLACE.lot]?.value);
    text.start(line.value);
    for (let place = FIRST_WRITTEN; place < values.length; place++) {
      const plain = values[place];
      if (plain === undefined) continue;
      text.add(plain.piece);
      this.characters += plain.length;
    }
    text.add(withDocument ? this.evidenceEnding : this.ending);
  }

  /**
   * A line with ordinary kilograms and nothing to compare them with is good. One with an ordinary quantity is as good
   * as its unit is for its factor, so each two of them are checked once. Any other is checked by itself.
   */
  private keepForCheck(values: Values): void {
    const quantity = values[PLACE.quantity];
    const factor = values[PLACE.factor];
    const declaredKg = values[PLACE.declaredKg];
    if (quantity === undefined && factor === undefined && isOrdinary(declaredKg)) return;
    const byFactor = declaredKg === undefined && isOrdinary(quantity);
    if (byFactor) {
      const both = JSON.stringify([factor?.value, values[PLACE.unit]?.value]);
      if (this.factorUnits.has(both)) return;
      this.factorUnits.add(both);
    }
    const figures: Partial<Record<(typeof FIGURES)[number], string>> = {};
    for (const field of FIGURES) {
      const figure = values[PLACE[field]];
      // Checked once for all lines with this unit and factor, the reason of the one at hand plays no part.
      if (figure !== undefined && !(byFactor && field === 'reason')) figures[field] = figure.value;
    }
    this.toCheck.push({ line: `line ${this.toCheck.length}`, stage: 'make', ...figures });
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

function createColumns(catalogue: Catalogue, pieces: TextPieces): (PlainColumn | undefined)[] {
  const factorIds = new Map(catalogue.referenceData.emissionFactors.map(({ id }) => [plainName(id), id]));
  const isGood = (field: Field) => (value: string) =>
    !CHECKED_ALONE.includes(field) || isGoodLine({ ...GOOD_LINE, [field]: value as Stage & Tier }, catalogue);
  const toRecorded = (field: Field) => (value: string) =>
    field === 'factor' ? (factorIds.get(plainName(value)) ?? value) : value;
  return FIELDS.map((field) => {
    const layout = carbonLayout.columns.find((column) => column.field === field);
    const setting = { pieces, member: MEMBERS[field], toRecorded: toRecorded(field), isGood: isGood(field) };
    return layout && new PlainColumn(layout, setting);
  });
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

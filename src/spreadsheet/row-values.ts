import { cellAddress, cellText, type Cell } from './cell.ts';
import { type ReadValue, readField } from './field-value.ts';
import type { FieldLayout } from './layout-field.ts';
import type { LocatedRow, Place, ReadingLog } from './reading-log.ts';

/** One row of a sheet, or the whole of `About`, read by its layout. Fields are asked for by name. */
export type RowValues = LocatedRow & {
  /** Row in the sheet; 1 for `About`. */
  readonly number: number;
  /** The value as recorded, undefined when blank, absent or not readable. */
  readonly get: (field: string) => string | undefined;
  /** The cell as it stands, where a value is read by what another cell says. */
  cell(field: string): Cell | undefined;
  /** Where the value stands or should stand. */
  place(field: string): Place;
  /**
   * Reports what could not be read, and where each value stands, under the pointer of what the row describes; `root`
   * is the field that stands for the whole of it.
   */
  report(log: ReadingLog, pointer: string, root: string): void;
};

/** A field with the cell that holds it, or where it should stand. */
export type FieldCell = { readonly field: FieldLayout; readonly cell: Cell | undefined; readonly place: () => Place };

/** Where the field's value stands in the domain, below what the row describes. */
const POINTER_PARTS: Readonly<Record<string, string>> = {
  bidReference: 'reference',
  supplier: 'supplier/name',
  identifierScheme: 'supplier/identifier/scheme',
  identifier: 'supplier/identifier',
  contactEmail: 'supplier/email',
  environmentShare: 'shares/environment',
  qualityShare: 'shares/quality',
  priceShare: 'shares/price',
  evidenceDocument: 'evidence/document',
  evidencePage: 'evidence/page',
  evidenceDate: 'evidence/date',
  validUntil: 'evidence/validUntil',
  issuedTo: 'evidence/issuedTo',
};

const FIELDS = new Map(Object.entries(POINTER_PARTS).map(([field, part]) => [part, field]));

/** Reads the fields of a row. A required one that is blank is a fault, and so is a value that cannot be read. */
export function readRow(number: number, sheet: string, cells: ReadonlyMap<string, FieldCell>): RowValues {
  const read = new Map<string, ReadValue | undefined>();
  for (const [name, { field, cell }] of cells) read.set(name, readField(cell?.value, field));
  const row: RowValues = {
    number,
    get: (field) => {
      const value = read.get(field);
      return value !== undefined && 'value' in value ? value.value : undefined;
    },
    cell: (field) => cells.get(field)?.cell,
    place: (field) => cells.get(field)?.place() ?? { sheet },
    locate: (part) => {
      const found = cells.get(part) ?? cells.get(FIELDS.get(part) ?? part.replace('stageDefaults/', 'stageDefault.'));
      return found === undefined ? undefined : { ...found.place(), isBlank: found.cell === undefined };
    },
    report: (log, pointer, root) => {
      log.locateRow(pointer, row, root);
      for (const [name, cell] of cells) reportField(log, pointer, name, cell, read.get(name));
    },
  };
  return row;
}

/** "Carbon!D14". */
export function placeText({ sheet, cell }: Place): string {
  return cell === undefined ? sheet : `${sheet}!${cell}`;
}

/** The place of a cell by row and column. */
export function placeOf(sheet: string, row: number, column: number, header?: string): Place {
  return { sheet, cell: cellAddress(row, column), ...(header === undefined ? {} : { header }) };
}

function pointerPart(field: string): string {
  return POINTER_PARTS[field] ?? field.replace('stageDefault.', 'stageDefaults/');
}

function reportField(
  log: ReadingLog,
  row: string,
  name: string,
  { field, cell, place }: FieldCell,
  value: ReadValue | undefined,
): void {
  const at = (): string => `${row}/${pointerPart(name)}`;
  if (value === undefined) {
    if (!field.required) return;
    const example = field.example === '' ? '' : `, as ${field.example}`;
    log.faultyRows.add(row);
    log.fault(place(), at(), 'missing', `Enter a value for "${field.header}"${example}`, { expected: field.hint });
  } else if (!('value' in value)) {
    const { code, message, ...detail } = value;
    const found = cell === undefined ? {} : { found: cellText(cell.value) };
    log.faultyRows.add(row);
    log.fault(place(), at(), code, message, { ...detail, ...found });
  } else if (value.notice !== undefined) {
    log.notice(`${placeText(place())}: ${value.notice}`);
  }
}

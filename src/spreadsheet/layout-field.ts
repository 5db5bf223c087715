import type { DecimalText } from '../domain/quantity.ts';

/**
 * How the value of a field is read. Beyond the plain types: `stages`, `adoptions` and `shares` are lists in one cell;
 * `rule-set`, `profile`, `lot`, `bid`, `contract`, `question`, `factor` and `device-class` name something that is listed
 * elsewhere; `answer` is read by the type of the question in the same row.
 */
export type FieldType =
  | 'text'
  | 'decimal'
  | 'percent'
  | 'whole'
  | 'year'
  | 'date'
  | 'instant'
  | 'boolean'
  | 'choice'
  | 'stages'
  | 'adoptions'
  | 'shares'
  | 'rule-set'
  | 'profile'
  | 'lot'
  | 'bid'
  | 'contract'
  | 'question'
  | 'factor'
  | 'device-class'
  | 'answer';

/** A permitted value, as it is recorded and as the template offers it, with other ways to write it. */
export type Choice = { readonly value: string; readonly synonyms: readonly string[] };

/** One thing that a workbook says, whether in a row of `About` or in a column of another sheet. */
export type FieldLayout<F extends string = string> = {
  /** Name of the field in the domain. */
  readonly field: F;
  /** What the template prints: the header of the column, or the name in the first column of `About`. */
  readonly header: string;
  /** Other headers that are read as this one. Case, spaces and punctuation never matter. */
  readonly synonyms: readonly string[];
  readonly type: FieldType;
  /** A value must be given (in each row, where the field is a column). */
  readonly required: boolean;
  readonly unit?: string;
  /** For the drop-down and the input check of the template; the upload check has its own limits. */
  readonly minimum?: DecimalText;
  readonly maximum?: DecimalText;
  readonly choices?: readonly Choice[];
  readonly hint: string;
  readonly example: string;
  /** Who fills it in. */
  readonly audience: 'council' | 'bidder';
};

export type AboutField<F extends string = string> = FieldLayout<F>;

export type ColumnLayout<F extends string = string> = FieldLayout<F> & {
  /** Without this column the sheet cannot be read, though a cell in it may be blank where `required` is false. */
  readonly columnRequired: boolean;
};

export type SheetLayout<F extends string = string> = {
  readonly name: string;
  readonly synonyms: readonly string[];
  /** What the sheet holds, in one sentence. */
  readonly purpose: string;
  readonly required: boolean;
  /** False where the sheet is read but the blank template leaves it out. */
  readonly inTemplate: boolean;
  readonly columns: readonly ColumnLayout<F>[];
  /** Fields that together name a row: two rows alike in all of them are a fault. */
  readonly key: readonly F[];
  /** Fields that the blank template fills in: a row that says nothing else is a blank row. */
  readonly prefilled?: readonly F[];
  /** Headers of columns that only guide the person who fills the sheet in; skipped without a notice. */
  readonly guidance: readonly string[];
};

type Options = Partial<
  Pick<FieldLayout, 'required' | 'unit' | 'minimum' | 'maximum' | 'choices' | 'audience' | 'synonyms'>
> & {
  readonly example?: string;
};

/** Declares a row of `About`. Optional and filled in by the council unless said otherwise. */
export function aboutField<const F extends string>(
  field: F,
  header: string,
  type: FieldType,
  hint: string,
  options: Options = {},
): AboutField<F> {
  return { field, header, type, hint, synonyms: [], required: false, example: '', audience: 'council', ...options };
}

/** Declares a column. Optional and filled in by the bidder unless said otherwise; a required value needs its column. */
export function column<const F extends string>(
  field: F,
  header: string,
  type: FieldType,
  hint: string,
  options: Options & { readonly columnRequired?: boolean } = {},
): ColumnLayout<F> {
  return {
    field,
    header,
    type,
    hint,
    synonyms: [],
    required: false,
    example: '',
    audience: 'bidder',
    columnRequired: options.required ?? false,
    ...options,
  };
}

/** A list of permitted values; the words after each value are read as it. */
export function choices(list: Readonly<Record<string, readonly string[]>>): readonly Choice[] {
  return Object.entries(list).map(([value, synonyms]) => ({ value, synonyms }));
}

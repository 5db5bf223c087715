import { likeness, plainName } from '../application/nearest-names.ts';
import type { FieldLayout } from './layout-field.ts';

/** A header, or a name in `About`, as it stands in the file. */
export type FoundName<P = unknown> = { readonly text: string; readonly at: P };

export type NameMatch<P> = {
  readonly matched: ReadonlyMap<string, FoundName<P>>;
  /** A field that two names stand for; the second name. */
  readonly twice: readonly { readonly field: FieldLayout; readonly name: FoundName<P> }[];
  readonly unmatched: readonly FoundName<P>[];
};

/** How alike a name must be to be proposed: less for a field without which the sheet cannot be read. */
const LIKELY_WHEN_NEEDED = 0.5;
const LIKELY_OTHERWISE = 0.8;

/** A text that is longer is no name. */
const LONGEST_NAME = 200;

/**
 * Matches names to fields, without regard to case, spaces and punctuation, by header or known synonym. A unit or a
 * remark in brackets does not count where it is the field's own: "Price (GBP)".
 */
export function matchNames<P>(names: readonly FoundName<P>[], fields: readonly FieldLayout[]): NameMatch<P> {
  const byHeader = new Map(fields.map((field) => [plainName(field.header), field]));
  const byName = new Map([
    ...fields.flatMap((field) => field.synonyms.map((name) => [plainName(name), field] as const)),
    ...byHeader,
  ]);
  const matched = new Map<string, FoundName<P>>();
  const twice: { field: FieldLayout; name: FoundName<P> }[] = [];
  const unmatched: FoundName<P>[] = [];
  for (const name of takeHeaders(names, byHeader, matched)) {
    const field =
      name.text.length > LONGEST_NAME
        ? undefined
        : (byName.get(plainName(name.text)) ?? withOwnRemark(byName, name.text));
    if (field === undefined) unmatched.push(name);
    else if (matched.has(field.field)) twice.push({ field, name });
    else matched.set(field.field, name);
  }
  return { matched, twice, unmatched };
}

/** The unmatched name that is likely to be each missing field, the likeliest first; each name and field at most once. */
export function likelyNames<P>(
  unmatched: readonly FoundName<P>[],
  missing: readonly { readonly field: FieldLayout; readonly isNeeded: boolean }[],
): { readonly field: FieldLayout; readonly name: FoundName<P> }[] {
  const candidates = missing.flatMap(({ field, isNeeded }) =>
    unmatched
      .map((name) => ({ field, name, alike: likenessTo(field, name.text) }))
      .filter(({ alike }) => alike >= (isNeeded ? LIKELY_WHEN_NEEDED : LIKELY_OTHERWISE)),
  );
  const chosen: { field: FieldLayout; name: FoundName<P> }[] = [];
  for (const { field, name } of candidates.toSorted((a, b) => b.alike - a.alike)) {
    if (chosen.some((one) => one.field.field === field.field || one.name === name)) continue;
    chosen.push({ field, name });
  }
  return chosen;
}

/** Names that are a field's own header come first, so that a synonym never takes the place of the real one. */
function takeHeaders<P>(
  names: readonly FoundName<P>[],
  byHeader: ReadonlyMap<string, FieldLayout>,
  matched: Map<string, FoundName<P>>,
): FoundName<P>[] {
  return names.filter((name) => {
    const field = byHeader.get(plainName(name.text));
    if (field === undefined || matched.has(field.field)) return true;
    matched.set(field.field, name);
    return false;
  });
}

/** The field whose name stands before a bracket that only repeats what it is: its unit, its limits, "optional". */
function withOwnRemark(byName: ReadonlyMap<string, FieldLayout>, text: string): FieldLayout | undefined {
  const [, bare = '', remark = ''] = /^([^([]+)[([]([^()[\]]*)[)\]]\s*$/.exec(text) ?? [];
  const field = byName.get(plainName(bare));
  if (field === undefined) return undefined;
  const { unit } = field;
  const isUnit =
    unit !== undefined && (plainName(remark) === plainName(unit) || (unit === 'GBP' && remark.includes('£')));
  const isRemark = /^(id|optional|required|yes\/no|[\d.]+ ?(-|to) ?[\d.]+)$/i.test(remark.trim());
  return isUnit || isRemark ? field : undefined;
}

function likenessTo(field: FieldLayout, text: string): number {
  if (speaksOfTonnes(field.header) !== speaksOfTonnes(text) && /co2/i.test(text)) return 0;
  return Math.max(...[field.header, ...field.synonyms].map((name) => likeness(name, text)));
}

/** Kilograms are never proposed for tonnes: a slip of a thousand. */
function speaksOfTonnes(text: string): boolean {
  return /(^|[^a-z])t\s*co2/i.test(text) || /tonne/i.test(text);
}

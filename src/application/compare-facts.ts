import type { Issue } from '../domain/issue.ts';
import { encodePointerPart } from '../domain/issue.ts';
import type { Adoption, Lot, Procurement } from '../domain/procurement.ts';
import { parseDecimal } from '../domain/quantity.ts';
import { type PlaceInFile, toCanonicalTender } from './tender.ts';

export type FactsComparison = {
  readonly onRecord: Procurement;
  readonly stated: Procurement;
  readonly isPublished: boolean;
  readonly placeOf?: ((pointer: string) => PlaceInFile | undefined) | undefined;
};

const BLANK = 'blank';

/**
 * Where a file states other facts than those on record: one fault for each, at its cell. A file never edits the facts
 * of a procurement; only a new version with a reason does.
 */
export function compareFacts({ onRecord, stated, isPublished, placeOf }: FactsComparison): Issue[] {
  const [recorded, found] = [toFactTexts(onRecord), toFactTexts(stated)];
  const pointers = [...new Set([...recorded.keys(), ...found.keys()])];
  const fix = isPublished
    ? 'Enter what was published. Published facts change only by a new version with a reason, before the bid deadline.'
    : 'Enter what is on record, or change the facts of the draft, with a reason, and upload the file again.';
  return pointers.flatMap((pointer): Issue[] => {
    const [was, is] = [recorded.get(pointer) ?? BLANK, found.get(pointer) ?? BLANK];
    if (isSameText(was, is)) return [];
    const place = placeOf?.(pointer);
    const name = place?.header ?? pointer.replace('#/procurement/', '');
    const known = isPublished ? 'was published as' : 'is on record as';
    const message = `${name} ${known} ${quoted(was)}, got ${quoted(is)}`;
    return [{ pointer, code: 'differs-from-record', message: `${message}.`, found: is, expected: was, fix, ...place }];
  });
}

/** Each fact as text by its JSON pointer. */
function toFactTexts(procurement: Procurement): Map<string, string> {
  const { adoptions, lots, ...facts } = toCanonicalTender({ procurement, bids: [] }).procurement;
  return new Map([
    ...toTexts('#/procurement', facts),
    ...adoptions.map(
      (adoption) => [`#/procurement/adoptions/${encodePointerPart(adoption.code)}`, adoptionText(adoption)] as const,
    ),
    ...lots.flatMap((lot: Lot) => toTexts(`#/procurement/lots/${encodePointerPart(lot.id)}`, lot)),
  ]);
}

function toTexts(at: string, value: unknown): (readonly [string, string])[] {
  if (value === undefined) return [];
  // A list of stages: its order says nothing.
  if (Array.isArray(value)) return [[at, value.map(String).toSorted().join(', ')]];
  if (typeof value !== 'object' || value === null)
    return [[at, typeof value === 'string' ? value : JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, part]) => toTexts(`${at}/${encodePointerPart(key)}`, part));
}

function adoptionText({ code, on, reason }: Adoption): string {
  return `${on ? '' : 'no '}${code}${reason === undefined ? '' : `: ${reason}`}`;
}

/** `25` and `25.0` are one number. */
function isSameText(a: string, b: string): boolean {
  if (a === b) return true;
  const [numberA, numberB] = [parseDecimal(a), parseDecimal(b)];
  return numberA !== undefined && numberB !== undefined && numberA.equals(numberB);
}

function quoted(text: string): string {
  return text === BLANK ? BLANK : `"${text}"`;
}

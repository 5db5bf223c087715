/** How alike two names are, and which of many are likely to be meant. Case, spaces and punctuation never count. */

/** Longer texts are no names; only so much of them is compared. */
const LONGEST_NAME = 200;

/** A name without what people vary: case, spaces, punctuation, marks above letters. "Net-zero year" gives "netzeroyear". */
export function plainName(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** A company's name without the words for its legal form: "Alder Ltd" and "ALDER LIMITED" give "alder". */
export function plainCompanyName(text: string): string {
  const bare = plainName(text.replaceAll(/\b(?:ltd|limited|plc|llp|inc|uk|\(uk\))(?:\.|\b)/gi, ' '));
  return bare === '' ? plainName(text) : bare;
}

/**
 * 0 to 1: the share of letter pairs that both names have (Dice's coefficient on pairs, as Adamson and Boreham 1974
 * use it), and at least 0.9 where a slip of the keyboard tells them apart: pairs say little of short names.
 */
export function likeness(a: string, b: string): number {
  const [plainA, plainB] = [plainName(a.slice(0, LONGEST_NAME)), plainName(b.slice(0, LONGEST_NAME))];
  if (plainA === plainB) return 1;
  const pairs = sharedPairs(plainA, plainB);
  return isSlip(plainA, plainB) ? Math.max(pairs, 0.9) : pairs;
}

/** The names most like the wanted one, best first; none that is not at all like it. */
export function nearestNames(wanted: string, known: Iterable<string>, most = 3, leastLikeness = 0.4): string[] {
  return [...known]
    .map((name) => ({ name, alike: likeness(wanted, name) }))
    .filter(({ alike }) => alike >= leastLikeness)
    .toSorted((a, b) => b.alike - a.alike || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

/** "a, b or c". */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

function sharedPairs(a: string, b: string): number {
  const [pairsA, pairsB] = [letterPairs(a), letterPairs(b)];
  if (pairsA.length === 0 || pairsB.length === 0) return 0;
  const unmatched = new Map<string, number>();
  for (const pair of pairsB) unmatched.set(pair, (unmatched.get(pair) ?? 0) + 1);
  let shared = 0;
  for (const pair of pairsA) {
    const left = unmatched.get(pair) ?? 0;
    if (left > 0) shared++;
    unmatched.set(pair, left - 1);
  }
  return (2 * shared) / (pairsA.length + pairsB.length);
}

function letterPairs(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, start) => text.slice(start, start + 2));
}

/** One letter too many, too few or wrong, or two changed places; in names of eight letters or more, two such slips. */
function isSlip(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  if (shorter < 4 || Math.abs(a.length - b.length) > 2) return false;
  return slips(a, b) <= (shorter < 8 ? 1 : 2);
}

/** Edits from one name to the other, two letters that changed places counting as one (optimal string alignment). */
function slips(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = a[row - 1] === b[column - 1] ? 0 : 1;
      const best = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + changed);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(swapped ? Math.min(best, (beforeLast[column - 2] ?? 0) + 1) : best);
    }
    [beforeLast, last] = [last, current];
  }
  return last[b.length] ?? 0;
}

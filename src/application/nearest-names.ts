/** How alike two names are, and which of many are likely to be meant. Case, spaces and punctuation never count. */

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
 * 0 to 1: the share of letter pairs that both names have (Dice coefficient on pairs, Adamson and Boreham 1974).
 * Names of one letter are alike only when equal.
 */
export function likeness(a: string, b: string): number {
  const [plainA, plainB] = [plainName(a), plainName(b)];
  if (plainA === plainB) return 1;
  const [pairsA, pairsB] = [letterPairs(plainA), letterPairs(plainB)];
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

function letterPairs(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, start) => text.slice(start, start + 2));
}

/** How many words in a row are compared, and how much of a reason may be made of the published words. */
const RUN = 3;
const MOST_OF_IT = { parts: 7n, of: 10n };

/**
 * Whether a reason only says again what the published text says (Woods v Milton Keynes: notes that paraphrase the
 * descriptors explain nothing): it stands whole in the text, or seven tenths or more of its runs of three words do.
 * Case, spaces and punctuation do not count.
 */
export function echoes(reason: string, published: string): boolean {
  const own = words(reason);
  const text = words(published);
  if (own.length === 0 || text.length === 0) return false;
  if (` ${text.join(' ')} `.includes(` ${own.join(' ')} `)) return true;
  const ownRuns = runs(own);
  const known = new Set(runs(text));
  const shared = ownRuns.filter((run) => known.has(run)).length;
  return ownRuns.length > 0 && BigInt(shared) * MOST_OF_IT.of >= BigInt(ownRuns.length) * MOST_OF_IT.parts;
}

function words(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

function runs(list: readonly string[]): string[] {
  return list.slice(0, Math.max(0, list.length - RUN + 1)).map((_, index) => list.slice(index, index + RUN).join(' '));
}

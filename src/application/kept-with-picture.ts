import type { HeldPicture } from './held-picture.ts';
import type { LedgerPicture } from './ledger-picture.ts';

const kept = new WeakMap<LedgerPicture | HeldPicture, Map<string, unknown>>();

/**
 * What follows from a picture of the ledger, worked out once for each name and kept as long as the picture. A name
 * stands for one kind of thing and for everything it depends on besides.
 */
export function keptWithPicture<T>(picture: LedgerPicture | HeldPicture, name: string, make: () => T): T {
  const mine = kept.get(picture) ?? new Map<string, unknown>();
  kept.set(picture, mine);
  if (!mine.has(name)) mine.set(name, make());
  return mine.get(name) as T;
}

import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { IsoInstant } from './iso-date.ts';

/** One change, as recorded. Numbers are text, so that the hash has one form everywhere. */
export type AuditEvent = {
  /** 1, 2, 3 … for each organisation. */
  readonly seq: string;
  readonly organisation: string;
  readonly at: IsoInstant;
  readonly actor: string;
  readonly actor_name: string;
  readonly how: string;
  /** `import.committed`, `procurement.published` … */
  readonly action: string;
  /** What it is about: `procurement:ICT-2026-001`, `import:…`. */
  readonly subject: string;
  readonly data: Readonly<Record<string, string | boolean | null | readonly string[]>>;
};

export type ChainedEvent = { readonly event: AuditEvent; readonly hash: string };

/** `h0 = SHA-256("scorer-audit/v1\n" + organisation id)` */
export function firstHash(organisation: string, prefix = 'scorer-audit/v1\n'): string {
  return createHash('sha256').update(prefix).update(organisation, 'utf8').digest('hex');
}

/** `h_i = SHA-256(bytes(h_{i-1}) || JCS(event))` */
export function nextHash(previous: string, event: Readonly<Record<string, unknown>>): string {
  const text = canonicalize(event);
  if (text === undefined) throw new TypeError('An audit event is plain JSON');
  return createHash('sha256').update(Buffer.from(previous, 'hex')).update(text, 'utf8').digest('hex');
}

/** The first event whose hash does not follow from the one before, or undefined when the chain holds. */
export function findBrokenLink(organisation: string, chain: Iterable<ChainedEvent>): ChainedEvent | undefined {
  let previous = firstHash(organisation);
  let expectedSeq = 1;
  for (const link of chain) {
    if (link.event.seq !== String(expectedSeq) || link.hash !== nextHash(previous, link.event)) return link;
    previous = link.hash;
    expectedSeq += 1;
  }
  return undefined;
}

import type { Evidence } from '../domain/evidence.ts';
import type { Issue } from '../domain/issue.ts';
import type { Judgement, Pointer } from '../domain/judgement.ts';
import { plainCompanyName } from './nearest-names.ts';
import type { Item } from './read-evaluation.ts';

/** A fact of an item that the bid backs with a document that proves nothing of this bidder at the bid deadline. */
export type SpentEvidence = { readonly question: string; readonly document: string; readonly why: string };

/** What the bid itself says of its documents is enough to see it: until when one is valid, and to whom it was issued. */
export function spentEvidence({ definition, bidRecord: { bid }, bidDeadline }: Item): SpentEvidence[] {
  return Object.values(definition.questions).flatMap(({ id: question }) => {
    const evidence = bid.answers[question]?.evidence;
    const why = evidence === undefined ? undefined : whyNot(evidence, bidDeadline, bid.supplier.name);
    return evidence === undefined || why === undefined ? [] : [{ question, document: evidence.document, why }];
  });
}

function whyNot({ validUntil, issuedTo }: Evidence, bidDeadline: string, supplier: string): string | undefined {
  if (validUntil !== undefined && validUntil < bidDeadline)
    return `was valid until ${validUntil}, before the bid deadline of ${bidDeadline}`;
  // Whose it is stays unsaid: where bidders are shown by code, it would tell who bids.
  return issuedTo !== undefined && plainCompanyName(issuedTo) !== plainCompanyName(supplier)
    ? 'was issued to another company'
    : undefined;
}

/** Faults where such a fact is accepted and its document given as the place that shows it. */
export function spentEvidenceFaults(
  item: Item,
  judgement: Judgement,
  pointers: readonly Pointer[],
  at: string,
): Issue[] {
  if (judgement.kind === 'points') return [];
  const accepted = spentEvidence(item).filter(({ question }) => !Object.hasOwn(judgement.corrections, question));
  return pointers.flatMap((pointer, index) => {
    const spent = accepted.find(({ document }) => pointer.kind === 'document' && pointer.document === document);
    if (spent === undefined) return [];
    const { question, document, why } = spent;
    const message = `"${document}" ${why}: it does not show "${question}". Take the fact as missing, correct it, or point to something else in the bid that shows it.`;
    return [{ pointer: `${at}/pointers/${index}`, code: 'evidence-not-valid', message, found: document }];
  });
}

import type { Bid } from '../domain/bid.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { Rule } from '../scoring/rule.ts';
import { canonicalSha256 } from '../scoring/rule-set.ts';
import type { BidRecord, ProcurementRecord } from './records.ts';
import type { Stores } from './stores.ts';

/** The version of a bid that last changed what a rule reads of it. What was found before it is to be verified again. */
export type ChangeOfBid = {
  readonly version: number;
  readonly at: IsoInstant;
  /** "Version 2 of the bid. Clarification 1: an obvious error was corrected. Changed: carbon lines." */
  readonly text: string;
};

/** One version of a bid, and what the rules propose on it. */
export type VersionRead = { readonly record: BidRecord; readonly proposed: (rule: string) => unknown };

/** Earlier versions of a standing bid that counted in their time, newest first. */
export async function earlierVersions(
  { bids }: Pick<Stores, 'bids'>,
  { organisation, reference }: Pick<ProcurementRecord, 'organisation' | 'reference'>,
  standing: BidRecord,
): Promise<BidRecord[]> {
  if (standing.version === 1) return [];
  const versions = await bids.versions(organisation, reference, standing.reference);
  return versions
    .filter(({ lot, version, status }) => lot === standing.lot && version < standing.version && status === 'current')
    .toSorted((a, b) => b.version - a.version);
}

/**
 * An earlier version with the price, quality points and time of receipt of the present one: these come beside the bid,
 * and no evaluator verifies them.
 */
export function withHeadsOf(earlier: Bid, present: Bid): Bid {
  const { price: _price, qualityPoints: _points, receivedAt: _received, ...content } = earlier;
  const { price, qualityPoints, receivedAt } = present;
  return {
    ...content,
    ...(price === undefined ? {} : { price }),
    ...(qualityPoints === undefined ? {} : { qualityPoints }),
    ...(receivedAt === undefined ? {} : { receivedAt }),
  };
}

/** The newest of these versions, newest first, in which what the rule reads differs from the one before; if any. */
export function lastChange(rule: Rule, versions: readonly VersionRead[]): ChangeOfBid | undefined {
  for (const [index, after] of versions.entries()) {
    const before = versions[index + 1];
    if (before === undefined) return undefined;
    const changed = changedFor(rule, before, after);
    if (changed.length === 0) continue;
    const { version, at, statusReason } = after.record;
    const why = statusReason === undefined ? '' : ` ${statusReason}`;
    return { version, at, text: `Version ${version} of the bid.${why} Changed: ${changed.join(', ')}.` };
  }
  return undefined;
}

/** Whether a rule reads the carbon lines, or what is computed from them. */
export function readsCarbon({ questions }: Pick<Rule, 'questions'>): boolean {
  return Object.values(questions).some(({ source }) => source === 'carbon' || source === 'computed');
}

/** Answers by question id, and the lists that the rule's questions are about. */
function changedFor(rule: Rule, before: VersionRead, after: VersionRead): string[] {
  const questions = Object.values(rule.questions);
  const [was, is] = [before.record.bid, after.record.bid];
  const reads = (wanted: string) => questions.some(({ source }) => source === wanted);
  const changed = [
    ...questions.map(({ id }) => id).filter((id) => !isSame(was.answers[id], is.answers[id])),
    ...(readsCarbon(rule) && !isSame(was.carbon, is.carbon) ? ['carbon lines'] : []),
    ...(reads('devices') && !isSame(was.devices, is.devices) ? ['devices'] : []),
    ...(reads('removals') && !isSame(was.removals, is.removals) ? ['removals'] : []),
  ];
  if (changed.length > 0) return changed;
  // A rule may be handed more than it names in its questions: then its proposal tells.
  return isSame(before.proposed(rule.id), after.proposed(rule.id)) ? [] : ['what the rule proposes'];
}

function isSame(a: unknown, b: unknown): boolean {
  return canonicalSha256(a ?? null) === canonicalSha256(b ?? null);
}

import type { Answer } from '../domain/answer.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { DecimalText } from '../domain/quantity.ts';

/** A place in a bid that a reason points to: a document with its page, or a cell of the stored file. */
export type Pointer =
  | { readonly kind: 'document'; readonly document: string; readonly page: string }
  | { readonly kind: 'cell'; readonly sheet: string; readonly cell: string }
  /** The bid says nothing to this question. */
  | { readonly kind: 'nothing-submitted'; readonly question: string };

/**
 * What a person, or the panel, finds for one criterion of one bid. Facts: the answers that differ from what the bid
 * states, by question id; `missing` strikes an answer out. Points are given only where the rule is marked judgement.
 */
export type Judgement =
  | { readonly kind: 'facts'; readonly corrections: Readonly<Record<string, Answer | 'missing'>> }
  | { readonly kind: 'points'; readonly points: DecimalText };

/** One bid (and lot) under one criterion or condition of the rule set. */
export type EvaluationItem = {
  readonly procurement: string;
  readonly bid: string;
  readonly lot?: string;
  /** Rule id, as in the assessment. */
  readonly rule: string;
};

/** The panel's one agreed fact or score, with one reason that answers dissent. Append only; the latest counts. */
export type ConsensusRecord = EvaluationItem & {
  readonly sequence: number;
  readonly judgement: Judgement;
  readonly reason: string;
  readonly pointers: readonly [Pointer, ...Pointer[]];
  readonly by: string;
  readonly at: IsoInstant;
  /** Why it differs from the consensus before it, where there was one. */
  readonly changeReason?: string;
  /** Who agreed to the change, where a condition had failed before it. */
  readonly secondApprover?: string;
};

import type { IsoInstant } from '../domain/iso-date.ts';
import type { Judgement, Pointer } from '../domain/judgement.ts';

export type { Judgement, Pointer };

/** One bid (and lot) under one criterion or condition of the rule set. */
export type EvaluationItem = {
  readonly procurement: string;
  readonly bid: string;
  readonly lot?: string;
  /** Rule id, as in the assessment. */
  readonly rule: string;
};

export const INTERESTS = ['none', 'potential', 'actual', 'perceived'] as const;
export type Interest = (typeof INTERESTS)[number];

/** What every record of an evaluation says: its place in the list, and who made it when. */
export type Recorded = {
  readonly sequence: number;
  readonly by: string;
  readonly byName: string;
  readonly at: IsoInstant;
};

/** What a person declares before being shown any bid. A later one does not replace it; the latest counts. */
export type InterestDeclaration = Recorded & {
  readonly interest: Interest;
  /** What the interest is; absent where there is none. */
  readonly details?: string;
  readonly mitigation?: string;
};

/** What the officer decided about a person who declared an actual conflict. */
export type InterestDecision = Recorded & {
  readonly person: string;
  /** Sequence of the declaration it is about. */
  readonly declaration: number;
  readonly decision: 'mitigation-accepted' | 'replaced';
  readonly reason: string;
};

/** Which rules a person evaluates; the latest for a person counts. An empty list takes the person off. */
export type Assignment = Recorded & {
  readonly person: string;
  readonly personName: string;
  readonly rules: readonly string[] | 'all';
};

/** An evaluation that was done in another system, by the workbook that brought it here. */
export type Elsewhere = {
  readonly file: string;
  readonly sha256: string;
  /** Names as the workbook gives them: these people act elsewhere. */
  readonly evaluators: readonly string[];
  readonly moderator: string;
  /** What the workbook says of interests that were declared and decided. */
  readonly interests?: string;
};

/** The beginning of the evaluation; the latest counts. */
export type EvaluationStart = Recorded & {
  /** Evaluators and the moderator see bidders by code. */
  readonly blind: boolean;
  /** Code by bid reference, in an order that says nothing of the references. */
  readonly codes: Readonly<Record<string, string>>;
  /** The assessment of the same bids that stood before people began. */
  readonly assessment: string;
  /** Present where it was done elsewhere: then nothing is scored here. */
  readonly elsewhere?: Elsewhere;
};

/** What one evaluator or the panel finds of an item, with its reason and where in the bid it stands. */
export type ScoreContent = {
  readonly judgement: Judgement;
  readonly reason: string;
  readonly pointers: readonly [Pointer, ...Pointer[]];
};

/** An evaluator's work that is not locked yet. */
export type ScoreDraft = EvaluationItem &
  ScoreContent & { readonly person: string; readonly at: IsoInstant; readonly changeReason?: string };

/** An evaluator's locked score or verified facts. Append only; the latest counts. */
export type IndividualRecord = EvaluationItem &
  ScoreContent &
  Recorded & {
    /** The version of the bid it is about. */
    readonly bidVersion: number;
    /** Why it differs from the one locked before it, where there was one. */
    readonly changeReason?: string;
  };

/** The panel's one agreed fact or score, with one reason that answers dissent. Append only; the latest counts. */
export type ConsensusRecord = EvaluationItem &
  ScoreContent &
  Recorded & {
    readonly bidVersion: number;
    /** How the reason answers the evaluators who found otherwise, where any did. */
    readonly answersDissent?: string;
    /** Why it differs from the consensus before it, where there was one. */
    readonly changeReason?: string;
    /** What the bid had failed when it was changed: a second person must then approve the change. */
    readonly failedBefore?: readonly string[];
    /** Evaluated elsewhere: SHA-256 of the workbook that it was imported from, by the person who did. */
    readonly importedFrom?: string;
  };

/** A second person's own approval of a consensus that was changed after the bid had failed something. */
export type ChangeApproval = EvaluationItem &
  Recorded & {
    /** Sequence of the consensus it is about. */
    readonly consensus: number;
    readonly reason: string;
  };

/** Everything that is appended while people evaluate, by kind. */
export type EvaluationRecord =
  | (InterestDeclaration & { readonly kind: 'declaration' })
  | (InterestDecision & { readonly kind: 'interest-decision' })
  | (Assignment & { readonly kind: 'assignment' })
  | (EvaluationStart & { readonly kind: 'start' })
  | (IndividualRecord & { readonly kind: 'individual' })
  | (ConsensusRecord & { readonly kind: 'consensus' })
  | (ChangeApproval & { readonly kind: 'change-approval' });

// A union keeps its members apart where each is taken by itself.
type WithoutSequence<T> = T extends unknown ? Omit<T, 'sequence'> : never;
export type NewEvaluationRecord = WithoutSequence<EvaluationRecord>;

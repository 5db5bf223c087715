import type { Answer } from './answer.ts';
import type { CarbonLine } from './bid.ts';
import type { DecimalText } from './quantity.ts';

/** A place in a bid that a reason points to: a document with its page, or a cell of the stored file. */
export type Pointer =
  | { readonly kind: 'document'; readonly document: string; readonly page: string }
  | { readonly kind: 'cell'; readonly sheet: string; readonly cell: string }
  /** The bid says nothing to this question. */
  | { readonly kind: 'nothing-submitted'; readonly question: string };

/**
 * What a person, or the panel, finds for one criterion of one bid. Facts: the answers that differ from what the bid
 * states, by question id, and the carbon lines; `missing` strikes one out. Points are given only where the rule set says judgement.
 */
export type Judgement =
  | {
      readonly kind: 'facts';
      readonly corrections: Readonly<Record<string, Answer | 'missing'>>;
      /** Carbon lines that differ from what the bid states, by their names; absent where none does. */
      readonly carbon?: Readonly<Record<string, CarbonLine | 'missing'>>;
    }
  | { readonly kind: 'points'; readonly points: DecimalText };

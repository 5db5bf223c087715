import { plainNumber } from '../domain/plain-english.ts';
import { type Grams, toFraction } from '../domain/quantity.ts';
import type { BidEffect } from './trajectory-effect.ts';

/** What has to be known to read the effect of a bid, in sentences; none where all of it is as declared. */
export function effectNotes({ effect, useNotTold, isTermPublished }: BidEffect): string[] {
  if (effect === undefined) return ['Declares no carbon: its effect is not known, which is not none.'];
  return [
    ...(isTermPublished
      ? []
      : ['No term was published: it is what the bid declares, by year, and the dates of the contract may move it.']),
    ...(effect.atRunRate === 0n
      ? []
      : [
          `${tonnesText(effect.atRunRate)} t of it are not declared: they are forecast at the average month of what is, for months of the term without carbon and for the need after its end.`,
        ]),
    ...(useNotTold === 0n
      ? []
      : [
          `${tonnesText(useNotTold)} t are declared for use without a scope or a conversion factor: nobody can tell whose meter they are on, so they count.`,
        ]),
  ];
}

function tonnesText(grams: Grams): string {
  return plainNumber(toFraction(grams).div(1_000_000), 1);
}

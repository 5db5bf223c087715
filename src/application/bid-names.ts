import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { startOf } from './evaluation-state.ts';
import type { Evaluation } from './read-evaluation.ts';

/** How bids are named to one person: by reference, or by code where bidders are not to be known. */
export type BidNames = {
  readonly blind: boolean;
  readonly shown: (reference: string) => string;
  /** "Kestrel Example Systems Ltd", or the code. */
  readonly bidder: (reference: string) => string;
  /** The reference of what was shown; AppError `not-found` where it names none. */
  readonly toReference: (shown: string) => string;
};

/** The names for this person: codes while a blind evaluation runs, but for officers and auditors. */
export function bidNamesFor({ record, records, bids }: Evaluation, person: Person): BidNames {
  const start = startOf(records);
  const sees = person.roles.some((role) => ['officer', 'auditor', 'admin'].includes(role));
  const blind = start?.blind === true && !sees && record.state === 'evaluating';
  const codes = new Map(Object.entries(start?.codes ?? {}));
  // A bid admitted after the beginning has no code yet: it is numbered after the others.
  const later = [...new Set(bids.map(({ reference }) => reference))].filter((reference) => !codes.has(reference));
  later.forEach((reference, index) => codes.set(reference, `Later bidder ${index + 1}`));
  const shown = (reference: string) => (blind ? (codes.get(reference) ?? reference) : reference);
  const nameOf = (reference: string) => bids.find((one) => one.reference === reference)?.bid.supplier.name;
  return {
    blind,
    shown,
    bidder: (reference) => (blind ? shown(reference) : (nameOf(reference) ?? reference)),
    toReference: (wanted) => {
      const found = bids.find(({ reference }) => shown(reference) === wanted)?.reference;
      if (found !== undefined) return found;
      throw new AppError('not-found', `${record.reference} has no bid "${wanted}" to evaluate.`);
    },
  };
}

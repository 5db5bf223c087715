import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import type { EvaluationRecord } from './evaluation-records.ts';
import { clearanceOf, isEvaluatorHere, startOf } from './evaluation-state.ts';
import type { ProcurementRecord } from './records.ts';
import type { Stores } from './stores.ts';

/** Throws AppError `forbidden`, with what to do, unless the person has declared interests and may be shown bids. */
export function requireCleared(records: readonly EvaluationRecord[], person: Person, reference: string): void {
  switch (clearanceOf(records, person.id)) {
    case 'cleared':
      return;
    case 'not-declared':
      throw new AppError(
        'forbidden',
        `Declare your interests in ${reference} first, on its page "Declare interests": no bid is shown before that.`,
      );
    case 'awaiting-decision':
      throw new AppError(
        'forbidden',
        `You declared an actual conflict of interest in ${reference}. Wait until the procurement officer has recorded a decision about it.`,
      );
    case 'replaced':
      throw new AppError(
        'forbidden',
        `The procurement officer has replaced you in ${reference} because of the interest you declared.`,
      );
  }
}

/** Throws AppError `not-allowed-in-state` where the evaluation was done elsewhere: nobody mixes the two. */
export function requireEvaluatedHere(records: readonly EvaluationRecord[], reference: string): void {
  const elsewhere = startOf(records)?.elsewhere;
  if (elsewhere === undefined) return;
  throw new AppError(
    'not-allowed-in-state',
    `${reference} was evaluated elsewhere and imported from ${elsewhere.file}: nothing is scored here. To correct it, import the corrected workbook with the reason.`,
  );
}

/** States from which an evaluation can be looked at. */
export const AFTER_CLOSING = [
  'closed',
  'evaluating',
  'moderated',
  'approved',
  'awarded',
  'standstill',
  'contracted',
] as const;

/** Evaluators and moderators, who see bids only after declaring. */
export function isPanel(person: Person): boolean {
  return !person.roles.some((role) => ['officer', 'auditor', 'admin'].includes(role));
}

/** Whether people evaluate the bids, or have: from then on an auditor's looks are recorded. */
export function isEvaluated({ state }: Pick<ProcurementRecord, 'state'>): boolean {
  return !['draft', 'published', 'open', 'closed', 'cancelled'].includes(state);
}

/**
 * Throws AppError `forbidden` where a person who evaluates this procurement asks, in another role, for what evaluators
 * do not see before consensus is locked: prices, totals, ranking and what is no part of the published method.
 */
export async function refuseEvaluators(stores: Stores, person: Person, record: ProcurementRecord): Promise<void> {
  if (!['closed', 'evaluating'].includes(record.state)) return;
  const records = await stores.evaluation.records(person.organisation, record.reference);
  if (!isEvaluatorHere(records, person)) return;
  throw new AppError(
    'forbidden',
    `You evaluate ${record.reference}: prices, totals and ranking are shown to you once the consensus is locked.`,
  );
}

import type { ProcurementSummary } from '../../application/procurement-queries.ts';
import type { AssessmentRecord } from '../../application/records.ts';
import { dateText } from './words.ts';

/** What stands at the head of every page about a procurement: what its figures are worth. */
export type Standing = { readonly title: string; readonly text: string };

const TRIAL: Standing = {
  title: 'TRIAL, NOT FOR AWARD',
  text: 'The rules of this procurement have not been published. Nothing may be awarded on these figures.',
};

/** Undefined once the rules were published in time and nothing has been scored yet. */
export function standingOf(
  { publication, facts }: Pick<ProcurementSummary, 'publication' | 'facts'>,
  assessment?: Pick<AssessmentRecord, 'status'>,
): Standing | undefined {
  if (publication === undefined) return TRIAL;
  const draft =
    assessment?.status === 'issued' ? '' : ' All points are proposals by the service until people have agreed them.';
  if (publication.retrospective) {
    return {
      title: 'PUBLISHED RETROSPECTIVELY',
      text: `The rules were published on ${dateText(publication.at)}, after the bid deadline of ${dateText(facts.bidDeadline)}. Reason: ${publication.reason ?? 'not stated'}.${draft}`,
    };
  }
  if (assessment?.status === 'trial')
    return { ...TRIAL, text: 'This was scored before the rules were published. Score it again.' };
  return assessment?.status === 'draft' ? { title: 'DRAFT, NOT APPROVED', text: draft.trim() } : undefined;
}

import type { ProcurementSummary, ProcurementView } from '../../application/procurement-queries.ts';
import { counted, dateText, instantText } from './words.ts';

/** One step of the way from a workbook to a pack. */
export type Step = {
  readonly title: string;
  readonly state: 'done' | 'now' | 'later';
  readonly stateWords: string;
  readonly text: string;
};

/** What is to be done next, in a few words, for lists. */
export function nextStepText({ state, deadlinePassed, facts }: ProcurementSummary): string {
  switch (state) {
    case 'draft':
      return 'Publish or adopt its rules';
    case 'published':
      return 'Open it for bids';
    case 'open':
      return deadlinePassed ? 'Close bidding and unseal the bids' : `Receive bids until ${dateText(facts.bidDeadline)}`;
    case 'closed':
      return 'Score the bids, assign evaluators and begin the evaluation';
    case 'evaluating':
      return 'Evaluators verify and score; the panel agrees';
    case 'cancelled':
      return 'Nothing: it was cancelled';
    case 'moderated':
      return facts.prices === 'separate'
        ? 'The consensus is locked: upload the prices, then have it approved by a second person'
        : 'The consensus is locked: have it approved by a second person';
    case 'approved':
      return 'Send the summaries and award';
    case 'awarded':
      return 'Record the award notice';
    case 'standstill':
      return 'Wait for the end of the standstill, then sign';
    case 'contracted':
      return 'Nothing: it is contracted';
    default:
      return 'Carry on with the evaluation';
  }
}

/** The steps of a procurement, with what has been done and what comes next. */
export function procurementSteps(view: ProcurementView): Step[] {
  const reached = reachedStep(view);
  return stepTexts(view).map(({ title, text }, index) => {
    if (index < reached) return { title, text, state: 'done', stateWords: 'Done' };
    if (index > reached || view.state === 'cancelled') return { title, text, state: 'later', stateWords: 'Not yet' };
    return { title, text, state: 'now', stateWords: 'Next' };
  });
}

/** Index of the step that is next. */
function reachedStep({ state, assessment }: ProcurementView): number {
  if (state === 'draft') return 1;
  if (state === 'published') return 2;
  if (state === 'open') return 3;
  const scored = assessment !== undefined && assessment.status !== 'trial' && assessment.changedSince.length === 0;
  return scored ? 5 : 4;
}

function stepTexts(view: ProcurementView): { readonly title: string; readonly text: string }[] {
  const { publication, closedAt, facts, bidCounts, assessment, factsVersion, createdAt } = view;
  const published =
    publication === undefined
      ? 'Fix the rules, weights and benchmarks before bids are opened, so that they cannot change afterwards.'
      : `${publication.kind === 'adopted' ? 'Adopted' : 'Published'} on ${instantText(publication.at)}.`;
  const closed =
    closedAt === undefined
      ? `Bid deadline: end of ${dateText(facts.bidDeadline)}. Nobody can read a bid before closing.`
      : `Closed on ${instantText(closedAt)}; ${counted(bidCounts.standing, 'bid')} to assess.`;
  const scored =
    assessment === undefined || assessment.status === 'trial'
      ? 'The service proposes points for every criterion, with the reasons and the evidence.'
      : `Scored on ${instantText(assessment.at)}.`;
  return [
    {
      title: 'Set up from a tender workbook',
      text: `Saved on ${instantText(createdAt)}. Version ${factsVersion} of the facts is in force.`,
    },
    { title: publication?.kind === 'adopted' ? 'Adopt the rules' : 'Publish the rules', text: published },
    {
      title: 'Open for bids',
      text:
        view.state === 'published' || publication === undefined
          ? 'From then on bids can be uploaded.'
          : 'Bids can be uploaded until bidding is closed.',
    },
    { title: 'Close bidding', text: closed },
    { title: 'Score the bids', text: scored },
    {
      title: 'Download the evaluation pack',
      text: 'Workbook, report, decision record, and a summary for each bidder.',
    },
  ];
}

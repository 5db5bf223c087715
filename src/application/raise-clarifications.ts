import { bidNameOf } from '../domain/clarification.ts';
import { AppError } from '../domain/errors.ts';
import type { Issue } from '../domain/issue.ts';
import type { Person } from '../domain/person.ts';
import {
  changeClarifications,
  checkedText,
  type ClarificationContext,
  CLARIFYING,
  throwFaults,
} from './change-clarifications.ts';
import { type ClarificationProposal, earlierText, proposeClarifications } from './clarification-proposals.ts';
import { governingCatalogue } from './governing-catalogue.ts';
import { namedSuppliers } from './named-suppliers.ts';
import type { ServicePorts } from './ports.ts';
import { readBids } from './standing-bids.ts';

export type Raising = {
  /** Ids of proposed topics, or everything that is proposed. */
  readonly topics: 'all' | readonly string[];
  /** Other words than those proposed; for one topic only. */
  readonly text?: string;
};

/**
 * Prepares clarifications of what the latest draft assessment gives reason to ask, one for each topic, the same text
 * to every bid concerned. Nothing is sent. Returns their numbers.
 */
export async function raiseClarifications(
  ports: ServicePorts,
  person: Person,
  reference: string,
  { topics, text }: Raising,
): Promise<number[]> {
  const added = await changeClarifications(ports, person, reference, CLARIFYING, async (context) => {
    const proposals = await readProposals(ports, context);
    const chosen = topics === 'all' ? proposals : topics.map((id) => getProposal(proposals, id, reference));
    if (chosen.length === 0) throw new AppError('not-allowed-in-state', `There is nothing to ask about ${reference}.`);
    const texts = await checkedTexts(chosen, text, context);
    return chosen.map(({ topic, recipients }, index) => ({
      number: context.nextNumber + index,
      step: {
        kind: 'raised' as const,
        topic,
        text: texts[index] ?? '',
        recipients: recipients.map(bidNameOf),
      },
    }));
  });
  return added.map(({ number }) => number);
}

/** What could be asked now; nothing before the first draft assessment. */
export async function readProposals(
  ports: Pick<ServicePorts, 'catalogue'>,
  { stores, procurement, register }: Pick<ClarificationContext, 'stores' | 'procurement' | 'register'>,
): Promise<ClarificationProposal[]> {
  const { organisation, reference } = procurement;
  const latest = await stores.assessments.latest(organisation, reference);
  if (latest?.status !== 'draft') return [];
  const { standing } = await readBids(stores, organisation, reference);
  const catalogue = await governingCatalogue(ports.catalogue, stores, procurement);
  return proposeClarifications(latest.record.assessment, standing, register, catalogue);
}

function getProposal(proposals: readonly ClarificationProposal[], id: string, reference: string) {
  const found = proposals.find(({ topic }) => topic.id === id);
  if (found !== undefined) return found;
  const known = proposals.map(({ topic }) => topic.id).join(', ');
  const instead = known === '' ? 'Nothing is proposed' : `Proposed: ${known}`;
  throw new AppError('not-found', `Nothing is to be asked about "${id}" in ${reference}. ${instead}.`);
}

async function checkedTexts(
  chosen: readonly ClarificationProposal[],
  text: string | undefined,
  context: ClarificationContext,
): Promise<string[]> {
  if (text === undefined) return chosen.map((one) => one.text);
  const [only] = chosen;
  const issues: Issue[] = [];
  const given = checkedText(issues, 'text', text, 'the question');
  if (only === undefined || chosen.length > 1) {
    issues.push({ pointer: '#/text', code: 'several-topics', message: 'Give other words for one topic at a time.' });
  } else {
    const earlier = earlierText(context.register, only.topic.id);
    if (earlier !== undefined && earlier !== given) {
      const message = 'Other bidders were asked about this before: the text to every bidder is the same.';
      issues.push({ pointer: '#/text', code: 'other-text', message, expected: earlier });
    }
  }
  issues.push(...(await namedSuppliers(context, { text: given })));
  throwFaults(issues);
  return [given];
}

import type { Person } from '../domain/person.ts';
import { pointsText } from '../scoring/stated-finding.ts';
import { AFTER_CLOSING } from './evaluation-access.ts';
import type { Judgement } from './evaluation-records.ts';
import { itemStates } from './moderation-state.ts';
import type { ServicePorts } from './ports.ts';
import { foundBy, keyOf, readEvaluation } from './read-evaluation.ts';
import type { ProcurementRecord } from './records.ts';
import type { Stores } from './stores.ts';

/** What people gave to one criterion of one bid, to stand beside the proposal. */
export type PeoplesScores = {
  readonly bid: string;
  readonly lot?: string;
  readonly rule: string;
  /** Points of the locked records, by the names of their evaluators. */
  readonly individual: readonly { readonly by: string; readonly points: string }[];
  /** Points of the consensus; absent before it. */
  readonly agreed?: string;
};

/** Locked scores and consensus of every criterion, for officers and auditors; nothing for others or before it began. */
export async function scoresOfPeople(
  ports: ServicePorts,
  stores: Stores,
  person: Person,
  record: ProcurementRecord,
): Promise<PeoplesScores[]> {
  const mayRead = person.roles.some((role) => ['officer', 'auditor', 'admin'].includes(role));
  if (!mayRead || !AFTER_CLOSING.slice(1).some((state) => state === record.state)) return [];
  const evaluation = await readEvaluation(ports, stores, record);
  return itemStates(evaluation).flatMap(({ item, individuals, consensus }) => {
    if (item.kind === 'condition') return [];
    const pointsOf = (judgement: Judgement) => {
      const { points } = foundBy(evaluation, item, judgement);
      return points === undefined ? '' : pointsText(points);
    };
    return [
      {
        ...keyOf(item),
        individual: individuals.map(({ byName: by, judgement }) => ({ by, points: pointsOf(judgement) })),
        ...(consensus === undefined ? {} : { agreed: pointsOf(consensus.judgement) }),
      },
    ];
  });
}

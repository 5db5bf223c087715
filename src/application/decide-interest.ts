import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { changeEvaluation } from './change-evaluation.ts';
import { requireReason, requireState } from './change-procurement.ts';
import type { InterestDecision } from './evaluation-records.ts';
import { latestDeclaration } from './evaluation-state.ts';
import type { ServicePorts } from './ports.ts';
import { OFFICERS, requireRole } from './roles.ts';

export type InterestDecisionInput = {
  readonly person: string;
  readonly decision: InterestDecision['decision'];
  readonly reason: string;
};

/**
 * Records what the officer decided about an interest that was declared: the mitigation is enough, or the person is
 * replaced. Nobody decides about his or her own interest.
 */
export async function decideInterest(
  ports: ServicePorts,
  officer: Person,
  reference: string,
  { person, decision, reason }: InterestDecisionInput,
): Promise<void> {
  requireRole(officer, ...OFFICERS);
  const why = requireReason(reason, `why the interest declared by ${person} was decided so`);
  if (person === officer.id) throw new AppError('forbidden', 'Another person decides about your own interest.');
  await changeEvaluation(ports, officer, reference, ({ record, records, made }) => {
    requireState(record, ['closed', 'evaluating'], 'declared interests are decided');
    const declaration = latestDeclaration(records, person);
    if (declaration === undefined) {
      throw new AppError('not-found', `"${person}" has declared no interest in ${reference}.`);
    }
    const about = { person, declaration: declaration.sequence, decision };
    return {
      records: [{ kind: 'interest-decision', ...made, ...about, reason: why }],
      event: { action: 'evaluation.interest-decided', data: { person, decision, reason: why } },
    };
  });
}

import { throwIfFaulty } from '../domain/errors.ts';
import type { Issue } from '../domain/issue.ts';
import type { Person } from '../domain/person.ts';
import { requireState } from './change-procurement.ts';
import { changeEvaluation } from './change-evaluation.ts';
import { requireEvaluatedHere } from './evaluation-access.ts';
import type { Interest } from './evaluation-records.ts';
import type { ServicePorts } from './ports.ts';
import { EVALUATORS, requireRole } from './roles.ts';

export type DeclarationInput = {
  readonly interest: Interest;
  readonly details?: string;
  readonly mitigation?: string;
};

/**
 * Records what interests an evaluator or the moderator has in the bidders, whose names are all that is known by then.
 * A later declaration is a new record. Throws AppError `invalid-input` where an interest is not described.
 */
export async function declareInterests(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: DeclarationInput,
): Promise<void> {
  requireRole(person, ...EVALUATORS);
  const details = input.details?.trim() ?? '';
  const mitigation = input.mitigation?.trim() ?? '';
  throwIfFaulty('invalid-input', 'The declaration is not complete.', faultsOf(input.interest, details, mitigation));
  await changeEvaluation(ports, person, reference, ({ record, records, made }) => {
    requireEvaluatedHere(records, reference);
    requireState(record, ['closed', 'evaluating'], 'interests are declared');
    return {
      records: [
        {
          kind: 'declaration',
          ...made,
          interest: input.interest,
          ...(details === '' ? {} : { details }),
          ...(mitigation === '' ? {} : { mitigation }),
        },
      ],
      event: { action: 'evaluation.interests-declared', data: { interest: input.interest } },
    };
  });
}

function faultsOf(interest: Interest, details: string, mitigation: string): Issue[] {
  if (interest === 'none') return [];
  const fault = (field: string, message: string): Issue => ({ pointer: `#/${field}`, code: 'missing', message });
  return [
    ...(details === '' ? [fault('details', 'Say what the interest is, and in which bidder.')] : []),
    ...(mitigation === '' ? [fault('mitigation', 'Say what would keep the interest from bearing on your work.')] : []),
  ];
}

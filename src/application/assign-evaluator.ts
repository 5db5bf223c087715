import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { getRuleSet } from '../scoring/catalogue.ts';
import { prepareRuleSet } from '../scoring/prepared-rule-set.ts';
import { requireState } from './change-procurement.ts';
import { changeEvaluation } from './change-evaluation.ts';
import { requireEvaluatedHere } from './evaluation-access.ts';
import type { Assignment } from './evaluation-records.ts';
import { governingRules } from './governing-catalogue.ts';
import type { ServicePorts } from './ports.ts';
import type { ProcurementRecord } from './records.ts';
import { OFFICERS, requireRole } from './roles.ts';

export type AssignmentInput = {
  readonly person: string;
  readonly personName: string;
  /** Rule ids; all by default. An empty list takes the person off. */
  readonly rules?: Assignment['rules'];
};

/**
 * Says which criteria and conditions a person evaluates. The officer, who sees the prices, is never one of them.
 * Throws AppError `invalid-input` where a rule is not in the published rule set.
 */
export async function assignEvaluator(
  ports: ServicePorts,
  officer: Person,
  reference: string,
  { person, personName, rules = 'all' }: AssignmentInput,
): Promise<void> {
  requireRole(officer, ...OFFICERS);
  if (person.trim() === '') throw new AppError('invalid-input', 'Name the person who is to evaluate.');
  if (person === officer.id) {
    throw new AppError(
      'forbidden',
      'You see the prices of the bids, so you cannot evaluate them. Assign another person.',
    );
  }
  await changeEvaluation(ports, officer, reference, ({ record, records, made }) => {
    requireEvaluatedHere(records, reference);
    requireState(record, ['published', 'open', 'closed', 'evaluating'], 'evaluators are assigned');
    requirePublished(ports, record, rules);
    return {
      records: [{ kind: 'assignment', ...made, person, personName, rules }],
      event: {
        action: 'evaluation.evaluator-assigned',
        data: { person, person_name: personName, rules: rules === 'all' ? 'all' : [...rules] },
      },
    };
  });
}

function requirePublished(ports: ServicePorts, record: ProcurementRecord, rules: Assignment['rules']): void {
  if (rules === 'all') return;
  const catalogue = governingRules(ports.catalogue, record);
  const { applied } = prepareRuleSet(catalogue, getRuleSet(catalogue, record.facts.ruleSet), false);
  const unknown = rules.filter((id) => !applied.rules.some(({ rule }) => rule.id === id));
  if (unknown.length === 0) return;
  const issues = unknown.map((id) => ({
    pointer: '#/rules',
    code: 'not-published',
    message: `"${id}" is not in the published rule set of ${record.reference}.`,
    found: id,
  }));
  throw new AppError('invalid-input', 'Evaluators are assigned to published criteria and conditions only.', issues);
}

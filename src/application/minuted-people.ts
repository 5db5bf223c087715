import type { IsoInstant } from '../domain/iso-date.ts';
import type { EvaluationRecord, InterestDeclaration, InterestDecision } from './evaluation-records.ts';
import { assignmentsNow, startOf } from './evaluation-state.ts';
import type { Evaluation } from './read-evaluation.ts';

/** An interest as it was declared, and what the officer decided about it. */
export type MinutedInterest = Pick<InterestDeclaration, 'interest' | 'details' | 'mitigation'> & {
  readonly at: IsoInstant;
  readonly decision?: Pick<InterestDecision, 'decision' | 'reason' | 'byName' | 'at'>;
};

/** Somebody who took part, with what he or she did. */
export type MinutedPerson = {
  readonly name: string;
  /** "evaluated every criterion and condition", "moderated". */
  readonly part: string;
  readonly interests: readonly MinutedInterest[];
};

/** Who took part: those assigned, in their order, then who moderated, then others who declared interests. */
export function peopleOf(evaluation: Evaluation): MinutedPerson[] {
  const { records } = evaluation;
  const elsewhere = startOf(records)?.elsewhere;
  if (elsewhere !== undefined) {
    const { evaluators, moderator } = elsewhere;
    return [
      ...evaluators.map((name) => ({ name, part: 'evaluated elsewhere', interests: [] })),
      { name: moderator, part: 'moderated elsewhere', interests: [] },
    ];
  }
  const named = records.flatMap((one): [string, string][] => {
    if (one.kind === 'assignment') return [[one.person, one.personName]];
    return one.kind === 'consensus' || one.kind === 'declaration' ? [[one.by, one.byName]] : [];
  });
  return [...new Map(named)].map(([id, name]) => ({
    name,
    part: partOf(evaluation, id),
    interests: interestsOf(records, id),
  }));
}

function partOf({ records, items }: Evaluation, id: string): string {
  const codeOf = (rule: string) => items.find((item) => item.rule === rule)?.code ?? rule;
  const assigned = assignmentsNow(records).find(({ person }) => person === id);
  const was = records.some((one) => one.kind === 'assignment' && one.person === id);
  const rules = assigned?.rules ?? [];
  const parts = [
    ...(assigned === undefined
      ? []
      : [`evaluated ${rules === 'all' ? 'every criterion and condition' : rules.map(codeOf).join(', ')}`]),
    ...(assigned === undefined && was ? ['was assigned, and taken off'] : []),
    ...(records.some((one) => one.kind === 'consensus' && one.by === id) ? ['moderated'] : []),
  ];
  return parts.length === 0 ? 'declared interests only' : parts.join('; ');
}

/** Every declaration, as a later one does not undo an earlier. */
function interestsOf(records: readonly EvaluationRecord[], id: string): MinutedInterest[] {
  return records.flatMap((one) => {
    if (one.kind !== 'declaration' || one.by !== id) return [];
    const { interest, details, mitigation, at, sequence } = one;
    const decision = records.findLast(
      (other) => other.kind === 'interest-decision' && other.person === id && other.declaration === sequence,
    );
    return [
      {
        interest,
        at,
        ...(details === undefined ? {} : { details }),
        ...(mitigation === undefined ? {} : { mitigation }),
        ...(decision?.kind === 'interest-decision' ? { decision } : {}),
      },
    ];
  });
}

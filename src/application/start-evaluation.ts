import { createHash } from 'node:crypto';
import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { findChanges } from './assessment-changes.ts';
import { governingCatalogue } from './governing-catalogue.ts';
import { recordSha256 } from './change-evaluation.ts';
import { changeProcurement, requireMove, type Revision } from './change-procurement.ts';
import { assignmentsNow, isAssigned, startOf } from './evaluation-state.ts';
import type { ServicePorts } from './ports.ts';
import { readEvaluation } from './read-evaluation.ts';
import type { AssessmentRecord, ProcurementRecord } from './records.ts';
import { readBids } from './standing-bids.ts';
import type { Stores } from './stores.ts';

export type EvaluationStartInput = Revision & {
  /** Whether evaluators and the moderator see bidders by code only. */
  readonly blind?: boolean;
};

export const FEWEST_EVALUATORS = 2;

/**
 * Begins the evaluation by people. Needs an assessment of the bids as they stand, and two or more evaluators for every
 * criterion and condition; throws AppError `not-allowed-in-state` that lists all that is missing.
 */
export async function startEvaluation(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: EvaluationStartInput,
): Promise<ProcurementRecord> {
  return changeProcurement(ports, person, reference, input, async (record, stores, now) => {
    const state = requireMove(record, 'evaluate');
    const { organisation } = record;
    const evaluation = await readEvaluation(ports, stores, record);
    const latest = await requireProposals(ports, stores, record, withoutEvaluators(evaluation));
    const blind = input.blind ?? false;
    const codes = codesFor(
      evaluation.bids.map((one) => one.reference),
      ports.newId(),
    );
    const kept = await stores.evaluation.append(organisation, reference, [
      { kind: 'start', by: person.id, byName: person.name, at: now, blind, codes, assessment: latest.id },
    ]);
    return {
      record: { ...record, state },
      event: {
        action: 'procurement.evaluation-started',
        data: {
          blind,
          assessment: latest.id,
          input_hash: latest.inputHash,
          evaluators: assignmentsNow(evaluation.records).map((one) => one.person),
          codes: Object.entries(codes).map(([bid, code]) => `${code}: ${bid}`),
          sha256: kept.map(recordSha256),
        },
      },
    };
  });
}

/**
 * The assessment of the bids as they stand, which people's decisions stand beside. Throws AppError
 * `not-allowed-in-state` where there is none, or where `missing` names more that an evaluation needs.
 */
export async function requireProposals(
  ports: ServicePorts,
  stores: Stores,
  record: ProcurementRecord,
  missing: readonly string[] = [],
): Promise<AssessmentRecord> {
  const { organisation, reference } = record;
  const latest = await stores.assessments.latest(organisation, reference);
  const bids = await readBids(stores, organisation, reference);
  const catalogue = await governingCatalogue(ports.catalogue, stores, record);
  const stale = latest === undefined ? [] : findChanges({ ...ports, catalogue }, record, bids, latest);
  const all = [
    ...(latest === undefined ? ['it has not been scored'] : []),
    ...stale.map((change) => `score it again: ${change}`),
    ...missing,
  ];
  if (latest !== undefined && all.length === 0) return latest;
  throw new AppError('not-allowed-in-state', `${reference} cannot be evaluated yet: ${all.join('; ')}.`);
}

/** Rules that too few people evaluate here, one sentence each. */
export function withoutEvaluators({
  items,
  records,
}: Pick<Awaited<ReturnType<typeof readEvaluation>>, 'items' | 'records'>): string[] {
  if (startOf(records)?.elsewhere !== undefined) return [];
  const assigned = assignmentsNow(records);
  const rules = [...new Map(items.map(({ rule, code }) => [rule, code]))];
  const short = rules.filter(([rule]) => assigned.filter((one) => isAssigned(one, rule)).length < FEWEST_EVALUATORS);
  if (short.length === 0) return [];
  const which = short.length === rules.length ? 'every criterion' : short.map(([, code]) => code).join(', ');
  return [`assign two evaluators or more to ${which}`];
}

/** "Bidder A", "Bidder B" … in the order of a hash with an unguessable part, so that it says nothing of the bids. */
function codesFor(references: readonly string[], secret: string): Record<string, string> {
  const hash = (reference: string) => createHash('sha256').update(`${secret}\n${reference}`).digest('hex');
  const sorted = [...new Set(references)].toSorted((a, b) => (hash(a) < hash(b) ? -1 : 1));
  return Object.fromEntries(sorted.map((reference, index) => [reference, `Bidder ${letters(index)}`]));
}

/** 0 gives "A", 25 "Z", 26 "AA". */
function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : `${letters(Math.floor(index / 26) - 1)}${last}`;
}

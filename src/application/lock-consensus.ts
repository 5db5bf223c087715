import { toRegister } from '../domain/clarification.ts';
import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import type { AssessmentJson } from '../scoring/assessment-json.ts';
import { assessAsAgreed } from './agreed-assessment.ts';
import { changeProcurement, requireMove, type Revision } from './change-procurement.ts';
import { defaultsNeverAsked, noticeOfBid } from './default-notices.ts';
import { missingForModeration } from './moderation-state.ts';
import { openClarifications } from './open-clarifications.ts';
import type { ServicePorts } from './ports.ts';
import { readEvaluation } from './read-evaluation.ts';
import type { ProcurementRecord } from './records.ts';
import { qualityPointsMissing } from './separate-prices.ts';
import type { Stores } from './stores.ts';

/**
 * Locks the consensus ("moderate"): allowed when every item has one, every evaluator has locked, a second person approved
 * every change that was made after a failure, every clarification that was begun is settled, and no bidder was left
 * unasked about a default in silence. The agreed assessment is kept with its decision record. Throws AppError
 * `not-allowed-in-state` that lists all that is missing.
 */
export async function lockConsensus(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: Revision,
): Promise<ProcurementRecord> {
  return changeProcurement(ports, person, reference, input, async (record, stores, now) => {
    const state = requireMove(record, 'moderate');
    const evaluation = await readEvaluation(ports, stores, record);
    const agreed = assessAsAgreed(ports, evaluation);
    const missing = [
      ...missingForModeration(evaluation),
      ...(await unsettledClarifications(stores, record, agreed.record.assessment)),
      ...qualityPointsMissing(
        record.facts,
        evaluation.bids.map(({ bid }) => bid),
      ),
    ];
    if (missing.length > 0) {
      throw new AppError(
        'not-allowed-in-state',
        `The consensus on ${reference} cannot be locked: ${missing.join('; ')}.`,
      );
    }
    const id = ports.newId();
    const { inputHash } = agreed.assessment;
    await stores.assessments.add(record.organisation, {
      id,
      procurement: reference,
      status: 'draft',
      inputHash,
      record: agreed.record,
      by: person.id,
      at: now,
    });
    return {
      record: { ...record, state },
      event: {
        action: 'procurement.consensus-locked',
        data: { assessment: id, input_hash: inputHash, items: String(agreed.reasons.length) },
      },
    };
  });
}

/**
 * Once the consensus is locked nothing can be asked any more: what was begun must be settled, and a default counts only
 * when its bidder was asked once, or the officer closed the clarification period over it with a reason.
 */
async function unsettledClarifications(
  stores: Stores,
  { organisation, reference }: ProcurementRecord,
  agreed: AssessmentJson,
): Promise<string[]> {
  const begun = (await openClarifications(stores, organisation, reference))
    .filter(({ kind }) => kind !== 'default-not-asked')
    .map(({ sentence }) => sentence);
  const register = toRegister(await stores.clarifications.list(organisation, reference));
  const neverAsked = defaultsNeverAsked(agreed, register).map(
    (notice) => `${withoutStop(noticeOfBid(notice))}: ask, or close the clarification period with a reason`,
  );
  return [...begun.map(withoutStop), ...neverAsked];
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

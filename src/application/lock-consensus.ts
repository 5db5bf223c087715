import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { assessAsAgreed } from './agreed-assessment.ts';
import { changeProcurement, requireMove, type Revision } from './change-procurement.ts';
import { missingForModeration } from './moderation-state.ts';
import { openClarifications } from './open-clarifications.ts';
import type { ServicePorts } from './ports.ts';
import { readEvaluation } from './read-evaluation.ts';
import type { ProcurementRecord } from './records.ts';
import { qualityPointsMissing } from './separate-prices.ts';
import type { Stores } from './stores.ts';

/**
 * Locks the consensus ("moderate"): allowed when every item has one, every evaluator has locked, and every clarification
 * that was begun is settled. The agreed assessment is kept with its decision record. Throws AppError
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
    const missing = [
      ...missingForModeration(evaluation),
      ...(await unsettledClarifications(stores, record)),
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
    const agreed = assessAsAgreed(ports, evaluation);
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

/** Once the consensus is locked nothing can be asked any more. A default that nobody asked about is told, not refused. */
async function unsettledClarifications(stores: Stores, record: ProcurementRecord): Promise<string[]> {
  const open = await openClarifications(stores, record.organisation, record.reference);
  return open.flatMap(({ kind, sentence }) => (kind === 'default-not-asked' ? [] : [sentence.replace(/\.$/, '')]));
}

import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { bidNamesFor } from './bid-names.ts';
import { changeEvaluation } from './change-evaluation.ts';
import { requireReason, requireState } from './change-procurement.ts';
import { getItem } from './check-score.ts';
import { isPanel, requireCleared } from './evaluation-access.ts';
import { awaitsApproval, consensusOn, type ItemKey } from './evaluation-state.ts';
import type { ServicePorts } from './ports.ts';
import { keyOf, readEvaluation } from './read-evaluation.ts';
import { itemText } from './record-scores.ts';
import { CHANGE_APPROVERS, requireRole } from './roles.ts';

/**
 * A second person approves a consensus that was changed after the bid had failed a condition or threshold, by an act of
 * his or her own; until then the consensus cannot be locked. An officer or another moderator. Throws AppError
 * `forbidden` for whoever made the change, `not-allowed-in-state` where nothing waits, `invalid-input` without a reason.
 */
export async function approveChange(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: ItemKey & { readonly reason: string },
): Promise<void> {
  requireRole(person, ...CHANGE_APPROVERS);
  await changeEvaluation(ports, person, reference, async ({ stores, record, records, made }) => {
    if (isPanel(person)) requireCleared(records, person, reference);
    requireState(record, ['evaluating'], 'a change of the consensus is approved');
    const evaluation = await readEvaluation(ports, stores, record);
    const names = bidNamesFor(evaluation, person);
    const item = getItem(evaluation, { ...input, bid: names.toReference(input.bid) });
    const which = `${item.code} of ${names.shown(item.bid)}`;
    const consensus = consensusOn(records, item);
    if (consensus === undefined || !awaitsApproval(records, consensus))
      throw new AppError('not-allowed-in-state', `No change of the consensus on ${which} waits for a second person.`);
    if (consensus.by === person.id) {
      const message = `${person.name} changed the consensus on ${which}. A second person approves the change.`;
      throw new AppError('forbidden', message);
    }
    const reason = requireReason(input.reason, `why the changed consensus on ${which} is approved`);
    const about = { procurement: reference, ...keyOf(item), consensus: consensus.sequence, reason };
    return {
      records: [{ kind: 'change-approval' as const, ...made, ...about }],
      event: {
        action: 'evaluation.change-approved',
        data: { item: itemText(item), changed_by: consensus.by, reason, failed_before: consensus.failedBefore ?? [] },
      },
    };
  });
}

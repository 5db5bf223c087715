import type { Person } from '../domain/person.ts';
import { changeProcurement, requireMove, requireReason, type Revision } from './change-procurement.ts';
import type { ServicePorts } from './ports.ts';
import type { ProcurementRecord } from './records.ts';

/** Ends a procurement without an award. Nothing is deleted, and bids that were sealed stay sealed. */
export async function cancelProcurement(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: Revision & { readonly reason: string },
): Promise<ProcurementRecord> {
  return changeProcurement(ports, person, reference, input, (record) => {
    const state = requireMove(record, 'cancel');
    const reason = requireReason(input.reason, `why ${reference} is cancelled`);
    return {
      record: { ...record, state },
      event: { action: 'procurement.cancelled', data: { from: record.state, reason } },
    };
  });
}

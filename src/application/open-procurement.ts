import type { Person } from '../domain/person.ts';
import { changeProcurement, requireMove, type Revision } from './change-procurement.ts';
import type { ServicePorts } from './ports.ts';
import type { ProcurementRecord } from './records.ts';

/** Opens a published procurement for bids, which stay sealed. */
export async function openProcurement(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: Revision,
): Promise<ProcurementRecord> {
  return changeProcurement(ports, person, reference, input, (record) => ({
    record: { ...record, state: requireMove(record, 'open') },
    event: { action: 'procurement.opened', data: { bid_deadline: record.facts.bidDeadline } },
  }));
}

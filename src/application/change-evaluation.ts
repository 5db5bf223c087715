import type { IsoInstant } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { canonicalSha256 } from '../scoring/rule-set.ts';
import { appendEvent, type EventContent } from './append-event.ts';
import { getProcurementRecord, procurementSubject } from './change-procurement.ts';
import type { EvaluationRecord, NewEvaluationRecord } from './evaluation-records.ts';
import type { ServicePorts } from './ports.ts';
import type { ProcurementRecord } from './records.ts';
import type { Stores } from './stores.ts';

/** What is there when somebody adds to an evaluation. */
export type EvaluationBefore = {
  readonly stores: Stores;
  readonly record: ProcurementRecord;
  readonly records: readonly EvaluationRecord[];
  /** What every new record says of who made it when. */
  readonly made: { readonly by: string; readonly byName: string; readonly at: IsoInstant };
};

export type Added = {
  readonly records: readonly NewEvaluationRecord[];
  /** The event's action, and what it says besides; the hash of each new record is added to it. Absent: no event. */
  readonly event?: Pick<EventContent, 'action' | 'data'>;
};

/**
 * Appends to the evaluation of a procurement in one transaction with the event of it. The event holds the hash of
 * every record, so that the audit chain covers what they say.
 */
export async function changeEvaluation(
  ports: Pick<ServicePorts, 'database' | 'clock'>,
  person: Person,
  reference: string,
  change: (before: EvaluationBefore) => Added | Promise<Added>,
): Promise<EvaluationRecord[]> {
  const at = ports.clock();
  return ports.database.transaction(async (stores) => {
    const record = await getProcurementRecord(stores, person, reference);
    const records = await stores.evaluation.records(person.organisation, reference);
    const made = { by: person.id, byName: person.name, at };
    const added = await change({ stores, record, records, made });
    const kept = await stores.evaluation.append(person.organisation, reference, added.records);
    if (added.event !== undefined) {
      const { action, data } = added.event;
      const sha256 = kept.map(recordSha256);
      await appendEvent(stores, person, at, {
        action,
        subject: procurementSubject(reference),
        data: { ...data, sha256 },
      });
    }
    return kept;
  });
}

/** The hash by which an event of the audit chain covers a record. */
export function recordSha256(record: EvaluationRecord): string {
  return canonicalSha256(asText(record));
}

/** Numbers become text before hashing: the sequence has one form everywhere. */
function asText(record: EvaluationRecord): unknown {
  return JSON.parse(JSON.stringify(record), (_, value: unknown) =>
    typeof value === 'number' ? String(value) : value,
  ) as unknown;
}

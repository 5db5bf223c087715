import type { AuditEvent, ChainedEvent } from '../domain/audit-event.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import type { Stores } from './stores.ts';

export type EventContent = Pick<AuditEvent, 'action' | 'subject' | 'data'>;

/** Appends what a person did to the chain of his or her organisation, inside the transaction of the change. */
export async function appendEvent(
  stores: Pick<Stores, 'audit'>,
  person: Person,
  at: IsoInstant,
  { action, subject, data }: EventContent,
): Promise<ChainedEvent> {
  return stores.audit.append({
    organisation: person.organisation,
    at,
    actor: person.id,
    actor_name: person.name,
    how: person.how,
    action,
    subject,
    data,
  });
}

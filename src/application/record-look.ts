import type { Person } from '../domain/person.ts';
import { appendEvent } from './append-event.ts';
import { procurementSubject } from './change-procurement.ts';
import type { ServicePorts } from './ports.ts';

/** Leaves an event when an auditor looks at an evaluation: auditors see everything, and that they did is on record. */
export async function recordLook(
  ports: Pick<ServicePorts, 'database' | 'clock'>,
  person: Person,
  reference: string,
  what: string,
): Promise<void> {
  if (!person.roles.includes('auditor')) return;
  const at = ports.clock();
  await ports.database.transaction((stores) =>
    appendEvent(stores, person, at, {
      action: 'evaluation.looked-at',
      subject: procurementSubject(reference),
      data: { what },
    }),
  );
}

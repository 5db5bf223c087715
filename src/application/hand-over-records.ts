import type { Person } from '../domain/person.ts';
import { appendEvent } from './append-event.ts';
import type { RecordsExport } from './database-operations.ts';
import type { ServicePorts } from './ports.ts';
import { requireRole } from './roles.ts';

/**
 * Writes everything on record for the person's organisation to a new file, in open formats, as it is handed to a
 * successor. The audit event comes first, so that the chain in the export ends with it. Throws AppError `forbidden`
 * for anybody but an administrator.
 */
export async function handOverRecords(
  { database, clock }: ServicePorts,
  person: Person,
  file: string,
): Promise<RecordsExport> {
  requireRole(person, 'admin');
  const { organisation } = person;
  await database.transaction((stores) =>
    appendEvent(stores, person, clock(), {
      action: 'records.exported',
      subject: `organisation:${organisation}`,
      data: {},
    }),
  );
  return database.exportRecords(file, organisation);
}

import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { appendEvent } from './append-event.ts';
import { getImportOf } from './import-queries.ts';
import type { ServicePorts } from './ports.ts';
import type { ImportRecord, ImportState } from './records.ts';
import { CARBON_KEEPERS, requireRole } from './roles.ts';

const CAN_BE_RETRIED: readonly ImportState[] = ['interrupted', 'failed', 'received'];

/**
 * Sets an import that was cut off, or that failed on our side, to be read again from its stored file; nothing has to
 * be sent again. The import is `received` after this; `runImport` reads it.
 */
export async function retryImport(ports: ServicePorts, person: Person, id: string): Promise<ImportRecord> {
  requireRole(person, ...CARBON_KEEPERS);
  return ports.database.transaction(async (stores) => {
    const record = await getImportOf(stores, person, id);
    if (!CAN_BE_RETRIED.includes(record.state)) {
      throw new AppError(
        'not-allowed-in-state',
        record.state === 'reading'
          ? `${record.fileName} is being read. Wait until it is done.`
          : `${record.fileName} is ${record.state}; only an import that was interrupted or failed is run again. Upload a corrected file as a new import.`,
      );
    }
    const { failure: _failure, finishedAt: _finished, ...rest } = record;
    const saved = await stores.imports.save({ ...rest, state: 'received', rowsRead: 0 });
    await appendEvent(stores, person, ports.clock(), {
      action: 'import.retried',
      subject: `import:${id}`,
      data: { file: record.fileName, sha256: record.fileSha256, was: record.state },
    });
    return saved;
  });
}

import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { appendEvent } from './append-event.ts';
import { getImportOf } from './import-queries.ts';
import type { ServicePorts } from './ports.ts';
import type { ImportRecord } from './records.ts';
import { OFFICERS, requireRole } from './roles.ts';

/**
 * Accepts the proposed mapping of an import by its name: what was likely is then certain, because a person says so.
 * The import is `received` again, from its stored file; `runImport` reads it.
 */
export async function acceptMapping(
  ports: ServicePorts,
  person: Person,
  id: string,
  mappingName: string,
): Promise<ImportRecord> {
  requireRole(person, ...OFFICERS);
  return ports.database.transaction(async (stores) => {
    const record = await getImportOf(stores, person, id);
    const proposed = record.proposedMapping?.name;
    if ((record.state !== 'mapping-proposed' && record.state !== 'faulty') || proposed === undefined) {
      throw new AppError(
        'not-allowed-in-state',
        `${record.fileName} has no mapping to accept: it is ${record.state}. Upload the file again to have it read.`,
      );
    }
    if (mappingName !== proposed) {
      const message = `Accept the mapping by its name, ${proposed}, got "${mappingName}".`;
      throw new AppError('invalid-input', message, [
        { pointer: '#/name', code: 'other-mapping', message, found: mappingName, expected: proposed },
      ]);
    }
    const { proposedMapping: _proposed, finishedAt: _finished, issueCount: _count, ...rest } = record;
    const saved = await stores.imports.save({
      ...rest,
      state: 'received',
      acceptedMapping: proposed,
      issues: [],
      notices: [],
      rowsRead: 0,
    });
    await appendEvent(stores, person, ports.clock(), {
      action: 'import.mapping-accepted',
      subject: `import:${id}`,
      data: {
        mapping: proposed,
        pairs: (record.proposedMapping?.pairs ?? []).map(
          ({ sheet, found, wanted }) => `${sheet}: ${found} = ${wanted}`,
        ),
      },
    });
    return saved;
  });
}

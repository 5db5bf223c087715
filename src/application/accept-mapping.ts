import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { appendEvent } from './append-event.ts';
import { getImportOf } from './import-queries.ts';
import type { ServicePorts } from './ports.ts';
import type { ImportRecord } from './records.ts';
import { CARBON_KEEPERS, requireRole } from './roles.ts';

/** Names as they were proposed, `mapping-…` and `choice-…`, in the fields of the record that hold them. */
export function acceptedNames(names: string): Pick<ImportRecord, 'acceptedMapping' | 'acceptedChoice'> {
  const given = names.split(',').map((name) => name.trim());
  const choice = given.find((name) => name.startsWith('choice-'));
  const mapping = given.find((name) => name !== '' && name !== choice);
  return {
    ...(mapping === undefined ? {} : { acceptedMapping: mapping }),
    ...(choice === undefined ? {} : { acceptedChoice: choice }),
  };
}

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
  requireRole(person, ...CARBON_KEEPERS);
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
      ...acceptedNames(proposed),
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
          ({ kind, sheet, found, wanted }) =>
            `${sheet}: ${found} ${kind === 'overlap' || kind === 'unit-slip' ? 'beside' : '='} ${wanted}`,
        ),
      },
    });
    return saved;
  });
}

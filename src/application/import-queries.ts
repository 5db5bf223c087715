import { createHash } from 'node:crypto';
import { AppError } from '../domain/errors.ts';
import type { AuditEvent } from '../domain/audit-event.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import { LISTED_ISSUES, type Issue } from '../domain/issue.ts';
import type { Person } from '../domain/person.ts';
import type { MadeFile, ServicePorts } from './ports.ts';
import { readAs } from './read-import.ts';
import type { ImportRecord } from './records.ts';
import { isRegisterKind } from './register-upload.ts';
import { AUDIT_READERS, IMPORT_READERS, requireRole } from './roles.ts';
import { areBidsSealed } from './standing-bids.ts';
import type { Page, PageRequest, Stores } from './stores.ts';

/** One import of the person's organisation. Throws `not-found` for any other. */
export async function getImport(ports: ServicePorts, person: Person, id: string): Promise<ImportRecord> {
  requireRole(person, ...IMPORT_READERS);
  return ports.database.read((stores) => getImportOf(stores, person, id));
}

/** The imports of the person's organisation, newest first. */
export async function listImports(ports: ServicePorts, person: Person, page: PageRequest): Promise<Page<ImportRecord>> {
  requireRole(person, ...IMPORT_READERS);
  const list = await ports.database.read((stores) => stores.imports.list(person.organisation, page));
  return { ...list, items: list.items.filter((record) => maySee(person, record)) };
}

/**
 * The file as it was sent. While bids are sealed only its sender has it. Throws when the stored bytes are not those
 * that were sent.
 */
export async function originalFile(ports: ServicePorts, person: Person, id: string): Promise<MadeFile> {
  requireRole(person, ...IMPORT_READERS);
  return ports.database.read(async (stores) => {
    const record = await getImportOf(stores, person, id);
    await refuseWhileSealed(stores, person, record);
    return readStoredFile(stores, record);
  });
}

/** A copy of the file with every fault marked, also those beyond the first 200. */
export async function markedUpCopy(ports: ServicePorts, person: Person, id: string): Promise<MadeFile> {
  const record = await getImport(ports, person, id);
  const file = await originalFile(ports, person, id);
  if (record.state === 'received' || record.state === 'reading') {
    throw new AppError('not-allowed-in-state', `${record.fileName} is still being read. Wait until it is done.`);
  }
  const bytes = await ports.spreadsheets.writeMarkedUp(file, await allIssues(ports, record));
  return { name: `${record.fileName.replace(/\.[A-Za-z0-9]{1,8}$/, '')}-marked-up.xlsx`, bytes };
}

/** Finds an import of any organisation, for the process that reads it. Throws `not-found`. */
export async function getImportRecord(stores: Stores, id: string): Promise<ImportRecord> {
  const record = await stores.imports.find(id);
  if (record === undefined) throw new AppError('not-found', `There is no import ${id}.`);
  return record;
}

/** An import as far as the person may know of it. */
export async function getImportOf(stores: Stores, person: Person, id: string): Promise<ImportRecord> {
  const record = await stores.imports.find(id);
  if (record?.organisation !== person.organisation || !maySee(person, record)) {
    throw new AppError('not-found', `There is no import ${id}.`);
  }
  return record;
}

/** Who has bid is sealed, and so is what was imported for a procurement, from all who only keep the register. */
function maySee(person: Person, record: ImportRecord): boolean {
  return record.by === person.id || isRegister(record) || AUDIT_READERS.some((role) => person.roles.includes(role));
}

function isRegister({ kind }: ImportRecord): boolean {
  return isRegisterKind(kind);
}

/** An event about an import that goes on by itself, in the name of its sender. */
export function importEvent(
  record: ImportRecord,
  at: IsoInstant,
  action: string,
  data: AuditEvent['data'],
): Omit<AuditEvent, 'seq'> {
  return {
    organisation: record.organisation,
    at,
    actor: record.by,
    actor_name: record.byName ?? record.by,
    how: 'system',
    action,
    subject: `import:${record.id}`,
    data,
  };
}

/** What is in a file is sealed with the bids in it; a file that was not committed may hold bids too. */
async function refuseWhileSealed(stores: Stores, person: Person, record: ImportRecord): Promise<void> {
  if (record.by === person.id || isRegister(record)) return;
  const reference = record.result?.procurement;
  const procurement =
    reference === undefined ? undefined : await stores.procurements.find(record.organisation, reference);
  if (procurement !== undefined && !areBidsSealed(procurement)) return;
  throw new AppError(
    'not-allowed-in-state',
    `${record.fileName} may hold sealed bids. Only its sender can have it until the procurement is closed.`,
  );
}

async function readStoredFile(stores: Stores, record: ImportRecord): Promise<MadeFile> {
  const bytes = await stores.files.get(record.fileSha256);
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== record.fileSha256) throw new Error(`The stored file of import ${record.id} has changed: ${found}`);
  return { name: record.fileName, bytes };
}

/** The record lists the first faults; the rest are found by reading the file again. */
async function allIssues(ports: ServicePorts, record: ImportRecord): Promise<readonly Issue[]> {
  if ((record.issueCount ?? 0) <= LISTED_ISSUES) return record.issues;
  const { issues } = await readAs(ports, record, record.acceptedMapping);
  return issues.length > record.issues.length ? issues : record.issues;
}

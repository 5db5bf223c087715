import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { acceptedNames } from './accept-mapping.ts';
import { appendEvent } from './append-event.ts';
import { type FileSource, fileBlocks, fileLength, fileSha256 } from './file-source.ts';
import type { ServicePorts } from './ports.ts';
import type { ImportRecord } from './records.ts';
import { CARBON_KEEPERS, isOfficer, OFFICERS, requireRole } from './roles.ts';

/** What is to be done with a file. */
export type ImportOptions = {
  /** Checks only; nothing is committed. */
  readonly dryRun: boolean;
  /** Name of what was proposed for the file and the sender has found right; several with commas between them. */
  readonly acceptMapping?: string;
  /** The procurement the file is for, where the file itself names none. */
  readonly procurement?: string;
  /** The organisation the file is for, where the file itself names none: the sender's own, or it is refused. */
  readonly organisation?: string;
};

export type ImportRequest = FileSource & ImportOptions;

const LONGEST_NAME = 200;

/**
 * Stores a file under its SHA-256 and makes the record of its import, state `received`. Nothing is read yet:
 * `runImport` does that, so that the file is kept whatever happens after.
 */
export async function receiveImport(
  ports: ServicePorts,
  person: Person,
  request: ImportRequest,
): Promise<ImportRecord> {
  requireRole(person, ...CARBON_KEEPERS);
  const { organisation = person.organisation } = request;
  if (organisation !== person.organisation) {
    const message = `${person.name} acts for ${person.organisation} and can put nothing on record for ${organisation}.`;
    throw new AppError('forbidden', message);
  }
  if (!isOfficer(person)) await refuseBids(ports, person, request);
  const sha256 = await fileSha256(request);
  const record: ImportRecord = {
    id: ports.newId(),
    organisation: person.organisation,
    state: 'received',
    revision: 1,
    fileName: toFileName(request.name),
    fileSha256: sha256,
    fileBytes: await fileLength(request),
    dryRun: request.dryRun,
    ...(request.procurement === undefined ? {} : { procurement: request.procurement }),
    ...(request.acceptMapping === undefined ? {} : acceptedNames(request.acceptMapping)),
    rowsRead: 0,
    issues: [],
    notices: [],
    by: person.id,
    byName: person.name,
    at: ports.clock(),
  };
  await ports.database.transaction(async (stores) => {
    if (!(await stores.files.has(sha256))) await stores.files.put(sha256, fileBlocks(request));
    await stores.imports.create(record);
    await appendEvent(stores, person, record.at, {
      action: 'import.received',
      subject: `import:${record.id}`,
      data: {
        file: record.fileName,
        sha256,
        bytes: String(record.fileBytes),
        dry_run: record.dryRun,
        accepted_mapping: record.acceptedMapping ?? null,
        accepted_choice: record.acceptedChoice ?? null,
      },
    });
  });
  return record;
}

/** Who keeps the register sends contracts and carbon returns; bids and procurements are an officer's. */
async function refuseBids({ spreadsheets }: ServicePorts, person: Person, file: ImportRequest): Promise<void> {
  const kind = await spreadsheets.recognise(file);
  if (kind === 'tender' || kind === 'prices') requireRole(person, ...OFFICERS);
}

/** The last part of the name, without control characters; long names are cut in front of their ending. */
function toFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const clean = last.replaceAll(/\p{C}/gu, '').trim();
  if (clean === '' || /^\.+$/.test(clean)) {
    throw new AppError('malformed', 'Send the file with its name, as tender.xlsx.');
  }
  if (clean.length <= LONGEST_NAME) return clean;
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(clean)?.[0] ?? '';
  return `${clean.slice(0, LONGEST_NAME - ending.length)}${ending}`;
}

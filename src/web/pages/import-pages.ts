import type { Request, Response, Router } from 'express';
import type { ImportRecord } from '../../application/records.ts';
import { LISTED_ISSUES } from '../../domain/issue.ts';
import type { Person } from '../../domain/person.ts';
import { API_BASE, importPath, procurementPath } from '../paths.ts';
import { logUnexpected } from '../problem.ts';
import { useUploadedFile } from '../upload.ts';
import { toError, toFaultRow } from './fault-rows.ts';
import { field, forPerson, goTo, pageRequest, type PageServices, param, query, sendFile, showPage } from './page.ts';
import { isChoice, KINDS_OF_FILE, madeContracts, madeRows, PAIR_KINDS, registeredText } from './register-words.ts';
import { grouped, IMPORT_TAGS } from './words.ts';

/** A file up to this size is read before the page answers; a larger one shows its progress. */
const READ_AT_ONCE_BYTES = 2_000_000;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const UPLOAD = '/imports/new';
const IMPORTS = { text: 'Imports', href: '/imports' };

/** Upload, the imports and what became of each. */
export function importPages(router: Router, services: PageServices): void {
  const { useCases } = services;
  router.get(
    '/imports',
    forPerson(async (person, request, response) => {
      const list = await useCases.listImports(person, pageRequest(request));
      showPage(services, request, response, 'imports', {
        title: 'Imports',
        section: 'imports',
        imports: list.items.map((record) => ({
          record,
          href: importPath(record.id),
          faults: countFaults(record),
          registered: registeredText(record),
        })),
        next: list.next,
        importTags: IMPORT_TAGS,
      });
    }),
  );
  router.get(
    UPLOAD,
    forPerson(async (_person, request, response) => showUpload(services, request, response)),
  );
  router.post(
    '/imports',
    forPerson((person, request, response) => upload(services, person, request, response)),
  );
  router.get(
    '/imports/:id',
    forPerson(async (person, request, response) => {
      showImport(services, request, response, await useCases.getImport(person, param(request, 'id')));
    }),
  );
  router.get(
    '/imports/:id/marked-up.xlsx',
    forPerson(async (person, request, response) => {
      const { bytes, name } = await useCases.markedUpCopy(person, param(request, 'id'));
      sendFile(response, bytes, name, XLSX);
    }),
  );
  router.get(
    '/imports/:id/original',
    forPerson(async (person, request, response) => {
      const { bytes, name } = await useCases.originalFile(person, param(request, 'id'));
      sendFile(response, bytes, name, 'application/octet-stream');
    }),
  );
  addChanges(router, services);
}

function addChanges(router: Router, { useCases, imports }: PageServices): void {
  router.post(
    '/imports/:id/mapping',
    forPerson(async (person, request, response) => {
      const record = await useCases.acceptMapping(person, param(request, 'id'), field(request, 'name'));
      await readNow(imports, record, response);
      goTo(request, response, importPath(record.id), 'You accepted the names. The file has been read again.');
    }),
  );
  router.post(
    '/imports/:id/retry',
    forPerson(async (person, request, response) => {
      const record = await useCases.retryImport(person, param(request, 'id'));
      await readNow(imports, record, response);
      goTo(request, response, importPath(record.id));
    }),
  );
}

/** Reads the file now, or begins to. The record says what became of it, a failure of ours included. */
async function readNow(
  imports: PageServices['imports'],
  { id, fileBytes }: ImportRecord,
  response: Response,
): Promise<void> {
  if (fileBytes > READ_AT_ONCE_BYTES) {
    imports.start(id);
    return;
  }
  try {
    await imports.run(id);
  } catch (error) {
    logUnexpected(error, response);
  }
}

async function upload(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  if (request.file === undefined || request.file.size === 0) {
    showUpload(services, request, response, request.file === undefined ? 'Choose a file' : 'The file is empty');
    return;
  }
  const procurement = field(request, 'procurement');
  const options = {
    dryRun: field(request, 'dryRun') === 'yes',
    ...(procurement === '' ? {} : { procurement }),
  };
  const record = await useUploadedFile(request, (file) =>
    services.useCases.receiveImport(person, { ...file, ...options }),
  );
  await readNow(services.imports, record, response);
  goTo(request, response, importPath(record.id));
}

function showUpload(services: PageServices, request: Request, response: Response, error?: string): void {
  const content = {
    title: 'Upload a workbook',
    section: 'imports' as const,
    breadcrumbs: [IMPORTS, { text: 'Upload a workbook' }],
    error,
    errors: error === undefined ? [] : [{ text: error, href: '#file' }],
    procurement: query(request, 'procurement') ?? field(request, 'procurement'),
    dryRun: field(request, 'dryRun') === 'yes',
    kindsOfFile: KINDS_OF_FILE,
  };
  showPage(services, request, response, 'upload', content, error === undefined ? 200 : 422);
}

function showImport(services: PageServices, request: Request, response: Response, record: ImportRecord): void {
  const isRunning = record.state === 'received' || record.state === 'reading';
  const faults = countFaults(record);
  showPage(services, request, response, 'import', {
    title: titleOf(record, faults),
    section: 'imports',
    breadcrumbs: [IMPORTS, { text: record.fileName }],
    record,
    stateTag: IMPORT_TAGS[record.state],
    faults,
    hiddenFaults: faults - Math.min(faults, LISTED_ISSUES, record.issues.length),
    errors: record.issues.slice(0, LISTED_ISSUES).map(toError),
    listed: record.issues.slice(0, LISTED_ISSUES).map(toFaultRow),
    isMarkable: record.issues.some(({ sheet }) => sheet !== undefined),
    isRunning,
    events: `${API_BASE}${importPath(record.id)}/events`,
    refreshSeconds: isRunning ? 2 : undefined,
    path: importPath(record.id),
    uploadPath: uploadPathFor(record),
    isChoice: isChoice(record),
    pairKinds: PAIR_KINDS,
    made: madeRows(record),
    contracts: madeContracts(record),
    procurementPath: record.result === undefined ? undefined : procurementPath(record.result.procurement),
  });
}

/** A corrected file is for the same procurement. */
function uploadPathFor({ procurement }: ImportRecord): string {
  return procurement === undefined ? UPLOAD : `${UPLOAD}?${new URLSearchParams({ procurement }).toString()}`;
}

function titleOf(record: ImportRecord, faults: number): string {
  const { state, dryRun, fileName } = record;
  switch (state) {
    case 'received':
    case 'reading':
      return `Reading ${fileName}`;
    case 'faulty':
      return faults === 1 ? 'One fault to correct' : `${grouped(String(faults))} faults to correct`;
    case 'mapping-proposed':
      return isChoice(record) ? 'Check the figures we found' : 'Check the names we found';
    case 'checked':
      return 'The file has no faults';
    case 'committed':
      return dryRun ? 'The file has no faults' : 'The file is saved';
    case 'interrupted':
      return 'The import was interrupted';
    case 'failed':
      return 'The import failed on our side';
  }
}

function countFaults({ issues, issueCount }: ImportRecord): number {
  return issueCount ?? issues.length;
}

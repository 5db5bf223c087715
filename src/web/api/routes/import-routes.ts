import { z } from 'zod';
import { useUploadedFile } from '../../upload.ts';
import { defineRoute, type Success } from '../route.ts';
import { importSchema, toImportJson } from '../schemas/import.ts';
import { pageOf, pageQuery, toPageJson, toPageRequest } from '../schemas/shared.ts';
import { sendImportEvents } from './import-events.ts';
import { readAndAnswer } from './import-answers.ts';
import { XLSX } from '../media-types.ts';

const one = z.object({ id: z.string().regex(/^[\w-]{1,100}$/) });
const uploadQuery = z.object({
  dry_run: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: 'Checks only; nothing is stored but the file' }),
  accept_mapping: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'What was proposed for the file, by its name; several with commas' }),
  procurement: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Which procurement the file is for, where the file itself does not say' }),
  organisation: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Whom a carbon return is for, where a CSV file cannot say; your own organisation' }),
});

const READ: Readonly<Record<number, Success>> = {
  201: { description: 'Read, checked and (unless a dry run) stored', schema: importSchema },
  202: { description: 'Being read; follow the address in Location', schema: importSchema },
};

const upload = defineRoute('POST /imports', {
  summary:
    'Send a tender workbook, bid workbook, portal matrix, zip of bids, contracts or a carbon return. All of it is stored, or nothing and every fault is told',
  tag: 'Imports',
  query: uploadQuery,
  takesFile: true,
  successes: READ,
  fails: ['too-large', 'unsupported-file', 'invalid-input'],
  async handle({ query, person, request, services }) {
    const options = {
      dryRun: query.dry_run === 'true',
      ...(query.accept_mapping === undefined ? {} : { acceptMapping: query.accept_mapping }),
      ...(query.procurement === undefined ? {} : { procurement: query.procurement }),
      ...(query.organisation === undefined ? {} : { organisation: query.organisation }),
    };
    const record = await useUploadedFile(request, (file) =>
      services.useCases.receiveImport(person, { ...file, ...options }),
    );
    return readAndAnswer(record, services, request);
  },
});

const list = defineRoute('GET /imports', {
  summary: 'The imports, newest first',
  tag: 'Imports',
  query: pageQuery,
  successes: { 200: { description: 'A slice of the list', schema: pageOf(importSchema) } },
  handle: async ({ query, person, services }) => ({
    json: toPageJson(await services.useCases.listImports(person, toPageRequest(query)), toImportJson),
  }),
});

const show = defineRoute('GET /imports/{id}', {
  summary: 'How far an import is, its faults and what it made',
  tag: 'Imports',
  params: one,
  successes: { 200: { description: 'The import', schema: importSchema } },
  fails: ['not-found'],
  handle: async ({ params, person, services }) => ({
    json: toImportJson(await services.useCases.getImport(person, params.id)),
  }),
});

const events = defineRoute('GET /imports/{id}/events', {
  summary:
    'The progress of an import as server-sent events: `progress`, then `done`; `stopping` when the service stops',
  tag: 'Imports',
  params: one,
  successes: { 200: { description: 'Events whose data is the import', mediaType: 'text/event-stream' } },
  fails: ['not-found'],
  async handle({ params, person, response, services }) {
    const read = () => services.useCases.getImport(person, params.id);
    await sendImportEvents(response, read, services.stopping);
    return 'answered';
  },
});

const markedUp = defineRoute('GET /imports/{id}/marked-up.xlsx', {
  summary: 'A copy of the file with every fault marked at its cell',
  tag: 'Imports',
  params: one,
  successes: { 200: { description: 'A workbook', mediaType: XLSX } },
  fails: ['not-found', 'not-allowed-in-state', 'unsupported-file', 'invalid-input'],
  async handle({ params, person, services }) {
    const { name, bytes } = await services.useCases.markedUpCopy(person, params.id);
    return { file: bytes, mediaType: XLSX, fileName: name };
  },
});

const original = defineRoute('GET /imports/{id}/original', {
  summary: 'The file as it was sent; its SHA-256 is in Repr-Digest',
  tag: 'Imports',
  params: one,
  successes: { 200: { description: 'The file', mediaType: 'application/octet-stream' } },
  fails: ['not-found', 'not-allowed-in-state'],
  async handle({ params, person, services }) {
    const { fileSha256 } = await services.useCases.getImport(person, params.id);
    const { name, bytes } = await services.useCases.originalFile(person, params.id);
    const digest = Buffer.from(fileSha256, 'hex').toString('base64');
    return {
      file: bytes,
      mediaType: 'application/octet-stream',
      fileName: name,
      headers: { 'Repr-Digest': `sha-256=:${digest}:` },
    };
  },
});

const accept = defineRoute('POST /imports/{id}/mapping', {
  summary: 'Accept the proposed mapping by its name; the stored file is read again',
  tag: 'Imports',
  params: one,
  body: z.strictObject({ name: z.string().min(1).max(200) }),
  successes: READ,
  fails: ['not-found', 'not-allowed-in-state', 'invalid-input'],
  async handle({ params, body, person, request, services }) {
    const record = await services.useCases.acceptMapping(person, params.id, body.name);
    return readAndAnswer(record, services, request);
  },
});

const retry = defineRoute('POST /imports/{id}/retry', {
  summary: 'Run an interrupted or failed import again from the stored file',
  tag: 'Imports',
  params: one,
  successes: READ,
  fails: ['not-found', 'not-allowed-in-state', 'invalid-input'],
  async handle({ params, person, request, services }) {
    const record = await services.useCases.retryImport(person, params.id);
    return readAndAnswer(record, services, request);
  },
});

export const importRoutes = [upload, list, show, events, markedUp, original, accept, retry];

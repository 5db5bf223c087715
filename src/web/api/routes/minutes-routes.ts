import { CSV, PDF, XLSX } from '../media-types.ts';
import { defineRoute } from '../route.ts';
import { scoreChangesSchema, toScoreChangesJson } from '../schemas/score-changes.ts';
import { EVALUATION_FAILS } from './evaluation-routes.ts';
import { oneProcurement } from './procurement-routes.ts';

const changes = defineRoute('GET /procurements/{reference}/score-changes', {
  summary: 'Each change after a lock: who, when, from, to and why',
  tag: 'Evaluation',
  params: oneProcurement,
  successes: { 200: { description: 'The changes, oldest first', schema: scoreChangesSchema } },
  fails: EVALUATION_FAILS,
  handle: async ({ params, person, services }) => ({
    json: toScoreChangesJson(await services.useCases.getScoreChanges(person, params.reference)),
  }),
});

const changesCsv = defineRoute('GET /procurements/{reference}/score-changes.csv', {
  summary: 'The same as CSV',
  tag: 'Evaluation',
  params: oneProcurement,
  successes: { 200: { description: 'A line for each change', mediaType: CSV } },
  fails: EVALUATION_FAILS,
  async handle({ params, person, services }) {
    const { name, bytes } = await services.useCases.exportScoreChanges(person, params.reference);
    return { file: bytes, mediaType: CSV, fileName: name };
  },
});

const minutesPdf = defineRoute('GET /procurements/{reference}/minutes.pdf', {
  summary: 'Minutes of moderation: who was there, what each found, what was discussed, agreed and changed',
  tag: 'Evaluation',
  params: oneProcurement,
  successes: { 200: { description: 'The minutes, once the consensus is locked', mediaType: PDF } },
  fails: EVALUATION_FAILS,
  async handle({ params, person, services }) {
    const { name, bytes } = await services.useCases.moderationMinutes(person, params.reference, 'pdf');
    return { file: bytes, mediaType: PDF, fileName: name };
  },
});

const minutesXlsx = defineRoute('GET /procurements/{reference}/minutes.xlsx', {
  summary: 'The same as a workbook',
  tag: 'Evaluation',
  params: oneProcurement,
  successes: { 200: { description: 'The minutes, a sheet for each table', mediaType: XLSX } },
  fails: EVALUATION_FAILS,
  async handle({ params, person, services }) {
    const { name, bytes } = await services.useCases.moderationMinutes(person, params.reference, 'xlsx');
    return { file: bytes, mediaType: XLSX, fileName: name };
  },
});

export const minutesRoutes = [changes, changesCsv, minutesPdf, minutesXlsx];

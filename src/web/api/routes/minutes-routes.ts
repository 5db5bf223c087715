import { CSV } from '../media-types.ts';
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

export const minutesRoutes = [changes, changesCsv];

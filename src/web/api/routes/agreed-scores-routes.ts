import { z } from 'zod';
import { getUploadedFile } from '../../upload.ts';
import { XLSX } from '../media-types.ts';
import { defineRoute } from '../route.ts';
import { agreedScoresSchema, toAgreedScoresJson } from '../schemas/agreed-scores.ts';
import { reason } from '../schemas/shared.ts';
import { CHANGE_FAILS, oneProcurement, revisionFor } from './procurement-routes.ts';

const template = defineRoute('GET /procurements/{reference}/agreed-scores.xlsx', {
  summary: 'The workbook in which a council that evaluates elsewhere gives what its panel agreed, a row for each item',
  tag: 'Evaluation',
  params: oneProcurement,
  successes: { 200: { description: 'A workbook to fill in', mediaType: XLSX } },
  fails: ['not-found', 'not-allowed-in-state'],
  async handle({ params, person, services }) {
    const { name, bytes } = await services.useCases.agreedScoresTemplate(person, params.reference);
    return { file: bytes, mediaType: XLSX, fileName: name };
  },
});

const upload = defineRoute('POST /procurements/{reference}/agreed-scores', {
  summary:
    'Import what was agreed elsewhere: all of it as the consensus, or nothing and every fault by cell. 409 where anybody evaluates here',
  tag: 'Evaluation',
  params: oneProcurement,
  query: z.object({
    change_reason: reason.optional().meta({ description: 'Why a corrected workbook changes what is on record' }),
  }),
  takesFile: true,
  takesIfMatch: true,
  successes: {
    200: { description: 'Nothing differs from what is on record', schema: agreedScoresSchema },
    201: { description: 'On record as evaluated elsewhere', schema: agreedScoresSchema },
  },
  fails: [...CHANGE_FAILS, 'too-large', 'unsupported-file'],
  async handle({ params: { reference }, query, person, request, services }) {
    const done = await services.useCases.importAgreedScores(person, reference, {
      ...(await revisionFor(services, person, reference, request)),
      file: await getUploadedFile(request),
      ...(query.change_reason === undefined ? {} : { changeReason: query.change_reason }),
    });
    return { status: done.recorded === 0 ? 200 : 201, json: toAgreedScoresJson(done) };
  },
});

export const agreedScoresRoutes = [template, upload];

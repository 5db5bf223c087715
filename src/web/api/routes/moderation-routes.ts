import { z } from 'zod';
import { changeApproval, consensus, toConsensusInput } from '../../../application/score-schemas.ts';
import { defineRoute } from '../route.ts';
import { confirmationDone, consensusDone, moderationSchema, toModerationJson } from '../schemas/evaluation.ts';
import { EVALUATION_FAILS } from './evaluation-routes.ts';
import { asItIs, CHANGE_FAILS, CHANGED, oneProcurement, revisionFor } from './procurement-routes.ts';

const moderation = defineRoute('GET /procurements/{reference}/moderation', {
  summary: 'What evaluators have locked, what must be discussed, what is agreed, and what is still missing',
  tag: 'Evaluation',
  params: oneProcurement,
  successes: { 200: { description: 'Every item, the agreement of the panel, and warnings', schema: moderationSchema } },
  fails: EVALUATION_FAILS,
  handle: async ({ params, person, services }) => ({
    json: toModerationJson(await services.useCases.getModeration(person, params.reference)),
  }),
});

const agree = defineRoute('POST /procurements/{reference}/consensus', {
  summary: 'Record the one agreed fact or score of an item with its one reason, which answers dissent',
  tag: 'Evaluation',
  params: oneProcurement,
  body: consensus,
  successes: { 201: { description: 'It is on record; what is pointed out stops nothing', schema: consensusDone } },
  fails: EVALUATION_FAILS,
  handle: async ({ params, body, person, services }) => ({
    status: 201,
    json: await services.useCases.recordConsensus(person, params.reference, toConsensusInput(body)),
  }),
});

const approveChange = defineRoute('POST /procurements/{reference}/consensus/approvals', {
  summary: 'A second person approves a consensus that was changed after the bid had failed; until then no lock',
  tag: 'Evaluation',
  params: oneProcurement,
  body: changeApproval,
  successes: { 201: { description: 'What was approved', schema: changeApproval } },
  fails: EVALUATION_FAILS,
  async handle({ params, body, person, services }) {
    const { bid, lot, rule, reason } = body;
    const key = { bid, ...(lot === undefined ? {} : { lot }), rule };
    await services.useCases.approveChange(person, params.reference, { ...key, reason });
    return { status: 201, json: body };
  },
});

const confirm = defineRoute('POST /procurements/{reference}/consensus/confirm-undisputed', {
  summary: 'Confirm everything on which all evaluators found the same; the rest is listed',
  tag: 'Evaluation',
  params: oneProcurement,
  body: z.strictObject({}),
  successes: { 200: { description: 'How many were confirmed', schema: confirmationDone } },
  fails: EVALUATION_FAILS,
  async handle({ params, person, services }) {
    const { confirmed, leftOut } = await services.useCases.confirmUndisputed(person, params.reference);
    return { json: { confirmed, left_out: leftOut } };
  },
});

const lock = defineRoute('POST /procurements/{reference}/moderate', {
  summary: 'Lock the consensus and keep the agreed assessment. 409 with all that is missing',
  tag: 'Evaluation',
  params: oneProcurement,
  body: z.strictObject({}),
  takesIfMatch: true,
  successes: CHANGED,
  fails: CHANGE_FAILS,
  async handle({ params: { reference }, person, request, services }) {
    await services.useCases.lockConsensus(person, reference, await revisionFor(services, person, reference, request));
    return asItIs(services, person, reference);
  },
});

export const moderationRoutes = [moderation, agree, approveChange, confirm, lock];

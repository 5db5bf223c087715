import { z } from 'zod';
import { scores, toScoreInput } from '../../../application/score-schemas.ts';
import { defineRoute } from '../route.ts';
import {
  assignment,
  evaluationSchema,
  factsDone,
  itemQuery,
  itemSchema,
  scoresDone,
  toEvaluationJson,
  toItemJson,
} from '../schemas/evaluation.ts';
import { declaration, interestDecision, interestsSchema, toInterestsJson } from '../schemas/interests.ts';
import { asItIs, CHANGE_FAILS, CHANGED, oneProcurement, revisionFor } from './procurement-routes.ts';

export const EVALUATION_FAILS = ['not-found', 'not-allowed-in-state', 'invalid-input'] as const;

const start = defineRoute('POST /procurements/{reference}/evaluate', {
  summary: 'Begin the evaluation by people; blind shows bidders by code. 409 with all that is missing',
  tag: 'Evaluation',
  params: oneProcurement,
  body: z.strictObject({ blind: z.boolean().optional() }),
  takesIfMatch: true,
  successes: CHANGED,
  fails: CHANGE_FAILS,
  async handle({ params: { reference }, body, person, request, services }) {
    const seen = await revisionFor(services, person, reference, request);
    await services.useCases.startEvaluation(person, reference, { ...seen, blind: body.blind ?? false });
    return asItIs(services, person, reference);
  },
});

const interests = defineRoute('GET /procurements/{reference}/declarations', {
  summary: 'The names of the bidders and your own declaration; officers and auditors see everybody',
  tag: 'Evaluation',
  params: oneProcurement,
  successes: { 200: { description: 'Who bids, who declared what, and who may see bids', schema: interestsSchema } },
  fails: EVALUATION_FAILS,
  handle: async ({ params, person, services }) => ({
    json: toInterestsJson(await services.useCases.getInterests(person, params.reference)),
  }),
});

const declare = defineRoute('POST /procurements/{reference}/declarations', {
  summary: 'Declare your interests, before any bid is shown. A later declaration is added',
  tag: 'Evaluation',
  params: oneProcurement,
  body: declaration,
  successes: { 201: { description: 'What you declared, and whether you may see bids', schema: interestsSchema } },
  fails: EVALUATION_FAILS,
  async handle({ params: { reference }, body, person, services }) {
    const { interest, details, mitigation } = body;
    await services.useCases.declareInterests(person, reference, {
      interest,
      ...(details === undefined ? {} : { details }),
      ...(mitigation === undefined ? {} : { mitigation }),
    });
    return { status: 201, json: toInterestsJson(await services.useCases.getInterests(person, reference)) };
  },
});

const decide = defineRoute('POST /procurements/{reference}/declarations/{person}/decision', {
  summary: 'Decide about a declared interest: the mitigation is accepted, or the person is replaced',
  tag: 'Evaluation',
  params: oneProcurement.extend({ person: z.string().min(1).max(200) }),
  body: interestDecision,
  successes: { 201: { description: 'Everybody as they stand now', schema: interestsSchema } },
  fails: EVALUATION_FAILS,
  async handle({ params, body, person, services }) {
    await services.useCases.decideInterest(person, params.reference, { person: params.person, ...body });
    return { status: 201, json: toInterestsJson(await services.useCases.getInterests(person, params.reference)) };
  },
});

const assign = defineRoute('POST /procurements/{reference}/assignments', {
  summary: 'Say which criteria and conditions a person evaluates; all by default, none takes the person off',
  tag: 'Evaluation',
  params: oneProcurement,
  body: assignment,
  successes: { 201: { description: 'It is on record', schema: z.strictObject({ person: z.string() }) } },
  fails: EVALUATION_FAILS,
  async handle({ params, body, person, services }) {
    await services.useCases.assignEvaluator(person, params.reference, {
      person: body.person,
      personName: body.name,
      ...(body.rules === undefined ? {} : { rules: body.rules }),
    });
    return { status: 201, json: { person: body.person } };
  },
});

const evaluation = defineRoute('GET /procurements/{reference}/evaluation', {
  summary: 'Your own items with their state, and how far everybody is',
  tag: 'Evaluation',
  params: oneProcurement,
  successes: { 200: { description: 'The evaluation as you may see it', schema: evaluationSchema } },
  fails: EVALUATION_FAILS,
  handle: async ({ params, person, services }) => ({
    json: toEvaluationJson(await services.useCases.getEvaluation(person, params.reference)),
  }),
});

const item = defineRoute('GET /procurements/{reference}/evaluation/item', {
  summary:
    'One bid under one rule: the rule, the facts, the proposal, your work, and that of others once yours is locked',
  tag: 'Evaluation',
  params: oneProcurement,
  query: itemQuery,
  successes: { 200: { description: 'The item', schema: itemSchema } },
  fails: EVALUATION_FAILS,
  async handle({ params, query: { bid, lot, rule }, person, services }) {
    const key = { bid, ...(lot === undefined ? {} : { lot }), rule };
    return { json: toItemJson(await services.useCases.getEvaluationItem(person, params.reference, key)) };
  },
});

const record = defineRoute('POST /procurements/{reference}/scores', {
  summary: 'Keep drafts of verified facts or points, and lock them. Once locked, a change needs a reason',
  tag: 'Evaluation',
  params: oneProcurement,
  body: scores,
  successes: { 200: { description: 'How many are drafts and how many were locked', schema: scoresDone } },
  fails: EVALUATION_FAILS,
  handle: async ({ params, body, person, services }) => ({
    json: await services.useCases.recordScores(person, params.reference, {
      scores: body.scores.map(toScoreInput),
      lock: body.lock,
    }),
  }),
});

const confirm = defineRoute('POST /procurements/{reference}/scores/confirm-facts', {
  summary: 'Accept the facts of everything still open as the bids state them, as drafts; what is left out is listed',
  tag: 'Evaluation',
  params: oneProcurement,
  body: z.strictObject({}),
  successes: { 200: { description: 'How many drafts were made', schema: factsDone } },
  fails: EVALUATION_FAILS,
  async handle({ params, person, services }) {
    const { drafts, leftOut } = await services.useCases.confirmFacts(person, params.reference);
    return { json: { drafts, left_out: leftOut } };
  },
});

export const evaluationRoutes = [start, interests, declare, decide, assign, evaluation, item, record, confirm];

import { z } from 'zod';
import type { NextEngagementStep } from '../../../application/take-engagement-step.ts';
import type { Person } from '../../../domain/person.ts';
import { PDF } from '../media-types.ts';
import { etagOf, revisionSeen } from '../if-match.ts';
import { type Answer, defineRoute } from '../route.ts';
import { contractSchema, toContractJson } from '../schemas/carbon.ts';
import {
  bandsBody,
  bandsSchema,
  contractChange,
  noticeSchema,
  performanceSchema,
  registration,
  toBandsJson,
  toCommitment,
  toNoticeJson,
  toPerformanceJson,
  toVersionsJson,
  versionsSchema,
} from '../schemas/performance.ts';
import {
  engagementBody,
  engagementSchema,
  profileSchema,
  proposalSchema,
  stepBody,
  supplierWorkSchema,
  toEngagementJson,
  toProfileJson,
  toProposalJson,
  toSupplierWorkJson,
} from '../schemas/supplier-work.ts';
import type { ApiServices } from '../services.ts';
import { oneProcurement } from './procurement-routes.ts';

const reference = z.object({ reference: z.string().min(1).max(300) });

const performance = defineRoute('GET /contracts/{reference}/performance', {
  summary: 'A contract by financial year: its commitment, what was reported, and the rating by the bands of that year',
  tag: 'Carbon',
  params: reference,
  successes: { 200: { description: 'The years', schema: performanceSchema } },
  fails: ['not-found'],
  handle: async ({ params, person, services }) => ({
    json: toPerformanceJson(await services.useCases.getPerformance(person, params.reference)),
  }),
});

const notice = defineRoute('GET /contracts/{reference}/performance-notice', {
  summary:
    'A draft of the contract performance notice for a financial year that is over; a person publishes it elsewhere',
  tag: 'Carbon',
  params: reference,
  query: z.object({ financial_year: z.string().min(1).max(10).meta({ example: '2026/27' }) }),
  successes: { 200: { description: 'The draft as text and as fields', schema: noticeSchema } },
  fails: ['not-found', 'not-allowed-in-state'],
  handle: async ({ params, query, person, services }) => ({
    json: toNoticeJson(await services.useCases.draftNotice(person, params.reference, query.financial_year)),
  }),
});

const versions = defineRoute('GET /contracts/{reference}/versions', {
  summary: 'Every version of a contract, the latest first, with its reason and what changed',
  tag: 'Carbon',
  params: reference,
  successes: { 200: { description: 'The versions; the ETag is the latest', schema: versionsSchema } },
  fails: ['not-found'],
  handle: ({ params, person, services }) => versionsOf(services, person, params.reference),
});

const change = defineRoute('POST /contracts/{reference}/versions', {
  summary: 'Extend, renew or end a contract, or enter its commitments, as a new version with the reason',
  tag: 'Carbon',
  params: reference,
  body: contractChange,
  takesIfMatch: true,
  successes: { 200: { description: 'The versions as they are now', schema: versionsSchema } },
  fails: ['not-found', 'conflict', 'invalid-input'],
  async handle({ params, body, person, request, services }) {
    const [latest] = await services.useCases.getContractHistory(person, params.reference);
    const { annual_value: annualValue, end, status, commitments, reason } = body;
    await services.useCases.changeContract(person, params.reference, {
      revision: revisionSeen(request) ?? latest?.version ?? 0,
      reason,
      ...optional({ end, status, annualValue, commitments: commitments?.map(toCommitment) }),
    });
    return versionsOf(services, person, params.reference);
  },
});

async function versionsOf({ useCases }: ApiServices, person: Person, contract: string): Promise<Answer> {
  const found = await useCases.getContractHistory(person, contract);
  return { json: toVersionsJson(found), headers: etagOf({ revision: found[0]?.version ?? 0 }) };
}

const register = defineRoute('POST /procurements/{reference}/register-contract', {
  summary: 'Put the contract of an awarded bid on the carbon register, its commitments by year from the bid',
  tag: 'Award',
  params: oneProcurement,
  body: registration,
  successes: { 201: { description: 'The contract', schema: contractSchema } },
  fails: ['not-found', 'conflict', 'not-allowed-in-state', 'invalid-input'],
  async handle({ params, body, person, services }) {
    const { bid, contract, ict_category: ictCategory, annual_value: annualValue, lot, department, start, end } = body;
    const input = { bid, contract, ictCategory, ...optional({ lot, department, start, end, annualValue }) };
    return {
      status: 201,
      json: toContractJson(await services.useCases.registerContract(person, params.reference, input)),
    };
  },
});

const bands = defineRoute('GET /performance-bands', {
  summary: 'The bands of the ratings: what is shipped, and the organisation’s own by the year they hold from',
  tag: 'Carbon',
  successes: { 200: { description: 'The bands; the ETag is the latest version', schema: bandsSchema } },
  handle: ({ person, services }) => bandsNow(services, person),
});

const setBands = defineRoute('POST /performance-bands', {
  summary: 'Set the organisation’s own bands for financial years from one on; earlier years keep theirs',
  tag: 'Carbon',
  body: bandsBody,
  takesIfMatch: true,
  successes: { 200: { description: 'The bands as they are now', schema: bandsSchema } },
  fails: ['conflict', 'invalid-input'],
  async handle({ body, person, request, services }) {
    const { versions: before } = await services.useCases.getBands(person);
    await services.useCases.setBands(person, {
      revision: revisionSeen(request) ?? before.at(-1)?.version ?? 0,
      from: body.from,
      approachingPercent: body.approaching_percent,
      improvementPercent: body.improvement_percent,
      reason: body.reason,
    });
    return bandsNow(services, person);
  },
});

async function bandsNow({ useCases }: ApiServices, person: Person): Promise<Answer> {
  const found = await useCases.getBands(person);
  return { json: toBandsJson(found), headers: etagOf({ revision: found.versions.at(-1)?.version ?? 0 }) };
}

const filter = z.string().max(300).optional();

const actions = defineRoute('GET /engagement-actions', {
  summary: 'Engagement actions, overdue ones first, and those proposed where a contract fell short',
  tag: 'Suppliers',
  query: z.object({
    contract: filter,
    supplier: filter,
    owner: filter,
    state: z.enum(['open', 'done', 'dropped']).optional(),
  }),
  successes: {
    200: {
      description: 'The actions',
      schema: z.strictObject({ items: z.array(engagementSchema), proposed: z.array(proposalSchema) }),
    },
  },
  async handle({ query, person, services: { useCases } }) {
    const found = await useCases.listEngagementActions(person, optional(query));
    const proposed = (await useCases.proposeEngagement(person)).filter(
      ({ contract, supplier }) =>
        (query.contract ?? contract) === contract && (query.supplier ?? supplier) === supplier,
    );
    return { json: { items: found.map(toEngagementJson), proposed: proposed.map(toProposalJson) } };
  },
});

const openAction = defineRoute('POST /engagement-actions', {
  summary: 'Open an action about a contract or a supplier, with who sees to it and by when',
  tag: 'Suppliers',
  body: engagementBody,
  successes: { 201: { description: 'The action; its ETag is its number of steps', schema: engagementSchema } },
  fails: ['not-found', 'conflict', 'invalid-input'],
  async handle({ body, person, services }) {
    const { what, owner, owner_name: ownerName, due_on: dueOn, contract, supplier } = body;
    const about = optional({ contract, supplier, financialYear: body.financial_year });
    const number = await services.useCases.openEngagementAction(person, { what, owner, ownerName, dueOn, ...about });
    return { ...(await actionNow(services, person, number)), status: 201 };
  },
});

const oneAction = z.object({ number: z.coerce.number().int().min(1).max(999_999) });

const action = defineRoute('GET /engagement-actions/{number}', {
  summary: 'One action with its dated steps',
  tag: 'Suppliers',
  params: oneAction,
  successes: { 200: { description: 'The action; its ETag is its number of steps', schema: engagementSchema } },
  fails: ['not-found'],
  handle: ({ params, person, services }) => actionNow(services, person, params.number),
});

const step = defineRoute('POST /engagement-actions/{number}/steps', {
  summary: 'Note something, change the owner or date, or end the action: done, or dropped with the reason',
  tag: 'Suppliers',
  params: oneAction,
  body: stepBody,
  takesIfMatch: true,
  successes: { 200: { description: 'The action as it is now', schema: engagementSchema } },
  fails: ['not-found', 'conflict', 'not-allowed-in-state', 'invalid-input'],
  async handle({ params: { number }, body, person, request, services }) {
    const seen = revisionSeen(request) ?? (await services.useCases.getEngagementAction(person, number)).revision;
    await services.useCases.takeEngagementStep(person, number, { revision: seen, step: toStep(body) });
    return actionNow(services, person, number);
  },
});

function toStep(body: z.output<typeof stepBody>): NextEngagementStep {
  if (body.kind !== 'reassigned') return body;
  const { owner, owner_name: ownerName, due_on: dueOn, reason } = body;
  return { kind: 'reassigned', owner, ownerName, dueOn, reason };
}

async function actionNow({ useCases }: ApiServices, person: Person, number: number) {
  const found = await useCases.getEngagementAction(person, number);
  return { json: toEngagementJson(found), headers: etagOf(found) };
}

const work = defineRoute('GET /supplier-work', {
  summary: 'What is to be done with suppliers: actions, shortfalls, contracts to register, evidence, returns, hotspots',
  tag: 'Suppliers',
  successes: { 200: { description: 'The lists, in the order of what to do next', schema: supplierWorkSchema } },
  handle: async ({ person, services }) => ({
    json: toSupplierWorkJson(await services.useCases.listSupplierWork(person)),
  }),
});

const CSV = 'text/csv';

const profile = defineRoute('GET /suppliers/{id}/performance', {
  summary: 'A supplier’s contracts by year with their ratings, its actions and evidence; as CSV the figures alone',
  tag: 'Suppliers',
  params: z.object({ id: z.string().min(1).max(300) }),
  successes: { 200: { description: 'The supplier', schema: profileSchema, alternatives: [CSV] } },
  fails: ['not-found'],
  async handle({ params: { id }, person, request, services: { useCases } }) {
    const headers = { Vary: 'Accept' };
    if (request.accepts(['application/json', CSV]) === CSV) {
      const file = await useCases.supplierFiguresCsv(person, id);
      return { file, mediaType: `${CSV}; charset=utf-8`, fileName: 'supplier-figures.csv', headers };
    }
    return { json: toProfileJson(await useCases.getSupplierProfile(person, id)), headers };
  },
});

const letter = defineRoute('GET /suppliers/{id}/letter.pdf', {
  summary: 'The letter of today to a supplier: its contracts by year, what is open with it, and evidence to send anew',
  tag: 'Suppliers',
  params: z.object({ id: z.string().min(1).max(300) }),
  successes: { 200: { description: 'The letter', mediaType: PDF } },
  fails: ['not-found'],
  async handle({ params: { id }, person, services: { useCases } }) {
    const { name, bytes } = await useCases.supplierLetterPdf(person, id);
    return { file: bytes, mediaType: PDF, fileName: name };
  },
});

/** Leaves out what was not given. */
function optional<T extends Readonly<Record<string, unknown>>>(given: T) {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]?: NonNullable<T[K]>;
  };
}

export const performanceRoutes = [
  performance,
  notice,
  versions,
  change,
  register,
  bands,
  setBands,
  actions,
  openAction,
  action,
  step,
  work,
  profile,
  letter,
];

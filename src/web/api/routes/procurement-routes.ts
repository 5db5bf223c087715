import type { Request } from 'express';
import { z } from 'zod';
import { AppError } from '../../../domain/errors.ts';
import type { Person } from '../../../domain/person.ts';
import { etagOf, revisionSeen } from '../if-match.ts';
import { type Answer, defineRoute } from '../route.ts';
import { toFacts } from '../schemas/facts.ts';
import {
  adoption,
  optionalReason,
  procurementSchema,
  procurementSummarySchema,
  requiredReason,
  revision,
  toProcurementJson,
  toSummaryJson,
} from '../schemas/procurement.ts';
import { pageOf, pageQuery, toPageJson, toPageRequest } from '../schemas/shared.ts';
import type { ApiServices } from '../services.ts';

export const oneProcurement = z.object({ reference: z.string().min(1).max(200) });

export const CHANGED = {
  200: { description: 'The procurement as it is now; its ETag is the new revision', schema: procurementSchema },
};
export const CHANGE_FAILS = ['not-found', 'conflict', 'not-allowed-in-state', 'invalid-input'] as const;

const list = defineRoute('GET /procurements', {
  summary: 'The procurements of the organisation',
  tag: 'Procurements',
  query: pageQuery,
  successes: { 200: { description: 'A slice of the list', schema: pageOf(procurementSummarySchema) } },
  handle: async ({ query, person, services }) => ({
    json: toPageJson(await services.useCases.listProcurements(person, toPageRequest(query)), toSummaryJson),
  }),
});

const show = defineRoute('GET /procurements/{reference}', {
  summary: 'A procurement: its published facts and their versions, what can be done with it, how many bids are here',
  tag: 'Procurements',
  params: oneProcurement,
  successes: { 200: { description: 'The procurement, with its ETag', schema: procurementSchema } },
  fails: ['not-found'],
  handle: async ({ params, person, services }) => asItIs(services, person, params.reference),
});

const publish = defineRoute('POST /procurements/{reference}/publish', {
  summary: 'Freeze the rule set under its hash. After the bid deadline it needs a reason and is marked retrospective',
  tag: 'Procurements',
  params: oneProcurement,
  body: optionalReason,
  takesIfMatch: true,
  successes: CHANGED,
  fails: CHANGE_FAILS,
  async handle({ params: { reference }, body, person, request, services }) {
    const seen = await revisionFor(services, person, reference, request);
    await services.useCases.publishProcurement(person, reference, { ...seen, ...given(body) });
    return asItIs(services, person, reference);
  },
});

const adopt = defineRoute('POST /procurements/{reference}/adopt', {
  summary: 'Take over rules published elsewhere; a second person confirms that they are the same',
  tag: 'Procurements',
  params: oneProcurement,
  body: adoption,
  takesIfMatch: true,
  successes: CHANGED,
  fails: CHANGE_FAILS,
  async handle({ params: { reference }, body, person, request, services }) {
    const seen = await revisionFor(services, person, reference, request);
    const methodologyFile =
      body.methodology === undefined
        ? body.methodology_file
        : { name: body.methodology.name, bytes: Buffer.from(body.methodology.base64, 'base64') };
    await services.useCases.adoptProcurement(person, reference, {
      ...seen,
      noticeReference: body.notice_reference,
      ...(methodologyFile === undefined ? {} : { methodologyFile }),
      ruleSetSha256: body.rule_set_sha256,
      confirmedBy: body.confirmed_by,
    });
    return asItIs(services, person, reference);
  },
});

const open = defineRoute('POST /procurements/{reference}/open', {
  summary: 'Open it for bids',
  tag: 'Procurements',
  params: oneProcurement,
  body: z.strictObject({}),
  takesIfMatch: true,
  successes: CHANGED,
  fails: CHANGE_FAILS,
  async handle({ params: { reference }, person, request, services }) {
    await services.useCases.openProcurement(person, reference, await revisionFor(services, person, reference, request));
    return asItIs(services, person, reference);
  },
});

const close = defineRoute('POST /procurements/{reference}/close', {
  summary: 'Close it and unseal the bids. Before the bid deadline it needs a reason',
  tag: 'Procurements',
  params: oneProcurement,
  body: optionalReason,
  takesIfMatch: true,
  successes: CHANGED,
  fails: CHANGE_FAILS,
  async handle({ params: { reference }, body, person, request, services }) {
    const seen = await revisionFor(services, person, reference, request);
    await services.useCases.closeProcurement(person, reference, { ...seen, ...given(body) });
    return asItIs(services, person, reference);
  },
});

const cancel = defineRoute('POST /procurements/{reference}/cancel', {
  summary: 'End it without an award; nothing is deleted',
  tag: 'Procurements',
  params: oneProcurement,
  body: requiredReason,
  takesIfMatch: true,
  successes: CHANGED,
  fails: CHANGE_FAILS,
  async handle({ params: { reference }, body, person, request, services }) {
    const seen = await revisionFor(services, person, reference, request);
    await services.useCases.cancelProcurement(person, reference, { ...seen, reason: body.reason });
    return asItIs(services, person, reference);
  },
});

const revise = defineRoute('PUT /procurements/{reference}/facts', {
  summary: 'A new version of the published facts, with its reason; never after the bid deadline. Needs If-Match',
  tag: 'Procurements',
  params: oneProcurement,
  body: revision,
  takesIfMatch: true,
  successes: CHANGED,
  fails: CHANGE_FAILS,
  async handle({ params: { reference }, body, person, request, services }) {
    const seen = revisionSeen(request);
    if (seen === undefined)
      throw new AppError('malformed', 'Send If-Match with the ETag of the facts that you changed.');
    await services.useCases.reviseFacts(person, reference, {
      revision: seen,
      facts: toFacts(body.facts),
      reason: body.reason,
    });
    return asItIs(services, person, reference);
  },
});

export const procurementRoutes = [list, show, revise, publish, adopt, open, close, cancel];

/** A move without If-Match is of the procurement as it is now. */
export async function revisionFor(services: ApiServices, person: Person, reference: string, request: Request) {
  const seen = revisionSeen(request);
  return { revision: seen ?? (await services.useCases.getProcurement(person, reference)).revision };
}

export async function asItIs(services: ApiServices, person: Person, reference: string): Promise<Answer> {
  const view = await services.useCases.getProcurement(person, reference);
  return { json: toProcurementJson(view), headers: etagOf(view) };
}

function given({ reason }: { readonly reason?: string | undefined }): { reason?: string } {
  return reason === undefined ? {} : { reason };
}

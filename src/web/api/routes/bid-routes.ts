import { z } from 'zod';
import { defineRoute } from '../route.ts';
import { bidSchema, bidsSchema, bidSummarySchema, toBidJson, toBidSummaryJson } from '../schemas/bid.ts';
import { reason } from '../schemas/shared.ts';
import { oneProcurement } from './procurement-routes.ts';

const oneBid = oneProcurement.extend({ bid: z.string().min(1).max(200) });
const lotQuery = z.object({
  lot: z.string().min(1).max(100).optional().meta({ description: 'Where the bidder bids for several lots' }),
});
const change = z.strictObject({ reason, lot: z.string().min(1).max(100).optional() });

const list = defineRoute('GET /procurements/{reference}/bids', {
  summary: 'The bids. Before closing they are sealed: the answer is 409 and says how many there are',
  tag: 'Bids',
  params: oneProcurement,
  successes: { 200: { description: 'The bids', schema: bidsSchema } },
  fails: ['not-found', 'not-allowed-in-state'],
  async handle({ params, person, services }) {
    const { standing, setAside } = await services.useCases.listBids(person, params.reference);
    return { json: { standing: standing.map(toBidSummaryJson), set_aside: setAside.map(toBidSummaryJson) } };
  },
});

const show = defineRoute('GET /procurements/{reference}/bids/{bid}', {
  summary: 'One bid with all that was submitted and its versions',
  tag: 'Bids',
  params: oneBid,
  query: lotQuery,
  successes: { 200: { description: 'The bid', schema: bidSchema } },
  fails: ['not-found', 'not-allowed-in-state'],
  async handle({ params, query, person, services }) {
    const view = await services.useCases.getBid(person, params.reference, params.bid, query.lot);
    return { json: toBidJson(view) };
  },
});

const withdraw = defineRoute('POST /procurements/{reference}/bids/{bid}/withdraw', {
  summary: 'Record that the bidder has withdrawn; the bid stays on record and is not assessed',
  tag: 'Bids',
  params: oneBid,
  body: change,
  successes: { 200: { description: 'The bid as it stands', schema: bidSummarySchema } },
  fails: ['not-found', 'not-allowed-in-state', 'invalid-input'],
  handle: async ({ params, body, person, services }) => ({
    json: toBidSummaryJson(await services.useCases.withdrawBid(person, params.reference, params.bid, toChange(body))),
  }),
});

const admit = defineRoute('POST /procurements/{reference}/bids/{bid}/admit', {
  summary: 'Let a late bid be assessed after all, for a reason that stays on record',
  tag: 'Bids',
  params: oneBid,
  body: change,
  successes: { 200: { description: 'The bid as it stands', schema: bidSummarySchema } },
  fails: ['not-found', 'not-allowed-in-state', 'invalid-input'],
  handle: async ({ params, body, person, services }) => ({
    json: toBidSummaryJson(await services.useCases.admitLateBid(person, params.reference, params.bid, toChange(body))),
  }),
});

export const bidRoutes = [list, show, withdraw, admit];

function toChange({ reason: why, lot }: z.output<typeof change>) {
  return { reason: why, ...(lot === undefined ? {} : { lot }) };
}

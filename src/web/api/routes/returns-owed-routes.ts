import { z } from 'zod';
import { toReturnsOwedJson } from '../../../application/returns-owed-json.ts';
import { OWED_STATES, REQUEST_KINDS } from '../../../domain/return-request.ts';
import { defineRoute } from '../route.ts';
import { date, instant } from '../schemas/shared.ts';

const CSV = 'text/csv';
const financialYear = z.string().min(1).max(20);

const returnsOwedSchema = z
  .strictObject({
    financial_year: z.string(),
    day: date.meta({ description: 'The day on which it was looked at' }),
    items: z.array(
      z.strictObject({
        contract: z.string(),
        title: z.string(),
        supplier: z.string(),
        supplier_id: z.string(),
        state: z.enum(OWED_STATES),
        months_owed: z.int().meta({ description: 'Months of the year in the term of the contract' }),
        months_received: z.int().meta({ description: 'Of these, with an actual figure that somebody reported' }),
        reply_by: date.nullable(),
        overdue: z.boolean(),
        received_at: instant.nullable().meta({ description: 'When the last figures for the year were recorded' }),
        received_by: z.string().nullable(),
        template: z.string().meta({ description: 'The supplier’s return, filled in as far as is known' }),
        requests: z.array(
          z.strictObject({
            kind: z.enum(REQUEST_KINDS),
            on: date,
            reply_by: date.nullable(),
            note: z.string().nullable(),
            recorded_by: z.string(),
            recorded_at: instant,
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'ReturnsOwed' });

const list = defineRoute('GET /carbon/returns-owed', {
  summary: 'Which contracts owe a carbon return for a financial year, and where each stands',
  tag: 'Carbon',
  query: z.object({
    financial_year: financialYear.optional().meta({ description: 'As 2025/26; the last whole one when left out' }),
  }),
  successes: { 200: { description: 'The list', schema: returnsOwedSchema, alternatives: [CSV] } },
  fails: ['invalid-input'],
  async handle({ query, person, request, services }) {
    const { financial_year: year } = query;
    const asked = year === undefined ? {} : { financialYear: year };
    if (request.accepts(['application/json', CSV]) === CSV) {
      const made = await services.useCases.returnsOwedFile(person, asked);
      return { file: made.bytes, mediaType: `${CSV}; charset=utf-8`, fileName: made.name, headers: { Vary: 'Accept' } };
    }
    return {
      json: toReturnsOwedJson(await services.useCases.listReturnsOwed(person, asked)),
      headers: { Vary: 'Accept' },
    };
  },
});

const request = defineRoute('POST /carbon/return-requests', {
  summary: 'Record that suppliers were asked for returns, or chased for them; it sends nothing',
  tag: 'Carbon',
  body: z.strictObject({
    financial_year: financialYear,
    kind: z.enum(REQUEST_KINDS),
    contracts: z.array(z.string().min(1).max(300)).max(1000),
    on: z.string().max(20).optional().meta({ description: 'The day on which it was done; today when left out' }),
    reply_by: z.string().max(20).optional(),
    note: z.string().max(2000).optional(),
  }),
  successes: { 201: { description: 'The list as it now stands', schema: returnsOwedSchema } },
  fails: ['invalid-input', 'conflict'],
  async handle({ body, person, services }) {
    const { financial_year, kind, contracts, on, reply_by, note } = body;
    const owed = await services.useCases.requestReturns(person, {
      financialYear: financial_year,
      kind,
      contracts,
      ...(on === undefined ? {} : { on }),
      ...(reply_by === undefined ? {} : { replyBy: reply_by }),
      ...(note === undefined ? {} : { note }),
    });
    return { status: 201, json: toReturnsOwedJson(owed) };
  },
});

export const returnsOwedRoutes = [list, request];

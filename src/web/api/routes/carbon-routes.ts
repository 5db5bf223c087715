import type { Request, Response } from 'express';
import { z } from 'zod';
import { readTotalsQuery, TOTAL_FILTERS } from '../../../application/read-totals-query.ts';
import type { TotalsFormat } from '../../../application/serve-totals.ts';
import { AppError } from '../../../domain/errors.ts';
import { TOTAL_KEYS } from '../../../domain/totals-query.ts';
import { CSV, XLSX } from '../media-types.ts';
import { defineRoute } from '../route.ts';
import {
  contractSchema,
  editionSchema,
  figureSchema,
  toContractJson,
  toEditionJson,
  toFigureJson,
  totalsSchema,
  toWaterfallJson,
  waterfallSchema,
} from '../schemas/carbon.ts';
import { pageOf, pageQuery, reason, toPageJson, toPageRequest } from '../schemas/shared.ts';

const JSON_TYPE = 'application/json';
const MEDIA_TYPES: Readonly<Record<TotalsFormat, string>> = {
  json: `${JSON_TYPE}; charset=utf-8`,
  csv: `${CSV}; charset=utf-8`,
  xlsx: XLSX,
};

const text = z.string().max(300).optional();
const asOf = text.meta({ description: 'The ledger as it was recorded at an instant, or at the end of a day' });

const filters = {
  from: text.meta({ description: 'First month', example: '2026-04' }),
  to: text.meta({ description: 'Last month, included' }),
  basis: text.meta({ description: 'Only figures of one basis: committed, forecast, actual or estimated' }),
  view: text.meta({ description: '`whole-life`, or `inventory` without what the council’s own inventory holds' }),
  ...Object.fromEntries(TOTAL_FILTERS.map((name) => [name, text.meta({ description: `Only this ${name}` })])),
};
const narrowing = { ...filters, as_of: asOf };

const totals = defineRoute('GET /carbon/totals', {
  summary: 'Carbon totals by any keys, with coverage, quality and range',
  tag: 'Carbon',
  query: z.object({
    by: text.meta({ description: `Any of ${TOTAL_KEYS.join(', ')}, with commas`, example: 'financial_year,category' }),
    ...narrowing,
  }),
  successes: { 200: { description: 'The totals', schema: totalsSchema, alternatives: [CSV, XLSX] } },
  async handle({ query, person, request, response, services }) {
    const format = formatAsked(request);
    const { bytes, tag } = await services.useCases.serveTotals(person, readQuery(query), format);
    const headers = { ETag: `"${tag}"`, Vary: 'Accept', 'Cache-Control': 'private, no-cache' };
    if (isKnown(request, headers.ETag)) return notModified(response, headers);
    const file = { file: bytes, mediaType: MEDIA_TYPES[format], headers };
    return format === 'json' ? file : { ...file, fileName: `carbon-totals.${format}` };
  },
});

function formatAsked(request: Request): TotalsFormat {
  const accepted = request.accepts([JSON_TYPE, CSV, XLSX]);
  if (accepted === CSV) return 'csv';
  return accepted === XLSX ? 'xlsx' : 'json';
}

function isKnown(request: Request, etag: string): boolean {
  const known = request.get('If-None-Match') ?? '';
  return known === '*' || known.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
}

function notModified(response: Response, headers: Readonly<Record<string, string>>): 'answered' {
  response.status(304).set(headers).end();
  return 'answered';
}

function readQuery(query: Readonly<Record<string, unknown>>) {
  const given = Object.entries(query).map(([name, value]) => [name, typeof value === 'string' ? value : undefined]);
  const read = readTotalsQuery(Object.fromEntries(given) as Record<string, string | undefined>);
  if ('issues' in read) throw new AppError('malformed', 'The query in the address has faults.', read.issues);
  return read;
}

const editions = defineRoute('GET /carbon/editions', {
  summary: 'The named states of the ledger that were published, in order',
  tag: 'Carbon',
  successes: { 200: { description: 'The editions', schema: z.strictObject({ items: z.array(editionSchema) }) } },
  handle: async ({ person, services }) => ({
    json: { items: (await services.useCases.listEditions(person)).map(toEditionJson) },
  }),
});

const nameEdition = defineRoute('POST /carbon/editions', {
  summary: 'Name the present state of the ledger, so that what is published of it can be asked for ever after',
  tag: 'Carbon',
  body: z.strictObject({ name: z.string().trim().min(1).max(200), reason }),
  successes: { 201: { description: 'The edition', schema: editionSchema } },
  fails: ['not-allowed-in-state', 'conflict'],
  handle: async ({ body, person, services }) => ({
    status: 201,
    json: toEditionJson(await services.useCases.nameEdition(person, body)),
  }),
});

const waterfall = defineRoute('GET /carbon/waterfall', {
  summary:
    'Why a total is another now, or in a later edition, than in an edition: activity, factor, method, boundary, correction',
  tag: 'Carbon',
  query: z.object({
    from_edition: z.string().min(1).max(200),
    to_edition: z.string().min(1).max(200).optional().meta({ description: 'The present when left out' }),
    ...filters,
  }),
  successes: { 200: { description: 'The parts of the change', schema: waterfallSchema } },
  fails: ['not-found'],
  async handle({ query, person, services }) {
    const { from_edition: from, to_edition: to } = query;
    const names = { from, ...(to === undefined ? {} : { to }) };
    return { json: toWaterfallJson(await services.useCases.explainChange(person, names, readQuery(query).query)) };
  },
});

const contracts = defineRoute('GET /contracts', {
  summary: 'The contracts on record, by reference, with those of which a share is borne and that another keeps',
  tag: 'Carbon',
  query: pageQuery,
  successes: { 200: { description: 'A slice of the list', schema: pageOf(contractSchema) } },
  handle: async ({ query, person, services }) => ({
    json: toPageJson(await services.useCases.listContracts(person, toPageRequest(query)), toContractJson),
  }),
});

const reference = z.object({ reference: z.string().min(1).max(300) });

const contract = defineRoute('GET /contracts/{reference}', {
  summary: 'One contract with its shares and commitments',
  tag: 'Carbon',
  params: reference,
  query: z.object({ as_of: asOf }),
  successes: { 200: { description: 'The contract', schema: contractSchema } },
  fails: ['not-found'],
  handle: async ({ params, query, person, services }) => ({
    json: toContractJson(await services.useCases.lookUpContract(person, params.reference, readQuery(query).asOf)),
  }),
});

const figures = defineRoute('GET /contracts/{reference}/figures', {
  summary: 'The figures of a contract (or of `own-ict`), each with the row of the file it comes from',
  tag: 'Carbon',
  params: reference,
  query: pageQuery.extend(narrowing),
  successes: { 200: { description: 'A slice of the list', schema: pageOf(figureSchema) } },
  fails: ['not-found'],
  async handle({ params, query, person, services }) {
    const asked = readQuery({ ...query, contract: params.reference });
    const page = { ...toPageRequest(query), ...(asked.asOf === undefined ? {} : { asOf: asked.asOf }) };
    return { json: toPageJson(await services.useCases.listFigures(person, asked.query, page), toFigureJson) };
  },
});

export const carbonRoutes = [totals, editions, nameEdition, waterfall, contracts, contract, figures];

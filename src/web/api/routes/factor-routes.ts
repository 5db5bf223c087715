import { z } from 'zod';
import { pageOfChanges } from '../../../application/factor-queries.ts';
import { getUploadedFile } from '../../upload.ts';
import { API_BASE, factorSetPath } from '../../paths.ts';
import { defineRoute } from '../route.ts';
import {
  factorDifferenceSchema,
  factorImportSchema,
  factorSchema,
  factorSetSchema,
  toFactorDifferenceJson,
  toFactorImportJson,
  toFactorJson,
  toFactorSetJson,
} from '../schemas/factors.ts';
import { pageOf, pageQuery, reason, toPageJson, toPageRequest } from '../schemas/shared.ts';

const setId = z.string().min(1).max(100);
const one = z.object({ set: setId });

const factors = defineRoute('GET /conversion-factors', {
  summary: 'The factors of a set in the order of its publication; of the latest approved set where none is named',
  tag: 'Conversion factors',
  query: pageQuery.extend({
    set: setId.optional(),
    q: z.string().max(200).optional().meta({ description: 'Words that are all in the id or the name' }),
    unit: z.string().max(100).optional().meta({ description: 'By any of its spellings', example: 'kWh (Gross CV)' }),
  }),
  successes: { 200: { description: 'A slice of the list', schema: pageOf(factorSchema) } },
  fails: ['not-found', 'invalid-input'],
  async handle({ query: { set, q, unit, ...page }, person, services }) {
    const filter = {
      ...(set === undefined ? {} : { set }),
      ...(q === undefined ? {} : { text: q }),
      ...(unit === undefined ? {} : { unit }),
    };
    return { json: toPageJson(await services.useCases.listFactors(person, filter, toPageRequest(page)), toFactorJson) };
  },
});

const sets = defineRoute('GET /conversion-factor-sets', {
  summary: 'Every set of conversion factors, spend multipliers and carbon values, shipped and imported',
  tag: 'Conversion factors',
  successes: { 200: { description: 'The sets', schema: z.strictObject({ items: z.array(factorSetSchema) }) } },
  handle: async ({ person, services }) => ({
    json: { items: (await services.useCases.listFactorSets(person)).map(toFactorSetJson) },
  }),
});

const set = defineRoute('GET /conversion-factor-sets/{set}', {
  summary: 'One set with its counts, by `desnz-2025`',
  tag: 'Conversion factors',
  params: one,
  successes: { 200: { description: 'The set', schema: factorSetSchema } },
  fails: ['not-found'],
  handle: async ({ params, person, services }) => ({
    json: toFactorSetJson(await services.useCases.getFactorSet(person, params.set)),
  }),
});

const difference = defineRoute('GET /conversion-factor-sets/{set}/difference', {
  summary:
    'What a set has that another has not, the largest change first; against the set before it, or in force, by default',
  tag: 'Conversion factors',
  params: one,
  query: pageQuery.extend({ from: setId.optional() }),
  successes: { 200: { description: 'A slice of the changes', schema: factorDifferenceSchema } },
  fails: ['not-found', 'invalid-input'],
  async handle({ params, query: { from, ...page }, person, services }) {
    const compared = await services.useCases.compareFactorSets(person, params.set, from);
    const { items, next } = pageOfChanges(compared.difference, toPageRequest(page));
    return { json: toFactorDifferenceJson(compared, items, next) };
  },
});

const original = defineRoute('GET /conversion-factor-sets/{set}/original', {
  summary: 'The file of an imported set as it was sent; its SHA-256 is in Repr-Digest',
  tag: 'Conversion factors',
  params: one,
  successes: { 200: { description: 'The file', mediaType: 'application/octet-stream' } },
  fails: ['not-found'],
  async handle({ params, person, services }) {
    const { name, sha256, bytes } = await services.useCases.factorSetFile(person, params.set);
    const digest = Buffer.from(sha256, 'hex').toString('base64');
    return {
      file: bytes,
      mediaType: 'application/octet-stream',
      fileName: name,
      headers: { 'Repr-Digest': `sha-256=:${digest}:` },
    };
  },
});

const importSet = defineRoute('POST /conversion-factor-sets/import', {
  summary:
    'Import the yearly flat file, spend multipliers or carbon values as a draft set: all of it, or every fault by cell',
  tag: 'Conversion factors',
  takesFile: true,
  successes: {
    200: { description: 'The same file was imported before', schema: factorImportSchema },
    201: { description: 'Imported as a draft', schema: factorImportSchema },
  },
  fails: ['too-large', 'unsupported-file', 'invalid-input'],
  async handle({ person, request, services }) {
    const imported = await services.useCases.importFactorSet(person, await getUploadedFile(request));
    return {
      status: imported.isNew ? 201 : 200,
      headers: { Location: `${API_BASE}${factorSetPath(imported.set.id)}` },
      json: toFactorImportJson(imported),
    };
  },
});

const approve = defineRoute('POST /conversion-factor-sets/{set}/approve', {
  summary: 'Approve an imported set, once and for good',
  tag: 'Conversion factors',
  params: one,
  body: z.strictObject({
    note: reason.optional().meta({
      description: 'How the file was found to be the publisher’s; needed where its hash is not known here',
    }),
  }),
  successes: { 200: { description: 'The approved set', schema: factorSetSchema } },
  fails: ['not-found', 'not-allowed-in-state', 'invalid-input'],
  async handle({ params, body: { note }, person, services }) {
    const given = note === undefined ? {} : { note };
    return { json: toFactorSetJson(await services.useCases.approveFactorSet(person, params.set, given)) };
  },
});

export const factorRoutes = [factors, sets, set, difference, original, importSet, approve];

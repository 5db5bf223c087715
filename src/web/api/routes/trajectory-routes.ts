import type { Request } from 'express';
import { z } from 'zod';
import {
  aboutTotalsSchema,
  readAsOf,
  statedPlanSchema,
  subjectSchema,
  toAboutTotals,
  toEnteredTotals,
  toPlanRequest,
  toSubject,
  yearlyTotalsSchema,
} from '../../../application/read-stated-plan.ts';
import type { AccountingFormat } from '../../../application/serve-accounting-sheet.ts';
import type { TrajectoryFormat } from '../../../application/serve-trajectory.ts';
import { toChangeJson, toTrajectoryRecordJson } from '../../../application/trajectory-json.ts';
import type { VarianceFormat } from '../../../application/trajectory-variance-file.ts';
import { getUploadedFile } from '../../upload.ts';
import { revisionSeen } from '../if-match.ts';
import { CSV, PDF, PNG, SVG, XLSX } from '../media-types.ts';
import { defineRoute } from '../route.ts';
import { reason } from '../schemas/shared.ts';
import {
  accountingSheetSchema,
  changeSchema,
  trajectoryRecordSchema,
  trajectorySchema,
  varianceSchema,
} from '../schemas/trajectory.ts';

const MEDIA_TYPES: Readonly<Record<TrajectoryFormat, string>> = {
  json: 'application/json; charset=utf-8',
  csv: `${CSV}; charset=utf-8`,
  xlsx: XLSX,
  svg: `${SVG}; charset=utf-8`,
  png: PNG,
  pdf: PDF,
};

const asOf = z
  .string()
  .max(40)
  .optional()
  .meta({ description: 'As it was recorded at an instant, or at the end of a day' });

const line = defineRoute('GET /trajectory', {
  summary: 'The line of an organisation to its target: path, actual, forecast, gap, budget, and the cut that is needed',
  tag: 'Carbon',
  query: z.object({
    ...subjectSchema,
    scenario: z.string().min(1).max(100).optional().meta({ description: 'The line as it would be under a scenario' }),
    as_of: asOf,
  }),
  successes: { 200: { description: 'The line', schema: trajectorySchema, alternatives: [CSV, XLSX, SVG, PNG, PDF] } },
  fails: ['not-found'],
  async handle({ query, person, request, services }) {
    const format = formatAsked(request);
    const { scenario } = query;
    const asked = { ...toSubject(query), ...readAsOf(query.as_of), ...(scenario === undefined ? {} : { scenario }) };
    const file = await services.useCases.serveTrajectory(person, asked, format);
    const headers = { Vary: 'Accept', 'Cache-Control': 'private, no-cache' };
    const answer = { file, mediaType: MEDIA_TYPES[format], headers };
    return format === 'json' ? answer : { ...answer, fileName: `trajectory.${format}` };
  },
});

function formatAsked(request: Request): TrajectoryFormat {
  switch (request.accepts(['application/json', CSV, XLSX, SVG, PNG, PDF])) {
    case CSV:
      return 'csv';
    case XLSX:
      return 'xlsx';
    case SVG:
      return 'svg';
    case PNG:
      return 'png';
    case PDF:
      return 'pdf';
    default:
      return 'json';
  }
}

const accountingTool = defineRoute('GET /trajectory/accounting-tool', {
  summary: 'The contracts of a financial year, laid out for the councils’ greenhouse gas accounting tool',
  tag: 'Carbon',
  query: z.object({
    financial_year: z
      .string()
      .min(1)
      .max(20)
      .optional()
      .meta({ description: 'As 2025/26; the last whole one when left out' }),
    organisation: subjectSchema.organisation,
    as_of: asOf,
  }),
  successes: { 200: { description: 'The sheet', schema: accountingSheetSchema, alternatives: [CSV, XLSX] } },
  fails: ['invalid-input'],
  async handle({ query: { financial_year: financialYear, organisation, as_of: instant }, person, request, services }) {
    const accepted = request.accepts(['application/json', CSV, XLSX]);
    const format: AccountingFormat = accepted === CSV ? 'csv' : accepted === XLSX ? 'xlsx' : 'json';
    const asked = {
      ...toSubject({ organisation }),
      ...readAsOf(instant),
      ...(financialYear === undefined ? {} : { financialYear }),
    };
    const { name, bytes } = await services.useCases.serveAccountingSheet(person, asked, format);
    const headers = { Vary: 'Accept', 'Cache-Control': 'private, no-cache' };
    const answer = { file: bytes, mediaType: MEDIA_TYPES[format], headers };
    return format === 'json' ? answer : { ...answer, fileName: name };
  },
});

const change = defineRoute('GET /trajectory/change', {
  summary: 'What has moved the figures of a line since its plan was stated: activity apart from factors and the rest',
  tag: 'Carbon',
  query: z.object(subjectSchema),
  successes: {
    200: { description: 'The parts of the change; null for a line that is no ledger', schema: changeSchema },
  },
  fails: ['not-found'],
  handle: async ({ query, person, services }) => ({
    json: toChangeJson(await services.useCases.trajectoryChange(person, toSubject(query))),
  }),
});

const variance = defineRoute('GET /trajectory/variance', {
  summary:
    'What was forecast for each year that is over and reported, by the record and by editions, and what it became',
  tag: 'Carbon',
  query: z.object({
    organisation: subjectSchema.organisation,
    financial_year: z
      .string()
      .min(1)
      .max(20)
      .optional()
      .meta({ description: 'One year alone, contract by contract', example: '2025/26' }),
  }),
  successes: { 200: { description: 'The comparison', schema: varianceSchema, alternatives: [CSV, XLSX] } },
  fails: ['invalid-input', 'not-found'],
  async handle({ query: { organisation, financial_year: financialYear }, person, request, services }) {
    const accepted = request.accepts(['application/json', CSV, XLSX]);
    const format: VarianceFormat = accepted === CSV ? 'csv' : accepted === XLSX ? 'xlsx' : 'json';
    const asked = { ...toSubject({ organisation }), ...(financialYear === undefined ? {} : { financialYear }) };
    const file = await services.useCases.serveVariance(person, asked, format);
    const headers = { Vary: 'Accept', 'Cache-Control': 'private, no-cache' };
    const answer = { file, mediaType: MEDIA_TYPES[format], headers };
    return format === 'json' ? answer : { ...answer, fileName: `trajectory-variance.${format}` };
  },
});

const plans = defineRoute('GET /trajectory/plans', {
  summary: 'Every version of every plan, and of every line that is kept as yearly totals, with its reason',
  tag: 'Carbon',
  successes: {
    200: { description: 'What is on record', schema: z.strictObject({ items: z.array(trajectoryRecordSchema) }) },
  },
  handle: async ({ person, services }) => ({
    json: { items: (await services.useCases.listTrajectoryRecords(person)).map(toTrajectoryRecordJson) },
  }),
});

const statePlan = defineRoute('POST /trajectory/plans', {
  summary: 'State a plan, or a new version of it with its reason. If-Match takes the version that was looked at',
  tag: 'Carbon',
  body: statedPlanSchema.extend({ ...subjectSchema, reason }),
  takesIfMatch: true,
  successes: { 201: { description: 'The plan on record', schema: trajectoryRecordSchema } },
  fails: ['conflict'],
  async handle({ body: { organisation, boundary, reason: why, ...plan }, person, request, services }) {
    const version = revisionSeen(request);
    const stated = await services.useCases.stateTrajectoryPlan(person, toPlanRequest(plan), {
      ...toSubject({ organisation, boundary }),
      reason: why,
      ...(version === undefined ? {} : { version }),
    });
    return { status: 201, json: toTrajectoryRecordJson(stated), headers: { ETag: `"${stated.version}"` } };
  },
});

const enterTotals = defineRoute('POST /trajectory/totals', {
  summary: 'Yearly totals of a line that is no contract ledger, as of the council’s own operations: all its years anew',
  tag: 'Carbon',
  body: yearlyTotalsSchema,
  successes: { 201: { description: 'The totals on record', schema: trajectoryRecordSchema } },
  fails: ['conflict'],
  handle: async ({ body, person, services }) => ({
    status: 201,
    json: toTrajectoryRecordJson(await services.useCases.enterYearlyTotals(person, toEnteredTotals(body))),
  }),
});

const importTotals = defineRoute('POST /trajectory/totals/import', {
  summary:
    'The same from a CSV or workbook with the headers Financial year and tCO2e: all of it, or every fault by cell',
  tag: 'Carbon',
  takesFile: true,
  query: aboutTotalsSchema,
  successes: { 201: { description: 'The totals on record', schema: trajectoryRecordSchema } },
  fails: ['conflict', 'too-large', 'unsupported-file', 'invalid-input'],
  async handle({ query, person, request, services }) {
    const file = await getUploadedFile(request);
    const record = await services.useCases.importYearlyTotals(person, file, toAboutTotals(query));
    return { status: 201, json: toTrajectoryRecordJson(record) };
  },
});

export const trajectoryRoutes = [line, accountingTool, change, variance, plans, statePlan, enterTotals, importTotals];

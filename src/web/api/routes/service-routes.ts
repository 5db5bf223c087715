import { z } from 'zod';
import { AppError } from '../../../domain/errors.ts';
import type { Answer } from '../route.ts';
import { defineRoute } from '../route.ts';

const healthSchema = z
  .strictObject({ status: z.enum(['ok', 'ready', 'not-ready']), reason: z.string().nullable() })
  .meta({ id: 'Health' });
const versionSchema = z
  .strictObject({
    software: z.string(),
    rule_sets: z.array(z.string()),
    factor_sets: z.array(z.string()).meta({ description: 'Years of the shipped conversion factors' }),
    sets_in_force: z.array(z.string()).meta({
      description:
        'Sets of factors by year, of spend multipliers and of carbon values that are used: approved or shipped',
      example: ['desnz-2025', 'shipped-spend-multipliers', 'carbon-values-2022'],
    }),
  })
  .meta({ id: 'Version' });

/** How long the database may take to answer before the service is not ready. */
const PATIENCE_MILLISECONDS = 2000;

const health = defineRoute('GET /healthz', {
  summary: 'Whether the process is alive',
  tag: 'Service',
  successes: { 200: { description: 'It is alive', schema: healthSchema } },
  handle: async () => ({ json: { status: 'ok', reason: null } }),
});

const readiness = defineRoute('GET /readyz', {
  summary: 'Whether requests can be served: the database answers and the service is not stopping',
  tag: 'Service',
  successes: {
    200: { description: 'It is ready', schema: healthSchema },
    503: { description: 'It is not ready, and why', schema: healthSchema },
  },
  async handle({ services: { status, stopping, logger } }) {
    if (stopping.aborted) return notReady('The service is stopping.');
    try {
      await within(PATIENCE_MILLISECONDS, status.ready());
      return { json: { status: 'ready', reason: null } };
    } catch (error) {
      logger.error({ err: error }, 'the database does not answer');
      return notReady('The database does not answer.');
    }
  },
});

const metrics = defineRoute('GET /metrics', {
  summary: 'Metrics of this process for Prometheus',
  tag: 'Service',
  successes: { 200: { description: 'Text format', mediaType: 'text/plain' } },
  handle: async ({ services: { metrics: own } }) => ({ text: await own.text(), mediaType: own.contentType }),
});

const version = defineRoute('GET /version', {
  summary: 'Which software, rule sets, conversion factors, spend multipliers and carbon values run here',
  tag: 'Service',
  successes: { 200: { description: 'The versions', schema: versionSchema } },
  async handle({ services: { status } }) {
    const { software, ruleSets, factorSets } = status.versions();
    const inForce = await status.setsInForce();
    return { json: { software, rule_sets: ruleSets, factor_sets: factorSets, sets_in_force: inForce } };
  },
});

export const serviceRoutes = [health, readiness, metrics, version];

function notReady(reason: string): Answer {
  return { status: 503, json: { status: 'not-ready', reason } };
}

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new AppError('conflict', 'No answer in time')), milliseconds);
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

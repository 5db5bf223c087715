import { z } from 'zod';
import { AppError } from '../../../domain/errors.ts';
import type { Scenario } from '../../../domain/scenario.ts';
import { etagOf, revisionSeen } from '../if-match.ts';
import { defineRoute } from '../route.ts';
import { scenarioBody, scenarioSchema, scenarioVersionBody, toScenarioJson } from '../schemas/scenario.ts';

const oneScenario = z.object({ name: z.string().min(1).max(100) });

const list = defineRoute('GET /scenarios', {
  summary: 'The latest version of each scenario, by name',
  tag: 'Scenarios',
  successes: { 200: { description: 'The scenarios', schema: z.strictObject({ items: z.array(scenarioSchema) }) } },
  handle: async ({ person, services }) => ({
    json: { items: (await services.useCases.listScenarios(person)).map(toScenarioJson) },
  }),
});

const create = defineRoute('POST /scenarios', {
  summary: 'Keep a new scenario: a name and a list of changes to the forecast. Nothing on record changes',
  tag: 'Scenarios',
  body: scenarioBody,
  successes: { 201: { description: 'The scenario, with its version as ETag', schema: scenarioSchema } },
  fails: ['conflict', 'invalid-input'],
  handle: async ({ body, person, services }) => answer(await services.useCases.saveScenario(person, body), 201),
});

const show = defineRoute('GET /scenarios/{name}', {
  summary: 'A scenario with every version of it, oldest first',
  tag: 'Scenarios',
  params: oneScenario,
  successes: {
    200: {
      description: 'The latest version, with its number as ETag, and the earlier ones',
      schema: scenarioSchema.extend({ versions: z.array(scenarioSchema) }).meta({ id: 'ScenarioVersions' }),
    },
  },
  fails: ['not-found'],
  async handle({ params, person, services }) {
    const { latest, versions } = await services.useCases.getScenario(person, params.name);
    const json = { ...toScenarioJson(latest), versions: versions.map(toScenarioJson) };
    return { json, headers: etagOf({ revision: latest.version }) };
  },
});

const change = defineRoute('POST /scenarios/{name}/versions', {
  summary: 'Keep a new version of a scenario beside the earlier ones. Needs If-Match',
  tag: 'Scenarios',
  params: oneScenario,
  body: scenarioVersionBody,
  takesIfMatch: true,
  successes: { 200: { description: 'The version that is now the latest', schema: scenarioSchema } },
  fails: ['not-found', 'conflict', 'invalid-input'],
  async handle({ params, body, person, request, services }) {
    const version = revisionSeen(request);
    if (version === undefined) {
      throw new AppError('malformed', 'Send If-Match with the ETag of the scenario that you read, as "1".');
    }
    return answer(await services.useCases.saveScenario(person, { ...params, ...body, version }), 200);
  },
});

function answer(scenario: Scenario, status: number) {
  return { status, json: toScenarioJson(scenario), headers: etagOf({ revision: scenario.version }) };
}

export const scenarioRoutes = [list, create, show, change];

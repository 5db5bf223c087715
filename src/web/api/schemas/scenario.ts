import { z } from 'zod';
import { MOST_CHANGES, type Scenario, scenarioChangeSchema } from '../../../domain/scenario.ts';
import { instant, reason } from './shared.ts';

const changes = z.array(scenarioChangeSchema).max(MOST_CHANGES).meta({
  description:
    'A change without a contract or supplier is about all. `percent` of a volume is of the forecast; of a supplier cut and of the grid path, of the year before',
});

export const scenarioBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  reason: reason.meta({ description: 'What it is for' }),
  changes: changes.default([]),
});
export const scenarioVersionBody = z.strictObject({
  reason: reason.meta({ description: 'Why there is a new version' }),
  changes,
});

export const scenarioSchema = z
  .strictObject({
    name: z.string(),
    version: z.int(),
    reason: z.string(),
    changes,
    by: z.string(),
    at: instant,
  })
  .meta({ id: 'Scenario', description: 'What might be; it is no part of the record' });

export function toScenarioJson(scenario: Scenario): z.output<typeof scenarioSchema> {
  const { name, version, reason: why, changes: made, by, at } = scenario;
  return { name, version, reason: why, changes: [...made], by, at };
}

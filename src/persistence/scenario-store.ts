import type { Stores } from '../application/stores.ts';
import { AppError } from '../domain/errors.ts';
import type { Scenario } from '../domain/scenario.ts';
import { ensureOrganisation, type Session } from './session.ts';

type ScenarioRow = {
  readonly organisation: string;
  readonly name: string;
  readonly version: number;
  readonly details: string;
};

export function createScenarioStore(session: Session): Stores['scenarios'] {
  const versions = () => session.database<ScenarioRow>('scenarioVersions');
  return {
    async add(organisation, scenario) {
      await ensureOrganisation(session, organisation);
      const made = await versions()
        .insert(toRow(organisation, scenario))
        .onConflict(['organisation', 'name', 'version'])
        .ignore()
        .returning('version');
      if (made.length > 0) return;
      throw new AppError('conflict', `Somebody saved version ${scenario.version} of "${scenario.name}" meanwhile.`);
    },
    async versions(organisation, name) {
      const rows = await versions().where({ organisation, name }).orderBy('version');
      return rows.map(toScenario);
    },
    async latest(organisation) {
      const rows = await versions().where({ organisation }).orderBy('name').orderBy('version');
      return [...new Map(rows.map((row) => [row.name, row])).values()].map(toScenario);
    },
  };
}

function toRow(organisation: string, { name, version, ...rest }: Scenario): ScenarioRow {
  return { organisation, name, version, details: JSON.stringify(rest) };
}

function toScenario({ name, version, details }: ScenarioRow): Scenario {
  return { ...(JSON.parse(details) as Omit<Scenario, 'name' | 'version'>), name, version };
}

import { AppError, throwIfFaulty } from '../domain/errors.ts';
import type { Issue } from '../domain/issue.ts';
import type { Person } from '../domain/person.ts';
import { checkChanges, sameChanges, type Scenario, type ScenarioChange } from '../domain/scenario.ts';
import { appendEvent } from './append-event.ts';
import type { ServicePorts } from './ports.ts';
import { CARBON_KEEPERS, requireRole } from './roles.ts';
import { readScenarioSubjects } from './scenario-queries.ts';

export type NewScenario = {
  readonly name: string;
  readonly reason: string;
  readonly changes: readonly ScenarioChange[];
  /** The version that was looked at; absent for a scenario that is not there yet. */
  readonly version?: number;
};

const LONGEST_NAME = 100;
const RESERVED_NAMES = ['new', 'comparison'];

/**
 * Keeps a new scenario, or a new version of one beside the earlier ones. Nothing on record changes. Throws AppError
 * `invalid-input` with every fault, `conflict` when the name is taken or somebody saved another version meanwhile, and
 * `not-found` for a version of a scenario that is not there.
 */
export async function saveScenario(
  { database, clock }: ServicePorts,
  person: Person,
  { name: givenName, reason: givenReason, changes, version }: NewScenario,
): Promise<Scenario> {
  requireRole(person, ...CARBON_KEEPERS);
  const [name, reason] = [givenName.trim(), givenReason.trim()];
  return database.transaction(async (stores) => {
    const faults = [...checkWords(name, reason), ...checkChanges(changes, await readScenarioSubjects(stores, person))];
    throwIfFaulty('invalid-input', 'The scenario has faults. Nothing was kept.', faults);
    const latest = (await stores.scenarios.versions(person.organisation, name)).at(-1);
    requireLatest(name, latest, version);
    if (latest !== undefined && sameChanges(latest.changes, changes)) return latest;
    const at = clock();
    const saved = {
      name,
      version: (latest?.version ?? 0) + 1,
      changes,
      reason,
      by: person.id,
      byName: person.name,
      at,
    };
    await stores.scenarios.add(person.organisation, saved);
    await appendEvent(stores, person, at, {
      action: 'scenario.saved',
      subject: `scenario:${name}`,
      data: { version: String(saved.version), reason, changes: JSON.stringify(changes) },
    });
    return saved;
  });
}

function checkWords(name: string, reason: string): Issue[] {
  const issues: Issue[] = [];
  const add = (field: string, message: string) => issues.push({ pointer: `#/${field}`, code: 'missing', message });
  if (name === '') add('name', 'Give the scenario a name');
  if (RESERVED_NAMES.includes(name)) add('name', 'Give another name: pages of ours go by this one');
  if (name.length > LONGEST_NAME) add('name', `Enter a name of at most ${LONGEST_NAME} characters`);
  if (reason === '') add('reason', 'Say what it is for');
  return issues;
}

function requireLatest(name: string, latest: Scenario | undefined, version: number | undefined): void {
  if (version === latest?.version) return;
  if (latest === undefined) throw new AppError('not-found', `There is no scenario "${name}".`);
  const message =
    version === undefined
      ? `There is a scenario "${name}" already. Give another name, or make a new version of it.`
      : `"${name}" has changed since you read it: you saw version ${version}, it is now version ${latest.version}. Look at it again, then repeat what you wanted.`;
  throw new AppError('conflict', message);
}

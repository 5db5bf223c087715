import { AppError } from '../domain/errors.ts';
import { addMonths } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import type { Grams } from '../domain/quantity.ts';
import type { Scenario, ScenarioChange } from '../domain/scenario.ts';
import { applyScenario, type ScenarioContext } from '../domain/scenario-forecast.ts';
import { type TrajectoryLine, trajectoryLine } from '../domain/trajectory-line.ts';
import { electricityShares } from './electricity-shares.ts';
import { heldPicture } from './held-picture.ts';
import type { ServicePorts } from './ports.ts';
import { getScenario } from './scenario-queries.ts';
import { type Trajectory, trajectory, type TrajectoryQuery } from './trajectory.ts';
import { ICT_CONTRACTS } from './trajectory-records.ts';

/** The line as it would be under a scenario; `onRecord` is the line as it is. */
export type ScenarioTrajectory = Trajectory & {
  readonly scenario: Scenario;
  readonly onRecord: Trajectory;
  /** In the order of the changes: what each adds to the years up to the target, with all the others in force. */
  readonly changeGrams: readonly Grams[];
};

/**
 * The line of an organisation under the latest version of a scenario. The record is read and not touched. Throws
 * AppError `not-found` for a scenario or a plan that is not there, `invalid-input` for a line without contracts.
 */
export async function scenarioTrajectory(
  ports: ServicePorts,
  person: Person,
  name: string,
  query: TrajectoryQuery = {},
): Promise<ScenarioTrajectory> {
  const { latest: scenario } = await getScenario(ports, person, name);
  const onRecord = await trajectory(ports, person, query);
  if (onRecord.boundary !== ICT_CONTRACTS) {
    const message = `A scenario changes contracts: ask for it with the boundary ${ICT_CONTRACTS}, not ${onRecord.boundary}.`;
    throw new AppError('invalid-input', message, [{ pointer: '#/scenario', code: 'no-contracts', message }]);
  }
  const context = await scenarioContext(ports, person, onRecord);
  const under = (changes: readonly ScenarioChange[]) => materialUnder(onRecord, changes, context);
  const { changes } = scenario;
  const material = under(changes);
  const line = trajectoryLine(material);
  const changeGrams = changes.map((change) => {
    const without = trajectoryLine(under(changes.filter((other) => other !== change)));
    return grossToTarget(line) - grossToTarget(without);
  });
  return { ...onRecord, material, line, scenario, onRecord, changeGrams };
}

/** A line on record, or under the scenario of a name. */
export type LineQuery = TrajectoryQuery & { readonly scenario?: string };

/** The line that is asked for. */
export async function lineAsked(
  ports: ServicePorts,
  person: Person,
  { scenario, ...query }: LineQuery,
): Promise<Trajectory> {
  return scenario === undefined ? trajectory(ports, person, query) : scenarioTrajectory(ports, person, scenario, query);
}

/** What a line is made of under some changes. */
function materialUnder(
  { material }: Trajectory,
  changes: readonly ScenarioChange[],
  context: ScenarioContext,
): Trajectory['material'] {
  return { ...material, contracts: applyScenario(material.contracts, changes, context) };
}

/** What the changes to a line need to know of the ledger it was drawn from. */
async function scenarioContext(
  { database }: Pick<ServicePorts, 'database'>,
  { organisation }: Person,
  { moment }: Pick<Trajectory, 'moment'>,
): Promise<ScenarioContext> {
  const held = await heldPicture(database, organisation, moment);
  // Only a path of the grid asks, so that nothing is summed up for the others.
  return {
    forecastFrom: addMonths(`${moment.until}-01`, 1),
    electricityShare: (contract) => electricityShares(held).get(contract),
  };
}

/** All that a line holds up to its target year. */
function grossToTarget({ years }: TrajectoryLine): Grams {
  return years.reduce((sum, { figures }) => sum + (figures?.gross ?? 0n), 0n);
}

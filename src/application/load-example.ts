import type { Person } from '../domain/person.ts';
import type { ServicePorts } from './ports.ts';
import { readPlanFile } from './read-stated-plan.ts';
import { receiveImport } from './receive-import.ts';
import { runImport } from './run-import.ts';
import { scoreProcurement } from './score-procurement.ts';
import { stateTrajectoryPlan } from './state-trajectory-plan.ts';

type ExampleFile = { readonly name: string; readonly bytes: Uint8Array };

export type Example = {
  readonly tender: ExampleFile;
  /** Contracts, then carbon returns on them. */
  readonly register: readonly ExampleFile[];
  /** A trajectory's plan as JSON. */
  readonly plan: unknown;
};

/**
 * Loads a finished tender and scores it as a trial, then contracts with their carbon returns, and states a plan, so
 * that there is something to look at. Throws when a file has faults: the example is ours.
 */
export async function loadExample(ports: ServicePorts, person: Person, example: Example): Promise<void> {
  for (const file of [example.tender, ...example.register]) {
    const { id } = await receiveImport(ports, person, { ...file, dryRun: false });
    const { state, result } = await runImport(ports, id);
    if (state !== 'committed') throw new Error(`${file.name} of the example cannot be imported: ${state}`);
    if (file === example.tender && result !== undefined) await scoreProcurement(ports, person, result.procurement);
  }
  const { request, subject, reason } = readPlanFile(example.plan);
  await stateTrajectoryPlan(ports, person, request, { ...subject, reason });
}

import type { Person } from '../domain/person.ts';
import type { ServicePorts } from './ports.ts';
import { receiveImport } from './receive-import.ts';
import { runImport } from './run-import.ts';
import { scoreProcurement } from './score-procurement.ts';

/**
 * Loads a finished tender and scores it as a trial, so that there is something to look at. Gives the reference of its
 * procurement; undefined when the file has faults, which the import then tells.
 */
export async function loadExample(
  ports: ServicePorts,
  person: Person,
  file: { readonly name: string; readonly bytes: Uint8Array },
): Promise<string | undefined> {
  const { id } = await receiveImport(ports, person, { ...file, dryRun: false });
  const { result } = await runImport(ports, id);
  if (result === undefined) return undefined;
  await scoreProcurement(ports, person, result.procurement);
  return result.procurement;
}

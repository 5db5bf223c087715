import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import type { Person } from '../domain/person.ts';
import { entryData } from './entry-data.ts';
import { appendCarbonReturn, type CarbonReturnContext, type RecordedReturn } from './append-carbon-return.ts';
import { appendEvent } from './append-event.ts';
import type { ServicePorts } from './ports.ts';
import { CARBON_KEEPERS, requireRole } from './roles.ts';

/** Records the lines of a carbon return, all or none; see `appendCarbonReturn`. */
export async function recordCarbonReturn(
  { database, catalogue, clock }: ServicePorts,
  person: Person,
  lines: Iterable<CarbonReturnLine>,
  { file, policy }: Pick<CarbonReturnContext, 'file' | 'policy'> = {},
): Promise<RecordedReturn> {
  requireRole(person, ...CARBON_KEEPERS);
  const { organisation, id: by } = person;
  return database.transaction(async (stores) => {
    const at = clock();
    const context: CarbonReturnContext = {
      catalogue,
      organisation,
      at,
      by,
      ...(policy === undefined ? {} : { policy }),
      ...(file === undefined ? {} : { file }),
    };
    const recorded = await appendCarbonReturn(stores, context, lines);
    if (recorded.entry === undefined) return recorded;
    await appendEvent(stores, person, at, {
      action: 'carbon-return.recorded',
      subject: `ledger:${recorded.entry.version}`,
      data: {
        lines: String(recorded.added),
        repeated: String(recorded.repeated),
        replaced: String(recorded.replaced),
        provisional: String(recorded.provisional),
        contracts: recorded.contracts.slice(0, 200),
        ...entryData(recorded.entry),
        ...(file === undefined ? {} : { file: file.name, sha256: file.sha256 }),
      },
    });
    return recorded;
  });
}

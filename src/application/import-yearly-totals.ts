import { createHash } from 'node:crypto';
import { AppError, throwIfFaulty } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { type EnteredTotals, enterYearlyTotals } from './enter-yearly-totals.ts';
import type { ServicePorts } from './ports.ts';
import { CARBON_KEEPERS, requireRole } from './roles.ts';
import type { TotalsRecord } from './trajectory-records.ts';

const MOST_BYTES = 5_000_000;

/**
 * Records the yearly totals of a CSV or workbook with the headers Financial year and tCO2e: all of them, or nothing and
 * every fault by cell. The file is kept under its hash.
 */
export async function importYearlyTotals(
  ports: ServicePorts,
  person: Person,
  file: { readonly name: string; readonly bytes: Uint8Array },
  about: Omit<EnteredTotals, 'totals' | 'file'>,
): Promise<TotalsRecord> {
  requireRole(person, ...CARBON_KEEPERS);
  if (file.bytes.byteLength > MOST_BYTES) {
    throw new AppError('too-large', `${file.name} is larger than 5 MB; a list of years has some kilobytes.`);
  }
  const { totals, issues } = await ports.spreadsheets.readYearlyTotals(file);
  throwIfFaulty('invalid-input', `${file.name} cannot be imported; nothing was stored.`, issues);
  const sha256 = createHash('sha256').update(file.bytes).digest('hex');
  await ports.database.transaction(({ files }) => files.put(sha256, once(file.bytes)));
  return enterYearlyTotals(ports, person, { ...about, totals, file: { name: file.name, sha256 } });
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

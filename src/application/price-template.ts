import type { Person } from '../domain/person.ts';
import { requireUnsealed } from './bid-queries.ts';
import { getProcurementRecord } from './change-procurement.ts';
import { AppError } from '../domain/errors.ts';
import type { MadeFile, ServicePorts } from './ports.ts';
import { OFFICERS, requireRole } from './roles.ts';
import { readBids } from './standing-bids.ts';

/**
 * The price workbook of a procurement whose prices come separately, with its standing bids filled in. Officers only,
 * from closing on. Throws AppError `not-allowed-in-state` before that, or where prices come with the bids.
 */
export async function priceTemplateFor(ports: ServicePorts, reference: string, person?: Person): Promise<MadeFile> {
  if (person === undefined) throw new AppError('not-signed-in', `Say who you are to get the prices of ${reference}.`);
  requireRole(person, ...OFFICERS);
  const { record, standing } = await ports.database.read(async (stores) => {
    const found = await getProcurementRecord(stores, person, reference);
    requireUnsealed(found);
    return { record: found, ...(await readBids(stores, person.organisation, reference)) };
  });
  if (record.facts.prices !== 'separate') {
    const message = `The prices of ${reference} come with the bids: it was not published with separate prices.`;
    throw new AppError('not-allowed-in-state', message);
  }
  const bids = standing.map(({ bid }) => bid);
  const bytes = await ports.spreadsheets.writeRegisterTemplate({ kind: 'prices', procurement: reference, bids });
  return { name: `prices-${reference.replaceAll(/[^A-Za-z0-9_.-]+/g, '-')}.xlsx`, bytes };
}

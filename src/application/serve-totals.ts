import type { IsoInstant } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import type { TotalsQuery } from '../domain/totals-query.ts';
import { carbonTotals, ledgerMoment } from './carbon-totals.ts';
import { totalsTable } from './figure-table.ts';
import type { ServicePorts } from './ports.ts';
import type { Database } from './stores.ts';
import { toTotalsJson } from './totals-json.ts';

export const TOTALS_FORMATS = ['json', 'csv', 'xlsx'] as const;
export type TotalsFormat = (typeof TOTALS_FORMATS)[number];

/** Totals as bytes, with a tag that changes exactly when they may: version of the ledger, month, form, software. */
export type ServedTotals = { readonly bytes: Uint8Array; readonly tag: string };

const MOST_KEPT = 300;
const kept = new WeakMap<Database, Map<string, ServedTotals>>();

/** Carbon totals in one of their forms. What was asked before, of the same state of the ledger, is given again. */
export async function serveTotals(
  ports: ServicePorts,
  person: Person,
  { query, asOf }: { readonly query: TotalsQuery; readonly asOf?: IsoInstant },
  format: TotalsFormat,
): Promise<ServedTotals> {
  const moment = await ledgerMoment(ports, person, asOf);
  const others = moment.shared.map(({ keeper, version }) => `+${encodeURIComponent(keeper)}-${version}`).join('');
  const tag = `${moment.version}${others}.${moment.until}.${format}.${ports.softwareVersion}`;
  const name = JSON.stringify([person.organisation, tag, query, asOf]);
  const answers = kept.get(ports.database) ?? new Map<string, ServedTotals>();
  kept.set(ports.database, answers);
  const known = answers.get(name);
  if (known !== undefined) return known;
  const totals = await carbonTotals(ports, person, query, { moment, ...(asOf === undefined ? {} : { asOf }) });
  const bytes =
    format === 'json'
      ? Buffer.from(JSON.stringify(toTotalsJson(totals)), 'utf8')
      : await ports.spreadsheets.writeTable(totalsTable(totals), format);
  const served = { bytes, tag };
  answers.set(name, served);
  for (const oldest of [...answers.keys()].slice(0, -MOST_KEPT)) answers.delete(oldest);
  return served;
}

import type { IsoInstant } from '../domain/iso-date.ts';
import { type FactorPolicy, type LineFigure, lineFigures } from '../domain/line-figures.ts';
import { sharesOf, type Shares } from '../domain/period-split.ts';
import type { Person } from '../domain/person.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { entryData } from './entry-data.ts';
import { factorLookup } from './append-carbon-return.ts';
import { approvedFactors, withFactors } from './approved-factors.ts';
import { appendEvent } from './append-event.ts';
import type { LedgerEntry, LineOnRecord, NewLine } from './ledger-stores.ts';
import type { ServicePorts } from './ports.ts';
import { CARBON_KEEPERS, requireRole } from './roles.ts';
import type { Stores } from './stores.ts';

const LINES_AT_ONCE = 2000;

export type RerunResult = {
  /** Absent when no line has another factor set now. */
  readonly entry?: LedgerEntry;
  readonly rerun: number;
  /** Lines that still wait for the set of their year. */
  readonly waiting: number;
};

/** Works out again every line that rests on a factor set that stood in for another; see `appendRerun`. */
export async function rerunProvisional(ports: ServicePorts, person: Person): Promise<RerunResult> {
  requireRole(person, ...CARBON_KEEPERS);
  const { database, catalogue, clock } = ports;
  return database.transaction(async (stores) => appendRerun(stores, person, catalogue, clock()));
}

/**
 * Inside the transaction of the caller: each provisional line whose
 * factors come from another set now is reversed, and stands anew with them. Shares and policy stay those it had.
 */
export async function appendRerun(
  stores: Stores,
  person: Person,
  shipped: Catalogue,
  at: IsoInstant,
): Promise<RerunResult> {
  const { organisation, id: by } = person;
  const posting = await stores.ledger.begin({ organisation, kind: 'factors', recordedAt: at, fileSha256: '', by });
  const provisional = await stores.ledger.provisionalLines(organisation);
  const catalogue = withFactors(shipped, await approvedFactors(shipped, stores, organisation));
  const factorOn = factorLookup(catalogue);
  const changed: NewLine[] = [];
  let waiting = 0;
  for (const [termsVersion, lines] of Map.groupBy(provisional, (line) => line.termsVersion)) {
    const { shares, policy } = await termsAt(stores, organisation, termsVersion);
    for (const line of lines) {
      const { statement } = line;
      const figures = lineFigures(
        statement,
        shares.get(statement.contract) ?? sharesOf(undefined, organisation),
        policy,
        statement.factor === undefined ? () => undefined : factorOn(statement.factor),
      );
      if (figures.some(({ dimensions }) => dimensions.provisional)) waiting += 1;
      if (!(await hasSameSets(stores, organisation, line, figures))) {
        const { identity, id: replaces } = line;
        changed.push({ statement, identity, figures, cause: 'factor', replaces, termsVersion });
      }
    }
  }
  for (let start = 0; start < changed.length; start += LINES_AT_ONCE) {
    await posting.add(changed.slice(start, start + LINES_AT_ONCE));
  }
  const entry = await posting.finish();
  if (changed.length === 0) return { rerun: 0, waiting };
  const data = { lines: String(changed.length), waiting: String(waiting), ...entryData(entry) };
  const subject = `ledger:${posting.entry.version}`;
  await appendEvent(stores, person, at, { action: 'carbon-lines.rerun', subject, data });
  return { entry: posting.entry, rerun: changed.length, waiting };
}

/** The shares of contracts, and the policy, as they were when an entry was made. */
async function termsAt(
  { contracts, ledger }: Stores,
  organisation: string,
  version: number,
): Promise<{ readonly shares: ReadonlyMap<string, Shares>; readonly policy: FactorPolicy }> {
  const versions = await contracts.versions(organisation, 0, version);
  const shares = versions.map(({ contract }) => [contract.reference, sharesOf(contract.shares, organisation)] as const);
  const entry = await ledger.entry(organisation, version);
  return { shares: new Map(shares), policy: entry?.policy ?? 'blended' };
}

/** Whether the figures of a line on record come from the same factor sets. */
async function hasSameSets(
  { ledger }: Stores,
  organisation: string,
  line: LineOnRecord,
  figures: readonly LineFigure[],
): Promise<boolean> {
  const sets = await ledger.factorSetsOf(organisation, line.id);
  const now = new Set(figures.map(({ dimensions: { month, factorSet } }) => `${month} ${factorSet}`));
  return sets.size === now.size && [...now].every((one) => sets.has(one));
}

import type { Contract } from '../domain/contract.ts';
import { deriveFigures, type StandInByView } from '../domain/derived-figures.ts';
import {
  type ColumnFilling,
  createFigureNames,
  type FigureColumns,
  fillColumns,
  rowOfGroup,
  withoutAmounts,
} from '../domain/figure-columns.ts';
import { buildCube, type FigureCube } from '../domain/figure-cube.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { Month } from '../domain/period-split.ts';
import { CHANGE_CAUSES, type ChangeCause, type CountedChange } from './ledger-stores.ts';
import type { Database, Stores } from './stores.ts';
import { supplierIdentity, supplierPath } from './suppliers.ts';

/** The ledger of an organisation as it was at one version, ready to be asked for totals. */
export type LedgerPicture = {
  readonly version: number;
  readonly until: Month;
  /** When its last entry was recorded; undefined for an empty ledger. */
  readonly recordedAt: IsoInstant | undefined;
  readonly cube: FigureCube;
  /** Contracts without a return in a financial year, and what stands in for it. */
  readonly standIns: readonly StandInByView[];
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly supplierNames: ReadonlyMap<string, string>;
};

/** Sums of the ledger by group, up to a version. They only ever grow by the entries that follow. */
type LedgerSums = {
  readonly version: number;
  readonly recordedAt: IsoInstant | undefined;
  readonly figures: ColumnFilling;
  readonly contracts: Map<string, Contract>;
};

type Kept = { sums?: LedgerSums; readonly pictures: Map<string, Promise<LedgerPicture>> };

/** Besides the present one a few pictures of the past are kept; each is some megabytes. */
const KEPT_PICTURES = 4;

/** What each process keeps of each database, so that only new entries are read. */
const kept = new WeakMap<Database, Map<string, Kept>>();

/**
 * The picture of an organisation's ledger at a version. The sums of the latest version are kept and brought forward
 * by what entries since have added; an earlier version is summed up again from the changes of its entries.
 */
export async function ledgerPicture(
  database: Database,
  organisation: string,
  version: number,
  until: Month,
): Promise<LedgerPicture> {
  const mine = keptOf(database, organisation);
  const name = `${version} ${until}`;
  const known = mine.pictures.get(name);
  if (known !== undefined) return known;
  // Whoever asks meanwhile waits for the same one.
  const drawn = database
    .read((stores) => sumsAt(stores, organisation, version, mine.sums))
    .then((sums) => {
      if (mine.sums === undefined || mine.sums.version <= version) mine.sums = sums;
      return drawPicture(sums, organisation, until);
    });
  mine.pictures.set(name, drawn);
  drawn.catch(() => mine.pictures.delete(name));
  const oldest = [...mine.pictures.keys()].slice(0, -KEPT_PICTURES);
  for (const one of oldest) mine.pictures.delete(one);
  return drawn;
}

function keptOf(database: Database, organisation: string): Kept {
  const all = kept.get(database) ?? new Map<string, Kept>();
  kept.set(database, all);
  const mine = all.get(organisation) ?? { pictures: new Map<string, Promise<LedgerPicture>>() };
  all.set(organisation, mine);
  return mine;
}

/**
 * The sums at a version: those that are kept, where they are of an earlier one, with what entries since have added;
 * else all of them, in the rows of those that are kept.
 */
async function sumsAt(
  { ledger, contracts }: Stores,
  organisation: string,
  version: number,
  kept?: LedgerSums,
): Promise<LedgerSums> {
  const columns = kept?.figures.columns ?? withoutRows();
  const before = kept !== undefined && kept.version <= version ? kept : { version: 0, contracts: [] };
  const known = before === kept ? columns : withoutAmounts(columns);
  const sums: LedgerSums = {
    version,
    recordedAt: (await ledger.entry(organisation, version))?.recordedAt,
    figures: fillColumns(known.names, known),
    contracts: new Map(before.contracts),
  };
  for await (const { id, dimensions } of ledger.groups(organisation, known.groups[known.size - 1] ?? 0)) {
    sums.figures.addRow(id, dimensions);
  }
  const add = adder(sums);
  for await (const page of ledger.countedChanges(organisation, before.version, version)) page.forEach(add);
  for (const { contract } of await contracts.versions(organisation, before.version, version)) {
    sums.contracts.set(contract.reference, contract);
  }
  return sums;
}

function withoutRows(): FigureColumns {
  return fillColumns(createFigureNames()).columns;
}

/** Adds changes to the sums; those of one entry come in the order of their groups. */
function adder({ figures }: LedgerSums): (change: CountedChange) => void {
  const { groups, size } = figures.columns;
  let last = -1;
  return (change) => {
    const row = rowOfGroup(groups, size, change.group, last);
    if (row === undefined) throw new RangeError(`The ledger has no group ${change.group}`);
    figures.addAmounts(row, change);
    last = row;
  };
}

/** A picture after some changes of one cause, and what the cause was. */
export type LedgerStep = { readonly cause: ChangeCause; readonly picture: LedgerPicture };

/**
 * The way from one state of the ledger to a later one: the picture it starts with, then one after each run of changes
 * of one cause, in the order of the entries, given to `take`. New versions of contracts are `boundary`; months that are
 * over meanwhile, at the end, `activity`. No more than one entry is held at once.
 */
export async function followLedger(
  database: Database,
  organisation: string,
  from: Pick<LedgerPicture, 'version' | 'until'>,
  to: Pick<LedgerPicture, 'version' | 'until'>,
  take: { readonly start: (picture: LedgerPicture) => void; readonly step: (step: LedgerStep) => void },
): Promise<void> {
  await database.read(async (stores) => {
    const sums = await sumsAt(stores, organisation, from.version, keptOf(database, organisation).sums);
    take.start(drawPicture(sums, organisation, from.until));
    const add = adder(sums);
    let running: ChangeCause | undefined;
    const drawStep = (): void => {
      if (running === undefined) return;
      take.step({ cause: running, picture: drawPicture(sums, organisation, from.until) });
    };
    for await (const entry of changesByEntry(stores, organisation, from.version, to.version)) {
      for (const cause of CHANGE_CAUSES) {
        const changes = entry.changes.filter((change) => change.cause === cause);
        const contracts = cause === 'boundary' ? entry.contracts : [];
        if (changes.length + contracts.length === 0) continue;
        if (running !== cause) drawStep();
        running = cause;
        for (const contract of contracts) sums.contracts.set(contract.reference, contract);
        changes.forEach(add);
      }
    }
    drawStep();
    take.step({ cause: 'activity', picture: drawPicture(sums, organisation, to.until) });
  });
}

type EntryChanges = { readonly changes: readonly CountedChange[]; readonly contracts: readonly Contract[] };

/** What each entry after one version and up to another changed, in their order. */
async function* changesByEntry(
  { ledger, contracts }: Stores,
  organisation: string,
  after: number,
  upTo: number,
): AsyncGenerator<EntryChanges> {
  const versions = Map.groupBy(await contracts.versions(organisation, after, upTo), ({ version }) => version);
  const stated = (version: number) => (versions.get(version) ?? []).map(({ contract }) => contract);
  let [current, changes] = [after + 1, [] as CountedChange[]];
  for await (const page of ledger.countedChanges(organisation, after, upTo)) {
    for (const change of page) {
      for (; current < change.version; current++) {
        yield { changes, contracts: stated(current) };
        changes = [];
      }
      changes.push(change);
    }
  }
  for (; current <= upTo; current++) {
    yield { changes, contracts: stated(current) };
    changes = [];
  }
}

function drawPicture(ledger: LedgerSums, organisation: string, until: Month): LedgerPicture {
  const { version, recordedAt, figures } = ledger;
  const contracts = new Map(ledger.contracts);
  const attributes = new Map([...contracts].map(([reference, contract]) => [reference, attributesOf(contract)]));
  let standIns: readonly StandInByView[] = [];
  const derive = (filling: ColumnFilling): void => {
    standIns = deriveFigures([...contracts.values()], filling, organisation, until);
  };
  const cube = buildCube(figures.columns, derive, (contract) => attributes.get(contract) ?? NO_ATTRIBUTES);
  const supplierNames = new Map(
    [...contracts.values()].map(({ supplier }) => [supplierPath(supplierIdentity(supplier)), supplier.name]),
  );
  return { version, until, recordedAt, cube, standIns, contracts, supplierNames };
}

const NO_ATTRIBUTES = { supplier: '', ictCategory: '', department: '' };

function attributesOf({ supplier, ictCategory, department }: Contract) {
  return { supplier: supplierPath(supplierIdentity(supplier)), ictCategory, department: department ?? '' };
}

import type { Contract } from '../domain/contract.ts';
import { type CountedFigures, type DerivedFigures, deriveFigures } from '../domain/derived-figures.ts';
import { buildCube, type CubeFigure, type FigureCube } from '../domain/figure-cube.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { FigureDimensions } from '../domain/line-figures.ts';
import type { Month } from '../domain/period-split.ts';
import { CHANGE_CAUSES, type ChangeCause, type GroupChange } from './ledger-stores.ts';
import type { Database, Stores } from './stores.ts';
import { supplierIdentity, supplierPath } from './suppliers.ts';

/** The ledger of an organisation as it was at one version, ready to be asked for totals. */
export type LedgerPicture = {
  readonly version: number;
  readonly until: Month;
  /** When its last entry was recorded; undefined for an empty ledger. */
  readonly recordedAt: IsoInstant | undefined;
  readonly cube: FigureCube;
  readonly derived: DerivedFigures;
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly supplierNames: ReadonlyMap<string, string>;
  /** What a group of the ledger is about. Throws for one that is not there. */
  readonly dimensionsOf: (group: number) => FigureDimensions;
};

/** Sums of the ledger by group, up to a version. They only ever grow by the entries that follow. */
type LedgerSums = {
  readonly version: number;
  readonly recordedAt: IsoInstant | undefined;
  readonly dimensions: Map<number, FigureDimensions>;
  readonly sums: Map<number, Omit<CountedFigures, 'dimensions'>>;
  readonly contracts: Map<string, Contract>;
};

type Kept = { sums?: LedgerSums; readonly pictures: Map<string, LedgerPicture> };

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
  const sums = await database.read((stores) => sumsAt(stores, organisation, version, mine));
  const picture = drawPicture(sums, organisation, until);
  mine.pictures.set(name, picture);
  const oldest = [...mine.pictures.keys()].slice(0, -KEPT_PICTURES);
  for (const one of oldest) mine.pictures.delete(one);
  return picture;
}

function keptOf(database: Database, organisation: string): Kept {
  const all = kept.get(database) ?? new Map<string, Kept>();
  kept.set(database, all);
  const mine = all.get(organisation) ?? { pictures: new Map<string, LedgerPicture>() };
  all.set(organisation, mine);
  return mine;
}

async function sumsAt(stores: Stores, organisation: string, version: number, mine: Kept): Promise<LedgerSums> {
  const before = mine.sums !== undefined && mine.sums.version <= version ? mine.sums : undefined;
  const sums: LedgerSums = {
    version,
    recordedAt: (await stores.ledger.entry(organisation, version))?.recordedAt,
    dimensions: new Map(before?.dimensions),
    sums: new Map(before?.sums),
    contracts: new Map(before?.contracts),
  };
  const after = before?.version ?? 0;
  const lastGroup = Math.max(0, ...[...sums.dimensions.keys()].slice(-1));
  for await (const { id, dimensions } of stores.ledger.groups(organisation, lastGroup)) {
    sums.dimensions.set(id, dimensions);
  }
  for await (const change of stores.ledger.changes(organisation, after, version)) addChange(sums, change);
  for (const { contract } of await stores.contracts.versions(organisation, after, version)) {
    sums.contracts.set(contract.reference, contract);
  }
  if (mine.sums === undefined || mine.sums.version <= version) mine.sums = sums;
  return sums;
}

/** A picture after some changes of one cause, and what the cause was. */
export type LedgerStep = { readonly cause: ChangeCause; readonly picture: LedgerPicture };

/**
 * The way from one state of the ledger to a later one: a picture after each run of changes of one cause, in the order
 * of the entries. New versions of contracts are `boundary`; months that are over meanwhile, at the end, `activity`.
 */
export async function ledgerSteps(
  database: Database,
  organisation: string,
  from: Pick<LedgerPicture, 'version' | 'until'>,
  to: Pick<LedgerPicture, 'version' | 'until'>,
): Promise<{ readonly start: LedgerPicture; readonly steps: Iterable<LedgerStep> }> {
  const read = await database.read(async (stores) => ({
    sums: await sumsAt(stores, organisation, from.version, { pictures: new Map() }),
    changes: await Array.fromAsync(stores.ledger.changes(organisation, from.version, to.version)),
    contracts: await stores.contracts.versions(organisation, from.version, to.version),
  }));
  const start = drawPicture(read.sums, organisation, from.until);
  const applied = [
    ...read.contracts.map(({ version, contract }) => ({
      version,
      cause: 'boundary' as const,
      apply: () => read.sums.contracts.set(contract.reference, contract),
    })),
    ...read.changes.map((change) => ({
      version: change.version,
      cause: change.cause,
      apply: () => addChange(read.sums, change),
    })),
  ].toSorted((a, b) => a.version - b.version || CHANGE_CAUSES.indexOf(a.cause) - CHANGE_CAUSES.indexOf(b.cause));
  function* steps(): Generator<LedgerStep> {
    for (const [index, { cause, apply }] of applied.entries()) {
      apply();
      if (applied[index + 1]?.cause !== cause) {
        yield { cause, picture: drawPicture(read.sums, organisation, from.until) };
      }
    }
    yield { cause: 'activity', picture: drawPicture(read.sums, organisation, to.until) };
  }
  return { start, steps: steps() };
}

function addChange({ sums }: LedgerSums, change: GroupChange): void {
  const known = sums.get(change.group);
  sums.set(change.group, {
    grams: (known?.grams ?? 0n) + change.grams,
    marketBased: (known?.marketBased ?? 0n) + change.marketBased,
    lines: (known?.lines ?? 0) + change.lines,
    locatedLines: (known?.locatedLines ?? 0) + change.locatedLines,
    marketLines: (known?.marketLines ?? 0) + change.marketLines,
  });
}

function drawPicture(ledger: LedgerSums, organisation: string, until: Month): LedgerPicture {
  const { version, recordedAt, dimensions, sums, contracts } = ledger;
  const counted = [...sums].flatMap(([group, sum]): CubeFigure[] => {
    const about = dimensions.get(group);
    return about === undefined ? [] : [{ ...sum, dimensions: about, group }];
  });
  const derived = deriveFigures([...contracts.values()], counted, organisation, until);
  const added = [...derived.commitments, ...derived.estimates].map((figures) => ({ ...figures, group: 0 }));
  const attributes = new Map([...contracts].map(([reference, contract]) => [reference, attributesOf(contract)]));
  const cube = buildCube([...counted, ...added], (contract) => attributes.get(contract) ?? NO_ATTRIBUTES);
  const supplierNames = new Map(
    [...contracts.values()].map(({ supplier }) => [supplierPath(supplierIdentity(supplier)), supplier.name]),
  );
  const dimensionsOf = (group: number): FigureDimensions => {
    const known = dimensions.get(group);
    if (known === undefined) throw new RangeError(`The ledger has no group ${group}`);
    return known;
  };
  return { version, until, recordedAt, cube, derived, contracts, supplierNames, dimensionsOf };
}

const NO_ATTRIBUTES = { supplier: '', ictCategory: '', department: '' };

function attributesOf({ supplier, ictCategory, department }: Contract) {
  return { supplier: supplierPath(supplierIdentity(supplier)), ictCategory, department: department ?? '' };
}

import { type Contract, OWN_ICT } from '../domain/contract.ts';
import { rowsAsked } from '../domain/cube-rows.ts';
import { AppError } from '../domain/errors.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import { dimensionsAt, rowOfGroup } from '../domain/figure-columns.ts';
import type { FigureDimensions } from '../domain/line-figures.ts';
import type { Person } from '../domain/person.ts';
import type { TotalsQuery } from '../domain/totals-query.ts';
import { ledgerMoment } from './carbon-totals.ts';
import type { FigureCursor, FigureOnRecord } from './ledger-stores.ts';
import { type HeldContract, type HeldPicture, heldPicture } from './held-picture.ts';
import type { LedgerPicture } from './ledger-picture.ts';
import { listed, nearestNames } from './nearest-names.ts';
import type { ServicePorts } from './ports.ts';
import type { Page, PageRequest } from './stores.ts';
import { usedSetNames } from './used-factor-sets.ts';

/** Groups of figures that are looked through in one statement. */
const GROUPS_AT_ONCE = 500;

/** A figure of the ledger with what it is about, and whether it is part of the total of its month. */
export type FigureView = FigureOnRecord & {
  readonly dimensions: FigureDimensions;
  readonly inTotal: boolean;
  /** Takes a figure out again that another entry had brought in. */
  readonly isReversal: boolean;
  /** The set of its conversion factor, by a name that tells a shipped table from an imported file. */
  readonly factorSetName?: string;
};

/** Contracts by reference, as they are on record now, with those of which the organisation bears a share elsewhere. */
export async function listContracts(
  ports: ServicePorts,
  person: Person,
  { after, limit }: PageRequest,
): Promise<Page<HeldContract>> {
  const { contracts } = await pictureAt(ports, person);
  const all = [...contracts.values()].toSorted((a, b) => (a.reference < b.reference ? -1 : 1));
  const start = after === undefined ? 0 : all.findIndex(({ reference }) => reference > after);
  const items = start < 0 ? [] : all.slice(start, start + limit);
  const last = items.at(-1);
  return start >= 0 && start + limit < all.length && last !== undefined ? { items, next: last.reference } : { items };
}

/**
 * One contract that the organisation keeps, as it is on record now or was at an instant. Throws AppError `not-found`
 * with the nearest references, and `forbidden` for one that another keeps.
 */
export async function getContract(
  ports: ServicePorts,
  person: Person,
  reference: string,
  asOf?: IsoInstant,
): Promise<Contract> {
  const contract = contractOf(await pictureAt(ports, person, asOf), reference);
  requireKeeper(contract);
  return contract;
}

/** One contract that the organisation keeps or bears a share of. Throws AppError `not-found`. */
export async function lookUpContract(
  ports: ServicePorts,
  person: Person,
  reference: string,
  asOf?: IsoInstant,
): Promise<HeldContract> {
  return contractOf(await pictureAt(ports, person, asOf), reference);
}

function contractOf({ contracts }: HeldPicture, reference: string): HeldContract {
  const contract = contracts.get(reference);
  if (contract !== undefined) return contract;
  const near = nearestNames(reference, contracts.keys());
  const advice = near.length === 0 ? '' : ` Did you mean ${listed(near)}?`;
  throw new AppError('not-found', `There is no contract "${reference}".${advice}`);
}

function requireKeeper({ reference, keptBy }: HeldContract): void {
  if (keptBy === undefined) return;
  const what = 'Its lines, returns and changes are with them; your share of its figures is in your totals.';
  throw new AppError('forbidden', `The contract is ${reference}. ${what}`);
}

/**
 * The figures that a question for totals is answered from, reversals included: a slice at a time, each with the line
 * it comes from and its place in the file. Lines of contracts that others keep are theirs alone. Throws `not-found` where
 * the question names a contract that is not there, `forbidden` where another keeps it.
 */
export async function listFigures(
  ports: ServicePorts,
  person: Person,
  query: TotalsQuery,
  { after, limit, asOf }: PageRequest & { readonly asOf?: IsoInstant },
): Promise<Page<FigureView>> {
  const held = await pictureAt(ports, person, asOf);
  const { contract } = query.only;
  if (contract !== undefined && contract !== OWN_ICT) requireKeeper(contractOf(held, contract));
  const picture = held.own;
  const cursor = after === undefined ? undefined : parseCursor(after);
  const found = await readFigures(ports, person, groupsAsked(picture, query, cursor), limit + 1, cursor);
  const views = found.slice(0, limit).map((figure) => toView(figure, picture));
  const names = await usedSetNames(ports, person.organisation, views);
  const items = views.map((view, index) => withSetName(view, names[index]));
  const last = items.at(-1);
  if (found.length <= limit || last === undefined) return { items };
  return { items, next: `${last.group}.${last.lineId}.${last.version}` };
}

async function readFigures(
  { database }: ServicePorts,
  { organisation }: Person,
  { groups, upTo }: { readonly groups: Float64Array; readonly upTo: number },
  limit: number,
  after: FigureCursor | undefined,
): Promise<FigureOnRecord[]> {
  return database.read(async ({ ledger }) => {
    const found: FigureOnRecord[] = [];
    for (let start = 0; start < groups.length && found.length < limit; start += GROUPS_AT_ONCE) {
      const some = [...groups.subarray(start, start + GROUPS_AT_ONCE)];
      found.push(...(await ledger.figures(organisation, some, upTo, { limit: limit - found.length, after })));
    }
    return found;
  });
}

/** The groups of the ledger that a question is about, from the place of the cursor on, in their order. */
function groupsAsked({ cube, version }: LedgerPicture, query: TotalsQuery, cursor: FigureCursor | undefined) {
  const rows = rowsAsked(cube, query);
  const groups = new Float64Array(rows.length);
  let count = 0;
  for (const row of rows) {
    const group = cube.groups[row] ?? 0;
    if (row < cube.ledgerSize && group >= (cursor?.group ?? 0)) groups[count++] = group;
  }
  return { groups: groups.subarray(0, count), upTo: version };
}

function toView(figure: FigureOnRecord, { cube }: LedgerPicture): FigureView {
  const row = rowOfGroup(cube.groups, cube.ledgerSize, figure.group) ?? -1;
  const dimensions = dimensionsAt(cube, row);
  return {
    ...figure,
    dimensions,
    inTotal: dimensions.kind === 'emission' && cube.counts[row] === 1,
    isReversal: figure.version !== figure.lineVersion,
  };
}

function withSetName(view: FigureView, factorSetName: string | undefined): FigureView {
  return factorSetName === undefined ? view : { ...view, factorSetName };
}

function parseCursor(text: string): FigureCursor {
  const match = /^(\d{1,15})\.(\d{1,15})\.(\d{1,9})$/.exec(text);
  if (match === null) throw new AppError('malformed', `The list has no place "${text}".`);
  const [group = 0, line = 0, version = 0] = match.slice(1).map(Number);
  return { group, line, version };
}

async function pictureAt(ports: ServicePorts, person: Person, asOf?: IsoInstant): Promise<HeldPicture> {
  return heldPicture(ports.database, person.organisation, await ledgerMoment(ports, person, asOf));
}

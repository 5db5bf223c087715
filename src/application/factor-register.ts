import { type ConversionFactor, type FactorSet, SET_KINDS, toConversionFactor } from '../domain/conversion-factor.ts';
import { AppError } from '../domain/errors.ts';
import { parseUnit } from '../domain/unit.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { listed, nearestNames } from './nearest-names.ts';
import type { FactorRecord } from './records.ts';
import { shippedFactorSets } from './shipped-factors.ts';
import type { Page, PageRequest, Stores } from './stores.ts';

export type FactorFilter = { readonly text?: string; readonly unit?: string };

/** The sets that an organisation can use: the shipped ones and those it imported. */
export type FactorRegister = {
  /** Conversion factors first; of a kind the latest year first; of one year the shipped set last. */
  sets(): Promise<FactorSet[]>;
  /** Throws AppError `not-found`, with the nearest ids. */
  getSet(id: string): Promise<FactorSet>;
  /** The set to be used for activity of a calendar year: the latest approved edition, else the shipped one. */
  approvedSetForYear(year: string): Promise<FactorSet | undefined>;
  /** A factor of a set by the publisher's id or by the short one of the shipped sets. */
  findFactor(setId: string, factorId: string): Promise<ConversionFactor | undefined>;
  /** In the order of the publication. */
  list(set: FactorSet, filter: FactorFilter, page: PageRequest): Promise<Page<ConversionFactor>>;
  all(set: FactorSet): Promise<ConversionFactor[]>;
  /** Those of an imported set that have a short id. */
  keyFactors(set: FactorSet): Promise<ConversionFactor[]>;
};

/** Reads within one transaction. */
export function factorRegister(
  { catalogue }: { readonly catalogue: Catalogue },
  stores: Pick<Stores, 'factors'>,
  organisation: string,
): FactorRegister {
  const shipped = shippedFactorSets(catalogue);
  const shippedFactors = (setId: string) => shipped.find(({ set }) => set.id === setId)?.factors;
  const ids = otherIds(catalogue);
  const toFactor = (set: FactorSet, { factor }: FactorRecord): ConversionFactor =>
    toConversionFactor(factor, set, {
      alias: ids.shortOf.get(factor.id),
      status: set.status === 'approved' || set.file?.isOfficial === true ? 'official' : 'draft',
    });
  const listPlaced = async (set: FactorSet, filter: PlacedFilter): Promise<readonly PlacedFactor[]> => {
    const ready = shippedFactors(set.id);
    if (ready !== undefined) return filterShipped(ready, filter);
    const records = await stores.factors.list(organisation, set.id, filter);
    return records.map((record) => ({ number: record.number, factor: toFactor(set, record) }));
  };

  const register: FactorRegister = {
    sets: async () => {
      const all = [...shipped.map(({ set }) => set), ...(await stores.factors.sets(organisation))];
      return all.toSorted(inListOrder);
    },
    getSet: async (id) => findSet(await register.sets(), id),
    approvedSetForYear: async (year) =>
      (await register.sets()).find((set) => set.kind === 'factors' && set.year === year && set.status === 'approved'),
    async findFactor(setId, factorId) {
      const ready = shippedFactors(setId);
      if (ready !== undefined) return ready.find(({ id, alias }) => id === factorId || alias === factorId);
      const found = await stores.factors.find(organisation, setId, ids.officialOf.get(factorId) ?? factorId);
      return found === undefined ? undefined : toFactor(await register.getSet(setId), found);
    },
    list: async (set, filter, page) => toPage(await listPlaced(set, toPlacedFilter(filter, page)), page),
    async all(set) {
      const ready = shippedFactors(set.id);
      if (ready !== undefined) return [...ready];
      return (await stores.factors.all(organisation, set.id)).map((record) => toFactor(set, record));
    },
    keyFactors: async (set) => {
      const records = await stores.factors.some(organisation, set.id, [...ids.shortOf.keys()]);
      return records.map((record) => toFactor(set, record));
    },
  };
  return register;
}

/** The short id of a row of the publisher, and the reverse. */
function otherIds({ officialFactors: { rows } }: Catalogue) {
  return {
    shortOf: new Map(rows.map(({ key, officialId }) => [officialId, key])),
    officialOf: new Map(rows.map(({ key, officialId }) => [key, officialId])),
  };
}

function findSet(sets: readonly FactorSet[], id: string): FactorSet {
  const found = sets.find((set) => set.id === id);
  if (found !== undefined) return found;
  const known = sets.map((set) => set.id);
  const near = nearestNames(id, known);
  const names = listed(near.length > 0 ? near : known);
  throw new AppError('not-found', `There is no factor set "${id}". There is ${names}.`);
}

type PlacedFactor = { readonly number: number; readonly factor: ConversionFactor };
type PlacedFilter = Parameters<Stores['factors']['list']>[2];

/** One more than is asked for, to know whether there is a next page. */
function toPlacedFilter({ text, unit }: FactorFilter, { after, limit }: PageRequest): PlacedFilter {
  return {
    words: (text ?? '').toLowerCase().split(/\s+/).filter(Boolean),
    ...(unit === undefined ? {} : { unit: parseUnit(unit)?.id ?? unit }),
    ...(after === undefined ? {} : { after: parsePlace(after) }),
    limit: limit + 1,
  };
}

function toPage(placed: readonly PlacedFactor[], { limit }: PageRequest): Page<ConversionFactor> {
  const shown = placed.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ factor }) => factor),
    ...(last === undefined || placed.length <= limit ? {} : { next: String(last.number) }),
  };
}

function filterShipped(
  factors: readonly ConversionFactor[],
  { words, unit, after = -1, limit }: PlacedFilter,
): PlacedFactor[] {
  return factors
    .map((factor, number) => ({ number, factor }))
    .filter(({ number, factor }) => {
      const text = searchText(factor, factor.alias);
      const isMeant = words.every((word) => text.includes(word));
      return number > after && isMeant && (unit === undefined || factor.unit === unit);
    })
    .slice(0, limit);
}

/** What a factor is looked for by. */
export function searchText(
  { id, levels, columnText, ghgUnit }: Pick<ConversionFactor, 'id' | 'levels' | 'columnText' | 'ghgUnit'>,
  alias: string | undefined,
): string {
  return [id, alias ?? '', ...levels, columnText, ghgUnit].join(' ').toLowerCase();
}

function inListOrder(a: FactorSet, b: FactorSet): number {
  if (a.kind !== b.kind) return SET_KINDS.indexOf(a.kind) - SET_KINDS.indexOf(b.kind);
  if (a.year !== b.year) return a.year < b.year ? 1 : -1;
  if (a.origin !== b.origin) return a.origin === 'imported' ? -1 : 1;
  return b.version - a.version;
}

/** The cursor of a list whose places never change. Throws AppError `invalid-input` for one that is not ours. */
export function parsePlace(cursor: string): number {
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw new AppError('invalid-input', 'This page does not exist: start again from the first page of the list.');
}

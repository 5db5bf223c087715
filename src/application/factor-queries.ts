import type { ConversionFactor, FactorSet } from '../domain/conversion-factor.ts';
import { AppError } from '../domain/errors.ts';
import { compareFactors, type FactorChange, type FactorDifference } from '../domain/factor-difference.ts';
import type { Person } from '../domain/person.ts';
import { type FactorFilter, type FactorRegister, factorRegister, parsePlace } from './factor-register.ts';
import type { ServicePorts } from './ports.ts';
import { READERS, requireRole } from './roles.ts';
import { setKindOf } from './set-kinds.ts';
import { approvedInOrder, type ValueSetKind } from './sets-in-force.ts';
import type { Page, PageRequest } from './stores.ts';

/** Every set the organisation can use or approve: conversion factors first, of each kind the latest year first. */
export async function listFactorSets(ports: ServicePorts, person: Person): Promise<FactorSet[]> {
  return withRegister(ports, person, (register) => register.sets());
}

/** One set by `desnz-2025`. Throws AppError `not-found`. */
export async function getFactorSet(ports: ServicePorts, person: Person, id: string): Promise<FactorSet> {
  return withRegister(ports, person, (register) => register.getSet(id));
}

/** The file of an imported set as it was sent. Throws AppError `not-found` for a shipped one, which has none. */
export async function factorSetFile(
  ports: ServicePorts,
  person: Person,
  id: string,
): Promise<{ readonly name: string; readonly sha256: string; readonly bytes: Uint8Array }> {
  requireRole(person, ...READERS);
  return ports.database.read(async (stores) => {
    const { file } = await factorRegister(ports, stores, person.organisation).getSet(id);
    if (file === undefined) throw new AppError('not-found', `${id} comes with the software: it has no file.`);
    return { name: file.name, sha256: file.sha256, bytes: await stores.files.get(file.sha256) };
  });
}

/** The factors of a set, of the latest approved one where none is named; words are looked for in ids and names. */
export async function listFactors(
  ports: ServicePorts,
  person: Person,
  { set: id, ...filter }: FactorFilter & { readonly set?: string },
  page: PageRequest,
): Promise<Page<ConversionFactor>> {
  return withRegister(ports, person, async (register) => {
    const set = id === undefined ? await latestApproved(register) : await register.getSet(id);
    return register.list(set, filter, page);
  });
}

export type FactorSetDifference = {
  readonly from: FactorSet;
  readonly to: FactorSet;
  readonly difference: FactorDifference;
  /** What has to be known to read it. */
  readonly caution?: string;
};

/**
 * What a set has that another has not. Where none is named, factors are compared with the set of the year before, and
 * other sets with the one in force, or that was when they were approved. Where one of two sets of factors is shipped,
 * which holds key factors only, no others are compared. Throws AppError `not-found` where there is no earlier one,
 * `invalid-input` for sets of two kinds.
 */
export async function compareFactorSets(
  ports: ServicePorts,
  person: Person,
  toId: string,
  fromId?: string,
): Promise<FactorSetDifference> {
  return withRegister(ports, person, async (register) => {
    const to = await register.getSet(toId);
    const from = fromId === undefined ? await earlierThan(to, register) : await register.getSet(fromId);
    if (from.kind !== to.kind) throw ofTwoKinds(from, to);
    const [before, after] = [await register.all(from), await register.all(to)];
    const about = { from, to, ...cautionOf(from, to) };
    if (to.kind !== 'factors' || from.origin === to.origin) {
      return { ...about, difference: compareFactors(before, after) };
    }
    const difference = compareFactors(underOfficialIds(before, from), underOfficialIds(after, to));
    return { ...about, difference };
  });
}

function ofTwoKinds(from: FactorSet, to: FactorSet): AppError {
  const kinds = [from, to].map(({ id, kind }) => `${id} holds ${setKindOf(kind).words}`);
  return new AppError('invalid-input', `Compare sets of one kind: ${kinds.join(', ')}.`);
}

function cautionOf(from: FactorSet, to: FactorSet): Pick<FactorSetDifference, 'caution'> {
  if (to.kind === 'factors') {
    if (from.origin === to.origin) return {};
    return { caution: 'A shipped set holds key factors only: no others are compared.' };
  }
  if (to.kind === 'spend-multipliers' || from.year === to.year) return {};
  const caution = `The two are in prices of ${from.year} and of ${to.year}: a part of every change is that of prices, and nothing is taken from one to the other.`;
  return { caution };
}

/** A slice of the changes: sets never change, so the place in the list is the cursor. Throws AppError `invalid-input`. */
export function pageOfChanges({ changes }: FactorDifference, { after, limit }: PageRequest): Page<FactorChange> {
  const start = after === undefined ? 0 : parsePlace(after);
  const end = start + limit;
  return { items: changes.slice(start, end), ...(end < changes.length ? { next: String(end) } : {}) };
}

/** The key factors alone, under the publisher's ids, so that a shipped set can be compared with an imported one. */
function underOfficialIds(factors: readonly ConversionFactor[], { origin }: FactorSet): ConversionFactor[] {
  return factors.flatMap((factor) => {
    if (factor.alias === undefined) return [];
    return origin === 'shipped' ? [{ ...factor, id: factor.alias, alias: factor.id }] : [factor];
  });
}

async function earlierThan(to: FactorSet, register: FactorRegister): Promise<FactorSet> {
  const found = to.kind === 'factors' ? await earlierFactors(to, register) : await inForceBefore(to, to.kind, register);
  if (found === undefined) throw new AppError('not-found', `There is no set before ${to.id} to compare it with.`);
  return found;
}

async function earlierFactors(to: FactorSet, register: FactorRegister): Promise<FactorSet | undefined> {
  const earlier = (await register.sets()).filter(({ kind, year, version, origin }) => {
    if (kind !== to.kind) return false;
    return year === to.year ? origin === to.origin && version < to.version : year < to.year;
  });
  return earlier.find(({ origin }) => origin === to.origin) ?? earlier[0];
}

/** The set that a draft would take the place of, or that an approved one took it of. */
async function inForceBefore(
  to: FactorSet,
  kind: ValueSetKind,
  register: FactorRegister,
): Promise<FactorSet | undefined> {
  const approved = approvedInOrder(await register.sets(), kind);
  return approved[approved.findIndex(({ id }) => id === to.id) + 1];
}

async function latestApproved(register: FactorRegister): Promise<FactorSet> {
  const found = (await register.sets()).find(({ kind, status }) => kind === 'factors' && status === 'approved');
  if (found === undefined) throw new AppError('not-found', 'No factor set is approved yet.');
  return found;
}

async function withRegister<T>(
  ports: ServicePorts,
  person: Person,
  work: (register: FactorRegister) => Promise<T>,
): Promise<T> {
  requireRole(person, ...READERS);
  return ports.database.read((stores) => work(factorRegister(ports, stores, person.organisation)));
}

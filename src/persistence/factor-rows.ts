import type { FactorRecord } from '../application/records.ts';
import type { FactorSet, FactorSetApproval, PublishedFactor } from '../domain/conversion-factor.ts';
import { toPlainText } from './rows.ts';

/* Rows of the tables of conversion factors, and as records; columns are named as rows.ts says. */

export type FactorSetRow = {
  readonly organisation: string;
  readonly id: string;
  readonly fileSha256: string;
  readonly details: string;
};

export type FactorSetApprovalRow = { readonly organisation: string; readonly setId: string; readonly details: string };

export type FactorRow = {
  readonly organisation: string;
  readonly setId: string;
  readonly number: number;
  readonly id: string;
  readonly unit: string;
  readonly search: string;
  readonly details: string;
};

/** Sets kept before there were other kinds do not say theirs: they are of factors. */
type SetDetails = Omit<FactorSet, 'id' | 'kind' | 'status' | 'approval'> & Partial<Pick<FactorSet, 'kind'>>;

/** An imported set; whether it is approved is another row. */
export function toFactorSetRow(organisation: string, set: FactorSet): FactorSetRow {
  const { id, kind, title, publisher, year, edition, version, source, origin, file, counts, notices } = set;
  if (file === undefined) throw new TypeError(`Factor set ${id} has no file: only imported sets are kept`);
  const details: SetDetails = { kind, title, publisher, year, edition, version, source, origin, file, counts, notices };
  return { organisation, id, fileSha256: file.sha256, details: JSON.stringify(details) };
}

/** A set is approved when its approval is there: neither row is ever changed. */
export function toFactorSet({ id, details }: FactorSetRow, approval: FactorSetApproval | undefined): FactorSet {
  const { kind = 'factors', ...rest } = JSON.parse(details) as SetDetails;
  const set = { ...rest, id, kind };
  return approval === undefined ? { ...set, status: 'draft' } : { ...set, status: 'approved', approval };
}

export function toFactorRow(
  organisation: string,
  setId: string,
  { number, unit, search, factor }: FactorRecord,
): FactorRow {
  const { id, ...rest } = factor;
  return { organisation, setId, number, id, unit, search: toPlainText(search), details: JSON.stringify(rest) };
}

export function toFactorRecord({ number, id, unit, search, details }: FactorRow): FactorRecord {
  return { number, unit, search, factor: { ...(JSON.parse(details) as Omit<PublishedFactor, 'id'>), id } };
}

import type { BidRecord } from './records.ts';

/**
 * The versions of one bid and lot as they stand now. A record is never changed, so that a version was superseded
 * follows from a later one that is neither late nor a repetition.
 */
export function markSuperseded(versions: readonly BidRecord[]): BidRecord[] {
  const takesPlace = ({ status }: BidRecord): boolean => status !== 'late' && status !== 'duplicate';
  const standing = Math.max(0, ...versions.filter(takesPlace).map(({ version }) => version));
  return versions.map((record) =>
    record.status === 'current' && record.version < standing ? { ...record, status: 'superseded' } : record,
  );
}

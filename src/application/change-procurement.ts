import type { ChainedEvent } from '../domain/audit-event.ts';
import { AppError } from '../domain/errors.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import { allowedMoves, type ProcurementMove, type ProcurementState, stateAfter } from '../domain/lifecycle.ts';
import type { Person } from '../domain/person.ts';
import { appendEvent, type EventContent } from './append-event.ts';
import type { ServicePorts } from './ports.ts';
import type { ProcurementRecord } from './records.ts';
import { OFFICERS, requireRole } from './roles.ts';
import type { Stores } from './stores.ts';

/** The revision of the record that the person looked at; another one now means somebody else was quicker. */
export type Revision = { readonly revision: number };

export type Change = {
  readonly record: ProcurementRecord;
  readonly event: Pick<EventContent, 'action' | 'data'>;
  /** Keeps more, which may name the event just appended. */
  readonly keep?: (link: ChainedEvent) => Promise<void>;
};

/**
 * Changes one procurement in one transaction and appends the event of it. Officers and administrators only. Throws
 * AppError `forbidden`, `not-found`, `conflict` when the revision is not the latest, or what `change` throws.
 */
export async function changeProcurement(
  ports: Pick<ServicePorts, 'database' | 'clock'>,
  person: Person,
  reference: string,
  { revision }: Revision,
  change: (record: ProcurementRecord, stores: Stores, now: IsoInstant) => Change | Promise<Change>,
): Promise<ProcurementRecord> {
  requireRole(person, ...OFFICERS);
  const now = ports.clock();
  return ports.database.transaction(async (stores) => {
    const record = await getProcurementRecord(stores, person, reference);
    if (record.revision !== revision) throw changedMeanwhile(record, revision);
    const { record: changed, event, keep } = await change(record, stores, now);
    const saved = await stores.procurements.save({ ...changed, updatedAt: now });
    const link = await appendEvent(stores, person, now, { ...event, subject: procurementSubject(reference) });
    await keep?.(link);
    return saved;
  });
}

/** The record in the person's own organisation, or AppError `not-found`. */
export async function getProcurementRecord(
  stores: Pick<Stores, 'procurements'>,
  person: Person,
  reference: string,
): Promise<ProcurementRecord> {
  const record = await stores.procurements.find(person.organisation, reference);
  if (record === undefined) throw new AppError('not-found', `There is no procurement "${reference}".`);
  return record;
}

/** The state after the move, or AppError `not-allowed-in-state` that says what is allowed from here. */
export function requireMove({ reference, state }: ProcurementRecord, move: ProcurementMove): ProcurementState {
  const next = stateAfter(state, move);
  if (next !== undefined) return next;
  const allowed = allowedMoves(state);
  const instead = allowed.length === 0 ? 'Nothing more can be done with it' : `Allowed now: ${allowed.join(', ')}`;
  throw new AppError('not-allowed-in-state', `${reference} is ${state}: "${move}" is not allowed. ${instead}.`);
}

/** Throws AppError `not-allowed-in-state` unless the procurement is in one of the states; `what` says what was wanted. */
export function requireState(record: ProcurementRecord, states: readonly ProcurementState[], what: string): void {
  const { reference, state } = record;
  if (states.includes(state)) return;
  throw new AppError('not-allowed-in-state', `${reference} is ${state}: ${what} while it is ${states.join(' or ')}.`);
}

/** The reason without surrounding space, or AppError `invalid-input` that asks for it. */
export function requireReason(reason: string | undefined, what: string): string {
  const text = reason?.trim() ?? '';
  if (text !== '') return text;
  const message = `Enter the reason: ${what}.`;
  throw new AppError('invalid-input', message, [{ pointer: '#/reason', code: 'missing', message }]);
}

export function procurementSubject(reference: string): string {
  return `procurement:${reference}`;
}

function changedMeanwhile({ reference, revision, state, updatedAt }: ProcurementRecord, seen: number): AppError {
  return new AppError(
    'conflict',
    `${reference} has changed since you read it: you saw revision ${seen}, it is now revision ${revision} (${state}, changed ${updatedAt}). Look at it again, then repeat what you wanted.`,
  );
}

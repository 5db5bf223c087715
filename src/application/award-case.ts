import { AppError } from '../domain/errors.ts';
import type { IsoDate, IsoInstant } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import type { RouteDuties } from '../domain/reference-data.ts';
import { ukDay } from '../domain/uk-day.ts';
import { fieldFault } from './field-fault.ts';
import {
  type AwardStep,
  type AwardStepContent,
  type AwardStepOf,
  type BidOfLot,
  bidOfLotText,
  isSameBid,
  stepsOf,
} from './award-records.ts';
import { getProcurementRecord } from './change-procurement.ts';
import type { ServicePorts } from './ports.ts';
import type { AssessmentRecord, ProcurementRecord } from './records.ts';
import { type ProcurementBids, readBids } from './standing-bids.ts';
import type { Stores } from './stores.ts';

/** A procurement whose evaluation has been approved, with everything recorded since. */
export type AwardCase = {
  readonly record: ProcurementRecord;
  readonly steps: readonly AwardStep[];
  /** The latest edition. */
  readonly approval: AwardStepOf<'approval'>;
  readonly issued: AssessmentRecord;
  readonly bids: ProcurementBids;
};

/** Reads it, or throws AppError `not-found` and, before approval, `not-allowed-in-state`. */
export async function readAwardCase(stores: Stores, person: Person, reference: string): Promise<AwardCase> {
  const record = await getProcurementRecord(stores, person, reference);
  const steps = await stores.awards.list(person.organisation, reference);
  const approval = stepsOf(steps, 'approval').at(-1);
  if (approval === undefined) {
    throw new AppError('not-allowed-in-state', `${reference} is ${record.state}: its evaluation is not approved yet.`);
  }
  const issued = await getIssued(stores, person, reference, approval.assessment);
  return { record, steps, approval, issued, bids: await readBids(stores, person.organisation, reference) };
}

/** The issued assessment of an edition. */
export async function getIssued(
  stores: Pick<Stores, 'assessments'>,
  person: Person,
  reference: string,
  id: string,
): Promise<AssessmentRecord> {
  const found = (await stores.assessments.list(person.organisation, reference)).find((one) => one.id === id);
  if (found === undefined) throw new AppError('not-found', `${reference} has no assessment "${id}".`);
  return found;
}

/** Appends a step in the transaction of its change. */
export async function addStep(
  stores: Pick<Stores, 'awards'>,
  person: Person,
  reference: string,
  at: IsoInstant,
  steps: readonly AwardStep[],
  content: AwardStepContent,
): Promise<void> {
  const number = (steps.at(-1)?.number ?? 0) + 1;
  await stores.awards.add(person.organisation, reference, {
    ...content,
    number,
    by: person.id,
    byName: person.name,
    at,
  });
}

/** The ranking of each lot in an issued assessment, first to last. */
export function rankings({ record }: AssessmentRecord): readonly { readonly lot?: string; readonly bids: string[] }[] {
  const { assessment } = record;
  const lots = assessment.lots ?? [{ lot: null, ranking: assessment.ranking }];
  return lots.map(({ lot, ranking }) => ({ ...(lot === null ? {} : { lot }), bids: [...ranking] }));
}

/** Every bid of an issued assessment, ranked or not. */
export function assessedBids({ record }: AssessmentRecord): BidOfLot[] {
  return record.inputs.bids.map(({ reference, lot }) => ({ bid: reference, ...(lot === undefined ? {} : { lot }) }));
}

/** Whether a bid no longer takes part: set aside with grounds, or withdrawn on record. */
export function isSetAside({ steps, bids }: Pick<AwardCase, 'steps' | 'bids'>, bid: BidOfLot): boolean {
  const stands = bids.standing.some(({ reference, lot }) =>
    isSameBid({ bid: reference, ...(lot === undefined ? {} : { lot }) }, bid),
  );
  return !stands || stepsOf(steps, 'set-aside').some((step) => isSameBid(step, bid));
}

/** The bid as assessed, or AppError `invalid-input` that names those there are. */
export function requireAssessed(issued: AssessmentRecord, bid: BidOfLot): void {
  const known = assessedBids(issued);
  if (known.some((one) => isSameBid(one, bid))) return;
  const names = known.map(bidOfLotText).join('; ');
  throw fieldFault(
    'bid',
    'unknown-bid',
    `Name a bid of the approved assessment (${names}), got "${bidOfLotText(bid)}"`,
  );
}

/** The duties of the route on a day. */
export function dutiesOn(
  { catalogue }: Pick<ServicePorts, 'catalogue'>,
  { facts }: ProcurementRecord,
  day: IsoDate,
): RouteDuties {
  const found = catalogue.referenceData.routes.find(
    ({ route, from, to }) => route === facts.route && from <= day && (to === undefined || day <= to),
  );
  if (found !== undefined) return found;
  throw new AppError('not-allowed-in-state', `The reference data do not cover the route ${facts.route} on ${day}.`);
}

/** A date that has come, and not before another; AppError `invalid-input` at its field otherwise. */
export function requirePastDate(
  field: string,
  date: IsoDate,
  now: IsoInstant,
  earliest: { readonly date: IsoDate; readonly what: string },
): void {
  const today = ukDay(now);
  if (date > today)
    throw fieldFault(field, 'in-the-future', `Enter a date that has come: today is ${today}, got ${date}`);
  if (date >= earliest.date) return;
  throw fieldFault(field, 'too-early', `Enter a date from ${earliest.date} on, ${earliest.what}; got ${date}`);
}

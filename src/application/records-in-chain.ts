import type { AuditEvent } from '../domain/audit-event.ts';
import type { ProcurementState } from '../domain/lifecycle.ts';
import { canonicalSha256 } from '../scoring/rule-set.ts';
import type { AwardStep } from './award-records.ts';
import { bidText } from './change-clarifications.ts';
import { recordSha256 } from './change-evaluation.ts';
import { ToldEntries } from './entry-data.ts';
import type { BidRecord, ProcurementRecord } from './records.ts';
import type { Stores } from './stores.ts';

/*
 * A chain that holds says that no event was changed. Whether what is on record is what the events tell of is a second
 * question: a row that somebody put into a table has no event.
 */

/** Gathers, event by event, what a chain says is on record. */
export type ToldRecords = {
  readonly note: (event: AuditEvent) => void;
  /** What is on record of procurements and in the carbon ledger, and no event tells of, a sentence each. */
  readonly strangers: (stores: Stores, organisation: string) => Promise<string[]>;
};

/** The state that a procurement has after an event. */
const STATE_AFTER: Readonly<Record<string, ProcurementState>> = {
  'procurement.created': 'draft',
  'procurement.published': 'published',
  'procurement.adopted': 'published',
  'procurement.opened': 'open',
  'procurement.closed': 'closed',
  'procurement.evaluation-started': 'evaluating',
  'procurement.evaluated-elsewhere': 'evaluating',
  'procurement.consensus-locked': 'moderated',
  'procurement.approved': 'approved',
  'procurement.awarded': 'awarded',
  'procurement.standstill-started': 'standstill',
  'procurement.contracted': 'contracted',
  'procurement.cancelled': 'cancelled',
};

/** Events that tell of the first records of an evaluation. */
const STARTS: readonly string[] = ['procurement.evaluation-started', 'procurement.evaluated-elsewhere'];

/** Events that name new versions of bids. */
const BRINGS_BIDS: readonly string[] = ['procurement.bids-recorded', 'procurement.prices-opened'];

/** The events that tell of each kind of step after the consensus. */
const STEP_EVENTS: Readonly<Record<AwardStep['kind'], readonly string[]>> = {
  approval: ['procurement.approved', 'procurement.edition-issued'],
  redaction: ['procurement.explanation-redacted'],
  'summary-sent': ['procurement.summary-sent'],
  'set-aside': ['procurement.bid-set-aside'],
  award: ['procurement.awarded'],
  standstill: ['procurement.standstill-started'],
  contract: ['procurement.contracted'],
};

/** What the events of one procurement tell. */
type Told = {
  state?: ProcurementState;
  /** SHA-256 of the frozen rule set. */
  frozen?: string;
  /** SHA-256 of the pinned conversion factors. */
  factors?: string;
  factsVersion: number;
  /** How often each is told: hashes of evaluation records and clarification steps, assessments with input hash. */
  readonly marks: Map<string, number>;
  /** "B1@2" */
  readonly bids: Map<string, number>;
  readonly actions: Map<string, number>;
};

export function toldRecords(): ToldRecords {
  const procurements = new Map<string, Told>();
  const entries = new ToldEntries();
  const of = (reference: string): Told => {
    const told = procurements.get(reference) ?? {
      factsVersion: 1,
      marks: new Map(),
      bids: new Map(),
      actions: new Map(),
    };
    procurements.set(reference, told);
    return told;
  };
  return {
    note: (event) => {
      entries.note(event);
      const [, reference] = /^procurement:(.*)$/s.exec(event.subject) ?? [undefined, text(event.data['procurement'])];
      if (reference !== undefined) noteEvent(of(reference), event);
    },
    async strangers(stores, organisation) {
      const found: string[] = [];
      for await (const record of everyProcurement(stores, organisation)) {
        found.push(...(await strangersOf(stores, record, of(record.reference))));
      }
      const ofLedger = await entries.strangers(stores.ledger.digests(organisation));
      return [...found, ...ofLedger.map((what) => `Carbon ledger: no event tells of ${what}`)];
    },
  };
}

function noteEvent(told: Told, { action, data }: AuditEvent): void {
  told.state = STATE_AFTER[action] ?? told.state ?? 'draft';
  count(told.actions, action);
  const frozen = text(data['frozen_sha256']);
  if (frozen !== undefined) told.frozen = frozen;
  const factors = text(data['factors_sha256']);
  if (factors !== undefined) told.factors = factors;
  if (action === 'procurement.facts-revised') told.factsVersion = Number(text(data['version']));
  if (action.startsWith('evaluation.') || STARTS.includes(action)) countAll(told.marks, data['sha256']);
  countAll(told.marks, data['step_sha256']);
  const assessment = text(data['assessment']);
  if (assessment !== undefined) count(told.marks, `${assessment} ${text(data['input_hash']) ?? ''}`);
  if (BRINGS_BIDS.includes(action)) {
    for (const names of ['bids', 'late', 'duplicates']) countAll(told.bids, data[names]);
  }
  const [bid, lot, version] = ['bid', 'lot', 'version'].map((name) => text(data[name]));
  if (bid !== undefined && version !== undefined) count(told.bids, bidName(bid, lot, version));
}

async function strangersOf(stores: Stores, record: ProcurementRecord, told: Told): Promise<string[]> {
  const { organisation, reference } = record;
  const evaluation = untold(await stores.evaluation.records(organisation, reference), recordSha256, told.marks).map(
    ({ kind, sequence, byName }) => `evaluation record ${sequence} (${kind}, under the name of ${byName})`,
  );
  const clarifications = untold(
    await stores.clarifications.list(organisation, reference),
    ({ entry: { by: _by, byName: _name, at: _at, ...step } }) => canonicalSha256(step),
    told.marks,
  ).map(({ number, entry }) => `a step of clarification ${number} (${entry.kind}, under the name of ${entry.byName})`);
  const assessments = untold(
    await stores.assessments.list(organisation, reference),
    ({ id, inputHash }) => `${id} ${inputHash}`,
    told.marks,
  ).map(({ id, status }) => `assessment ${id} (${status})`);
  const strange = [
    ...evaluation,
    ...clarifications,
    ...assessments,
    ...stepsWithoutEvent(await stores.awards.list(organisation, reference), told),
    ...(await bidsWithoutEvent(stores, record, told)),
    ...(await factsWithoutEvent(stores, record, told)),
  ];
  return strange.map((what) => `${reference}: no event tells of ${what}`);
}

/** Later ones of a kind of which there are more than events. */
function stepsWithoutEvent(steps: readonly AwardStep[], { actions }: Told): string[] {
  return Object.entries(STEP_EVENTS).flatMap(([kind, events]) => {
    const told = events.reduce((sum, action) => sum + (actions.get(action) ?? 0), 0);
    const own = steps.filter((step) => step.kind === kind);
    return own
      .slice(told)
      .map(({ number, byName }) => `step ${number} after the consensus (${kind}, under the name of ${byName})`);
  });
}

async function bidsWithoutEvent(
  { bids }: Pick<Stores, 'bids'>,
  { organisation, reference }: ProcurementRecord,
  told: Told,
): Promise<string[]> {
  const names = new Set((await bids.latest(organisation, reference)).map((one) => one.reference));
  const versions = await Promise.all([...names].map((name) => bids.versions(organisation, reference, name)));
  const name = ({ reference: bid, lot, version }: BidRecord) => bidName(bid, lot, String(version));
  return untold(versions.flat(), name, told.bids).map(
    (one) => `version ${one.version} of bid ${bidText({ ...one, bid: one.reference })}`,
  );
}

/** The row of a procurement may change, so what it says is compared with what cannot: versions and events. */
async function factsWithoutEvent(
  { procurements }: Pick<Stores, 'procurements'>,
  { organisation, reference, facts, factsVersion, state, publication }: ProcurementRecord,
  told: Told,
): Promise<string[]> {
  const versions = await procurements.factsVersions(organisation, reference);
  const kept = versions.find(({ version }) => version === told.factsVersion)?.facts;
  return [
    ...(factsVersion === told.factsVersion && canonicalSha256(kept ?? null) === canonicalSha256(facts)
      ? []
      : ['its published facts as they stand']),
    ...(versions.length > told.factsVersion ? [`version ${versions.length} of its published facts`] : []),
    ...(isAsTold(told.frozen, publication?.ruleSet) ? [] : ['its frozen rule set as it stands']),
    ...(isAsTold(told.factors, publication?.factors) ? [] : ['its conversion factors as they stand']),
    ...(state === told.state ? [] : [`its state "${state}"`]),
  ];
}

function isAsTold(sha256: string | undefined, now: unknown): boolean {
  return sha256 === undefined || sha256 === canonicalSha256(now ?? null);
}

async function* everyProcurement(
  { procurements }: Pick<Stores, 'procurements'>,
  organisation: string,
): AsyncGenerator<ProcurementRecord> {
  for (let after: string | undefined; ; ) {
    const page = await procurements.list(organisation, { limit: 100, ...(after === undefined ? {} : { after }) });
    yield* page.items;
    if (page.next === undefined) return;
    after = page.next;
  }
}

function bidName(bid: string, lot: string | undefined, version: string): string {
  return `${bid}${lot === undefined ? '' : `/${lot}`}@${version}`;
}

type Value = AuditEvent['data'][string] | undefined;

function text(value: Value): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Those that events tell of fewer times than they are there. */
function untold<One>(all: readonly One[], keyOf: (one: One) => string, told: ReadonlyMap<string, number>): One[] {
  const left = new Map(told);
  return all.filter((one) => {
    const key = keyOf(one);
    const times = left.get(key) ?? 0;
    left.set(key, times - 1);
    return times < 1;
  });
}

function countAll(counts: Map<string, number>, value: Value): void {
  if (typeof value === 'string') count(counts, value);
  else if (typeof value === 'object' && value !== null) for (const one of value) count(counts, one);
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

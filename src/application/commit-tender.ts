import type { AuditEvent } from '../domain/audit-event.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { Issue } from '../domain/issue.ts';
import type { Procurement } from '../domain/procurement.ts';
import { type BidsPlan, planBids } from './commit-bids.ts';
import { compareFacts } from './compare-facts.ts';
import { governingCatalogue } from './governing-catalogue.ts';
import { importEvent } from './import-queries.ts';
import { listed, nearestNames } from './nearest-names.ts';
import type { ServicePorts } from './ports.ts';
import type { BidRecord, ImportRecord, ProcurementRecord } from './records.ts';
import { renewAssessment } from './renew-assessment.ts';
import type { Stores } from './stores.ts';
import { bidPointer, compareNames, type MappingProposal, type PlaceInFile, type TenderReading } from './tender.ts';

/** What committing an import would do. Nothing is written before `apply`, and `apply` only where there is no issue. */
export type CommitPlan = {
  readonly issues: readonly Issue[];
  readonly notices: readonly string[];
  /** What has to be accepted by its name first; each part of it is an issue too. */
  readonly proposal?: MappingProposal;
  apply(stores: Stores): Promise<CommitOutcome>;
};

/** What committing an import has made. */
export type CommitOutcome = Pick<ImportRecord, 'result' | 'registered'> & {
  readonly notices: readonly string[];
  /** What the audit event of the import says. */
  readonly audit: AuditEvent['data'];
};

export type CommitContext = {
  readonly record: ImportRecord;
  /** A reading without issues. */
  readonly reading: TenderReading;
  readonly at: IsoInstant;
};

type CommitPorts = Pick<ServicePorts, 'catalogue' | 'softwareVersion' | 'newId'>;

/** How many procurements a message names. */
const NAMED = 20;

/**
 * Plans what a clean reading becomes: a draft procurement with its bids where the reference is new, else new versions
 * of bids where the file agrees with what is on record. Every disagreement is a fault.
 */
export async function planCommit(stores: Stores, ports: CommitPorts, context: CommitContext): Promise<CommitPlan> {
  const target = await findTarget(stores, context);
  if ('issue' in target) return refusedPlan([target.issue]);
  const { procurement, isNew } = target;
  const { reading, record, at } = context;
  const stated = reading.tender?.procurement;
  const differences =
    stated === undefined || isNew
      ? []
      : compareFacts({
          onRecord: procurement.facts,
          stated,
          isPublished: procurement.state !== 'draft',
          placeOf: reading.placeOf,
        });
  const catalogue = await governingCatalogue(ports.catalogue, stores, procurement);
  const bids = await planBids(stores, catalogue, { procurement, isNew, reading, importId: record.id, at });
  const issues = [...differences, ...bids.issues];
  if (issues.length > 0) return refusedPlan(issues, bids.notices);
  return toPlan(ports, target, bids, context);
}

type Target = { readonly procurement: ProcurementRecord; readonly isNew: boolean };

/** The procurement that a file is for: the one it states, names, or was sent for. */
async function findTarget(
  stores: Stores,
  { record, reading, at }: CommitContext,
): Promise<Target | { readonly issue: Issue }> {
  const stated = reading.tender?.procurement;
  const named = reading.procurementReferences ?? [];
  const wanted = [...new Set([...named, ...(record.procurement === undefined ? [] : [record.procurement])])];
  const [reference] = wanted;
  if (reference === undefined) return { issue: await unnamed(stores, record) };
  if (wanted.length > 1) return { issue: severalNamed(wanted, record) };
  const known = await stores.procurements.find(record.organisation, reference);
  if (known?.state === 'cancelled') return { issue: cancelled(reference, reading) };
  if (known !== undefined) return { procurement: known, isNew: false };
  if (stated === undefined) return { issue: await unknown(stores, reference, record, reading) };
  return { procurement: newDraft(record.organisation, stated, at), isNew: true };
}

function newDraft(organisation: string, facts: Procurement, at: IsoInstant): ProcurementRecord {
  return {
    organisation,
    reference: facts.reference,
    state: 'draft',
    revision: 1,
    facts,
    factsVersion: 1,
    createdAt: at,
    updatedAt: at,
  };
}

function toPlan(
  ports: CommitPorts,
  { procurement, isNew }: Target,
  bids: BidsPlan,
  { record, at }: CommitContext,
): CommitPlan {
  const { reference } = procurement;
  const all = [...bids.records, ...bids.duplicates];
  const counts = {
    procurement: reference,
    bids: namesOf(bids.records.filter(({ status }) => status === 'current')),
    late: namesOf(bids.records.filter(({ status }) => status === 'late')),
    duplicates: namesOf(bids.duplicates),
  };
  const made = isNew
    ? `${reference} is new: a draft with ${all.length === 1 ? '1 bid' : `${all.length} bids`}.`
    : `For ${reference}, which is ${procurement.state}.`;
  return {
    issues: [],
    notices: [record.dryRun ? `Checked only; nothing was stored. ${made}` : made, ...bids.notices],
    apply: async (stores) => {
      const outcome: CommitOutcome = {
        result: { procurement: reference, bids: [...new Set(all.map((bid) => bid.reference))].toSorted(compareNames) },
        notices: [],
        audit: counts,
      };
      const subject = `procurement:${reference}`;
      if (isNew) {
        await stores.procurements.create(procurement, `Imported from ${record.fileName}`, record.by);
        await stores.audit.append({
          ...importEvent(record, at, 'procurement.created', { import: record.id, title: procurement.facts.title }),
          subject,
        });
      }
      if (bids.records.length === 0) return outcome;
      await stores.bids.add(record.organisation, bids.records);
      // One more revision, so that whoever scores or moves the procurement at the same time notices.
      if (!isNew) await stores.procurements.save({ ...procurement, updatedAt: at });
      await stores.audit.append({
        ...importEvent(record, at, 'procurement.bids-recorded', { import: record.id, ...counts }),
        subject,
      });
      const reason = `${record.fileName} brought ${[...counts.bids, ...counts.late].join(', ')}.`;
      await renewAssessment(ports, stores, procurement, { by: record.by, at, reason }, ({ action, data }) =>
        stores.audit.append({ ...importEvent(record, at, action, data), subject }),
      );
      return outcome;
    },
  };
}

/** A plan that commits nothing. */
export function refusedPlan(issues: readonly Issue[], notices: readonly string[] = []): CommitPlan {
  return {
    issues,
    notices,
    apply: () => Promise.reject(new Error('An import with faults is never committed')),
  };
}

/** "B1@2", "B1/1@2" for lot 1: the bid and its version. */
export function namesOf(records: readonly BidRecord[]): string[] {
  return records.map(({ reference, lot, version }) => `${reference}${lot === undefined ? '' : `/${lot}`}@${version}`);
}

async function unnamed(stores: Stores, record: ImportRecord): Promise<Issue> {
  const known = await knownReferences(stores, record);
  return {
    pointer: '#/procurement/reference',
    code: 'procurement-not-named',
    message: `${record.fileName} does not say which procurement its bids are for.`,
    fix: 'Enter the procurement reference in About, or say with the upload which procurement it is for.',
    expected: known.length === 0 ? 'a procurement on record; there is none yet' : listed(known),
  };
}

async function unknown(
  stores: Stores,
  reference: string,
  record: ImportRecord,
  reading: TenderReading,
): Promise<Issue> {
  const known = await knownReferences(stores, record);
  const near = nearestNames(reference, known);
  const expected = listed(near.length > 0 ? near : known);
  return {
    pointer: '#/procurement/reference',
    code: 'unknown-procurement',
    message:
      known.length === 0
        ? `There is no procurement ${reference}: none is on record yet.`
        : `There is no procurement ${reference}. On record: ${known.join(', ')}.`,
    found: reference,
    ...(expected === '' ? {} : { expected }),
    fix: 'Upload the tender workbook of the procurement first, or put the reference in About right.',
    ...placeOfReference(reading),
  };
}

/** In a tender workbook the procurement states its reference, in a bid workbook the bid does. */
function placeOfReference({ kind, bids, placeOf }: TenderReading): PlaceInFile | undefined {
  const [first] = bids;
  if (kind === 'tender' || first === undefined) return placeOf?.('#/procurement/reference');
  return placeOf?.(`${bidPointer(first)}/procurementReference`);
}

function severalNamed(wanted: readonly string[], record: ImportRecord): Issue {
  return {
    pointer: '#/procurement/reference',
    code: 'several-procurements',
    message: `${record.fileName} names several procurements: ${wanted.join(', ')}. Send the bids for each in a file of its own.`,
    found: wanted.join(', '),
    expected: 'one procurement',
  };
}

function cancelled(reference: string, reading: TenderReading): Issue {
  return {
    pointer: '#/procurement/reference',
    code: 'procurement-cancelled',
    message: `${reference} was cancelled; it takes no more bids.`,
    found: reference,
    ...placeOfReference(reading),
  };
}

async function knownReferences(stores: Stores, record: ImportRecord): Promise<string[]> {
  const { items } = await stores.procurements.list(record.organisation, { limit: NAMED });
  return items.filter(({ state }) => state !== 'cancelled').map(({ reference }) => reference);
}

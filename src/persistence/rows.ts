import { bidJson } from '../application/written-bid.ts';
import type { Bid } from '../domain/bid.ts';
import type { ChainedEvent } from '../domain/audit-event.ts';
import type { ClarificationEntry } from '../domain/clarification.ts';
import type { Procurement } from '../domain/procurement.ts';
import type { AwardStep } from '../application/award-records.ts';
import type { EvaluationRecord, NewEvaluationRecord, ScoreDraft } from '../application/evaluation-records.ts';
import type {
  AssessmentRecord,
  BidRecord,
  BidStatus,
  FactsVersion,
  ImportRecord,
  ImportState,
  ProcurementRecord,
} from '../application/records.ts';

/*
 * Rows as the stores see them, and as records. Columns are snake_case in the database and camelCase here; the two
 * functions below are the only place that knows. JSON travels as text, whole numbers as whatever the driver gives.
 */

/** A bigint column: text from PostgreSQL, a number or bigint elsewhere. */
export type WholeNumber = number | string | bigint;

export type OrganisationRow = { readonly id: string; readonly auditSeq: WholeNumber; readonly auditHash: string };

export type ProcurementRow = {
  readonly organisation: string;
  readonly reference: string;
  readonly state: ProcurementRecord['state'];
  readonly revision: number;
  readonly factsVersion: number;
  readonly facts: string;
  readonly details: string;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type FactsVersionRow = {
  readonly organisation: string;
  readonly procurement: string;
  readonly version: number;
  readonly facts: string;
  readonly details: string;
};

export type BidRow = {
  readonly organisation: string;
  readonly procurement: string;
  readonly reference: string;
  readonly lot: string;
  readonly version: number;
  readonly status: BidStatus;
  readonly supplierScheme: string | null;
  readonly supplierIdentifier: string | null;
  readonly bid: string;
  readonly importId: string;
  readonly details: string;
};

export type SupplierRow = {
  readonly organisation: string;
  readonly scheme: string;
  readonly identifier: string;
  readonly name: string;
};

export type ImportRow = {
  readonly id: string;
  readonly organisation: string;
  readonly state: ImportState;
  readonly revision: number;
  readonly fileName: string;
  readonly fileSha256: string;
  readonly fileBytes: WholeNumber;
  readonly rowsRead: number;
  readonly details: string;
  readonly at: string;
};

export type AssessmentRow = {
  readonly id: string;
  readonly organisation: string;
  readonly procurement: string;
  readonly number: number;
  readonly status: AssessmentRecord['status'];
  readonly inputHash: string;
  readonly record: string;
  readonly details: string;
};

export type AwardStepRow = {
  readonly organisation: string;
  readonly procurement: string;
  readonly number: number;
  readonly kind: AwardStep['kind'];
  readonly details: string;
};

export type ClarificationRow = {
  readonly organisation: string;
  readonly procurement: string;
  readonly number: number;
  readonly sequence: number;
  readonly entry: string;
};

export type EvaluationRecordRow = {
  readonly organisation: string;
  readonly procurement: string;
  readonly sequence: number;
  readonly kind: EvaluationRecord['kind'];
  readonly details: string;
};

export type EvaluationDraftRow = {
  readonly organisation: string;
  readonly procurement: string;
  readonly person: string;
  readonly lot: string;
  readonly bid: string;
  readonly rule: string;
  readonly details: string;
};

export type AuditRow = {
  readonly organisation: string;
  readonly seq: WholeNumber;
  readonly event: string;
  readonly hash: string;
};

/** `factsVersion` as the database has it: `facts_version`. A name that is so already stays. */
export function toColumnName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const propertyNames = new Map<string, string>();

/** Rows of a driver with camelCase names; anything else as it is. */
export function toRows(response: unknown): unknown {
  if (Array.isArray(response)) return response.map(toRow);
  return toRow(response);
}

function toRow(row: unknown): unknown {
  if (typeof row !== 'object' || row === null || Object.getPrototypeOf(row) !== Object.prototype) return row;
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [toPropertyName(column), value]));
}

function toPropertyName(column: string): string {
  const known = propertyNames.get(column);
  if (known !== undefined) return known;
  const name = column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  propertyNames.set(column, name);
  return name;
}

/** A whole number of the database as a number; the counts here stay far below 2^53. */
export function toNumber(value: WholeNumber): number {
  return Number(value);
}

/** Text that PostgreSQL can hold: the character NUL, which it cannot, becomes the replacement character. */
export function toPlainText(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}

/** JSON that we wrote ourselves. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the shape that it wrote
export function ownJson<Shape>(text: string): Shape {
  return JSON.parse(text) as Shape;
}

export function toProcurementRow(record: ProcurementRecord): ProcurementRow {
  const { organisation, reference, state, revision, facts, factsVersion, createdAt, updatedAt, ...rest } = record;
  const details = JSON.stringify(rest);
  return {
    organisation,
    reference,
    state,
    revision,
    facts: JSON.stringify(facts),
    factsVersion,
    details,
    createdAt,
    updatedAt,
  };
}

export function toProcurementRecord({ details, facts, ...row }: ProcurementRow): ProcurementRecord {
  return { ...ownJson<object>(details), ...row, facts: ownJson<Procurement>(facts) };
}

export function toFactsVersionRow(organisation: string, procurement: string, record: FactsVersion): FactsVersionRow {
  const { version, facts, ...rest } = record;
  return { organisation, procurement, version, facts: JSON.stringify(facts), details: JSON.stringify(rest) };
}

export function toFactsVersion({ version, facts, details }: FactsVersionRow): FactsVersion {
  return { ...ownJson<Omit<FactsVersion, 'version' | 'facts'>>(details), version, facts: ownJson<Procurement>(facts) };
}

export function toBidRow(organisation: string, record: BidRecord): BidRow {
  const { procurement, reference, lot, version, status, bid, importId, ...rest } = record;
  return {
    organisation,
    procurement,
    reference,
    lot: lot ?? '',
    version,
    status,
    supplierScheme: bid.supplier.identifier?.scheme ?? null,
    supplierIdentifier: bid.supplier.identifier?.id ?? null,
    bid: bidJson(bid),
    importId,
    details: JSON.stringify(rest),
  };
}

export function toBidRecord(row: BidRow): BidRecord {
  return {
    ...ownJson<Pick<BidRecord, 'at'>>(row.details),
    procurement: row.procurement,
    reference: row.reference,
    ...(row.lot === '' ? {} : { lot: row.lot }),
    version: row.version,
    status: row.status,
    bid: ownJson<Bid>(row.bid),
    importId: row.importId,
  };
}

export function toImportRow(record: ImportRecord): ImportRow {
  const { id, organisation, state, revision, fileName, fileSha256, fileBytes, rowsRead, at, ...rest } = record;
  return {
    id,
    organisation,
    state,
    revision,
    fileName: toPlainText(fileName),
    fileSha256,
    fileBytes,
    rowsRead,
    details: JSON.stringify(rest),
    at,
  };
}

type ImportDetails = Pick<ImportRecord, 'dryRun' | 'issues' | 'notices' | 'by'>;

export function toImportRecord(row: ImportRow): ImportRecord {
  return {
    ...ownJson<ImportDetails>(row.details),
    id: row.id,
    organisation: row.organisation,
    state: row.state,
    revision: row.revision,
    fileName: row.fileName,
    fileSha256: row.fileSha256,
    fileBytes: toNumber(row.fileBytes),
    rowsRead: row.rowsRead,
    at: row.at,
  };
}

export function toAssessmentRow(organisation: string, number: number, record: AssessmentRecord): AssessmentRow {
  const { id, procurement, status, inputHash, record: decision, ...rest } = record;
  return {
    id,
    organisation,
    procurement,
    number,
    status,
    inputHash,
    record: JSON.stringify(decision),
    details: JSON.stringify(rest),
  };
}

export function toAssessmentRecord(row: AssessmentRow): AssessmentRecord {
  return {
    ...ownJson<Pick<AssessmentRecord, 'by' | 'at'>>(row.details),
    id: row.id,
    procurement: row.procurement,
    status: row.status,
    inputHash: row.inputHash,
    record: ownJson<AssessmentRecord['record']>(row.record),
  };
}

export function toAwardStepRow(organisation: string, procurement: string, step: AwardStep): AwardStepRow {
  const { number, kind, ...rest } = step;
  return { organisation, procurement, number, kind, details: JSON.stringify(rest) };
}

export function toAwardStep({ number, kind, details }: AwardStepRow): AwardStep {
  return { ...ownJson<Omit<AwardStep, 'number' | 'kind'>>(details), number, kind } as AwardStep;
}

export function toClarificationRow(
  organisation: string,
  procurement: string,
  { number, sequence, entry }: ClarificationEntry,
): ClarificationRow {
  return { organisation, procurement, number, sequence, entry: JSON.stringify(entry) };
}

export function toClarificationEntry({ number, sequence, entry }: ClarificationRow): ClarificationEntry {
  return { number, sequence, entry: ownJson<ClarificationEntry['entry']>(entry) };
}

export function toEvaluationRecordRow(
  organisation: string,
  procurement: string,
  sequence: number,
  { kind, ...rest }: NewEvaluationRecord,
): EvaluationRecordRow {
  return { organisation, procurement, sequence, kind, details: JSON.stringify(rest) };
}

export function toEvaluationRecord({ sequence, kind, details }: EvaluationRecordRow): EvaluationRecord {
  return { ...ownJson<object>(details), kind, sequence } as EvaluationRecord;
}

export function toScoreDraftRow(organisation: string, draft: ScoreDraft): EvaluationDraftRow {
  const { procurement, person, lot, bid, rule, ...rest } = draft;
  return { organisation, procurement, person, lot: lot ?? '', bid, rule, details: JSON.stringify(rest) };
}

type DraftDetails = Pick<ScoreDraft, 'judgement' | 'reason' | 'pointers' | 'at'>;

export function toScoreDraft({ procurement, person, lot, bid, rule, details }: EvaluationDraftRow): ScoreDraft {
  return { ...ownJson<DraftDetails>(details), procurement, person, ...(lot === '' ? {} : { lot }), bid, rule };
}

export function toChainedEvent(row: AuditRow): ChainedEvent {
  return { event: ownJson<ChainedEvent['event']>(row.event), hash: row.hash };
}

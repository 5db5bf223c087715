import type { NewEvaluationRecord, ScoreDraft } from '../../src/application/evaluation-records.ts';
import type { AwardStep, AwardStepOf } from '../../src/application/award-records.ts';
import type {
  AssessmentRecord,
  BidRecord,
  FactorRecord,
  ImportRecord,
  ProcurementRecord,
} from '../../src/application/records.ts';
import type { ContractChange } from '../../src/application/performance-stores.ts';
import type { BandsVersion } from '../../src/domain/contract-performance.ts';
import type { EngagementEntry } from '../../src/domain/engagement.ts';
import type { FactorSet } from '../../src/domain/conversion-factor.ts';
import type { AuditEvent } from '../../src/domain/audit-event.ts';
import type { ReturnRequest } from '../../src/domain/return-request.ts';
import type { Scenario } from '../../src/domain/scenario.ts';
import type { DecisionRecord } from '../../src/scoring/decision-record.ts';
import { aBid, aProcurement } from '../support/builders.ts';

export const ORGANISATION = 'northshire';
export const AT = '2026-11-23T09:00:00Z';
/** SHA-256 of "abc" (FIPS 180-4, example B.1). */
export const ABC_SHA256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

export function procurementRecord(overrides: Partial<ProcurementRecord> = {}): ProcurementRecord {
  const reference = overrides.reference ?? 'ICT-2026-001';
  return {
    organisation: ORGANISATION,
    reference,
    state: 'draft',
    revision: 1,
    facts: aProcurement({ reference }),
    factsVersion: 1,
    createdAt: AT,
    updatedAt: AT,
    ...overrides,
  };
}

export function bidRecord(reference: string, overrides: Partial<BidRecord> = {}): BidRecord {
  return {
    procurement: 'ICT-2026-001',
    reference,
    version: 1,
    status: 'current',
    bid: aBid(reference),
    importId: 'import-1',
    at: AT,
    ...overrides,
  };
}

export function importRecord(overrides: Partial<ImportRecord> = {}): ImportRecord {
  return {
    id: 'import-1',
    organisation: ORGANISATION,
    state: 'received',
    revision: 1,
    fileName: 'tender.xlsx',
    fileSha256: ABC_SHA256,
    fileBytes: 3,
    dryRun: false,
    rowsRead: 0,
    issues: [],
    notices: [],
    by: 'olivia',
    at: AT,
    ...overrides,
  };
}

/** Only what a store looks at: it keeps the decision record as it is given. */
export function assessmentRecord(overrides: Partial<AssessmentRecord> = {}): AssessmentRecord {
  return {
    id: 'assessment-1',
    procurement: 'ICT-2026-001',
    status: 'draft',
    inputHash: 'f'.repeat(64),
    record: { schema: 'scorer-decision-record/v1', input_hash: 'f'.repeat(64) } as DecisionRecord,
    by: 'olivia',
    at: AT,
    ...overrides,
  };
}

export function contractChange(overrides: Partial<ContractChange> = {}): ContractChange {
  const origin = { procurement: 'ICT-2026-001', bid: 'B1', edition: 1 };
  return {
    reference: 'C1',
    version: 1,
    reason: 'Awarded “Ω”',
    origin,
    by: 'olivia',
    byName: 'Olivia',
    at: AT,
    ...overrides,
  };
}

export function bandsVersion(overrides: Partial<BandsVersion> = {}): BandsVersion {
  const limits = { approachingPercent: '105.5', improvementPercent: '120' };
  return {
    version: 1,
    from: '2026/27',
    ...limits,
    reason: 'Ours',
    by: 'olivia',
    byName: 'Olivia',
    at: AT,
    ...overrides,
  };
}

export function engagementEntry(action = 1, sequence = 1): EngagementEntry {
  const about = { what: 'Ask why “Ω”', supplier: 'GB-COH-00000001', supplierName: 'Fictional Fern Hosting Ltd' };
  const opened = { kind: 'opened' as const, ...about, owner: 'olivia', ownerName: 'Olivia', dueOn: '2027-01-31' };
  return { action, sequence, step: { ...opened, by: 'olivia', byName: 'Olivia', at: AT } };
}

export function awardStep(overrides: Partial<AwardStepOf<'redaction'>> = {}): AwardStep {
  return {
    kind: 'redaction',
    number: 1,
    bid: 'B1',
    rule: 'end-of-life',
    words: 'Method “Ω” ✓',
    reason: 'Commercially sensitive',
    by: 'olivia',
    byName: 'Olivia Officer',
    at: AT,
    ...overrides,
  };
}

/** A set whose file is "abc". */
export function factorSet(overrides: Partial<FactorSet> = {}): FactorSet {
  return {
    id: 'desnz-2025',
    kind: 'factors',
    title: 'Made up',
    publisher: 'Nobody',
    year: '2025',
    edition: '1',
    version: 1,
    source: { title: 'Made up' },
    origin: 'imported',
    file: { name: 'flat.xlsx', sha256: ABC_SHA256, bytes: 3, isOfficial: false, importedBy: 'Olivia', importedAt: AT },
    counts: { withValue: 0, blank: 0, textOnly: 0, byScope: [], byUnit: [] },
    notices: [],
    status: 'draft',
    ...overrides,
  };
}

export function factorRecord(number: number): FactorRecord {
  const id = `factor-${number}`;
  const published = { levels: ['Made up'], columnText: '', publishedUnit: 'kWh', ghgUnit: 'kg CO2e' };
  return { number, unit: 'kWh', search: id, factor: { id, ...published, scope: '1', value: `0.${number}` } };
}

export function auditEvent(overrides: Partial<Omit<AuditEvent, 'seq'>> = {}): Omit<AuditEvent, 'seq'> {
  return {
    organisation: ORGANISATION,
    at: AT,
    actor: 'olivia',
    actor_name: 'Olivia Officer',
    how: 'local',
    action: 'procurement.published',
    subject: 'procurement:ICT-2026-001',
    data: { reason: 'Ready — “naïve” ✓', retrospective: false, bids: ['B1', 'B2'], nothing: null },
    ...overrides,
  };
}

export function declaration(): NewEvaluationRecord {
  return { kind: 'declaration', by: 'carys', byName: 'Carys Lund', at: AT, interest: 'none' };
}

export function scoreDraft(overrides: Partial<ScoreDraft> = {}): ScoreDraft {
  return {
    procurement: 'ICT-2026-001',
    bid: 'B1',
    rule: 'end-of-life',
    person: 'carys',
    judgement: { kind: 'facts', corrections: { 'free-take-back': 'missing' } },
    reason: 'The plan says nothing of who pays — “naïve” ✓ — for the way back to the depot.',
    pointers: [{ kind: 'document', document: 'Plan.pdf', page: '4' }],
    at: AT,
    ...overrides,
  };
}

/** The bytes of a text, in pieces. */
export async function* bytesOf(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text, 'utf8');
}

/** A request for the return of a contract for 2025/26: asked for first, then chased. */
export function returnRequest(contract: string, sequence: number, given: Partial<ReturnRequest> = {}): ReturnRequest {
  return {
    contract,
    financialYear: '2025/26',
    sequence,
    kind: sequence === 1 ? 'asked' : 'chased',
    on: '2026-04-08',
    note: 'To “Zoë” ✓',
    by: 'sam',
    byName: 'Sam Example',
    at: AT,
    ...given,
  };
}

export function scenarioVersion(overrides: Partial<Scenario> = {}): Scenario {
  return {
    name: 'Early end — “naïve” ✓',
    version: 1,
    changes: [{ kind: 'end', contract: 'C1', on: '2028-03-31' }],
    reason: 'To see what it would do',
    by: 'olivia',
    byName: 'Olivia Officer',
    at: AT,
    ...overrides,
  };
}

import { AppError } from '../domain/errors.ts';
import type { Bid } from '../domain/bid.ts';
import { encodePointerPart } from '../domain/issue.ts';
import type { Procurement } from '../domain/procurement.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import type { AgreedJudgement } from './agreed-judgements.ts';
import type { Assessment } from './assessment.ts';
import { type AssessmentJson, toAssessmentJson } from './assessment-json.ts';
import { type Catalogue, getRuleSet } from './catalogue.ts';
import { assess } from './evaluate.ts';
import { factorSetFor } from './factor-set.ts';
import { canonicalSha256, type RuleSet } from './rule-set.ts';
import { parseRuleSet } from './rule-set-schema.ts';

const DECISION_RECORD_SCHEMA = 'scorer-decision-record/v1';

/** Everything it takes to recompute an assessment years later, and the assessment itself. Plain JSON. */
export type DecisionRecord = {
  readonly schema: string;
  readonly input_hash: string;
  /** SHA-256 of each part of the inputs, so that a change can be told to the part. */
  readonly input_parts: { readonly procurement: string; readonly bids: Readonly<Record<string, string>> };
  /** Bids as they were sent, and what the panel agreed of them where it has. */
  readonly inputs: {
    readonly procurement: Procurement;
    readonly bids: readonly Bid[];
    readonly agreed?: readonly AgreedJudgement[];
  };
  readonly rule_set: RuleSet;
  readonly rules: readonly { readonly rule: string; readonly version: number; readonly code: string }[];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly reference_data: ReferenceData;
  readonly software: { readonly name: string; readonly version: string };
  readonly assessment: AssessmentJson;
};

/** Builds the record of an assessment. Reference data is cut down to what the assessment could read. */
export function buildDecisionRecord(
  assessment: Assessment,
  bids: readonly Bid[],
  catalogue: Catalogue,
): DecisionRecord {
  const { procurement, ruleSet, agreed } = assessment;
  return plainJson({
    schema: DECISION_RECORD_SCHEMA,
    input_hash: assessment.inputHash,
    input_parts: {
      procurement: canonicalSha256(procurement),
      bids: Object.fromEntries(bids.map((bid) => [partName(bid), canonicalSha256(bid)])),
    },
    inputs: { procurement, bids, ...(agreed.length === 0 ? {} : { agreed }) },
    rule_set: getRuleSet(catalogue, procurement.ruleSet),
    rules: ruleSet.rules.map(({ rule, code }) => ({ rule: rule.id, version: rule.version, code })),
    parameters: Object.fromEntries(
      ruleSet.rules.map(({ rule, parameters }) => [`${rule.id}@${rule.version}`, parameters]),
    ),
    reference_data: usedReferenceData(catalogue.referenceData, procurement, bids),
    software: { name: 'supplier-sustainability-scorer', version: assessment.softwareVersion },
    assessment: toAssessmentJson(assessment),
  });
}

/** "B1", or "B1, lot 2". */
function partName({ reference, lot }: Bid): string {
  return lot === undefined ? reference : `${reference}, lot ${lot}`;
}

/** One place where a record and its recomputation differ. */
export type Difference = { readonly pointer: string; readonly recorded: string; readonly recomputed: string };

/**
 * Recomputes a decision record from its own inputs, rule set and reference data, and compares all of it. No
 * differences means identical. Throws AppError when it is no decision record, or a rule version it names is gone.
 */
export function replayDecisionRecord(json: unknown, catalogue: Catalogue): Difference[] {
  const record = parseDecisionRecord(json);
  const own = recordedCatalogue(record, catalogue);
  return compareRecords(record, buildDecisionRecord(reassess(record, own), record.inputs.bids, own));
}

/** The assessment of a record, recomputed from its own inputs with the catalogue it was made with. */
export function reassess({ inputs, software, assessment }: DecisionRecord, recorded: Catalogue): Assessment {
  return assess(recorded, { ...inputs, softwareVersion: software.version, status: assessment.status });
}

/** The catalogue as a record has it: its rule set, its reference data, and no rule on trial that it does not name. */
export function recordedCatalogue(record: DecisionRecord, catalogue: Catalogue): Catalogue {
  return {
    ...catalogue,
    ruleSets: [
      record.rule_set,
      ...catalogue.ruleSets.filter(
        ({ id, version }) => id !== record.rule_set.id || version !== record.rule_set.version,
      ),
    ],
    referenceData: record.reference_data,
    rules: catalogue.rules.filter(({ id }) => isRecordedOrNamed(record, id)),
  };
}

/** A rule on trial today, but not then, takes no part in the replay. */
function isRecordedOrNamed(record: DecisionRecord, id: string): boolean {
  return record.rules.some(({ rule }) => rule === id);
}

function parseDecisionRecord(json: unknown): DecisionRecord {
  if (typeof json !== 'object' || json === null || !('schema' in json) || json.schema !== DECISION_RECORD_SCHEMA) {
    throw new AppError('invalid-input', `This is not a decision record (schema "${DECISION_RECORD_SCHEMA}").`);
  }
  const record = json as DecisionRecord;
  const parsed = parseRuleSet(record.rule_set, '#/rule_set');
  if ('issues' in parsed)
    throw new AppError('invalid-input', 'The rule set in the record cannot be read.', parsed.issues);
  return { ...record, rule_set: parsed.ruleSet };
}

/** Every leaf at which two JSON values differ. */
export function compareRecords(recorded: unknown, recomputed: unknown, pointer = '#'): Difference[] {
  if (!isContainer(recorded) || !isContainer(recomputed) || Array.isArray(recorded) !== Array.isArray(recomputed)) {
    return recorded === recomputed ? [] : [{ pointer, recorded: leafText(recorded), recomputed: leafText(recomputed) }];
  }
  const keys = [...new Set([...Object.keys(recorded), ...Object.keys(recomputed)])];
  return keys.flatMap((key) => compareRecords(recorded[key], recomputed[key], `${pointer}/${encodePointerPart(key)}`));
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function leafText(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}

/** The factors the lines name, the route's duties, and the small tables whole. */
function usedReferenceData(data: ReferenceData, procurement: Procurement, bids: readonly Bid[]): ReferenceData {
  const named = new Set(bids.flatMap(({ carbon }) => carbon.map(({ factor }) => factor)));
  const pinned = factorSetFor(data, procurement.bidDeadline);
  // One factor of the pinned set is kept even where none is named, so that the set itself is on record.
  const factors = pinned.factors.filter(({ id }, index) => index === 0 || named.has(id));
  const classes = new Set(bids.flatMap(({ devices }) => devices.map(({ deviceClass }) => deviceClass)));
  return {
    ...data,
    emissionFactors: factors,
    routes: data.routes.filter(({ route }) => route === procurement.route),
    deviceBenchmarks: data.deviceBenchmarks.filter(({ deviceClass }) => classes.has(deviceClass)),
  };
}

/** What JSON makes of a value: absent keys gone, so that a record compares equal to one read back. */
function plainJson(record: DecisionRecord): DecisionRecord {
  return JSON.parse(JSON.stringify(record)) as DecisionRecord;
}

import type { Bid } from '../domain/bid.ts';
import type { IsoDate } from '../domain/iso-date.ts';
import type { Judgement } from '../domain/judgement.ts';
import type { Procurement } from '../domain/procurement.ts';
import type { Fraction } from '../domain/quantity.ts';
import type { Assessment, BidAssessment, ConditionResult, CriterionResult } from '../scoring/assessment.ts';
import type { AgreedJudgement } from '../scoring/agreed-judgements.ts';
import { type Catalogue, getRuleSet } from '../scoring/catalogue.ts';
import { assess } from '../scoring/evaluate.ts';
import { type PreparedRuleSet, prepareRuleSet } from '../scoring/prepared-rule-set.ts';
import type { Rule, ScaleRow } from '../scoring/rule.ts';
import { pointsWords } from '../domain/plain-english.ts';
import { pointsText } from '../scoring/stated-finding.ts';
import type { EvaluationItem, EvaluationRecord } from './evaluation-records.ts';
import { governingCatalogue } from './governing-catalogue.ts';
import { type ChangeOfBid, earlierVersions, lastChange, type VersionRead, withHeadsOf } from './overtaken-records.ts';
import type { ServicePorts } from './ports.ts';
import type { BidRecord, ProcurementRecord } from './records.ts';
import { readBids } from './standing-bids.ts';
import type { Stores } from './stores.ts';

/** One thing to evaluate: a criterion or condition of a standing bid, with what the rule proposes. */
export type Item = EvaluationItem & {
  readonly kind: 'criterion' | 'condition';
  readonly assessment: 'facts' | 'judgement';
  readonly code: string;
  readonly definition: Rule;
  readonly scale: readonly ScaleRow[];
  /** The whole points that may be given where people judge. */
  readonly wholePoints: readonly number[];
  readonly bidRecord: BidRecord;
  readonly bidVersion: number;
  /** The version that last changed what this rule reads of the bid; what people found on an earlier one is overtaken. */
  readonly change?: ChangeOfBid;
  /** A document must be valid on this day to show anything. */
  readonly bidDeadline: IsoDate;
  readonly proposal: Found;
};

/** What a judgement leads to under its rule. */
export type Found = {
  /** Absent for a condition. */
  readonly points?: Fraction;
  /** Absent for a criterion. */
  readonly outcome?: ConditionResult['outcome'];
  readonly codes: readonly string[];
  /** "3.38 points", "fail (F1)". */
  readonly text: string;
  readonly findings: CriterionResult['findings'];
};

/** Everything there is of the evaluation of one procurement. */
export type Evaluation = {
  readonly record: ProcurementRecord;
  readonly records: readonly EvaluationRecord[];
  readonly catalogue: Catalogue;
  readonly rules: PreparedRuleSet;
  readonly bids: readonly BidRecord[];
  readonly items: readonly Item[];
  /** Assesses these bids with what people found. */
  readonly assessWith: (bids: readonly Bid[], agreed: readonly AgreedJudgement[]) => Assessment;
};

/**
 * Reads the evaluation of a procurement: its standing bids (or those given), what the published rules propose, and what
 * people did.
 */
export async function readEvaluation(
  ports: Pick<ServicePorts, 'catalogue' | 'softwareVersion'>,
  stores: Stores,
  record: ProcurementRecord,
  bids?: readonly BidRecord[],
): Promise<Evaluation> {
  const { organisation, reference, facts: procurement } = record;
  const standing = bids ?? (await readBids(stores, organisation, reference)).standing;
  const catalogue = await governingCatalogue(ports.catalogue, stores, record);
  const rules = prepareRuleSet(catalogue, getRuleSet(catalogue, procurement.ruleSet), false);
  const { softwareVersion } = ports;
  const assessWith: Evaluation['assessWith'] = (assessed, agreed) =>
    assess(catalogue, { procurement, bids: assessed, softwareVersion, status: 'draft', agreed });
  const proposals = assessWith(
    standing.map(({ bid }) => bid),
    [],
  );
  const items: Item[] = [];
  for (const bid of standing) {
    const versions = readVersions(bid, await earlierVersions(stores, record, bid), assessWith);
    items.push(...itemsOf(bid, rules, proposals, procurement, versions));
  }
  return {
    record,
    records: await stores.evaluation.records(organisation, reference),
    catalogue,
    rules,
    bids: standing,
    items,
    assessWith,
  };
}

/** The versions of a bid from the present one back, with what the rules propose on each, worked out when asked. */
function readVersions(
  present: BidRecord,
  earlier: readonly BidRecord[],
  assessWith: Evaluation['assessWith'],
): VersionRead[] {
  const { reference: bid, lot } = present;
  return [present, ...earlier].map((record) => {
    let made: BidAssessment | undefined;
    const proposed = (rule: string): unknown => {
      const as = withHeadsOf(record.bid, present.bid);
      made ??= findBid(assessWith([as], []), { bid, ...(lot === undefined ? {} : { lot }) });
      if (made === undefined) return null;
      const { text, codes, findings } = toFound(made, rule);
      return { text, codes, messages: findings.map(({ message }) => message) };
    };
    return { record, proposed };
  });
}

/** What a judgement leads to. Without a correction that is the proposal; else the engine runs again for that bid. */
export function foundBy(evaluation: Evaluation, item: Item, judgement: Judgement): Found {
  if (isAccepted(judgement)) return item.proposal;
  const agreed = [{ ...keyOf(item), judgement }];
  const assessment = evaluation.assessWith([item.bidRecord.bid], agreed);
  const bid = findBid(assessment, item);
  return bid === undefined ? item.proposal : toFound(bid, item.rule);
}

function isAccepted(judgement: Judgement): boolean {
  if (judgement.kind === 'points') return false;
  return Object.keys(judgement.corrections).length + Object.keys(judgement.carbon ?? {}).length === 0;
}

/** The item's place: bid, lot where there is one, and rule. */
export function keyOf({ bid, lot, rule }: Pick<EvaluationItem, 'bid' | 'lot' | 'rule'>) {
  return { bid, ...(lot === undefined ? {} : { lot }), rule };
}

/** Every condition that is asked, and every criterion that weighs something in the profile of the bid's lot. */
function itemsOf(
  bidRecord: BidRecord,
  rules: PreparedRuleSet,
  proposals: Assessment,
  { reference: procurement, bidDeadline }: Procurement,
  versions: readonly VersionRead[],
): Item[] {
  const { reference: bid, lot, version: bidVersion } = bidRecord;
  const result = findBid(proposals, { bid, ...(lot === undefined ? {} : { lot }) });
  if (result === undefined) return [];
  const asked = [
    ...result.conditions.filter(({ outcome }) => outcome !== 'not-required'),
    ...result.criteria.filter(({ weight }) => weight.n !== 0n),
  ];
  return asked.map(({ rule: definition, code }): Item => {
    const applied = rules.applied.rules.find(({ rule }) => rule.id === definition.id);
    const change = lastChange(definition, versions);
    return {
      procurement,
      ...keyOf({ bid, ...(lot === undefined ? {} : { lot }), rule: definition.id }),
      kind: definition.kind,
      assessment: applied?.assessment ?? definition.assessment,
      code,
      definition,
      scale: applied?.scale ?? [],
      wholePoints: wholePoints(rules, definition.id),
      bidRecord,
      bidVersion,
      ...(change === undefined ? {} : { change }),
      bidDeadline,
      proposal: toFound(result, definition.id),
    };
  });
}

/** The whole points that the published text names; 0 to 5 where it names none, or adds up a checklist. */
function wholePoints({ criteria }: PreparedRuleSet, rule: string): number[] {
  const prepared = criteria.find((one) => one.prepared.rule.id === rule)?.prepared;
  const named = (prepared?.scale ?? []).flatMap(({ points }) =>
    points !== undefined && /^[0-5]$/.test(points) ? [Number(points)] : [],
  );
  if (named.length < 2 || prepared?.table?.kind === 'checklist') return [0, 1, 2, 3, 4, 5];
  return [...new Set([0, ...named])].toSorted((a, b) => a - b);
}

/** What an assessment says of one bid and lot. */
export function findBid(
  { lots }: Assessment,
  { bid, lot }: { readonly bid: string; readonly lot?: string },
): BidAssessment | undefined {
  return lots.find((one) => one.lot?.id === lot)?.bids.find((one) => one.bid.reference === bid);
}

function toFound(bid: BidAssessment, rule: string): Found {
  const criterion = bid.criteria.find((one) => one.rule.id === rule);
  if (criterion !== undefined) {
    const { points, findings } = criterion;
    return { points, codes: [], text: pointsWords(pointsText(points)), findings };
  }
  const condition = bid.conditions.find((one) => one.rule.id === rule);
  const { outcome = 'not-required', codes = [], findings = [] } = condition ?? {};
  return { outcome, codes, text: codes.length === 0 ? outcome : `${outcome} (${codes.join(', ')})`, findings };
}

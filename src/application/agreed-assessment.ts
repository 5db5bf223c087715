import { AppError } from '../domain/errors.ts';
import type { Assessment, AssessmentStatus } from '../scoring/assessment.ts';
import type { AgreedJudgement } from '../scoring/agreed-judgements.ts';
import { buildDecisionRecord, type DecisionRecord } from '../scoring/decision-record.ts';
import { assess } from '../scoring/evaluate.ts';
import { answerText } from './check-score.ts';
import { lineContradictions } from './corrected-lines.ts';
import type { ConsensusRecord } from './evaluation-records.ts';
import { consensusOn } from './evaluation-state.ts';
import type { ServicePorts } from './ports.ts';
import { type Evaluation, type Item, keyOf, readEvaluation } from './read-evaluation.ts';
import type { Stores } from './stores.ts';

/** What the panel agreed, as an assessment that can be replayed, with the reason of every item. */
export type AgreedAssessment = {
  readonly assessment: Assessment;
  readonly record: DecisionRecord;
  /** The consensus on each item of the standing bids that has one. */
  readonly reasons: readonly ConsensusRecord[];
};

/**
 * Assesses the standing bids with what the panel agreed: corrected facts, and points where a criterion is judged. The
 * agreed judgements are part of the input hash and of the decision record. Items without consensus stand as proposed.
 */
export async function computeAgreedAssessment(
  ports: Pick<ServicePorts, 'catalogue' | 'softwareVersion'>,
  stores: Stores,
  organisation: string,
  reference: string,
  status: AssessmentStatus = 'draft',
): Promise<AgreedAssessment> {
  const record = await stores.procurements.find(organisation, reference);
  if (record === undefined) throw new AppError('not-found', `There is no procurement "${reference}".`);
  return assessAsAgreed(ports, await readEvaluation(ports, stores, record), status);
}

/** The same from an evaluation that has been read. */
export function assessAsAgreed(
  { softwareVersion }: Pick<ServicePorts, 'softwareVersion'>,
  evaluation: Evaluation,
  status: AssessmentStatus = 'draft',
): AgreedAssessment {
  const { record, catalogue, items, records } = evaluation;
  const bids = evaluation.bids.map(({ bid }) => bid);
  const reasons = items.flatMap((item) => consensusOn(records, item) ?? []);
  const agreed = reasons.map(toAgreed);
  const assessment = assess(catalogue, { procurement: record.facts, bids, softwareVersion, status, agreed });
  return { assessment, record: buildDecisionRecord(assessment, bids, catalogue), reasons };
}

function toAgreed({ judgement, ...item }: ConsensusRecord): AgreedJudgement {
  return { ...keyOf(item), judgement };
}

/**
 * One fact that was agreed to be this in one item and that in another of the same bid: sentences, one for each. A fact
 * that two criteria read has one agreed value.
 */
export function contradictions(
  { items, records }: Pick<Evaluation, 'items' | 'records'>,
  shown: (reference: string) => string,
): string[] {
  const agreed = items.flatMap((item) => {
    const consensus = consensusOn(records, item);
    if (consensus?.judgement.kind !== 'facts') return [];
    const { judgement } = consensus;
    return [{ item, judgement, corrections: judgement.corrections }];
  });
  const ofAnswers = agreed.flatMap(({ item, corrections }) =>
    Object.entries(corrections).flatMap(([id, answer]) =>
      agreed
        .filter((other) => other.item !== item && isSameBid(other.item, item) && reads(other.item, id))
        .filter(
          (other) => answerText(other.corrections[id] ?? other.item.bidRecord.bid.answers[id]) !== answerText(answer),
        )
        .map(
          (other) =>
            `"${id}" of bid ${shown(item.bid)} was corrected in ${item.code} and taken otherwise in ${other.item.code}: agree on one value`,
        ),
    ),
  );
  return [...ofAnswers, ...lineContradictions(agreed, shown)];
}

function isSameBid(a: Item, b: Item): boolean {
  return a.bid === b.bid && a.lot === b.lot;
}

function reads({ definition }: Item, id: string): boolean {
  return Object.values(definition.questions).some((question) => question.id === id);
}

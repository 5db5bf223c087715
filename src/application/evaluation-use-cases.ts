import { agreedScoresTemplate } from './agreed-scores-template.ts';
import { approveChange } from './approve-change.ts';
import { assignEvaluator } from './assign-evaluator.ts';
import { bind } from './bind-use-case.ts';
import { confirmFacts } from './confirm-facts.ts';
import { decideInterest } from './decide-interest.ts';
import { declareInterests } from './declare-interests.ts';
import { getEvaluation, getEvaluationItem } from './evaluation-queries.ts';
import { importAgreedScores } from './import-agreed-scores.ts';
import { getInterests } from './interest-queries.ts';
import { listTurns } from './list-turns.ts';
import { lockConsensus } from './lock-consensus.ts';
import { moderationMinutes } from './moderation-minutes.ts';
import { getModeration } from './moderation-queries.ts';
import type { ServicePorts } from './ports.ts';
import { confirmUndisputed, recordConsensus } from './record-consensus.ts';
import { recordScores } from './record-scores.ts';
import { exportScoreChanges, getScoreChanges } from './score-changes.ts';
import { startEvaluation } from './start-evaluation.ts';

/** What people do between closing and the locked consensus. */
export function evaluationUseCases(ports: ServicePorts) {
  return {
    declareInterests: bind(ports, declareInterests),
    decideInterest: bind(ports, decideInterest),
    assignEvaluator: bind(ports, assignEvaluator),
    startEvaluation: bind(ports, startEvaluation),
    recordScores: bind(ports, recordScores),
    confirmFacts: bind(ports, confirmFacts),
    recordConsensus: bind(ports, recordConsensus),
    confirmUndisputed: bind(ports, confirmUndisputed),
    approveChange: bind(ports, approveChange),
    agreedScoresTemplate: bind(ports, agreedScoresTemplate),
    importAgreedScores: bind(ports, importAgreedScores),
    lockConsensus: bind(ports, lockConsensus),
    getInterests: bind(ports, getInterests),
    getEvaluation: bind(ports, getEvaluation),
    getEvaluationItem: bind(ports, getEvaluationItem),
    getModeration: bind(ports, getModeration),
    getScoreChanges: bind(ports, getScoreChanges),
    exportScoreChanges: bind(ports, exportScoreChanges),
    moderationMinutes: bind(ports, moderationMinutes),
    listTurns: bind(ports, listTurns),
  };
}

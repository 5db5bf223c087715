import { acceptMapping } from './accept-mapping.ts';
import { admitLateBid } from './admit-late-bid.ts';
import { adoptProcurement } from './adopt-procurement.ts';
import { approveProcurement, issueEdition } from './approve-procurement.ts';
import { assignEvaluator } from './assign-evaluator.ts';
import { listAudit, verifyAudit } from './audit-queries.ts';
import { awardProcurement } from './award-procurement.ts';
import { getAward } from './award-queries.ts';
import { getBid, listBids } from './bid-queries.ts';
import { cancelProcurement } from './cancel-procurement.ts';
import { closeProcurement } from './close-procurement.ts';
import { enterContract } from './enter-contract.ts';
import { exportOcds } from './export-ocds.ts';
import { confirmFacts } from './confirm-facts.ts';
import { decideInterest } from './decide-interest.ts';
import { declareInterests } from './declare-interests.ts';
import { getImport, listImports, markedUpCopy, originalFile } from './import-queries.ts';
import { lockConsensus } from './lock-consensus.ts';
import { openProcurement } from './open-procurement.ts';
import type { ServicePorts } from './ports.ts';
import { buildProcurementPack, restoreAssessment } from './procurement-pack.ts';
import { getProcurement, listProcurements } from './procurement-queries.ts';
import { publishProcurement } from './publish-procurement.ts';
import { receiveImport } from './receive-import.ts';
import { confirmUndisputed, recordConsensus } from './record-consensus.ts';
import { recordScores } from './record-scores.ts';
import { recoverImports } from './recover-imports.ts';
import { recordSummarySent } from './record-summary-sent.ts';
import { redactExplanation } from './redact-explanation.ts';
import { retryImport } from './retry-import.ts';
import { reviseFacts } from './revise-facts.ts';
import {
  getRuleSetView,
  getRuleView,
  listAskedQuestions,
  listQuestions,
  listRuleSets,
  listRules,
} from './rule-queries.ts';
import { runImport } from './run-import.ts';
import { getAssessment, listAssessments, scoreProcurement } from './score-procurement.ts';
import { setAsideBid } from './set-aside-bid.ts';
import { startStandstill } from './start-standstill.ts';
import { supplierNote } from './supplier-note.ts';
import { startEvaluation } from './start-evaluation.ts';
import { getSupplier, listSuppliers } from './suppliers.ts';
import { templateChoices, templateFor } from './templates.ts';
import { tryOut } from './try-out.ts';
import { withdrawBid } from './withdraw-bid.ts';

/** Everything a user can do, bound to what it needs from outside. Pages, API and commands call nothing else. */
export function createUseCases(ports: ServicePorts) {
  return {
    receiveImport: bind(ports, receiveImport),
    runImport: bind(ports, runImport),
    acceptMapping: bind(ports, acceptMapping),
    retryImport: bind(ports, retryImport),
    recoverImports: bind(ports, recoverImports),
    getImport: bind(ports, getImport),
    listImports: bind(ports, listImports),
    markedUpCopy: bind(ports, markedUpCopy),
    originalFile: bind(ports, originalFile),

    listProcurements: bind(ports, listProcurements),
    getProcurement: bind(ports, getProcurement),
    publishProcurement: bind(ports, publishProcurement),
    adoptProcurement: bind(ports, adoptProcurement),
    openProcurement: bind(ports, openProcurement),
    closeProcurement: bind(ports, closeProcurement),
    cancelProcurement: bind(ports, cancelProcurement),
    reviseFacts: bind(ports, reviseFacts),
    tryOut: bind(ports, tryOut),

    listBids: bind(ports, listBids),
    getBid: bind(ports, getBid),
    withdrawBid: bind(ports, withdrawBid),
    admitLateBid: bind(ports, admitLateBid),

    scoreProcurement: bind(ports, scoreProcurement),
    getAssessment: bind(ports, getAssessment),
    listAssessments: bind(ports, listAssessments),
    restoreAssessment: bind(ports, restoreAssessment),
    buildProcurementPack: bind(ports, buildProcurementPack),

    ...createAwardUseCases(ports),
    declareInterests: bind(ports, declareInterests),
    decideInterest: bind(ports, decideInterest),
    assignEvaluator: bind(ports, assignEvaluator),
    startEvaluation: bind(ports, startEvaluation),
    recordScores: bind(ports, recordScores),
    confirmFacts: bind(ports, confirmFacts),
    recordConsensus: bind(ports, recordConsensus),
    confirmUndisputed: bind(ports, confirmUndisputed),
    lockConsensus: bind(ports, lockConsensus),

    listSuppliers: bind(ports, listSuppliers),
    getSupplier: bind(ports, getSupplier),
    listAudit: bind(ports, listAudit),
    verifyAudit: bind(ports, verifyAudit),
    ...createRuleUseCases(ports),
  };
}

/** Rules, questions and blank workbooks. */
function createRuleUseCases(ports: ServicePorts) {
  return {
    templateFor: bind(ports, templateFor),
    templateChoices: bind(ports, templateChoices),
    listRules: bind(ports, listRules),
    getRule: bind(ports, getRuleView),
    listRuleSets: bind(ports, listRuleSets),
    getRuleSet: bind(ports, getRuleSetView),
    listQuestions: bind(ports, listQuestions),
    listAskedQuestions: bind(ports, listAskedQuestions),
  };
}

/** From approval to contract. */
function createAwardUseCases(ports: ServicePorts) {
  return {
    approveProcurement: bind(ports, approveProcurement),
    issueEdition: bind(ports, issueEdition),
    redactExplanation: bind(ports, redactExplanation),
    recordSummarySent: bind(ports, recordSummarySent),
    setAsideBid: bind(ports, setAsideBid),
    awardProcurement: bind(ports, awardProcurement),
    startStandstill: bind(ports, startStandstill),
    enterContract: bind(ports, enterContract),
    getAward: bind(ports, getAward),
    exportOcds: bind(ports, exportOcds),
    supplierNote: bind(ports, supplierNote),
  };
}

export type UseCases = ReturnType<typeof createUseCases>;

/** The use case with its ports given. */
function bind<P, A extends readonly unknown[], R>(ports: P, useCase: (ports: P, ...rest: A) => R): (...rest: A) => R {
  return (...rest) => useCase(ports, ...rest);
}

import { acceptMapping } from './accept-mapping.ts';
import { admitLateBid } from './admit-late-bid.ts';
import { adoptProcurement } from './adopt-procurement.ts';
import { listAudit, verifyAudit } from './audit-queries.ts';
import { awardUseCases } from './award-use-cases.ts';
import { getBid, listBids } from './bid-queries.ts';
import { bind } from './bind-use-case.ts';
import { cancelProcurement } from './cancel-procurement.ts';
import { clarificationUseCases } from './clarification-use-cases.ts';
import { carbonUseCases } from './carbon-use-cases.ts';
import { closeProcurement } from './close-procurement.ts';
import { evaluationUseCases } from './evaluation-use-cases.ts';
import { factorUseCases } from './factor-use-cases.ts';
import { handOverRecords } from './hand-over-records.ts';
import { getImport, listImports, markedUpCopy, originalFile } from './import-queries.ts';
import { openProcurement } from './open-procurement.ts';
import { performanceUseCases } from './performance-use-cases.ts';
import { drawChart } from './draw-chart.ts';
import type { ServicePorts } from './ports.ts';
import { priceTemplateFor } from './price-template.ts';
import { buildProcurementPack, restoreAssessment } from './procurement-pack.ts';
import { getProcurement, listProcurements } from './procurement-queries.ts';
import { publishProcurement } from './publish-procurement.ts';
import { receiveImport } from './receive-import.ts';
import { recoverImports } from './recover-imports.ts';
import { registerTemplateFor } from './register-templates.ts';
import { retryImport } from './retry-import.ts';
import { reviseFacts } from './revise-facts.ts';
import {
  getRuleSetView,
  getRuleView,
  listAskedQuestions,
  listQuestions,
  listRules,
  listRuleSets,
} from './rule-queries.ts';
import { runImport } from './run-import.ts';
import { scenarioUseCases } from './scenario-use-cases.ts';
import { getAssessment, listAssessments, scoreProcurement } from './score-procurement.ts';
import { getSupplier, listSuppliers } from './suppliers.ts';
import { templateChoices, templateFor } from './templates.ts';
import { trajectoryUseCases } from './trajectory-use-cases.ts';
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

    ...carbonUseCases(ports),
    ...performanceUseCases(ports),
    ...scenarioUseCases(ports),
    ...trajectoryUseCases(ports),

    drawChart: bind(ports, drawChart),
    listSuppliers: bind(ports, listSuppliers),
    getSupplier: bind(ports, getSupplier),
    listAudit: bind(ports, listAudit),
    verifyAudit: bind(ports, verifyAudit),
    handOverRecords: bind(ports, handOverRecords),
    ...createRuleUseCases(ports),
  };
}

/** Rules, questions and blank workbooks. */
function createRuleUseCases(ports: ServicePorts) {
  return {
    templateFor: bind(ports, templateFor),
    registerTemplateFor: bind(ports, registerTemplateFor),
    priceTemplateFor: bind(ports, priceTemplateFor),
    templateChoices: bind(ports, templateChoices),
    listRules: bind(ports, listRules),
    getRule: bind(ports, getRuleView),
    listRuleSets: bind(ports, listRuleSets),
    getRuleSet: bind(ports, getRuleSetView),
    listQuestions: bind(ports, listQuestions),
    listAskedQuestions: bind(ports, listAskedQuestions),

    ...clarificationUseCases(ports),
    ...evaluationUseCases(ports),
    ...awardUseCases(ports),
    ...factorUseCases(ports),
  };
}

export type UseCases = ReturnType<typeof createUseCases>;

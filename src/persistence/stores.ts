import type { Stores } from '../application/stores.ts';
import { createAnswerStore } from './answer-store.ts';
import { createAssessmentStore } from './assessment-store.ts';
import { createAuditStore } from './audit-store.ts';
import { createAwardStore } from './award-store.ts';
import { createBidStore } from './bid-store.ts';
import { createFactorStore } from './factor-store.ts';
import { createContractStore } from './contract-store.ts';
import { createClarificationStore } from './clarification-store.ts';
import { createEvaluationStore } from './evaluation-store.ts';
import { createFileStore } from './file-store.ts';
import { createImportStore } from './import-store.ts';
import { createInstanceStore } from './instance-store.ts';
import { createLedgerStore } from './ledger-store.ts';
import { createPerformanceStore } from './performance-store.ts';
import { createProcurementStore } from './procurement-store.ts';
import { createReturnRequestStore } from './return-request-store.ts';
import { createScenarioStore } from './scenario-store.ts';
import { createTrajectoryStore } from './trajectory-store.ts';
import type { Session } from './session.ts';

/** All stores over one transaction. */
export function createStores(session: Session): Stores {
  return {
    procurements: createProcurementStore(session),
    bids: createBidStore(session),
    imports: createImportStore(session),
    files: createFileStore(session),
    factors: createFactorStore(session),
    assessments: createAssessmentStore(session),
    awards: createAwardStore(session),
    clarifications: createClarificationStore(session),
    evaluation: createEvaluationStore(session),
    audit: createAuditStore(session),
    returnRequests: createReturnRequestStore(session),
    contracts: createContractStore(session),
    ledger: createLedgerStore(session),
    performance: createPerformanceStore(session),
    scenarios: createScenarioStore(session),
    trajectories: createTrajectoryStore(session),
    answers: createAnswerStore(session),
    instances: createInstanceStore(session),
  };
}

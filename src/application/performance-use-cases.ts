import { bind } from './bind-use-case.ts';
import { changeContract } from './change-contract.ts';
import { getContractHistory } from './contract-history.ts';
import { getPerformance } from './contract-performance.ts';
import { draftNotice } from './draft-notice.ts';
import { getEngagementAction, listEngagementActions, proposeEngagement } from './engagement-queries.ts';
import { openEngagementAction } from './open-engagement-action.ts';
import { getBands, setBands } from './performance-bands.ts';
import type { ServicePorts } from './ports.ts';
import { registerContract } from './register-contract.ts';
import { supplierLetter, supplierLetterPdf } from './supplier-letter.ts';
import { getSupplierProfile, supplierFiguresCsv } from './supplier-profile.ts';
import { listSupplierWork } from './supplier-work.ts';
import { takeEngagementStep } from './take-engagement-step.ts';

/** What contracts emit against their commitments, and working with suppliers on it. */
export function performanceUseCases(ports: ServicePorts) {
  return {
    registerContract: bind(ports, registerContract),
    changeContract: bind(ports, changeContract),
    getContractHistory: bind(ports, getContractHistory),
    getPerformance: bind(ports, getPerformance),
    draftNotice: bind(ports, draftNotice),
    getBands: bind(ports, getBands),
    setBands: bind(ports, setBands),
    listEngagementActions: bind(ports, listEngagementActions),
    getEngagementAction: bind(ports, getEngagementAction),
    proposeEngagement: bind(ports, proposeEngagement),
    openEngagementAction: bind(ports, openEngagementAction),
    takeEngagementStep: bind(ports, takeEngagementStep),
    listSupplierWork: bind(ports, listSupplierWork),
    getSupplierProfile: bind(ports, getSupplierProfile),
    supplierFiguresCsv: bind(ports, supplierFiguresCsv),
    supplierLetter: bind(ports, supplierLetter),
    supplierLetterPdf: bind(ports, supplierLetterPdf),
  };
}

import { approveProcurement, issueEdition } from './approve-procurement.ts';
import { awardProcurement } from './award-procurement.ts';
import { getAward } from './award-queries.ts';
import { bind } from './bind-use-case.ts';
import { enterContract } from './enter-contract.ts';
import { exportOcds } from './export-ocds.ts';
import type { ServicePorts } from './ports.ts';
import { recordSummarySent } from './record-summary-sent.ts';
import { redactExplanation } from './redact-explanation.ts';
import { setAsideBid } from './set-aside-bid.ts';
import { startStandstill } from './start-standstill.ts';
import { supplierNote } from './supplier-note.ts';

/** What follows the locked consensus: approval, summaries, award, standstill, contract. */
export function awardUseCases(ports: ServicePorts) {
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

import { bind } from './bind-use-case.ts';
import { carbonTotals } from './carbon-totals.ts';
import { getContract, listContracts, listFigures, lookUpContract } from './contract-queries.ts';
import { explainChange, listEditions } from './editions.ts';
import { listReturnsOwed } from './list-returns-owed.ts';
import { nameEdition } from './name-edition.ts';
import type { ServicePorts } from './ports.ts';
import { recordCarbonReturn } from './record-carbon-return.ts';
import { recordContracts } from './record-contracts.ts';
import { requestReturns } from './request-returns.ts';
import { rerunProvisional } from './rerun-provisional.ts';
import { returnsOwedFile } from './returns-owed-file.ts';
import { serveTotals } from './serve-totals.ts';
import { sourceRow } from './source-row.ts';

/** What people do with contracts and the carbon ledger. */
export function carbonUseCases(ports: ServicePorts) {
  return {
    recordContracts: bind(ports, recordContracts),
    recordCarbonReturn: bind(ports, recordCarbonReturn),
    rerunProvisional: bind(ports, rerunProvisional),
    carbonTotals: bind(ports, carbonTotals),
    serveTotals: bind(ports, serveTotals),
    nameEdition: bind(ports, nameEdition),
    listEditions: bind(ports, listEditions),
    explainChange: bind(ports, explainChange),
    listContracts: bind(ports, listContracts),
    getContract: bind(ports, getContract),
    lookUpContract: bind(ports, lookUpContract),
    listFigures: bind(ports, listFigures),
    listReturnsOwed: bind(ports, listReturnsOwed),
    returnsOwedFile: bind(ports, returnsOwedFile),
    requestReturns: bind(ports, requestReturns),
    sourceRow: bind(ports, sourceRow),
  };
}

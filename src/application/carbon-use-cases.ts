import { bind } from './bind.ts';
import { carbonTotals } from './carbon-totals.ts';
import { getContract, listContracts, listFigures } from './contract-queries.ts';
import type { ServicePorts } from './ports.ts';
import { recordCarbonReturn } from './record-carbon-return.ts';
import { recordContracts } from './record-contracts.ts';
import { serveTotals } from './serve-totals.ts';

/** What people do with contracts and the carbon ledger. */
export function createCarbonUseCases(ports: ServicePorts) {
  return {
    recordContracts: bind(ports, recordContracts),
    recordCarbonReturn: bind(ports, recordCarbonReturn),
    carbonTotals: bind(ports, carbonTotals),
    serveTotals: bind(ports, serveTotals),
    listContracts: bind(ports, listContracts),
    getContract: bind(ports, getContract),
    listFigures: bind(ports, listFigures),
  };
}

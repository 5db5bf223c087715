import { approveFactorSet } from './approve-factor-set.ts';
import { bind } from './bind-use-case.ts';
import { compareFactorSets, factorSetFile, getFactorSet, listFactors, listFactorSets } from './factor-queries.ts';
import { importFactorSet } from './import-factor-set.ts';
import type { ServicePorts } from './ports.ts';

/** Sets of conversion factors: import, approval, look-up, comparison. */
export function factorUseCases(ports: ServicePorts) {
  return {
    importFactorSet: bind(ports, importFactorSet),
    approveFactorSet: bind(ports, approveFactorSet),
    listFactorSets: bind(ports, listFactorSets),
    getFactorSet: bind(ports, getFactorSet),
    factorSetFile: bind(ports, factorSetFile),
    listFactors: bind(ports, listFactors),
    compareFactorSets: bind(ports, compareFactorSets),
  };
}

import { bind } from './bind-use-case.ts';
import type { ServicePorts } from './ports.ts';
import { trajectoryEffect } from './procurement-pack.ts';
import { saveScenario } from './save-scenario.ts';
import { getScenario, listGridChanges, listScenarios } from './scenario-queries.ts';
import { lineAsked, scenarioTrajectory } from './scenario-trajectory.ts';

/** What might be, beside the record: scenarios, and what each bid would do to the trajectory. */
export function scenarioUseCases(ports: ServicePorts) {
  return {
    saveScenario: bind(ports, saveScenario),
    listScenarios: bind(ports, listScenarios),
    getScenario: bind(ports, getScenario),
    listGridChanges: bind(ports, listGridChanges),
    lineAsked: bind(ports, lineAsked),
    scenarioTrajectory: bind(ports, scenarioTrajectory),
    trajectoryEffect: bind(ports, trajectoryEffect),
  };
}

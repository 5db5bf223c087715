import { bind } from './bind-use-case.ts';
import { enterYearlyTotals } from './enter-yearly-totals.ts';
import type { ServicePorts } from './ports.ts';
import { serveTrajectory } from './serve-trajectory.ts';
import { stateTrajectoryPlan } from './state-trajectory-plan.ts';
import { trajectory } from './trajectory.ts';
import { listTrajectoryRecords } from './trajectory-queries.ts';

/** What people do with the line to the target. */
export function trajectoryUseCases(ports: ServicePorts) {
  return {
    trajectory: bind(ports, trajectory),
    serveTrajectory: bind(ports, serveTrajectory),
    stateTrajectoryPlan: bind(ports, stateTrajectoryPlan),
    enterYearlyTotals: bind(ports, enterYearlyTotals),
    listTrajectoryRecords: bind(ports, listTrajectoryRecords),
  };
}

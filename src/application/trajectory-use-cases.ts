import { bind } from './bind-use-case.ts';
import { enterYearlyTotals } from './enter-yearly-totals.ts';
import { importYearlyTotals } from './import-yearly-totals.ts';
import type { ServicePorts } from './ports.ts';
import { serveAccountingSheet } from './serve-accounting-sheet.ts';
import { serveTrajectory } from './serve-trajectory.ts';
import { stateTrajectoryPlan } from './state-trajectory-plan.ts';
import { trajectory } from './trajectory.ts';
import { trajectoryChange } from './trajectory-change.ts';
import { trajectoryVariance } from './trajectory-variance.ts';
import { serveVariance } from './trajectory-variance-file.ts';
import { listTrajectoryRecords } from './trajectory-queries.ts';

/** What people do with the line to the target. */
export function trajectoryUseCases(ports: ServicePorts) {
  return {
    trajectory: bind(ports, trajectory),
    trajectoryChange: bind(ports, trajectoryChange),
    trajectoryVariance: bind(ports, trajectoryVariance),
    serveVariance: bind(ports, serveVariance),
    serveTrajectory: bind(ports, serveTrajectory),
    serveAccountingSheet: bind(ports, serveAccountingSheet),
    stateTrajectoryPlan: bind(ports, stateTrajectoryPlan),
    importYearlyTotals: bind(ports, importYearlyTotals),
    enterYearlyTotals: bind(ports, enterYearlyTotals),
    listTrajectoryRecords: bind(ports, listTrajectoryRecords),
  };
}

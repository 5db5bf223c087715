import { ledgerPicture } from '../../src/application/ledger-picture.ts';
import { totalsOf } from '../../src/domain/cube-totals.ts';
import { aPerson } from '../support/service-ports.ts';
import { aPlan } from '../support/trajectory.ts';
import type { BenchOptions, BenchRow } from './bench-row.ts';
import { contractsFor, largeLedger } from './large-ledger.ts';

const PERSON = aPerson('sustainability');

/**
 * The line of the contracts of a large ledger, and the same under a scenario, beside totals by financial year that are
 * summed anew over the same ledger. The picture of the ledger is there for all three.
 */
export async function benchTrajectory({ lines }: BenchOptions): Promise<BenchRow[]> {
  const { database, useCases, contracts } = await largeLedger({ lines, contracts: contractsFor(lines) });
  await useCases.stateTrajectoryPlan(PERSON, aPlan(), { reason: 'For the benchmark' });
  const changes = [{ kind: 'supplier-cut', from: '2027/28', percent: '5' }] as const;
  await useCases.saveScenario(PERSON, { name: 'Cut', reason: 'For the benchmark', changes });
  const { moment } = await useCases.trajectory(PERSON);
  const picture = await ledgerPicture(database, PERSON.organisation, moment.version, moment.until);
  const query = { by: ['financial_year'], view: 'inventory', only: {} } as const;
  const totals = await middleTime(async () => totalsOf(picture.cube, query));
  const line = await middleTime(() => useCases.trajectory(PERSON));
  const scenario = await middleTime(() => useCases.scenarioTrajectory(PERSON, 'Cut'));
  const size = `${contracts.toLocaleString('en-GB')} contracts and ${lines.toLocaleString('en-GB')} lines`;
  return [
    row(`the trajectory of ${size}`, line, totals, 2),
    row(`a scenario that changes each of them, ${size}`, scenario, totals, 10),
  ];
}

async function middleTime(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 25; run++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[12] ?? Number.NaN;
}

function row(what: string, ours: number, theirs: number, most: number): BenchRow {
  const ratio = ours / theirs;
  const baseline = 'totals by financial year, summed anew';
  return { what, measure: 'ms', ours, baseline, theirs, ratio, bar: `at most ${most}x`, met: ratio <= most };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ledgerPicture } from '../../src/application/ledger-picture.ts';
import { createUseCases } from '../../src/application/use-cases.ts';
import { totalsOf } from '../../src/domain/cube-totals.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { aPerson, createTestPorts } from '../support/service-ports.ts';
import { aPlan } from '../support/trajectory.ts';
import type { BenchRow } from './bench-row.ts';

const CONTRACTS = 10_000;
const PERSON = aPerson('sustainability');

/**
 * The line of ten thousand contracts, and the same under a scenario, beside totals by financial year that are summed
 * anew over the same ledger. The picture of the ledger is there for all three.
 */
export async function benchTrajectory(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'trajectory-'));
  const database = await openDatabase(`sqlite:${join(folder, 'ledger.db')}`);
  try {
    await database.migrate();
    const useCases = createUseCases(await createTestPorts(database));
    const references = Array.from({ length: CONTRACTS }, (_, index) => `C${index}`);
    await useCases.recordContracts(
      PERSON,
      references.map((reference) => aContract(reference)),
    );
    const year = { periodStart: '2025-04-01', periodEnd: '2026-03-31' };
    await useCases.recordCarbonReturn(
      PERSON,
      references.map((reference, index) => aLine(reference, 'L1', { ...year, amount: String(1000 + index) })),
    );
    await useCases.stateTrajectoryPlan(PERSON, aPlan(), { reason: 'For the benchmark' });
    const changes = [{ kind: 'supplier-cut', from: '2027/28', percent: '5' }] as const;
    await useCases.saveScenario(PERSON, { name: 'Cut', reason: 'For the benchmark', changes });
    const { moment } = await useCases.trajectory(PERSON);
    const picture = await ledgerPicture(database, PERSON.organisation, moment.version, moment.until);
    const query = { by: ['financial_year'], view: 'inventory', only: {} } as const;
    const totals = await middleTime(async () => totalsOf(picture.cube, query));
    const line = await middleTime(() => useCases.trajectory(PERSON));
    const scenario = await middleTime(() => useCases.scenarioTrajectory(PERSON, 'Cut'));
    return [row('the trajectory', line, totals, 2), row('a scenario that changes each of them', scenario, totals, 10)];
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
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

function row(name: string, ours: number, theirs: number, most: number): BenchRow {
  const what = `${name} of ${CONTRACTS.toLocaleString('en-GB')} contracts`;
  const ratio = ours / theirs;
  const baseline = 'totals by financial year, summed anew';
  return { what, measure: 'ms', ours, baseline, theirs, ratio, bar: `at most ${most}x`, met: ratio <= most };
}

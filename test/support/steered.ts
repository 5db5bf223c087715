import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import { saveScenario } from '../../src/application/save-scenario.ts';
import { stateTrajectoryPlan } from '../../src/application/state-trajectory-plan.ts';
import { toFraction, toGrams } from '../../src/domain/quantity.ts';
import { aContract, aLine } from './carbon.ts';
import { aPerson, type TestPorts } from './service-ports.ts';
import { aPlan } from './trajectory.ts';

/** A cloud contract of 100 t a month, a fifth of it electricity, and a plan from 5,000 t to a tenth of it. */
export async function steer(ports: TestPorts): Promise<void> {
  const officer = aPerson('officer');
  await recordContracts(ports, officer, [aContract('C1'), aContract('C2', { end: '2028-03-31' })]);
  const year = { periodStart: '2025-04-01', periodEnd: '2026-03-31' };
  await recordCarbonReturn(ports, officer, [
    aLine('C1', 'L1', { ...year, amount: '960000' }),
    aLine('C1', 'L2', { ...year, amount: '240000', scope: '2' }),
    aLine('C2', 'L1', { ...year, amount: '365000' }),
  ]);
  const baseline = { year: '2019/20', tonnes: '5000', source: 'Spend analysis of 2020', method: 'spend' } as const;
  await stateTrajectoryPlan(ports, aPerson('sustainability'), aPlan({ baseline }), { reason: 'First plan' });
}

/** Two scenarios for the contracts of `steer`. */
export async function imagine(ports: TestPorts): Promise<void> {
  const person = aPerson('sustainability');
  const from = '2027/28';
  await saveScenario(ports, person, {
    name: 'Shared data centre',
    reason: 'For the Cabinet paper',
    changes: [
      { kind: 'swap', contract: 'C1', on: '2027-10-01', title: 'Shared data centre', tonnes: '300' },
      { kind: 'grid-path', from, percent: '10' },
      { kind: 'volume', contract: 'C2', from, percent: '80' },
    ],
  });
  const changes = [{ kind: 'supplier-cut', from, percent: '15' }] as const;
  await saveScenario(ports, person, { name: 'Suppliers cut', reason: 'What they say', changes });
}

type EffectYear = { readonly year: string; readonly gross_kg: string | null };
type EffectAnswer = {
  readonly years: readonly EffectYear[];
  readonly lots: readonly {
    readonly bids: readonly { readonly bid: string; readonly years: readonly EffectYear[] }[];
  }[];
};

/** By how much each year of the line rises with a bid, grams, as the interface tells it. */
export function risesByYear({ years, lots }: EffectAnswer, bid: string): Record<string, bigint> {
  const gramsIn = ({ gross_kg: gross }: Partial<EffectYear> = {}) => toGrams(toFraction(gross ?? '0'));
  const withBid = lots[0]?.bids.find((one) => one.bid === bid)?.years ?? [];
  return Object.fromEntries(withBid.map((one, index) => [one.year, gramsIn(one) - gramsIn(years[index])]));
}

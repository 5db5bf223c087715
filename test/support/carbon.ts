import type { CarbonReturnLine } from '../../src/domain/carbon-figure.ts';
import type { Contract } from '../../src/domain/contract.ts';

/** A live cloud contract of an invented supplier, from April 2025 for five years. */
export function aContract(reference: string, overrides: Partial<Contract> = {}): Contract {
  return {
    reference,
    title: `Contract ${reference}`,
    supplier: { name: 'Fictional Fern Hosting Ltd', identifier: { scheme: 'GB-COH', id: '00000001' } },
    ictCategory: 'cloud',
    department: 'Digital',
    start: '2025-04-01',
    end: '2030-03-31',
    annualValue: '120000',
    status: 'live',
    commitments: [],
    ...overrides,
  };
}

/** An actual emission of 123.456 kg in April 2026, declared, tier B. */
export function aLine(contract: string, line: string, overrides: Partial<CarbonReturnLine> = {}): CarbonReturnLine {
  return {
    contract,
    line,
    kind: 'emission',
    stage: 'serve',
    scope: '3',
    category: '1',
    periodStart: '2026-04-01',
    periodEnd: '2026-04-30',
    amount: '123.456',
    basis: 'actual',
    tier: 'B',
    source: { sheet: 'Figures', row: 2 },
    ...overrides,
  };
}

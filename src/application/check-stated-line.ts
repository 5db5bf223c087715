import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { factorLookup } from './append-carbon-return.ts';
import { checkReturnLine, createLineCheck } from './check-return-line.ts';
import type { FaultList } from './fault-list.ts';

/** Checks a line as a file states it; what it looks up for one line it keeps for the next. */
export type StatedLineCheck = (line: CarbonReturnLine, at: string, faults: FaultList) => void;

/**
 * The check of a line before anything on record is looked at: whether its contract exists, and what stands for the
 * period already, is asked when it is recorded. A unit or a scope is never filled in for the sender.
 */
export function createStatedLineCheck(catalogue: Catalogue): StatedLineCheck {
  const check = createLineCheck({ catalogue, policy: 'blended', factorOn: factorLookup(catalogue) });
  return (line, at, faults) => {
    checkReturnLine(line, at, faults, check);
    checkAmountUnit(line, at, faults);
    checkScope(line, at, faults);
  };
}

function checkAmountUnit(
  { amount, marketBasedAmount, amountUnit }: CarbonReturnLine,
  at: string,
  faults: FaultList,
): void {
  if ((amount === undefined && marketBasedAmount === undefined) || amountUnit !== undefined) return;
  const message = 'Say whether the amount is in kg or in t';
  faults.add(`${at}/amountUnit`, 'amount-unit-missing', message, { expected: 'kg or t' });
}

function checkScope({ scope, category }: CarbonReturnLine, at: string, faults: FaultList): void {
  if (category === undefined || scope === '3') return;
  const message = `Categories belong to scope 3: enter 3 as the scope, or leave category ${category} out`;
  faults.add(`${at}/category`, 'category-without-scope-3', message, { found: category, expected: 'scope 3, or blank' });
}

import type { EmissionFactor } from '../domain/reference-data.ts';
import { isSameUnit } from '../domain/unit.ts';
import { plainName } from './nearest-names.ts';

/** Whether a unit as written is the unit of the factor, in any of its spellings. */
export function isUnitOf(factor: EmissionFactor, unit: string): boolean {
  return isSameUnit(factor.unit, unit);
}

/**
 * What to do about a unit that is not the factor's. A fuel's bare "kWh" does not say whether it is by gross or net
 * calorific value, which differ by about a tenth for natural gas, so it is never guessed.
 */
export function unitAdvice(factor: EmissionFactor, unit: string): string {
  const byCalorificValue = factor.unit.startsWith('kWh_');
  if (byCalorificValue && plainName(unit) === 'kwh') {
    return `Say by which calorific value the ${unit} are counted: enter ${factor.unit} if that is what the meter or bill states`;
  }
  return `Enter the quantity in ${factor.unit}, the unit of ${factor.id}, got "${unit}"`;
}

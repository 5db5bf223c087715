import type { EmissionFactor } from '../domain/reference-data.ts';
import { plainName } from './nearest-names.ts';

/** Other ways to write the units of the published factors. */
const SAME_UNIT: Readonly<Record<string, readonly string[]>> = {
  kWh: ['kilowatt hour', 'kilowatt hours', 'kWhs'],
  kWh_gross: ['kWh gross CV', 'kWh gross calorific value', 'gross kWh', 'kWh (Gross CV)'],
  kWh_net: ['kWh net CV', 'kWh net calorific value', 'net kWh'],
  litre: ['litres', 'l', 'liter', 'liters'],
  m3: ['m³', 'cubic metre', 'cubic metres'],
  km: ['kilometre', 'kilometres', 'kms'],
  pkm: ['passenger km', 'passenger kilometre', 'passenger kilometres', 'passenger.km'],
  tkm: ['tonne km', 'tonne kilometre', 'tonne kilometres', 'tonne.km'],
  t: ['tonne', 'tonnes'],
  fte_hour: ['FTE hour', 'FTE hours', 'FTE working hour'],
  room_night: ['room per night', 'room nights'],
};

/** Whether a unit as written is the unit of the factor; case, spaces and punctuation do not count. */
export function isUnitOf(factor: EmissionFactor, unit: string): boolean {
  const written = plainName(unit);
  return [factor.unit, ...(SAME_UNIT[factor.unit] ?? [])].some((known) => plainName(known) === written);
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

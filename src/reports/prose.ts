import { visibleText } from '../domain/visible-text.ts';

const CARBON_DIOXIDE = /CO2(?=e?(?![A-Za-z0-9]))/g;

/** Our own sentences and those of rules: CO2 and CO2e get their subscript, besides what `visibleText` does. */
export function prose(text: string): string {
  return visibleText(text).replaceAll(CARBON_DIOXIDE, 'CO₂');
}

import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { type LineFigure, lineFigures } from '../domain/line-figures.ts';
import { sharesOf } from '../domain/period-split.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { factorLookup } from './append-carbon-return.ts';

/**
 * Works out the figures of lines before their contracts are looked up: whole, and borne by '', by the policy `blended`
 * (see `WorkedLines`).
 */
export function lineWork(catalogue: Catalogue): (line: CarbonReturnLine) => LineFigure[] {
  const factorOn = factorLookup(catalogue);
  const whole = sharesOf(undefined, '');
  return (line) =>
    lineFigures(line, whole, 'blended', line.factor === undefined ? () => undefined : factorOn(line.factor));
}

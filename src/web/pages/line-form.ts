import type { Request } from 'express';
import { carbonLineSchema } from '../../application/bid-schemas.ts';
import type { ItemView } from '../../application/evaluation-queries.ts';
import type { LineCorrections } from '../../application/corrected-lines.ts';
import type { CarbonLine } from '../../domain/bid.ts';
import { AppError } from '../../domain/errors.ts';
import { parseDecimal } from '../../domain/quantity.ts';
import { field, fieldsOf } from './page.ts';
import { grouped, STAGE_WORDS } from './words.ts';

/** More lines than this are corrected through the interface. */
const MOST_LINES = 200;

/** The corrections of carbon lines that a form gives: those ticked to be kept, and the one filled in. */
export function readLines(request: Request, lines: readonly CarbonLine[]): LineCorrections {
  const kept = fieldsOf(request, 'keptLine').map(parseKept);
  const name = field(request, 'line');
  if (name === '') return Object.fromEntries(kept);
  const stated = lines.find(({ line }) => line === name);
  if (stated === undefined) throw new AppError('malformed', 'The form names a carbon line that it did not offer.');
  return Object.fromEntries([...kept, [name, foundLine(request, stated)]]);
}

function foundLine(request: Request, stated: CarbonLine): CarbonLine | 'missing' {
  if (field(request, 'lineTake') === 'missing') return 'missing';
  const given = ['quantity', 'declaredKg', 'tier'].map((name) => [name, field(request, `line-${name}`)] as const);
  const changed: Readonly<Record<string, string>> = Object.fromEntries(given.filter(([, text]) => text !== ''));
  // What the form holds is checked by the use case, which refuses it by field.
  return { ...stated, ...changed };
}

function parseKept(text: string): [string, CarbonLine | 'missing'] {
  try {
    const [name, line] = JSON.parse(text) as [string, unknown];
    // Absent keys of zod's output are keys without a value to TypeScript; JSON has none of those.
    return [name, line === 'missing' ? line : (carbonLineSchema.parse(line) as CarbonLine)];
  } catch {
    throw new AppError('malformed', 'The form keeps a carbon line that it did not offer.');
  }
}

/** What the form shows of carbon lines: those there are, and the corrections so far, to be kept or not. */
export function lineFormContent({ lines }: ItemView, corrected: LineCorrections) {
  return {
    count: lines.length,
    hidden: Math.max(0, lines.length - MOST_LINES),
    choices: lines.slice(0, MOST_LINES).map((line) => ({ value: line.line, text: carbonLineText(line.line, line) })),
    // A correction that is none yet, as with letters for a figure, is entered again.
    kept: Object.entries(corrected)
      .filter(([, line]) => line === 'missing' || carbonLineSchema.safeParse(line).success)
      .map(([name, line]) => ({
        text: carbonLineText(name, line),
        value: JSON.stringify([name, line]),
        checked: true,
      })),
  };
}

/** "Line 3, use: 1,480 kgCO₂e, tier B". */
export function carbonLineText(name: string, line: CarbonLine | 'missing'): string {
  if (line === 'missing') return `Line ${name}: taken as missing`;
  const { stage, quantity, unit, factor, declaredKg, tier } = line;
  const activity = quantity === undefined ? [] : [`${figureText(quantity)} ${unit ?? ''} × ${factor ?? 'no factor'}`];
  const figures = [...activity, ...(declaredKg === undefined ? [] : [`${figureText(declaredKg)} kgCO₂e`])];
  const text = figures.length === 0 ? 'no figure' : figures.join(', ');
  return `Line ${name}, ${STAGE_WORDS[stage] ?? stage}: ${text}, tier ${tier ?? 'D, as none is stated'}`;
}

/** Grouped where it is a number; a form may hold anything until it is checked. */
function figureText(text: string): string {
  return parseDecimal(text) === undefined ? text : grouped(text);
}

import type { CarbonLine } from '../domain/bid.ts';
import { encodePointerPart, type Issue } from '../domain/issue.ts';
import { fractionText, parseDecimal } from '../domain/quantity.ts';
import { applyCorrections } from '../scoring/agreed-judgements.ts';
import { checkBids } from './check-tender.ts';
import type { Judgement } from './evaluation-records.ts';
import { readsCarbon } from './overtaken-records.ts';
import type { Evaluation, Item } from './read-evaluation.ts';
import { bidPointer } from './tender.ts';

/** Carbon lines as people found them instead of the stated ones, by their names. */
export type LineCorrections = Readonly<Record<string, CarbonLine | 'missing'>>;

export function linesOf(judgement: Judgement): LineCorrections {
  return judgement.kind === 'facts' ? (judgement.carbon ?? {}) : {};
}

/** A line in a form that two share which count alike, wherever their evidence stands. */
export function lineText(line: CarbonLine | 'missing' | undefined): string {
  if (line === undefined || line === 'missing') return 'missing';
  const { stage, scope, category, year, unit, factor, tier, reason } = line;
  const [quantity, declaredKg] = [line.quantity, line.declaredKg].map(numberText);
  return JSON.stringify([stage, scope, category, year, quantity, unit, factor, declaredKg, tier ?? 'D', reason]);
}

function numberText(text: string | undefined): string | undefined {
  const number = text === undefined ? undefined : parseDecimal(text);
  return number === undefined ? text : fractionText(number);
}

/**
 * Every fault of corrected carbon lines: they are lines of the bid, in an item whose rule reads them, differ from what
 * is stated, and are such as a bid may state.
 */
export function lineFaults(
  { catalogue, record }: Pick<Evaluation, 'catalogue' | 'record'>,
  item: Item,
  judgement: Judgement,
  at: string,
): Issue[] {
  const { bid } = item.bidRecord;
  const lines = Object.entries(linesOf(judgement));
  if (lines.length === 0) return [];
  const pointerOf = (name: string) => `${at}/carbon/${encodePointerPart(name)}`;
  const refused = lines.flatMap(([name, line]): Issue[] => {
    const message = refusal(item, name, line);
    return message === undefined ? [] : [{ pointer: pointerOf(name), code: 'correction-refused', message }];
  });
  if (refused.length > 0) return refused;
  const prefix = `${bidPointer(bid)}/carbon/`;
  const known = lines.map(([name]) => encodePointerPart(name));
  return checkBids([applyCorrections(bid, judgement)], catalogue, record.facts)
    .filter(({ pointer }) => known.some((name) => `${pointer}/`.startsWith(`${prefix}${name}/`)))
    .map((issue) => ({ ...issue, pointer: `${at}/carbon/${issue.pointer.slice(prefix.length)}` }));
}

function refusal(item: Item, name: string, line: CarbonLine | 'missing'): string | undefined {
  if (!readsCarbon(item.definition)) return `${item.code} does not read the carbon lines.`;
  const stated = item.bidRecord.bid.carbon.find((one) => one.line === name);
  if (stated === undefined) return `The bid has no carbon line "${name}": ask the bidder about what is left out.`;
  if (line === 'missing') return undefined;
  if (line.line !== name) return `The correction of line "${name}" is named "${line.line}".`;
  return lineText(stated) === lineText(line)
    ? `That is what the bid states in line "${name}": accept it instead of correcting it.`
    : undefined;
}

type Agreed = { readonly item: Item; readonly judgement: Judgement };

/** One line of a bid that was agreed to be this in one item and that in another: sentences, one for each. */
export function lineContradictions(agreed: readonly Agreed[], shown: (reference: string) => string): string[] {
  const readers = agreed.filter(({ item }) => readsCarbon(item.definition));
  return readers.flatMap(({ item, judgement }) =>
    Object.entries(linesOf(judgement)).flatMap(([name, line]) =>
      readers
        .filter((other) => other.item !== item && other.item.bid === item.bid && other.item.lot === item.lot)
        .filter((other) => lineText(foundLine(other, name)) !== lineText(line))
        .map(
          (other) =>
            `carbon line "${name}" of bid ${shown(item.bid)} was corrected in ${item.code} and taken otherwise in ${other.item.code}: agree on one value`,
        ),
    ),
  );
}

function foundLine({ item, judgement }: Agreed, name: string): CarbonLine | 'missing' | undefined {
  const corrected = linesOf(judgement);
  return Object.hasOwn(corrected, name) ? corrected[name] : item.bidRecord.bid.carbon.find(({ line }) => line === name);
}

import type { Waterfall } from '../../application/editions.ts';
import type { ChangeCause } from '../../application/ledger-stores.ts';
import { percentOf } from '../../application/totals-json.ts';
import type { Chart } from '../../charts/chart.ts';
import { waterfallChart, type WaterfallStep } from '../../charts/waterfall-chart.ts';
import type { Grams } from '../../domain/quantity.ts';
import { RESTATEMENT_THRESHOLD } from '../../domain/restatement.ts';
import { kilograms, tonnes } from './carbon-view.ts';

const CAUSE_WORDS: Readonly<Record<ChangeCause, { readonly text: string; readonly says: string }>> = {
  activity: { text: 'Activity', says: 'What was reported for the first time, and months that ended meanwhile' },
  factor: { text: 'Conversion factors', says: 'The same activity with another set of factors' },
  method: { text: 'Method', says: 'The same emission found another way, such as supplier figures in place of spend' },
  boundary: { text: 'Boundary', says: 'What is counted: contracts, their terms and shares' },
  correction: { text: 'Corrections', says: 'Lines that their sender put right' },
};

/** The way from one total to another as a chart; `filters` says what the totals are narrowed to. */
export function waterfallPicture(waterfall: Waterfall, filters: string): Chart {
  const { from, to, before, after, causes, end: last } = waterfall;
  const [start, end] = [from.name, to?.name ?? 'Now'];
  const steps: WaterfallStep[] = [total(start, before)];
  let reached = before;
  for (const { cause, grams } of causes) {
    steps.push({
      label: CAUSE_WORDS[cause].text,
      from: inTonnes(reached),
      to: inTonnes(reached + grams),
      kind: 'change',
      result: `${signed(grams, tonnes)} t`,
    });
    reached += grams;
  }
  steps.push(total(end, after));
  const title = `Carbon total from ${start} to ${to === undefined ? 'now' : end}`;
  const description = `${title}: ${steps.map(({ label, result }) => `${label} ${result}`).join('; ')}.`;
  const note = `${filters}. It ends at version ${last.version} of the ledger, with months up to ${last.until}.`;
  return waterfallChart({ id: 'waterfall', title, description, note, axis: 'tCO₂e', steps });
}

/** The exact figures of that way, and whether it has to be restated. */
export function waterfallView(waterfall: Waterfall) {
  const { from, to, before, after, causes } = waterfall;
  const [start, end] = [from.name, to?.name ?? 'Now'];
  return {
    start: { name: start, kg: kilograms(before) },
    end: { name: end, kg: kilograms(after), change: signed(after - before, kilograms) },
    causes: causes.map(({ cause, grams }) => ({
      ...CAUSE_WORDS[cause],
      kg: signed(grams, kilograms),
      percent: before === 0n ? 'not known' : signed(grams, (part) => `${percentOf(part, before)}%`),
    })),
    ...verdict(waterfall),
  };
}

function total(label: string, grams: Grams): WaterfallStep {
  return { label, from: 0, to: inTonnes(grams), kind: 'total', result: `${tonnes(grams)} t` };
}

/** For drawing alone. */
function inTonnes(grams: Grams): number {
  return Number(grams) / 1e6;
}

function signed(grams: Grams, text: (grams: Grams) => string): string {
  if (grams === 0n) return text(grams);
  return grams > 0n ? `+${text(grams)}` : `−${text(-grams)}`;
}

/** What the changes other than activity demand, taken together. */
function verdict({ from, restatement: { percent, isDue } }: Waterfall) {
  const compared =
    percent === undefined
      ? `Nothing was published in ${from.name} to compare the changes other than activity with.`
      : `Factors, method, boundary and corrections together come to ${percent}% of the total of ${from.name}; the threshold is ${RESTATEMENT_THRESHOLD}%.`;
  return { isDue, compared };
}

import type { CarbonTotals } from '../../application/carbon-totals.ts';
import type { FigureView } from '../../application/contract-queries.ts';
import { percentOf } from '../../application/totals-json.ts';
import { type Bar, barChart } from '../../charts/bar-chart.ts';
import { BASIS_LOOKS } from '../../charts/looks.ts';
import { plainNumber } from '../../domain/plain-english.ts';
import { workingText } from '../../domain/figure-working.ts';
import type { CarbonReturnLine } from '../../domain/carbon-figure.ts';
import { type Grams, kilogramsText, roundHalfUp, toFraction } from '../../domain/quantity.ts';
import type { TotalKey, TotalsAmounts, TotalsQuery, TotalsRow } from '../../domain/totals-query.ts';
import { importPath } from '../paths.ts';
import { filtersText } from './carbon-question.ts';
import { BASIS_WORDS, KEY_WORDS, keyValueText, KIND_WORDS } from './carbon-words.ts';
import { instantText, STAGE_WORDS } from './words.ts';

const BASES = [...BASIS_LOOKS.keys()];
/** More bars than this are no picture; the table has them all. */
const MOST_BARS = 24;
export const MOST_ROWS = 500;

/** Kilograms with commas between thousands, exact: "1,234.5". */
export function kilograms(grams: Grams): string {
  const [whole = '', decimals] = kilogramsText(grams).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

/** Tonnes to two places, with commas between thousands, for a chart. */
export function tonnes(grams: Grams): string {
  return plainNumber(toFraction(grams).div(1_000_000), 2);
}

export function amountsView(amounts: TotalsAmounts) {
  return {
    committed: kilograms(amounts.committed),
    actual: kilograms(amounts.actual),
    forecast: kilograms(amounts.forecast),
    estimated: kilograms(amounts.estimated),
    total: kilograms(amounts.total),
    marketBased: amounts.marketBased === undefined ? 'none given' : kilograms(amounts.marketBased),
    avoided: kilograms(amounts.avoided),
    biogenic: kilograms(amounts.biogenic),
    removals: kilograms(amounts.removals),
    range: `${kilograms(amounts.low)} to ${kilograms(amounts.high)}`,
    quality: amounts.quality ?? 'not known',
    lines: amounts.lines,
    contracts: amounts.contracts,
    provisional: amounts.provisional,
    spendBased: amounts.spendBased === 0n ? undefined : kilograms(amounts.spendBased),
    allocated: amounts.allocated === 0n ? undefined : kilograms(amounts.allocated),
    hasOthers: amounts.avoided !== 0n || amounts.biogenic !== 0n || amounts.removals !== 0n,
  };
}

/** The rows of the table, each with the way down to its lines. */
export function rowsView({ query, rows, supplierNames, keptByOthers }: CarbonTotals) {
  // Their lines are their keepers'; of them there are sums alone.
  const theirs = new Set(keptByOthers.flatMap(({ contracts }) => contracts));
  const isTheirs = (keys: readonly string[]) =>
    theirs.has(query.only.contract ?? keys[query.by.indexOf('contract')] ?? '');
  return rows.slice(0, MOST_ROWS).map((row) => ({
    ...amountsView(row),
    keys: row.keys.map((value, index) => keyValueText(query.by[index] ?? 'contract', value, supplierNames)),
    href: isTheirs(row.keys) ? undefined : figuresPath(query, row),
  }));
}

/** Where the lines of a row stand; undefined where one of its keys is not stated, which nothing can be narrowed by. */
function figuresPath(query: TotalsQuery, { keys }: TotalsRow): string | undefined {
  if (keys.includes('')) return undefined;
  const given = new URLSearchParams(queryTexts(query));
  given.delete('by');
  for (const [index, key] of query.by.entries()) {
    const value = keys[index] ?? '';
    if (key === 'month') {
      given.set('from', value);
      given.set('to', value);
    } else given.set(key, value);
  }
  return `/carbon/figures?${given.toString()}`;
}

/** A question as the texts of an address. */
export function queryTexts({ by, view, basis, from, to, only }: TotalsQuery): Record<string, string> {
  const texts = { by: by.join(','), view, basis, from, to, ...only };
  return Object.fromEntries(
    Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );
}

/** A stacked chart of the total by its first key, with the same figures as a table. `byBasis` is by that key and basis. */
export function totalsPicture(key: TotalKey, byBasis: CarbonTotals) {
  const groups = Map.groupBy(byBasis.rows, ({ keys }) => keys[0] ?? '');
  const bars = [...groups].slice(0, MOST_BARS).map(([value, rows]): Bar & { readonly cells: readonly string[] } => {
    const ofBasis = (name: string) =>
      rows.filter(({ keys }) => BASIS_WORDS[keys[1] ?? ''] === name).reduce((sum, { total }) => sum + total, 0n);
    const amounts = BASES.map(ofBasis);
    const whole = amounts.reduce((sum, part) => sum + part, 0n);
    const label = keyValueText(key, value, byBasis.supplierNames);
    return {
      label,
      parts: new Map(
        BASES.flatMap((name, index) => {
          const part = amounts[index] ?? 0n;
          return part > 0n ? [[name, Number(part) / 1e6] as const] : [];
        }),
      ),
      result: `${tonnes(whole)} t`,
      cells: [label, ...amounts.map(tonnes), tonnes(whole)],
    };
  });
  if (bars.length === 0) return undefined;
  const title = `Carbon total by ${KEY_WORDS[key].toLowerCase()}`;
  const left = groups.size - bars.length;
  const chart = barChart({
    id: 'carbon-totals',
    title,
    description: `${title}: ${bars.map(({ label, result }) => `${label} ${result}`).join('; ')}.`,
    note: totalsNote(byBasis, bars.length, left),
    axis: 'tCO₂e',
    looks: BASIS_LOOKS,
    bars,
  });
  const heads = [KEY_WORDS[key], ...BASES.map((name) => `${name}, t`), 'Total, t'];
  return { chart, heads, rows: bars.map(({ cells }) => cells), left };
}

/** What a picture of totals is narrowed to, when it was drawn, and how far it can be relied on. */
function totalsNote({ query, total, asOf }: CarbonTotals, shown: number, left: number): string {
  return [
    left > 0 ? `The first ${shown} of ${shown + left}.` : '',
    `${filtersText(query)}.`,
    asOf === undefined ? '' : `The ledger as of ${instantText(asOf)}.`,
    total.provisional ? 'Provisional: some figures use an earlier year’s conversion factors.' : '',
    total.spendBased + total.allocated > 0n ? 'Partly screening, not a trend.' : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** Sentences on what the total rests on. */
export function coverageView({ coverage }: CarbonTotals) {
  const whole = coverage.measured + coverage.estimated + coverage.forecast;
  const percent = (part: Grams) => `${roundHalfUp(toFraction(percentOf(part, whole)), 0)}%`;
  return {
    parts: [
      { text: 'Measured (actual figures)', percent: percent(coverage.measured), kg: kilograms(coverage.measured) },
      { text: 'Estimated', percent: percent(coverage.estimated), kg: kilograms(coverage.estimated) },
      { text: 'Forecast', percent: percent(coverage.forecast), kg: kilograms(coverage.forecast) },
    ],
    standIns: coverage.standIns.slice(0, MOST_ROWS).map(({ contract, financialYear, method, grams }) => ({
      contract,
      href: `/contracts/${encodeURIComponent(contract)}`,
      financialYear,
      method: method ?? 'Missing: there is nothing to estimate from',
      kg: method === undefined ? 'not known' : kilograms(grams),
    })),
  };
}

/** What made the figure: a conversion factor, a working of ours, or the sender. */
function factorText({ dimensions, statement, factorSetName }: FigureView): string {
  if (statement.working !== undefined) return workingText(statement.working);
  const { factor, factorSet } = dimensions;
  return factor === '' ? 'Declared amount' : `${factor} (${factorSetName ?? `set of ${factorSet}`})`;
}

function placeText({ sheet, row, cell }: CarbonReturnLine['source']): string {
  return `${sheet === undefined ? '' : `${sheet}, `}${cell === undefined ? `row ${row}` : `cell ${cell}`}`;
}

/** The page of the row of the file that a line comes from. */
function sourcePath(importId: string, { sheet, row, cell }: CarbonReturnLine['source']): string {
  const place = {
    row: String(row),
    ...(sheet === undefined ? {} : { sheet }),
    ...(cell === undefined ? {} : { cell }),
  };
  return `${importPath(importId)}/row?${new URLSearchParams(place).toString()}`;
}

/** A figure of the ledger as a row of the drill-down. */
export function figureView(view: FigureView) {
  const { dimensions, statement, entry, grams, marketBased, isReversal, inTotal } = view;
  return {
    contract: dimensions.contract,
    line: statement.line,
    month: dimensions.month,
    organisation: dimensions.organisation,
    kind: KIND_WORDS[dimensions.kind] ?? dimensions.kind,
    stage: STAGE_WORDS[dimensions.stage] ?? 'Not stated',
    basis: BASIS_WORDS[dimensions.basis] ?? dimensions.basis,
    tier: dimensions.tier === '' ? 'Not stated' : dimensions.tier,
    factor: factorText(view),
    provisional: dimensions.provisional,
    kg: grams === undefined ? 'none given' : kilograms(grams),
    marketBased: marketBased === undefined ? '' : kilograms(marketBased),
    what: isReversal ? 'Reversal' : statement.supersedes === undefined ? 'Line' : `Corrects ${statement.supersedes}`,
    inTotal,
    place: placeText(statement.source),
    placeHref: entry.importId === undefined ? undefined : sourcePath(entry.importId, statement.source),
    file: entry.fileName ?? 'Entered without a file',
    href: entry.importId === undefined ? undefined : importPath(entry.importId),
    recordedAt: entry.recordedAt,
  };
}

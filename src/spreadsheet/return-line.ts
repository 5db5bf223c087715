import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { BASES, FIGURE_KINDS } from '../domain/carbon-figure.ts';
import { REMOVAL_KINDS, STAGES, TIERS } from '../domain/bid.ts';
import type { Evidence } from '../domain/evidence.ts';
import { periodOfYear } from '../domain/reporting-period.ts';
import { carbonReturnSheets } from './layout-carbon-return.ts';
import type { StreamedRow } from './row-reader.ts';

type Source = CarbonReturnLine['source'];
type Get = StreamedRow['get'];

const SCOPES = ['1', '2', '3'] as const;
export const AMOUNT_UNIT_NAMES = ['kg', 't'] as const;

/** The place of each field in the layout of the sheet Figures: by name a million rows are looked up for too long. */
const AT = {
  contract: place('contract'),
  line: place('line'),
  kind: place('kind'),
  stage: place('stage'),
  scope: place('scope'),
  category: place('category'),
  periodStart: place('periodStart'),
  periodEnd: place('periodEnd'),
  quantity: place('quantity'),
  unit: place('unit'),
  factor: place('factor'),
  amount: place('amount'),
  amountUnit: place('amountUnit'),
  marketBasedAmount: place('marketBasedAmount'),
  basis: place('basis'),
  tier: place('tier'),
  evidenceDocument: place('evidenceDocument'),
  evidencePage: place('evidencePage'),
  supersedes: place('supersedes'),
} as const;

function place(field: string): number {
  return carbonReturnSheets.figures.columns.findIndex((one) => one.field === field);
}

/** A row of the sheet Figures as a line; what could not be read is absent, and reported by the row. */
export function toFigureLine(row: StreamedRow, source: Source): CarbonReturnLine {
  const basis = oneOf(BASES, row.at(AT.basis));
  const line: Writable<CarbonReturnLine> = {
    contract: row.at(AT.contract) ?? '',
    line: row.at(AT.line) ?? '',
    kind: oneOf(FIGURE_KINDS, row.at(AT.kind)) ?? 'emission',
    periodStart: row.at(AT.periodStart) ?? '',
    periodEnd: row.at(AT.periodEnd) ?? '',
    basis: basis === undefined || basis === 'committed' ? 'actual' : basis,
    source,
  };
  setDimensions(line, row);
  setFigures(line, row);
  const tier = oneOf(TIERS, row.at(AT.tier));
  const document = row.at(AT.evidenceDocument);
  const supersedes = row.at(AT.supersedes);
  if (tier !== undefined) line.tier = tier;
  if (document !== undefined) line.evidence = evidenceOf(document, row.at(AT.evidencePage));
  if (supersedes !== undefined) line.supersedes = supersedes;
  return line;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Field by field, as below: quicker than spreading an object for each, or than setting them by name. */
function setDimensions(line: Writable<CarbonReturnLine>, row: StreamedRow): void {
  const stage = oneOf(STAGES, row.at(AT.stage));
  const scope = oneOf(SCOPES, row.at(AT.scope));
  const category = row.at(AT.category);
  if (stage !== undefined) line.stage = stage;
  if (scope !== undefined) line.scope = scope;
  if (category !== undefined) line.category = category;
}

function setFigures(line: Writable<CarbonReturnLine>, row: StreamedRow): void {
  const [quantity, unit, factor] = [row.at(AT.quantity), row.at(AT.unit), row.at(AT.factor)];
  const amount = row.at(AT.amount);
  const amountUnit = oneOf(AMOUNT_UNIT_NAMES, row.at(AT.amountUnit));
  const marketBasedAmount = row.at(AT.marketBasedAmount);
  if (quantity !== undefined) line.quantity = quantity;
  if (unit !== undefined) line.unit = unit;
  if (factor !== undefined) line.factor = factor;
  if (amount !== undefined) line.amount = amount;
  if (amountUnit !== undefined) line.amountUnit = amountUnit;
  if (marketBasedAmount !== undefined) line.marketBasedAmount = marketBasedAmount;
}

/** A row of the sheet Removals as a line over the year of retirement, in tonnes. */
export function toRemovalLine(row: StreamedRow, source: Source): CarbonReturnLine {
  const get: Get = (field) => row.get(field);
  const period = periodOfYear(get('year') ?? '');
  return {
    contract: get('contract') ?? '',
    line: get('line') ?? `removal ${row.number}`,
    kind: 'removal',
    periodStart: period?.start ?? '',
    periodEnd: period?.end ?? '',
    ...optional('amount', get('tonnes')),
    amountUnit: 't',
    basis: 'actual',
    ...optional('evidence', toEvidence(get)),
    removal: {
      kind: oneOf(REMOVAL_KINDS, get('removalKind')) ?? 'unknown',
      ...optional('registry', get('registry')),
      retired: get('retired') === 'yes',
      ...optional('verifiedBy', get('verifiedBy')),
    },
    source,
  };
}

/** The column that holds what a check calls by the field of a figure. */
export function removalField(field: string): string {
  return { amount: 'tonnes', amountUnit: 'tonnes', periodStart: 'year', periodEnd: 'year' }[field] ?? field;
}

/** What every row may state beside its figure: the document that shows it, and the line that it corrects. */
export function stated(row: StreamedRow): Pick<CarbonReturnLine, 'evidence' | 'supersedes'> {
  const get: Get = (field) => row.get(field);
  return { ...optional('evidence', toEvidence(get)), ...optional('supersedes', get('supersedes')) };
}

function toEvidence(get: Get): Evidence | undefined {
  const document = get('evidenceDocument');
  return document === undefined ? undefined : evidenceOf(document, get('evidencePage'));
}

function evidenceOf(document: string, page: string | undefined): Evidence {
  return page === undefined ? { document } : { document, page };
}

export function oneOf<T extends string>(known: readonly T[], text: string | undefined): T | undefined {
  return known.includes(text as T) ? (text as T) : undefined;
}

export function optional<K extends string, V>(key: K, value: V | undefined): { readonly [name in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [name in K]: V });
}

import type { CarbonReturnLine } from '../domain/carbon-figure.ts';

type Line = CarbonReturnLine;
type Optional = string | null | undefined;
/** What few lines have. Evidence that says more than where it stands is here whole. */
type Others = Pick<Line, 'marketBasedAmount' | 'working' | 'supersedes' | 'removal' | 'evidence'>;

/**
 * A line as a list, in which its fields need no names: half the text, and there are millions. What few lines have
 * comes last, by name. The contract is that of the page.
 */
export type StatementRow = readonly [
  line: string,
  kind: Line['kind'],
  periodStart: string,
  periodEnd: string,
  basis: Line['basis'],
  row: number,
  cell: Optional,
  sheet: Optional,
  stage: Line['stage'] | null,
  scope: Line['scope'] | null,
  category: Optional,
  amount: Optional,
  amountUnit: Line['amountUnit'] | null,
  quantity: Optional,
  unit: Optional,
  factor: Optional,
  tier: Line['tier'] | null,
  document: Optional,
  page: Optional,
  others?: Others,
];

/** The order of a `StatementRow`, for whoever reads it without this software. */
export const STATEMENT_ORDER =
  'line, kind, period start, period end, basis, row, cell, sheet, stage, scope, category, amount, amount unit, quantity, unit, factor, tier, evidence document, evidence page, and an object of what few lines have';

/** As JSON, what is absent is null. */
export function toStatementRow(line: Line): StatementRow {
  const { source, evidence } = line;
  const others = othersOf(line);
  const shown = others?.evidence === undefined ? evidence : undefined;
  const row = [
    line.line,
    line.kind,
    line.periodStart,
    line.periodEnd,
    line.basis,
    source.row,
    source.cell,
    source.sheet,
    line.stage,
    line.scope,
    line.category,
    line.amount,
    line.amountUnit,
    line.quantity,
    line.unit,
    line.factor,
    line.tier,
    shown?.document,
    shown?.page,
  ] as const;
  return others === undefined ? row : [...row, others];
}

function othersOf({ marketBasedAmount, working, supersedes, removal, evidence }: Line): Others | undefined {
  const saysMore =
    evidence !== undefined &&
    (evidence.date !== undefined || evidence.validUntil !== undefined || evidence.issuedTo !== undefined);
  const hasOthers =
    marketBasedAmount !== undefined || working !== undefined || supersedes !== undefined || removal !== undefined;
  if (!hasOthers && !saysMore) return undefined;
  return withoutAbsent({ marketBasedAmount, working, supersedes, removal, evidence: saysMore ? evidence : undefined });
}

/** The line of a page that was laid out as a list. */
export function fromStatementRow(contract: string, row: StatementRow): Line {
  const [line, kind, periodStart, periodEnd, basis, number, cell, sheet, stage, scope, category, ...others] = row;
  const [amount, amountUnit, quantity, unit, factor, tier, document, page, rest] = others;
  const evidence = document === null || document === undefined ? undefined : withoutAbsent({ document, page });
  return {
    contract,
    line,
    kind,
    periodStart,
    periodEnd,
    basis,
    ...withoutAbsent({ stage, scope, category, amount, amountUnit, quantity, unit, factor, tier, evidence }),
    ...rest,
    source: { ...withoutAbsent({ sheet }), row: number, ...withoutAbsent({ cell }) },
  };
}

type Present<T> = {
  readonly [K in keyof T as undefined extends T[K] ? never : null extends T[K] ? never : K]: T[K];
} & {
  readonly [K in keyof T as undefined extends T[K] ? K : null extends T[K] ? K : never]?: NonNullable<T[K]>;
};

function withoutAbsent<T extends object>(fields: T): Present<T> {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(present) as Present<T>;
}

import type { FigureGroup, LedgerEdition, LedgerEntry } from '../application/ledger-stores.ts';
import type { FigureDimensions } from '../domain/line-figures.ts';
import type { WholeNumber } from './rows.ts';

/* Rows of the carbon ledger, as the stores see them. */

export type EntryRow = {
  readonly organisation: string;
  readonly version: number;
  readonly kind: LedgerEntry['kind'];
  readonly recordedAt: string;
  readonly fileSha256: string;
  readonly details: string;
};

export type EditionRow = {
  readonly organisation: string;
  readonly name: string;
  readonly version: number;
  readonly at: string;
  readonly details: string;
};

export type GroupRow = {
  readonly id: WholeNumber;
  readonly organisation: string;
  readonly provisional: number;
  readonly dimensions: string;
};

export function toEntryRow(entry: LedgerEntry): EntryRow {
  const { organisation, version, kind, recordedAt, fileSha256, ...rest } = entry;
  return { organisation, version, kind, recordedAt, fileSha256, details: JSON.stringify(rest) };
}

export function toEntry({ details, ...row }: EntryRow): LedgerEntry {
  return { ...(JSON.parse(details) as Pick<LedgerEntry, 'by' | 'importId' | 'fileName' | 'policy'>), ...row };
}

export function toEditionRow({ reason, by, ...edition }: LedgerEdition): EditionRow {
  return { ...edition, details: JSON.stringify({ reason, by }) };
}

export function toEdition({ details, ...row }: EditionRow): LedgerEdition {
  return { ...row, ...(JSON.parse(details) as Pick<LedgerEdition, 'reason' | 'by'>) };
}

/** In one order, so that the same dimensions are the same text. */
const DIMENSIONS = [
  'contract',
  'organisation',
  'month',
  'kind',
  'scope',
  'category',
  'stage',
  'basis',
  'tier',
  'factor',
  'factorSet',
  'doubleCountGroup',
  'provisional',
] as const satisfies readonly (keyof FigureDimensions)[];

export function dimensionsText(dimensions: FigureDimensions): string {
  return JSON.stringify(DIMENSIONS.map((name) => dimensions[name]));
}

type Dimension<Place extends number> = FigureDimensions[(typeof DIMENSIONS)[Place]];
/** The values in the order of `DIMENSIONS`. */
type DimensionValues = readonly [
  Dimension<0>,
  Dimension<1>,
  Dimension<2>,
  Dimension<3>,
  Dimension<4>,
  Dimension<5>,
  Dimension<6>,
  Dimension<7>,
  Dimension<8>,
  Dimension<9>,
  Dimension<10>,
  Dimension<11>,
  Dimension<12>,
];

/** A group by its id and the text of its dimensions. */
export function toGroup(id: number, text: string): FigureGroup {
  const [contract, organisation, month, kind, scope, category, stage, basis, tier, ...others] = JSON.parse(
    text,
  ) as DimensionValues;
  const [factor, factorSet, doubleCountGroup, provisional] = others;
  return {
    id,
    dimensions: {
      contract,
      organisation,
      month,
      kind,
      scope,
      category,
      stage,
      basis,
      tier,
      factor,
      factorSet,
      doubleCountGroup,
      provisional,
    },
  };
}

/** An instant in the one form in which text compares as time does: with milliseconds. */
export function toComparableInstant(instant: string): string {
  return new Date(instant).toISOString();
}

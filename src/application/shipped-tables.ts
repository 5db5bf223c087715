import {
  type ConversionFactor,
  countFactors,
  type FactorSet,
  type PublishedFactor,
  toConversionFactor,
} from '../domain/conversion-factor.ts';
import { CARBON_SERIES, carbonValueRow, multiplierRow } from '../domain/published-tables.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { setKindOf } from './set-kinds.ts';
import type { ShippedSet } from './shipped-factors.ts';

const READ_IN_A_COPY =
  'This table was read in a copy, not in the official publication. Import the official one, and approve it.';

/** The spend multipliers and the carbon values that come with the software, a set each; used until one is approved. */
export function shippedTables({ estimationTables, referenceData }: Catalogue): readonly ShippedSet[] {
  const { spendMultipliers } = estimationTables;
  const { carbonValues } = referenceData;
  const multipliers = spendMultipliers.rows.flatMap(({ sector, title, kgPerGbp }) =>
    Object.entries(kgPerGbp).map(([year, value]) => multiplierRow({ sector, title, year }, value)),
  );
  const values = carbonValues.values.flatMap((value) =>
    CARBON_SERIES.map((series) =>
      carbonValueRow({ year: value.year, series, priceBase: carbonValues.priceBase }, value[series]),
    ),
  );
  const newest =
    multipliers
      .map(({ columnText }) => columnText)
      .toSorted()
      .at(-1) ?? '';
  return [
    toShipped('spend-multipliers', multipliers, {
      year: newest,
      edition: spendMultipliers.edition,
      source: spendMultipliers.source,
      isOfficial: spendMultipliers.status === 'official',
    }),
    toShipped('carbon-values', values, {
      year: carbonValues.priceBase,
      edition: '',
      source: carbonValues.source,
      isOfficial: false,
    }),
  ];
}

type Shipped = Pick<FactorSet, 'year' | 'edition' | 'source'> & { readonly isOfficial: boolean };

function toShipped(
  kind: 'spend-multipliers' | 'carbon-values',
  rows: readonly PublishedFactor[],
  { year, edition, source, isOfficial }: Shipped,
): ShippedSet {
  const { title, publisher } = setKindOf(kind);
  const set: FactorSet = {
    id: `shipped-${kind}`,
    kind,
    title: `${title(year)}, shipped with this software`,
    publisher,
    year,
    edition,
    version: 1,
    source,
    origin: 'shipped',
    counts: countFactors(rows),
    notices: isOfficial ? [] : [READ_IN_A_COPY],
    status: 'approved',
  };
  const status: ConversionFactor['status'] = isOfficial ? 'official' : 'draft';
  return { set, factors: rows.map((row) => toConversionFactor(row, set, { alias: undefined, status })) };
}

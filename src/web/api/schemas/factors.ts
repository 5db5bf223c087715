import { z } from 'zod';
import type { FactorImport } from '../../../application/import-factor-set.ts';
import type { FactorSetDifference } from '../../../application/factor-queries.ts';
import {
  type ConversionFactor,
  FACTOR_SCOPES,
  type FactorSet,
  factorSetName,
  SET_KINDS,
} from '../../../domain/conversion-factor.ts';
import { FACTOR_CHANGES, type FactorChange } from '../../../domain/factor-difference.ts';
import { decimal, instant, sha256 } from './shared.ts';

const count = z.strictObject({ name: z.string(), with_value: z.int(), blank: z.int() });
const source = z.strictObject({
  title: z.string(),
  url: z.string().nullable(),
  licence: z.string().nullable(),
});

export const factorSetSchema = z
  .strictObject({
    id: z.string().meta({ description: 'Never means another set', example: 'desnz-2025' }),
    kind: z.enum(SET_KINDS),
    name: z.string().meta({ description: 'Tells a shipped table from an imported file of the same year' }),
    title: z.string(),
    publisher: z.string(),
    year: z.string().meta({
      description: 'Of the activity; of spend multipliers the newest; of carbon values that of their prices',
    }),
    edition: z.string().nullable().meta({ description: 'As the publisher counts them', example: '1.1' }),
    version: z.int().meta({ description: 'As we count the sets of a year' }),
    origin: z.enum(['shipped', 'imported']),
    status: z.enum(['draft', 'approved']),
    source,
    file: z
      .strictObject({
        name: z.string(),
        sha256,
        bytes: z.int(),
        known_hash: z.boolean().meta({ description: 'Whether it is the published hash of the official file' }),
        imported_by: z.string(),
        imported_at: instant,
      })
      .nullable(),
    counts: z.strictObject({
      with_value: z.int(),
      blank: z.int().meta({ description: 'Rows with an id and no value; a blank is not 0' }),
      text_only: z.int().meta({ description: 'Rows with text such as "< 1" in the place of a number' }),
      by_scope: z.array(count),
      by_unit: z.array(count),
    }),
    notices: z.array(z.string()).meta({ description: 'What to look at before approving it' }),
    approval: z.strictObject({ by: z.string(), name: z.string(), at: instant, note: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'FactorSet' });

export const factorImportSchema = z
  .strictObject({ set: factorSetSchema, is_new: z.boolean() })
  .meta({ id: 'FactorImport', description: 'is_new is false where the same file was imported before' });

export const factorSchema = z
  .strictObject({
    id: z.string().meta({ description: 'The publisher’s own; in a shipped set the short one' }),
    alias: z.string().nullable().meta({ description: 'The same factor’s id in sets of the other kind' }),
    set: z.string(),
    year: z.string(),
    name: z.string(),
    levels: z.array(z.string()),
    column_text: z.string(),
    unit: z.string().meta({ example: 'kWh_gross' }),
    published_unit: z.string().meta({ example: 'kWh (Gross CV)' }),
    ghg_unit: z.string().meta({ description: 'Whole footprints are in `kg CO2e`', example: 'kg CO2e' }),
    scope: z.enum(FACTOR_SCOPES).meta({ description: '`none` of a value of carbon in pounds' }),
    category: z
      .string()
      .nullable()
      .meta({ description: 'GHG Protocol category of scope 3, where the activity says it' }),
    value: decimal.nullable().meta({ description: 'null where the publisher gives no number, which is not 0' }),
    value_text: z.string().nullable(),
    status: z.enum(['official', 'draft']),
    electricity: z.enum(['supplied', 'contained', 'none']).meta({
      description: '`contained`: the electricity of the vehicle is in it; never add a factor that is `supplied`',
    }),
  })
  .meta({ id: 'ConversionFactor' });

const changeSchema = z
  .strictObject({
    kind: z.enum(FACTOR_CHANGES),
    id: z.string(),
    name: z.string(),
    former_name: z.string().nullable(),
    unit: z.string(),
    former_unit: z.string().nullable(),
    ghg_unit: z.string(),
    before: decimal.nullable(),
    after: decimal.nullable(),
    difference: decimal.nullable(),
    percent: decimal.nullable(),
    large: z.boolean().meta({ description: '20% or more: possibly a change of method' }),
  })
  .meta({ id: 'FactorChange' });

export const factorDifferenceSchema = z
  .strictObject({
    from: z.string(),
    to: z.string(),
    counts: z.strictObject({
      changed: z.int(),
      added: z.int(),
      removed: z.int(),
      renamed: z.int(),
      rounded: z.int().meta({ description: 'The same to the places of the one that is published to fewer' }),
      same: z.int(),
      large: z.int(),
      with_former_name: z.int(),
    }),
    caution: z.string().nullable().meta({ description: 'What has to be known to read it' }),
    items: z.array(changeSchema).meta({ description: 'The largest change first' }),
    next: z.string().nullable(),
  })
  .meta({ id: 'FactorDifference' });

export function toFactorSetJson(set: FactorSet): z.output<typeof factorSetSchema> {
  const { counts, file, approval } = set;
  const toCount = ({ name, withValue, blank }: (typeof counts.byScope)[number]) => ({
    name,
    with_value: withValue,
    blank,
  });
  return {
    id: set.id,
    kind: set.kind,
    name: factorSetName(set),
    title: set.title,
    publisher: set.publisher,
    year: set.year,
    edition: set.edition === '' ? null : set.edition,
    version: set.version,
    origin: set.origin,
    status: set.status,
    source: { title: set.source.title, url: set.source.url ?? null, licence: set.source.licence ?? null },
    file:
      file === undefined
        ? null
        : {
            name: file.name,
            sha256: file.sha256,
            bytes: file.bytes,
            known_hash: file.isOfficial,
            imported_by: file.importedBy,
            imported_at: file.importedAt,
          },
    counts: {
      with_value: counts.withValue,
      blank: counts.blank,
      text_only: counts.textOnly,
      by_scope: counts.byScope.map(toCount),
      by_unit: counts.byUnit.map(toCount),
    },
    notices: [...set.notices],
    approval:
      approval === undefined
        ? null
        : { by: approval.by, name: approval.byName, at: approval.at, note: approval.note ?? null },
  };
}

export function toFactorImportJson({ set, isNew }: FactorImport): z.output<typeof factorImportSchema> {
  return { set: toFactorSetJson(set), is_new: isNew };
}

export function toFactorJson(factor: ConversionFactor): z.output<typeof factorSchema> {
  return {
    id: factor.id,
    alias: factor.alias ?? null,
    set: factor.set,
    year: factor.year,
    name: factor.name,
    levels: [...factor.levels],
    column_text: factor.columnText,
    unit: factor.unit,
    published_unit: factor.publishedUnit,
    ghg_unit: factor.ghgUnit,
    scope: factor.scope,
    category: factor.category ?? null,
    value: factor.value ?? null,
    value_text: factor.valueText ?? null,
    status: factor.status,
    electricity: factor.electricity,
  };
}

export function toFactorDifferenceJson(
  { from, to, difference: { counts }, caution }: FactorSetDifference,
  changes: readonly FactorChange[],
  next: string | undefined,
): z.output<typeof factorDifferenceSchema> {
  const { withFormerName, ...rest } = counts;
  return {
    from: from.id,
    to: to.id,
    counts: { ...rest, with_former_name: withFormerName },
    caution: caution ?? null,
    items: changes.map(toChangeJson),
    next: next ?? null,
  };
}

function toChangeJson(change: FactorChange): z.output<typeof changeSchema> {
  return {
    kind: change.kind,
    id: change.id,
    name: change.name,
    former_name: change.formerName ?? null,
    unit: change.unit,
    former_unit: change.formerUnit ?? null,
    ghg_unit: change.ghgUnit,
    before: change.before ?? null,
    after: change.after ?? null,
    difference: change.difference ?? null,
    percent: change.percent ?? null,
    large: change.isLarge,
  };
}

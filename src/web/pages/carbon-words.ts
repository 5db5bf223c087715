import type { TotalKey } from '../../domain/totals-query.ts';
import { STAGE_WORDS } from './words.ts';

export const KEY_WORDS: Readonly<Record<TotalKey, string>> = {
  organisation: 'Organisation',
  contract: 'Contract',
  supplier: 'Supplier',
  ict_category: 'ICT category',
  department: 'Department',
  scope: 'Scope',
  category: 'Scope 3 category',
  stage: 'Life-cycle stage',
  month: 'Month',
  quarter: 'Quarter',
  calendar_year: 'Calendar year',
  financial_year: 'Financial year',
  basis: 'Basis',
  tier: 'Data tier',
};

export const BASIS_WORDS: Readonly<Record<string, string>> = {
  committed: 'Committed',
  forecast: 'Forecast',
  actual: 'Actual',
  estimated: 'Estimated',
};

export const KIND_WORDS: Readonly<Record<string, string>> = {
  emission: 'Emission',
  avoided: 'Avoided emission',
  biogenic: 'Biogenic CO₂',
  removal: 'Removal',
};

export const STATUS_WORDS: Readonly<Record<string, string>> = {
  planned: 'Planned',
  live: 'Live',
  ended: 'Ended',
  terminated: 'Terminated',
};

export const ICT_WORDS: Readonly<Record<string, string>> = {
  hardware: 'Hardware',
  software: 'Software',
  cloud: 'Cloud',
  telecoms: 'Telecoms',
  services: 'Services',
  print: 'Print',
  'data-centre': 'Data centre',
};

/** A value of a key as a person reads it. */
export function keyValueText(key: TotalKey, value: string, supplierNames: ReadonlyMap<string, string>): string {
  if (value === '') return 'Not stated';
  if (key === 'supplier') return supplierNames.get(value) ?? value;
  const words: Readonly<Partial<Record<TotalKey, Readonly<Record<string, string>>>>> = {
    basis: BASIS_WORDS,
    stage: STAGE_WORDS,
    ict_category: ICT_WORDS,
  };
  return words[key]?.[value] ?? value;
}

import { type Grams, HUNDRED, kilogramsText, roundHalfUp, toFraction } from '../domain/quantity.ts';
import type { TotalsAmounts } from '../domain/totals-query.ts';
import type { CarbonTotals, WithOthers } from './carbon-totals.ts';

/** The amounts of a row or of the whole as the interfaces give them: kilograms as decimal text. */
export function toAmountsJson(amounts: TotalsAmounts) {
  return {
    committed_kg: kilogramsText(amounts.committed),
    actual_kg: kilogramsText(amounts.actual),
    forecast_kg: kilogramsText(amounts.forecast),
    estimated_kg: kilogramsText(amounts.estimated),
    total_kg: kilogramsText(amounts.total),
    market_based_kg: amounts.marketBased === undefined ? null : kilogramsText(amounts.marketBased),
    avoided_kg: kilogramsText(amounts.avoided),
    biogenic_kg: kilogramsText(amounts.biogenic),
    removals_kg: kilogramsText(amounts.removals),
    spend_based_kg: kilogramsText(amounts.spendBased),
    allocated_kg: kilogramsText(amounts.allocated),
    low_kg: kilogramsText(amounts.low),
    high_kg: kilogramsText(amounts.high),
    quality: amounts.quality ?? null,
    lines: amounts.lines,
    market_based_lines: amounts.marketBasedLines,
    location_based_missing_lines: amounts.unlocatedLines,
    contracts: amounts.contracts,
    provisional: amounts.provisional,
  };
}

/** Carbon totals as the interfaces give them. A key that the figures do not state is null. */
export function toTotalsJson(totals: CarbonTotals) {
  const { query, rows, total, coverage, moment, supplierNames } = totals;
  const whole = coverage.measured + coverage.estimated + coverage.forecast;
  return {
    by: query.by,
    view: query.view,
    basis: query.basis ?? null,
    from: query.from ?? null,
    to: query.to ?? null,
    as_of: totals.asOf ?? null,
    ledger_version: moment.version,
    ...toOthersJson(totals),
    estimated_until: moment.until,
    rows: rows.map(({ keys, ...amounts }) => ({
      ...Object.fromEntries(query.by.map((key, index) => [key, stated(keys[index])])),
      ...supplierName(totals, keys, supplierNames),
      ...toAmountsJson(amounts),
    })),
    total: toAmountsJson(total),
    coverage: {
      measured_percent: percentOf(coverage.measured, whole),
      estimated_percent: percentOf(coverage.estimated, whole),
      forecast_percent: percentOf(coverage.forecast, whole),
      measured_kg: kilogramsText(coverage.measured),
      estimated_kg: kilogramsText(coverage.estimated),
      forecast_kg: kilogramsText(coverage.forecast),
      contracts_measured: coverage.measuredContracts,
      contracts_estimated: coverage.estimatedContracts,
      contracts_without_return: [...new Set(coverage.standIns.map(({ contract }) => contract))],
      contracts_missing: coverage.missingContracts,
      stand_ins: coverage.standIns.map(({ contract, financialYear, method, grams }) => ({
        contract,
        financial_year: financialYear,
        method: method ?? null,
        kg: method === undefined ? null : kilogramsText(grams),
      })),
    },
  };
}

/** What of an answer others keep. */
export function toOthersJson({ keptByOthers, keptTwice }: WithOthers) {
  return {
    kept_by_others: keptByOthers.map(({ keeper, version, contracts }) => ({
      organisation: keeper,
      ledger_version: version,
      contracts: [...contracts],
    })),
    kept_twice: keptTwice.map(({ contract, keeper, reference, share }) => ({
      contract,
      also_kept_by: keeper,
      reference,
      share_percent: share,
    })),
  };
}

function stated(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

function supplierName(
  { query }: CarbonTotals,
  keys: readonly string[],
  names: ReadonlyMap<string, string>,
): { readonly supplier_name?: string | null } {
  const place = query.by.indexOf('supplier');
  return place < 0 ? {} : { supplier_name: names.get(keys[place] ?? '') ?? null };
}

/** Percent to two places; "0" of nothing. */
export function percentOf(part: Grams, whole: Grams): string {
  return whole === 0n ? '0' : roundHalfUp(toFraction(part).mul(HUNDRED).div(toFraction(whole)), 2);
}

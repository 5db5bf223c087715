import { dateParts, parseIsoDate } from '../domain/iso-date.ts';
import type { LotFacts } from '../domain/procurement.ts';
import { decimalText, HUNDRED, parseDecimal, sum } from '../domain/quantity.ts';
import type { RuleSet } from '../scoring/rule-set.ts';
import type { FactsContext } from './check-procurement.ts';
import { checkDecimal } from './fault-list.ts';

/**
 * Checks shares, benchmarks and price method. `stated` is what the procurement or the lot says itself, `facts` what
 * holds for it: shares that a lot takes over from the procurement are reported there, once.
 */
export function checkValuation(at: string, stated: Partial<LotFacts>, facts: LotFacts, context: FactsContext): void {
  checkShares(at, stated, context);
  checkPriceBenchmarks(at, stated, facts, context);
  checkCarbonBenchmarks(at, stated, facts, context);
  const usedHere = at === '#/procurement' ? context.procurement.lots.length === 0 : true;
  if (usedHere) checkPriceMethod(at, facts, context);
}

function checkShares(at: string, { shares }: Partial<LotFacts>, { catalogue, faults }: FactsContext): void {
  if (shares === undefined) return;
  const limits = { what: 'a share from 0 to 100', maximum: '100' };
  const values = (['environment', 'quality', 'price'] as const).map((part) =>
    checkDecimal(faults, catalogue, `${at}/shares/${part}`, shares[part], limits),
  );
  const numbers = values.filter((value) => value !== undefined);
  if (numbers.length < values.length) return;
  const total = sum(numbers);
  if (total.equals(HUNDRED)) return;
  faults.add(
    `${at}/shares`,
    'shares-not-100',
    `The environment, quality and price shares must total exactly 100; they total ${decimalText(total)}`,
    {
      found: `${shares.environment} + ${shares.quality} + ${shares.price}`,
      expected: '100',
    },
  );
}

function checkPriceBenchmarks(at: string, stated: Partial<LotFacts>, facts: LotFacts, context: FactsContext): void {
  const { priceBenchmarkHigh: high, priceBenchmarkLow: low } = stated;
  const limits = { what: 'an amount in pounds', question: 'bid-price' };
  checkDecimal(context.faults, context.catalogue, `${at}/priceBenchmarkHigh`, high, limits);
  checkDecimal(context.faults, context.catalogue, `${at}/priceBenchmarkLow`, low, limits);
  if (high === undefined && low === undefined) return;
  checkOrder(`${at}/priceBenchmark`, high !== undefined, facts.priceBenchmarkHigh, facts.priceBenchmarkLow, context);
}

/** The benchmark that is not stated is the rule set's. */
function checkCarbonBenchmarks(at: string, stated: Partial<LotFacts>, facts: LotFacts, context: FactsContext): void {
  const { carbonBenchmarkHigh: high, carbonBenchmarkLow: low } = stated;
  const limits = { what: 'a number of kgCO2e for each functional unit', question: 'carbon-per-functional-unit' };
  checkDecimal(context.faults, context.catalogue, `${at}/carbonBenchmarkHigh`, high, limits);
  checkDecimal(context.faults, context.catalogue, `${at}/carbonBenchmarkLow`, low, limits);
  if ((high === undefined && low === undefined) || context.ruleSet === undefined) return;
  const published = carbonBenchmarks(context.ruleSet);
  const { carbonBenchmarkHigh = published.high, carbonBenchmarkLow = published.low } = facts;
  checkOrder(`${at}/carbonBenchmark`, high !== undefined, carbonBenchmarkHigh, carbonBenchmarkLow, context);
}

function checkOrder(
  pointer: string,
  statesHigh: boolean,
  highText: string | undefined,
  lowText: string | undefined,
  { faults }: FactsContext,
): void {
  const [high, low] = [parseDecimal(highText ?? ''), parseDecimal(lowText ?? '')];
  if (high === undefined || low === undefined || high.gt(low)) return;
  const of = pointer.endsWith('priceBenchmark') ? 'price' : 'carbon';
  faults.add(
    `${pointer}${statesHigh ? 'High' : 'Low'}`,
    'benchmarks-crossed',
    `The ${of} benchmark high must be above the ${of} benchmark low; they are ${decimalText(high)} and ${decimalText(low)}`,
    {
      found: decimalText(statesHigh ? high : low),
      expected: statesHigh ? `a number above ${decimalText(low)}` : `a number below ${decimalText(high)}`,
    },
  );
}

/** The rule set's own benchmarks, which hold where the procurement publishes none. */
function carbonBenchmarks(ruleSet: RuleSet): { readonly high: string | undefined; readonly low: string | undefined } {
  const parameters =
    ruleSet.criteria.find(({ rule }) => rule.startsWith('contract-carbon-intensity@'))?.parameters ?? {};
  const { benchmarkHigh, benchmarkLow } = parameters;
  return {
    high: typeof benchmarkHigh === 'string' ? benchmarkHigh : undefined,
    low: typeof benchmarkLow === 'string' ? benchmarkLow : undefined,
  };
}

/** What a price method needs to be worked out at all. */
function checkPriceMethod(at: string, facts: LotFacts, context: FactsContext): void {
  const priceShare = parseDecimal(facts.shares?.price ?? '0');
  if (facts.shares === undefined || priceShare === undefined || priceShare.n === 0n) return;
  const method = facts.priceMethod ?? 'fixed-benchmark';
  if (method === 'fixed-benchmark') {
    for (const side of ['High', 'Low'] as const) {
      if (facts[`priceBenchmark${side}`] !== undefined) continue;
      const name = `price benchmark ${side.toLowerCase()}`;
      context.faults.add(
        `${at}/priceBenchmark${side}`,
        'benchmark-missing',
        `Enter the ${name}: the price share is above 0 and the price method is fixed-benchmark`,
        {
          expected: 'an amount in pounds',
        },
      );
    }
  }
  if (method === 'shadow-priced') checkShadowPrice(at, facts, context);
}

/** Carbon is priced by calendar year, so each contract year must be one with a published value. */
function checkShadowPrice(at: string, facts: LotFacts, { catalogue, faults }: FactsContext): void {
  const priced = catalogue.referenceData.carbonValues.values.map(({ year }) => Number(year)).toSorted((a, b) => a - b);
  const [first, last] = [priced[0], priced.at(-1)];
  for (const field of ['contractStart', 'contractEnd'] as const) {
    const date = facts[field];
    if (date === undefined) {
      const message = `Enter the ${field === 'contractStart' ? 'contract start' : 'contract end'}: the price method is shadow-priced`;
      faults.add(`${at}/${field}`, 'date-missing', message, { expected: 'a date' });
    } else if (parseIsoDate(date) !== undefined && !priced.includes(dateParts(date).year)) {
      faults.add(
        `${at}/${field}`,
        'year-without-carbon-value',
        `Enter a date in the years ${first} to ${last}, for which carbon values are published, got ${date}`,
        {
          found: date,
          expected: `a date from ${first} to ${last}`,
        },
      );
    }
  }
}

import { barChart } from '../../charts/bar-chart.ts';
import type { Chart } from '../../charts/chart.ts';
import { RESULT_LOOKS, STAGE_LOOKS } from '../../charts/looks.ts';
import { type Procurement, type Lot, lotFacts } from '../../domain/procurement.ts';
import { roundHalfUp, toFraction } from '../../domain/quantity.ts';
import type { AssessmentJson } from '../../scoring/assessment-json.ts';
import type { DecisionRecord } from '../../scoring/decision-record.ts';
import { grouped, poundsText, STAGE_WORDS, tonnesText } from './words.ts';

export type BidResult = AssessmentJson['bids'][number];
export type RuleTitles = ReadonlyMap<string, string>;

/** What a page says of the bids of a procurement, or of one lot of it. */
export type LotView = {
  /** Undefined for a procurement without lots. */
  readonly id: string | undefined;
  readonly title: string;
  readonly bids: readonly RankedBid[];
  readonly shares: Procurement['shares'];
  readonly criteria: readonly CriterionRow[];
  readonly conditions: readonly {
    readonly code: string;
    readonly title: string;
    readonly outcomes: readonly string[];
  }[];
  readonly impliedPrice: string | undefined;
  readonly tieBreak: readonly { readonly sentence: string }[];
  readonly totals: Chart | undefined;
  /** Bid, environment, quality, price and total, as texts. */
  readonly totalRows: readonly (readonly string[])[];
  readonly carbon: Chart | undefined;
  /** Bid, then the stages, as texts. */
  readonly stageHeads: readonly string[];
  readonly stageRows: readonly (readonly string[])[];
  readonly functionalUnit: string;
};

export type RankedBid = BidResult & {
  /** The total, or the evaluated price where the method compares that. */
  readonly result: string;
  readonly price: string;
};

type CriterionRow = {
  /** The rule in the version that was used: `end-of-life@1`. */
  readonly ruleKey: string;
  readonly code: string;
  readonly title: string;
  readonly scorecard: string;
  readonly weight: string;
  readonly points: readonly { readonly text: string; readonly assessed: boolean }[];
};

/** The lots of a decision record, ranked bids first, with their charts. */
export function toLotViews(record: DecisionRecord, titles: RuleTitles): LotView[] {
  const { assessment } = record;
  const { procurement } = record.inputs;
  const { lots } = assessment;
  if (lots === undefined) {
    const { implied_carbon_price_gbp_per_t: implied, tie_break: tieBreak } = assessment;
    return [toLotView(record, undefined, assessment.bids, assessment.ranking, { implied, tieBreak }, titles)];
  }
  return lots.map((one) => {
    const lot = procurement.lots.find(({ id }) => id === one.lot);
    const bids = assessment.bids.filter((bid) => bid.lot === one.lot);
    const notes = { implied: one.implied_carbon_price_gbp_per_t, tieBreak: one.tie_break };
    return toLotView(record, lot, bids, one.ranking, notes, titles);
  });
}

function toLotView(
  record: DecisionRecord,
  lot: Lot | undefined,
  bids: readonly BidResult[],
  ranking: readonly string[],
  { implied, tieBreak }: { readonly implied: string | null; readonly tieBreak: LotView['tieBreak'] },
  titles: RuleTitles,
): LotView {
  const { procurement } = record.inputs;
  const facts = lotFacts(procurement, lot);
  const ordered = inRankOrder(bids, ranking).map((bid) => toRankedBid(bid, record));
  const id = lot === undefined ? 'all' : `lot-${lot.id.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
  return {
    id: lot?.id,
    title: lot === undefined ? procurement.title : `Lot ${lot.id}: ${lot.title}`,
    bids: ordered,
    shares: facts.shares,
    criteria: criterionRows(ordered, titles),
    conditions: conditionRows(ordered, titles),
    impliedPrice: implied ?? undefined,
    tieBreak,
    totals: totalsChart(id, ordered, facts.shares),
    totalRows: ordered.map((bid) => [
      bid.bid,
      bid.environment,
      bid.quality ?? 'None',
      bid.price_points ?? 'None',
      bid.total ?? 'None',
    ]),
    carbon: carbonChart(id, ordered),
    ...stageTable(ordered),
    functionalUnit: facts.functionalUnit,
  };
}

/** The ranking first to last, then those not ranked, by reference. */
export function inRankOrder(bids: readonly BidResult[], ranking: readonly string[]): BidResult[] {
  const ranked = ranking.flatMap((reference) => bids.filter(({ bid }) => bid === reference));
  return [...ranked, ...bids.filter((bid) => !ranked.includes(bid))];
}

export function toRankedBid(bid: BidResult, record: DecisionRecord): RankedBid {
  const input = record.inputs.bids.find(({ reference, lot }) => reference === bid.bid && lot === bid.lot);
  const evaluated = bid.evaluated_price === null ? undefined : poundsText(bid.evaluated_price);
  return { ...bid, result: evaluated ?? bid.total ?? bid.environment, price: poundsText(input?.price) };
}

function criterionRows(bids: readonly RankedBid[], titles: RuleTitles): CriterionRow[] {
  const [first] = bids;
  return (first?.criteria ?? []).map(({ rule, version, code, scorecard, weight, on_trial: onTrial }) => ({
    ruleKey: `${rule}@${version}`,
    code,
    title: titles.get(`${rule}@${version}`) ?? rule,
    scorecard: onTrial ? 'trial' : scorecard,
    weight,
    points: bids.map((bid) => {
      const own = bid.criteria.find((one) => one.rule === rule);
      return own === undefined
        ? { text: 'None', assessed: false }
        : { text: own.points, assessed: own.status === 'scored' };
    }),
  }));
}

function conditionRows(bids: readonly RankedBid[], titles: RuleTitles): LotView['conditions'] {
  const [first] = bids;
  return (first?.conditions ?? []).map(({ rule, code }) => ({
    code,
    title: titles.get(rule) ?? rule,
    outcomes: bids.map((bid) => bid.conditions.find((one) => one.rule === rule)?.outcome ?? 'not-required'),
  }));
}

/** What environment, quality and price add to each total; undefined where there is no total made of them. */
function totalsChart(id: string, bids: readonly RankedBid[], shares: Procurement['shares']): Chart | undefined {
  if (shares === undefined || bids.every(({ total }) => total === null)) return undefined;
  const bars = bids.map((bid) => ({
    label: bid.supplier,
    note: bid.rank === null ? `${bid.bid}, not ranked` : `${bid.bid}, rank ${bid.rank}`,
    parts: new Map([
      ['Environment', part(shares.environment, bid.environment)],
      ['Quality', part(shares.quality, bid.quality ?? '0')],
      ['Price', part(shares.price, bid.price_points ?? '0')],
    ]),
    result: bid.total ?? 'none',
  }));
  const said = bids.map(({ supplier, result }) => `${supplier} ${result}`).join(', ');
  return barChart({
    id: `totals-${id}`,
    title: 'Total of each bid, by what it is made of',
    description: `Totals of 100: ${said}. The table below gives the parts.`,
    axis: 'Points of the total, of 100',
    looks: RESULT_LOOKS,
    bars,
    maximum: 100,
  });
}

/** Gross tonnes of each bid by life-cycle stage; undefined where no bid gives any. */
function carbonChart(id: string, bids: readonly RankedBid[]): Chart | undefined {
  if (bids.every(({ carbon }) => carbon.gross_kg === null)) return undefined;
  const bars = bids.map((bid) => ({
    label: bid.supplier,
    note:
      bid.carbon.gross_kg === null ? `${bid.bid}, no figure given` : `${bid.bid}, net ${tonnesText(bid.carbon.net_kg)}`,
    parts: new Map(
      Object.entries(bid.carbon.by_stage_kg).flatMap(([stage, kilograms]) =>
        kilograms === null ? [] : [[STAGE_WORDS[stage] ?? stage, Number(kilograms) / 1000] as const],
      ),
    ),
    result: bid.carbon.gross_kg === null ? 'not given' : tonnesText(bid.carbon.gross_kg),
  }));
  const said = bids.map(({ supplier, carbon }) => `${supplier} ${tonnesText(carbon.gross_kg)}`).join(', ');
  return barChart({
    id: `carbon-${id}`,
    title: 'Gross carbon of each bid over the contract, by life-cycle stage',
    description: `Tonnes of CO2e, gross: ${said}. The table below gives gross, removals and net.`,
    axis: 'Tonnes of CO₂e over the contract, gross, as declared',
    looks: STAGE_LOOKS,
    bars,
  });
}

/** The figures of the carbon chart. */
function stageTable(bids: readonly RankedBid[]): Pick<LotView, 'stageHeads' | 'stageRows'> {
  const stages = [...new Set(bids.flatMap(({ carbon }) => Object.keys(carbon.by_stage_kg)))];
  return {
    stageHeads: ['Bid', ...stages.map((stage) => STAGE_WORDS[stage] ?? stage)],
    stageRows: bids.map(({ bid, carbon }) => [
      bid,
      ...stages.map((stage) => tonnesText(carbon.by_stage_kg[stage as keyof typeof carbon.by_stage_kg])),
    ]),
  };
}

function part(share: string, points: string): number {
  return toFraction(share).mul(toFraction(points)).div(100).valueOf();
}

/** "25% of 87.49 is 21.87" as the figure alone. */
export function weightedText(weightedExact: string): string {
  const [numerator = '0', denominator = '1'] = weightedExact.split('/');
  return grouped(roundHalfUp(toFraction(numerator).div(toFraction(denominator)), 2));
}

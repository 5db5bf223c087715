import { createHash } from 'node:crypto';
import { type Fraction, HUNDRED, roundHalfUp, toFraction, ZERO } from '../domain/quantity.ts';
import type { LotAssessment } from './assessment.ts';
import { type CarbonComparison, compareCarbon } from './carbon-comparison.ts';
import { type SingleMarkFlip, singleMarkFlips } from './single-mark-flips.ts';
import { analyseEnvironment, analyseTotal, type WeightAnalysis } from './weight-analysis.ts';

export type { DrawnShares, WeightAnalysis } from './weight-analysis.ts';

/** `none` where fewer than two bids are ranked. */
export type SensitivityLight = 'green' | 'amber' | 'red' | 'none';

/** How firm a ranking is: a diagnosis that never changes the award. The light and the sentence stand first. */
export type SensitivityReport = {
  readonly light: SensitivityLight;
  readonly sentence: string;
  readonly seed: string;
  readonly draws: number;
  /** By the shares of environment, quality and price; undefined where there is no total in points. */
  readonly onTotal: WeightAnalysis | undefined;
  /** By the weights of the environment criteria; undefined where fewer than two bids are ranked. */
  readonly onEnvironment: WeightAnalysis | undefined;
  readonly singleMarkFlips: readonly SingleMarkFlip[];
  readonly carbon: readonly CarbonComparison[];
};

const DRAWS = 10_000;
const SEED_PREFIX = 'scorer-sensitivity/v1\n';
/** Green from 5 points of weight; red below 1, or with a gap below half a point. */
const FIRM_POINTS = toFraction('5');
const FRAGILE_POINTS = toFraction('1');
const FRAGILE_GAP = toFraction('0.5');

/**
 * Analyses one ranking. The same lot and seed give the same report, bit for bit. The sentence names bids by reference,
 * or as `nameOf` says.
 */
export function sensitivityReport(
  lot: LotAssessment,
  seed: bigint,
  draws = DRAWS,
  nameOf: (reference: string) => string = (reference) => reference,
): SensitivityReport {
  const onTotal = analyseTotal(lot, { seed, draws });
  const onEnvironment = analyseEnvironment(lot, { seed, draws });
  const flips = singleMarkFlips(lot);
  return {
    ...judge(lot, onTotal ?? onEnvironment, flips, nameOf),
    seed: seed.toString(),
    draws,
    onTotal,
    onEnvironment,
    singleMarkFlips: flips,
    carbon: compareCarbon(lot.bids.filter(({ bid }) => lot.ranking.includes(bid.reference))),
  };
}

/**
 * The seed that an input fixes: the first 8 bytes, big-endian, of `SHA-256(prefix + bytes of the hash)`, so that the
 * command line, the service and any later day draw alike. `inputHash` is 64 hexadecimal digits.
 */
export function sensitivitySeed(inputHash: string, prefix = SEED_PREFIX): bigint {
  if (!/^[0-9a-f]{64}$/.test(inputHash)) throw new RangeError(`Not a SHA-256 hash: ${inputHash}`);
  return createHash('sha256').update(prefix).update(inputHash, 'hex').digest().readBigUInt64BE(0);
}

type Judgement = Pick<SensitivityReport, 'light' | 'sentence'>;

function judge(
  lot: LotAssessment,
  analysis: WeightAnalysis | undefined,
  flips: readonly SingleMarkFlip[],
  nameOf: (reference: string) => string,
): Judgement {
  const [only] = lot.ranking;
  if (lot.ranking.length < 2) {
    const sentence =
      only === undefined
        ? 'No bid is ranked, so there is no ranking to test.'
        : `Only ${nameOf(only)} is ranked, so there is no ranking to test.`;
    return { light: 'none', sentence };
  }
  const byPrice = judgeEvaluatedPrices(lot, nameOf);
  if (byPrice !== undefined) return byPrice;
  return analysis === undefined
    ? { light: 'none', sentence: 'The ranked bids have no weighted points in common, so there is nothing to test.' }
    : judgeWeights(
        { ...analysis, first: nameOf(analysis.first), second: nameOf(analysis.second) },
        flips.map((flip) => ({ ...flip, bid: nameOf(flip.bid) })),
      );
}

function judgeWeights(analysis: WeightAnalysis, flips: readonly SingleMarkFlip[]): Judgement {
  const { first, second, gap, transfer } = analysis;
  const light = lightOf(transfer?.points, gap, flips.length);
  if (gap.equals(ZERO)) {
    return {
      light,
      sentence: `${WORDS[light]}: ${first} and ${second} are exactly level; the published tie-break put ${first} first.`,
    };
  }
  const on = analysis.on === 'total' ? 'points' : 'points of the environment score';
  const lead = `${first} leads ${second} by ${shown(gap)} ${on}`;
  return { light, sentence: `${WORDS[light]}: ${lead}; ${transferText(analysis)}${flipText(flips)}.` };
}

const WORDS: Readonly<Record<SensitivityLight, string>> = {
  green: 'Firm',
  amber: 'Fairly firm',
  red: 'Fragile',
  none: 'Not tested',
};

function lightOf(transferPoints: Fraction | undefined, gap: Fraction, flips: number): SensitivityLight {
  if (gap.lt(FRAGILE_GAP) || transferPoints?.lt(FRAGILE_POINTS)) return 'red';
  return flips > 0 || transferPoints?.lt(FIRM_POINTS) ? 'amber' : 'green';
}

function transferText({ on, transfer, second, parts }: WeightAnalysis): string {
  if (transfer === undefined) return `no other weights would put ${second} level`;
  const titleOf = (id: string) => {
    const title = parts.find((part) => part.id === id)?.title ?? id;
    return on === 'total' ? title.toLowerCase() : title;
  };
  const [move] = transfer.moves;
  const route =
    transfer.moves.length === 1 && move !== undefined ? ` from ${titleOf(move.from)} to ${titleOf(move.to)}` : '';
  return `moving ${shown(transfer.points)} points of weight${route} would put ${second} level`;
}

function flipText(flips: readonly SingleMarkFlip[]): string {
  const [flip] = flips;
  if (flip === undefined) return ', and no single mark would';
  const change = flip.change === '+1' ? 'one mark more' : 'one mark less';
  const others = flips.length === 1 ? '' : ` (one of ${flips.length} such marks)`;
  return `, and so would ${change} for ${flip.bid} in ${flip.code}${others}`;
}

/** Where the lowest evaluated price wins, no weight decides: the distance between the first two does, in percent. */
function judgeEvaluatedPrices(lot: LotAssessment, nameOf: (reference: string) => string): Judgement | undefined {
  const [first, second] = lot.ranking.map((reference) => lot.bids.find(({ bid }) => bid.reference === reference));
  if (first?.evaluatedPrice === undefined || second?.evaluatedPrice === undefined) return undefined;
  const percent = second.evaluatedPrice.sub(first.evaluatedPrice).div(second.evaluatedPrice).mul(HUNDRED);
  const light = percent.lt(FRAGILE_POINTS) ? 'red' : percent.lt(FIRM_POINTS) ? 'amber' : 'green';
  const [winner, rival] = [nameOf(first.bid.reference), nameOf(second.bid.reference)];
  const sentence = percent.equals(ZERO)
    ? `${winner} and ${rival} have exactly the same evaluated price; the published tie-break put ${winner} first.`
    : `the evaluated price of ${winner} is ${shown(percent)}% below that of ${rival}; no weights decide this ranking.`;
  return { light, sentence: `${WORDS[light]}: ${sentence}` };
}

/** Two decimals, or as many as keep a difference from looking like none. */
function shown(value: Fraction): string {
  for (let places = 2; places < 12; places++) {
    const text = roundHalfUp(value, places);
    if (Number(text) !== 0) return text;
  }
  return roundHalfUp(value, 12);
}

import type { Stage } from '../../../src/domain/bid.ts';
import type { FootprintLine } from '../../../src/scoring/footprint.ts';
import type { RuleKit } from '../../../src/scoring/rule-kit.ts';
import type { CriterionOutcome, Fact, Finding, NearestMiss, RuleInput } from '../../../src/scoring/rule.ts';
import { carbonDataTier, carbonPerFunctionalUnit } from '../../questions/contract-carbon.ts';
import { ACT_SECTION_23, ISO_14067, PRODUCT_LIFE_CYCLE_STANDARD } from '../../references.ts';

type Fraction = RuleKit['exact']['zero'];
type Benchmarks = {
  readonly high: Fraction;
  readonly low: Fraction;
  /** From 0 points to 5. */
  readonly span: Fraction;
  readonly highText: string;
  readonly lowText: string;
  /** The most carbon that still earns 1, 2, 3, 4 and 5 points. */
  readonly wholePoints: readonly { readonly points: Fraction; readonly atMost: Fraction; readonly text: string }[];
};
type Parameters = { readonly benchmarkHigh: Fraction; readonly benchmarkLow: Fraction };
type Message = keyof typeof messages;

export default (kit: RuleKit) =>
  kit.defineRule({
    id: 'contract-carbon-intensity',
    version: 1,
    kind: 'criterion',
    subject: 'bid',
    assessment: 'facts',
    title: 'Gross carbon of the contract for each functional unit, whole life cycle',
    contractLink: 'The goods and services supplied under this contract, over their whole life cycle.',
    references: [
      { ...ACT_SECTION_23, paragraph: 'section 23: criteria may look at any stage of the life cycle' },
      PRODUCT_LIFE_CYCLE_STANDARD,
      ISO_14067,
    ],
    questions: { perUnit: carbonPerFunctionalUnit, tier: carbonDataTier },
    parameters: kit.z
      .strictObject({
        benchmarkHigh: kit.decimal('Evaluated kgCO2e for each functional unit at or above which there are 0 points.'),
        benchmarkLow: kit.decimal('Evaluated kgCO2e for each functional unit at or below which there are 5 points.'),
      })
      .refine(({ benchmarkHigh, benchmarkLow }) => benchmarkHigh.gt(benchmarkLow), {
        error: 'benchmarkHigh must be above benchmarkLow',
      }),
    messages,
    evaluate: (input, parameters) => {
      const benchmarks = readBenchmarks(kit, input, parameters);
      return input.footprint.assumedByAuthority
        ? { status: 'not-assessed', findings: [assumedFinding(kit, input, benchmarks)] }
        : scored(kit, input, benchmarks, pointsFor(kit, input, benchmarks));
    },
    scale: ({ benchmarkHigh, benchmarkLow }) => {
      const { decimalText } = kit.exact;
      return [
        {
          points: '5',
          text: `The evaluated footprint is ${decimalText(benchmarkLow)} kgCO2e for each functional unit or less.`,
        },
        {
          text: `Between ${decimalText(benchmarkLow)} and ${decimalText(benchmarkHigh)} kgCO2e the points fall in a straight line.`,
        },
        {
          points: '0',
          text: `The evaluated footprint is ${decimalText(benchmarkHigh)} kgCO2e for each functional unit or more.`,
        },
      ];
    },
  });

const messages = {
  'between-benchmarks':
    'The evaluated footprint is {{evaluated}} kgCO2e for each {{unit}}, between the published {{low}} (5 points) and {{high}} (0 points).',
  'at-or-below-low':
    'The evaluated footprint is {{evaluated}} kgCO2e for each {{unit}}, at or below the published {{low}}.',
  'at-or-above-high':
    'The evaluated footprint is {{evaluated}} kgCO2e for each {{unit}}, at or above the published {{high}}.',
  declared:
    'The carbon lines declare {{declared}} kgCO2e for each {{unit}}, and the uplift for how sure the data are adds {{uplift}}.',
  'stage-defaults':
    'No line covers the stages {{stages}}: the published defaults stand in, {{defaults}} kgCO2e for each {{unit}}.',
  'tier-assumed': 'No data tier is given for the lines {{lines}}: they are read as tier D.',
  'assumed-by-authority':
    'The bid gives no carbon line: the published default of {{evaluated}} kgCO2e for each {{unit}} stands in, assumed by the authority.',
} as const;

/** The published benchmarks of the procurement, else those of the rule set, which are worked out once. */
function readBenchmarks(kit: RuleKit, { procurement }: RuleInput, parameters: Parameters): Benchmarks {
  const { carbonBenchmarkHigh, carbonBenchmarkLow } = procurement;
  const isOwn = carbonBenchmarkHigh !== undefined || carbonBenchmarkLow !== undefined;
  const known = isOwn ? undefined : benchmarksOfRuleSet.get(parameters);
  if (known !== undefined) return known;
  const high = carbonBenchmarkHigh === undefined ? parameters.benchmarkHigh : kit.Fraction(carbonBenchmarkHigh);
  const low = carbonBenchmarkLow === undefined ? parameters.benchmarkLow : kit.Fraction(carbonBenchmarkLow);
  const benchmarks = toBenchmarks(kit, high, low);
  if (!isOwn) benchmarksOfRuleSet.set(parameters, benchmarks);
  return benchmarks;
}

function toBenchmarks({ Fraction, exact }: RuleKit, high: Fraction, low: Fraction): Benchmarks {
  if (!high.gt(low)) throw new RangeError('The carbon benchmark high must be above the carbon benchmark low');
  const span = high.sub(low);
  const wholePoints = ['1', '2', '3', '4', '5'].map((text) => {
    const points = Fraction(text);
    const atMost = high.sub(points.mul(span).div(Fraction('5')));
    return { points, atMost, text: exact.decimalText(atMost, 6) };
  });
  return { high, low, span, highText: exact.decimalText(high, 6), lowText: exact.decimalText(low, 6), wholePoints };
}

const benchmarksOfRuleSet = new WeakMap<Parameters, Benchmarks>();

/** 5 x clamp((high - q) / (high - low), 0, 1), exact. */
function pointsFor({ exact, Fraction }: RuleKit, { footprint }: RuleInput, { high, low, span }: Benchmarks): Fraction {
  const { evaluatedPerUnit } = footprint;
  if (evaluatedPerUnit.gte(high)) return exact.zero;
  return evaluatedPerUnit.lte(low) ? Fraction('5') : high.sub(evaluatedPerUnit).mul(Fraction('5')).div(span);
}

function scored(kit: RuleKit, input: RuleInput, benchmarks: Benchmarks, points: Fraction): CriterionOutcome<Message> {
  return { status: 'scored', points, findings: findings(kit, input, benchmarks, points) };
}

function findings(kit: RuleKit, input: RuleInput, benchmarks: Benchmarks, points: Fraction): Finding<Message>[] {
  const { footprint } = input;
  const data = findingData(kit, input, benchmarks);
  const miss = nextWholePoint(kit, input, benchmarks, points, data.evaluated);
  const { evaluatedPerUnit } = footprint;
  const message = evaluatedPerUnit.gte(benchmarks.high)
    ? 'at-or-above-high'
    : evaluatedPerUnit.lte(benchmarks.low)
      ? 'at-or-below-low'
      : 'between-benchmarks';
  return [
    { message, data, facts: stageFacts(kit, input), ...(miss === undefined ? {} : { nearestMiss: miss }) },
    { message: 'declared', data, facts: [] },
    ...(footprint.stagesWithoutLine.length === 0 ? [] : [{ message: 'stage-defaults' as const, data, facts: [] }]),
    ...(footprint.lines.some(({ tierAssumed }) => tierAssumed)
      ? [{ message: 'tier-assumed' as const, data, facts: [] }]
      : []),
  ];
}

function assumedFinding(kit: RuleKit, input: RuleInput, benchmarks: Benchmarks): Finding<Message> {
  const data = findingData(kit, input, benchmarks);
  const miss = nextWholePoint(kit, input, benchmarks, kit.exact.zero, data.evaluated);
  return {
    message: 'assumed-by-authority',
    data,
    facts: [{ question: carbonPerFunctionalUnit.id }],
    ...(miss === undefined ? {} : { nearestMiss: miss }),
  };
}

function findingData({ exact }: RuleKit, { footprint, procurement }: RuleInput, { highText, lowText }: Benchmarks) {
  const { lines, declaredPerUnit, upliftPerUnit, defaultsPerUnit, evaluatedPerUnit } = footprint;
  return {
    evaluated: exact.decimalText(evaluatedPerUnit, 6),
    declared: exact.decimalText(declaredPerUnit, 6),
    uplift: exact.decimalText(upliftPerUnit, 6),
    defaults: exact.decimalText(defaultsPerUnit, 6),
    stages: footprint.stagesWithoutLine.join(', '),
    lines: lines
      .filter(({ tierAssumed }) => tierAssumed)
      .map(({ source }) => source.line)
      .join(', '),
    unit: procurement.functionalUnit,
    high: highText,
    low: lowText,
  };
}

/** What the next whole number of points would have taken; none above 5. */
function nextWholePoint(
  { exact }: RuleKit,
  { footprint, procurement }: RuleInput,
  { wholePoints }: Benchmarks,
  points: Fraction,
  evaluated: string,
): NearestMiss | undefined {
  const next = wholePoints[Number(points.n / points.d)];
  if (next === undefined) return undefined;
  const unit = procurement.functionalUnit;
  const less = exact.decimalText(footprint.evaluatedPerUnit.sub(next.atMost), 6);
  return {
    points: next.points,
    text: `at most ${next.text} kgCO2e for each ${unit}`,
    wouldHaveTaken: [`${less} kgCO2e less for each ${unit} (the bid: ${evaluated})`],
  };
}

/** For each stage with a line: its kilograms, and the evidence of its largest line. */
function stageFacts({ exact }: RuleKit, { footprint }: RuleInput): Fact[] {
  return [...linesByStage(footprint.lines)].map(([stage, lines]) => {
    const largest = lines.reduce((one, other) => (other.kilograms.gt(one.kilograms) ? other : one));
    const tiers = [...new Set(lines.map(({ tier }) => tier))].sort().join(', ');
    const kilograms = lines.length === 1 ? largest.kilograms : exact.sum(lines.map((line) => line.kilograms));
    const count = lines.length === 1 ? '1 line' : `${lines.length} lines`;
    const value = `${stage}: ${exact.decimalText(kilograms, 3)} kgCO2e in ${count}, tier ${tiers}`;
    const { evidence } = largest.source;
    return evidence === undefined
      ? { question: carbonDataTier.id, value }
      : { question: carbonDataTier.id, value, evidence };
  });
}

function linesByStage(lines: readonly FootprintLine[]): Map<Stage, FootprintLine[]> {
  const stages = new Map<Stage, FootprintLine[]>();
  for (const line of lines) {
    const known = stages.get(line.source.stage);
    if (known === undefined) stages.set(line.source.stage, [line]);
    else known.push(line);
  }
  return stages;
}

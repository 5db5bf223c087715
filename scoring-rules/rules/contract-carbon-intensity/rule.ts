import type { RuleKit } from '../../../src/scoring/rule-kit.ts';
import type { CriterionOutcome, Fact, Finding, NearestMiss, RuleInput } from '../../../src/scoring/rule.ts';
import { carbonDataTier, carbonPerFunctionalUnit } from '../../questions/contract-carbon.ts';

type Fraction = RuleKit['exact']['zero'];
type Benchmarks = { readonly high: Fraction; readonly low: Fraction };
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
      {
        title: 'Procurement Act 2023, section 23 (award criteria)',
        url: 'https://www.legislation.gov.uk/ukpga/2023/54/section/23',
        paragraph: 'section 23: criteria may look at any stage of the life cycle',
        inForce: { from: '2025-02-24' },
      },
      {
        title: 'GHG Protocol Product Life Cycle Accounting and Reporting Standard',
        url: 'https://ghgprotocol.org/product-standard',
        inForce: { from: '2011-10-04' },
      },
      {
        title: 'ISO 14067:2018, carbon footprint of products',
        url: 'https://www.iso.org/standard/71206.html',
        inForce: { from: '2018-08-01' },
      },
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

/** The published benchmarks of the procurement, else those of the rule set. */
function readBenchmarks(
  { Fraction }: RuleKit,
  { procurement }: RuleInput,
  parameters: { readonly benchmarkHigh: Fraction; readonly benchmarkLow: Fraction },
): Benchmarks {
  const { carbonBenchmarkHigh, carbonBenchmarkLow } = procurement;
  const high = carbonBenchmarkHigh === undefined ? parameters.benchmarkHigh : Fraction(carbonBenchmarkHigh);
  const low = carbonBenchmarkLow === undefined ? parameters.benchmarkLow : Fraction(carbonBenchmarkLow);
  if (!high.gt(low)) throw new RangeError('The carbon benchmark high must be above the carbon benchmark low');
  return { high, low };
}

/** 5 x clamp((high - q) / (high - low), 0, 1), exact. */
function pointsFor({ exact, Fraction }: RuleKit, { footprint }: RuleInput, { high, low }: Benchmarks): Fraction {
  const share = high.sub(footprint.evaluatedPerUnit).div(high.sub(low));
  return exact.clamp(share, exact.zero, exact.one).mul(Fraction('5'));
}

function scored(kit: RuleKit, input: RuleInput, benchmarks: Benchmarks, points: Fraction): CriterionOutcome<Message> {
  return { status: 'scored', points, findings: findings(kit, input, benchmarks, points) };
}

function findings(kit: RuleKit, input: RuleInput, benchmarks: Benchmarks, points: Fraction): Finding<Message>[] {
  const { footprint } = input;
  const data = findingData(kit, input, benchmarks);
  const miss = nextWholePoint(kit, input, benchmarks, points);
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
  const miss = nextWholePoint(kit, input, benchmarks, kit.exact.zero);
  return {
    message: 'assumed-by-authority',
    data: findingData(kit, input, benchmarks),
    facts: [{ question: carbonPerFunctionalUnit.id }],
    ...(miss === undefined ? {} : { nearestMiss: miss }),
  };
}

function findingData({ exact }: RuleKit, { footprint, procurement }: RuleInput, { high, low }: Benchmarks) {
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
    high: exact.decimalText(high, 6),
    low: exact.decimalText(low, 6),
  };
}

/** What the next whole number of points would have taken; none above 5. */
function nextWholePoint(
  kit: RuleKit,
  input: RuleInput,
  benchmarks: Benchmarks,
  points: Fraction,
): NearestMiss | undefined {
  const { exact, Fraction } = kit;
  const five = Fraction('5');
  if (points.gte(five)) return undefined;
  const next = points.floor().add(exact.one);
  const { high, low } = benchmarks;
  const needed = high.sub(next.mul(high.sub(low)).div(five));
  const { evaluatedPerUnit } = input.footprint;
  const unit = input.procurement.functionalUnit;
  return {
    points: next,
    text: `at most ${exact.decimalText(needed, 6)} kgCO2e for each ${unit}`,
    wouldHaveTaken: [
      `${exact.decimalText(evaluatedPerUnit.sub(needed), 6)} kgCO2e less for each ${unit} (the bid: ${exact.decimalText(evaluatedPerUnit, 6)})`,
    ],
  };
}

/** For each stage with a line: its kilograms, and the evidence of its largest line. */
function stageFacts({ exact }: RuleKit, { footprint }: RuleInput): Fact[] {
  const stages = [...new Set(footprint.lines.map(({ source }) => source.stage))];
  return stages.map((stage) => {
    const lines = footprint.lines.filter(({ source }) => source.stage === stage);
    const largest = lines.reduce((one, other) => (other.kilograms.gt(one.kilograms) ? other : one));
    const tiers = [...new Set(lines.map(({ tier }) => tier))].sort().join(', ');
    const kilograms = exact.decimalText(exact.sum(lines.map((line) => line.kilograms)), 3);
    const value = `${stage}: ${kilograms} kgCO2e in ${lines.length === 1 ? '1 line' : `${lines.length} lines`}, tier ${tiers}`;
    const { evidence } = largest.source;
    return { question: carbonDataTier.id, value, ...(evidence === undefined ? {} : { evidence }) };
  });
}

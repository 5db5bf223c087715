import type { RuleKit } from '../../../src/scoring/rule-kit.ts';
import {
  baselineEmissions,
  baselineYear,
  latestEmissions,
  latestReportedYear,
} from '../../questions/supplier-policy.ts';
import { CORPORATE_NET_ZERO_STANDARD, PPN_006 } from '../../references.ts';

export default ({ defineRule, bands, z, decimal, Fraction, exact }: RuleKit) =>
  defineRule({
    id: 'achieved-reduction',
    version: 1,
    kind: 'criterion',
    subject: 'supplier',
    assessment: 'facts',
    title: 'Achieved reduction, percent of the base year each year',
    contractLink: 'The track record of the measures that are offered for this contract.',
    references: [PPN_006, CORPORATE_NET_ZERO_STANDARD],
    questions: {
      baseline: baselineEmissions,
      latest: latestEmissions,
      baselineYear: baselineYear,
      latestYear: latestReportedYear,
    },
    parameters: z.strictObject({
      rate5: decimal('Yearly reduction that earns 5 points, percent of the base year.'),
      rate4: decimal('Yearly reduction that earns 4 points, percent of the base year.'),
      rate3: decimal('Yearly reduction that earns 3 points, percent of the base year.'),
      rate2: decimal('Yearly reduction that earns 2 points, percent of the base year.'),
      rate1: decimal('Yearly reduction above which there is 1 point, percent of the base year.'),
    }),
    messages: {
      'cut-5': 'Emissions fell by at least {{rate5}}% of the base year each year.',
      'cut-4': 'Emissions fell by at least {{rate4}}% of the base year each year.',
      'cut-3': 'Emissions fell by at least {{rate3}}% of the base year each year.',
      'cut-2': 'Emissions fell by at least {{rate2}}% of the base year each year.',
      'cut-1': 'Emissions fell by more than {{rate1}}% of the base year each year.',
      'no-reduction-shown': 'The figures show no reduction, or not all four figures are there to compute one.',
      'nothing-submitted': 'Nothing was submitted on past emissions.',
    },
    derive: {
      // Linear in base-year terms: 100 x (1 - latest / baseline) / years, half up to 6 places before the tests.
      rate: ({ answers: { baseline, latest, baselineYear, latestYear } }) => {
        if (baseline.state !== 'given' || latest.state !== 'given') return undefined;
        if (baselineYear.state !== 'given' || latestYear.state !== 'given') return undefined;
        const years = latestYear.value.sub(baselineYear.value);
        if (!baseline.value.gt(exact.zero) || !years.gt(exact.zero)) return undefined;
        const rate = exact.one.sub(latest.value.div(baseline.value)).mul(Fraction('100')).div(years);
        return Fraction(exact.roundHalfUp(rate, 6));
      },
    },
    method: bands(
      [
        { points: 5, message: 'cut-5', all: [{ of: 'rate', atLeast: 'rate5' }] },
        { points: 4, message: 'cut-4', all: [{ of: 'rate', atLeast: 'rate4' }] },
        { points: 3, message: 'cut-3', all: [{ of: 'rate', atLeast: 'rate3' }] },
        { points: 2, message: 'cut-2', all: [{ of: 'rate', atLeast: 'rate2' }] },
        { points: 1, message: 'cut-1', all: [{ of: 'rate', above: 'rate1' }] },
      ],
      { otherwise: 'no-reduction-shown', nothingSubmitted: 'nothing-submitted' },
    ),
  });

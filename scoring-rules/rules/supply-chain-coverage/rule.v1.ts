import type { RuleKit } from '../../../src/scoring/rule-kit.ts';
import { category1Reported, ppn006CategoriesReported, supplierTargetsShare } from '../../questions/accountability.ts';
import { CORPORATE_NET_ZERO_STANDARD, PPN_006, SCOPE_3_STANDARD } from '../../references.ts';

export default ({ defineRule, bands, z, decimal }: RuleKit) =>
  defineRule({
    id: 'supply-chain-coverage',
    version: 1,
    kind: 'criterion',
    subject: 'supplier',
    assessment: 'facts',
    title: 'Supply-chain coverage for what is supplied (scope 3)',
    contractLink: 'The manufacturers and hosts of what is supplied under this contract.',
    references: [CORPORATE_NET_ZERO_STANDARD, SCOPE_3_STANDARD, PPN_006],
    questions: { share: supplierTargetsShare, category1: category1Reported, categories: ppn006CategoriesReported },
    parameters: z.strictObject({
      share5: decimal(
        'Share of the relevant spend with suppliers that hold science-based targets that 5 points need, percent.',
      ),
      share4: decimal('The same share that 4 points need, percent.'),
      share3: decimal('The same share that 3 points need, percent.'),
      categories1: decimal('Scope 3 categories of the five that a Carbon Reduction Plan needs that 1 point needs.'),
    }),
    messages: {
      'targets-5':
        'At least {{share5}}% of the relevant spend is with suppliers that hold science-based targets, and scope 3 category 1 is reported.',
      'targets-4':
        'At least {{share4}}% of the relevant spend is with suppliers that hold science-based targets, and scope 3 category 1 is reported.',
      'targets-3':
        'At least {{share3}}% of the relevant spend is with suppliers that hold science-based targets, and scope 3 category 1 is reported.',
      'category-1-reported': 'Scope 3 category 1, purchased goods and services, is reported.',
      'five-categories':
        'At least {{categories1}} of the five scope 3 categories that a Carbon Reduction Plan needs are reported.',
      'chain-not-covered': 'The supply chain of what is supplied is not covered.',
      'nothing-submitted': 'Nothing was submitted on the supply chain.',
    },
    method: bands(
      [
        {
          points: 5,
          message: 'targets-5',
          all: [
            { of: 'share', atLeast: 'share5' },
            { of: 'category1', is: true },
          ],
        },
        {
          points: 4,
          message: 'targets-4',
          all: [
            { of: 'share', atLeast: 'share4' },
            { of: 'category1', is: true },
          ],
        },
        {
          points: 3,
          message: 'targets-3',
          all: [
            { of: 'share', atLeast: 'share3' },
            { of: 'category1', is: true },
          ],
        },
        { points: 2, message: 'category-1-reported', all: [{ of: 'category1', is: true }] },
        { points: 1, message: 'five-categories', all: [{ of: 'categories', atLeast: 'categories1' }] },
      ],
      { otherwise: 'chain-not-covered', nothingSubmitted: 'nothing-submitted' },
    ),
  });

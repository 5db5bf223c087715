import type { RuleKit } from '../../../src/scoring/rule-kit.ts';
import { anyLabelShare, energyStarShare, topTierLabelShare } from '../../questions/products.ts';
import { ACT_SECTION_56 } from '../../references.ts';

export default ({ defineRule, bands, z, decimal }: RuleKit) =>
  defineRule({
    id: 'ecolabelled-products',
    version: 1,
    kind: 'criterion',
    subject: 'bid',
    assessment: 'facts',
    title: 'Ecolabelled products, by share of units',
    contractLink: 'The products supplied under this contract.',
    references: [
      ACT_SECTION_56,
      {
        title: 'Government Buying Standards for office ICT equipment',
        url: 'https://www.gov.uk/government/publications/sustainable-procurement-the-gbs-for-office-ict-equipment',
        inForce: { from: '2012-02-29' },
      },
      {
        title: 'EPEAT, how the registry and its tiers work',
        url: 'https://www.epeat.net/about-epeat/how-does-epeat-work/',
        inForce: { from: '2006-07-01' },
      },
      {
        title: 'TCO Certified, validity of certificates',
        url: 'https://tcocertified.com/it/faq-items/how-do-i-know-if-a-certificate-is-valid/',
        inForce: { from: '1992-01-01' },
      },
    ],
    questions: { topTier: topTierLabelShare, anyLabel: anyLabelShare, energyStar: energyStarShare },
    parameters: z.strictObject({
      topTier5: decimal('Share of units with a top-tier label that earns 5 points, percent.'),
      topTier4: decimal('Share of units with a top-tier label that earns 4 points, percent.'),
      topTier3: decimal('Share of units with a top-tier label that earns 3 points, percent.'),
      topTier2: decimal('Share of units with a top-tier label that earns 2 points, percent.'),
      anyLabel2: decimal('Share of units with any Type I label that earns 2 points instead, percent.'),
      energyStar1: decimal('Share of units that meet Energy Star or an equivalent that earns 1 point, percent.'),
    }),
    messages: {
      'top-tier-5': 'At least {{topTier5}}% of units carry a top-tier Type I label or an equivalent.',
      'top-tier-4': 'At least {{topTier4}}% of units carry a top-tier Type I label or an equivalent.',
      'top-tier-3': 'At least {{topTier3}}% of units carry a top-tier Type I label or an equivalent.',
      'some-labels':
        'At least {{topTier2}}% of units carry a top-tier label, or at least {{anyLabel2}}% any Type I label.',
      'energy-star': 'At least {{energyStar1}}% of units meet Energy Star or an equivalent.',
      'too-few-labels': 'The shares of labelled units reach no band.',
      'nothing-submitted': 'Nothing was submitted on ecolabels.',
    },
    method: bands(
      [
        { points: 5, message: 'top-tier-5', all: [{ of: 'topTier', atLeast: 'topTier5' }] },
        { points: 4, message: 'top-tier-4', all: [{ of: 'topTier', atLeast: 'topTier4' }] },
        { points: 3, message: 'top-tier-3', all: [{ of: 'topTier', atLeast: 'topTier3' }] },
        {
          points: 2,
          message: 'some-labels',
          any: [[{ of: 'topTier', atLeast: 'topTier2' }], [{ of: 'anyLabel', atLeast: 'anyLabel2' }]],
        },
        { points: 1, message: 'energy-star', all: [{ of: 'energyStar', atLeast: 'energyStar1' }] },
      ],
      { otherwise: 'too-few-labels', nothingSubmitted: 'nothing-submitted' },
    ),
  });

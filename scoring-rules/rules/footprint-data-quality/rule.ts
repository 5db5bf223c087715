import type { RuleKit } from '../../../src/scoring/rule-kit.ts';
import {
  boundaryLinesComplete,
  footprintAssurance,
  footprintStandardFollowed,
  primaryDataShare,
} from '../../questions/contract-carbon.ts';
import { ACT_SECTION_23, ISO_14067, PRODUCT_LIFE_CYCLE_STANDARD } from '../../references.ts';

export default ({ defineRule, bands, z, decimal }: RuleKit) =>
  defineRule({
    id: 'footprint-data-quality',
    version: 1,
    kind: 'criterion',
    subject: 'bid',
    assessment: 'facts',
    title: 'Completeness, data quality and assurance of the footprint',
    contractLink: 'The reliability of the figure that is used to compare what is supplied under this contract.',
    references: [
      ACT_SECTION_23,
      PRODUCT_LIFE_CYCLE_STANDARD,
      ISO_14067,
      {
        title: 'ISO 14064-3:2019, verification and validation of greenhouse gas statements',
        url: 'https://www.iso.org/standard/66455.html',
        inForce: { from: '2019-04-01' },
      },
    ],
    questions: {
      completeness: boundaryLinesComplete,
      primary: primaryDataShare,
      assurance: footprintAssurance,
      standard: footprintStandardFollowed,
    },
    parameters: z.strictObject({
      completeness5: decimal('Share of the boundary lines with a figure that 5 points need, percent.'),
      primary5: decimal('Share of primary data that 5 points need, percent.'),
      completeness4: decimal('Share of the boundary lines with a figure that 4 points need, percent.'),
      primary4: decimal('Share of primary data that 4 points need, percent.'),
      completeness3: decimal('Share of the boundary lines with a figure that 3 points need, percent.'),
      primary3: decimal('Share of primary data that 3 points need, percent.'),
      completeness2: decimal('Share of the boundary lines with a figure that 2 points need, percent.'),
      completeness1: decimal('Share of the boundary lines with a figure that 1 point needs, percent.'),
    }),
    messages: {
      'assured-primary-standard':
        'At least {{completeness5}}% of the boundary lines have a figure, at least {{primary5}}% is primary data, a third party assured it, and it follows a recognised standard.',
      'assured-primary':
        'At least {{completeness4}}% of the boundary lines have a figure, at least {{primary4}}% is primary data, and a third party assured it.',
      'standard-primary':
        'At least {{completeness3}}% of the boundary lines have a figure, at least {{primary3}}% is primary data, and it follows a recognised standard.',
      'standard-followed':
        'At least {{completeness2}}% of the boundary lines have a figure and it follows a recognised standard.',
      'half-complete': 'At least {{completeness1}}% of the boundary lines have a figure.',
      'too-incomplete': 'The footprint reaches no band for completeness, data and assurance.',
      'nothing-submitted': 'Nothing was submitted on the completeness and quality of the footprint.',
    },
    method: bands(
      [
        {
          points: 5,
          message: 'assured-primary-standard',
          all: [
            { of: 'completeness', atLeast: 'completeness5' },
            { of: 'primary', atLeast: 'primary5' },
            { of: 'assurance', oneOf: ['limited', 'reasonable'] },
            { of: 'standard', is: true },
          ],
        },
        {
          points: 4,
          message: 'assured-primary',
          all: [
            { of: 'completeness', atLeast: 'completeness4' },
            { of: 'primary', atLeast: 'primary4' },
            { of: 'assurance', oneOf: ['limited', 'reasonable'] },
          ],
        },
        {
          points: 3,
          message: 'standard-primary',
          all: [
            { of: 'completeness', atLeast: 'completeness3' },
            { of: 'primary', atLeast: 'primary3' },
            { of: 'standard', is: true },
          ],
        },
        {
          points: 2,
          message: 'standard-followed',
          all: [
            { of: 'completeness', atLeast: 'completeness2' },
            { of: 'standard', is: true },
          ],
        },
        { points: 1, message: 'half-complete', all: [{ of: 'completeness', atLeast: 'completeness1' }] },
      ],
      { otherwise: 'too-incomplete', nothingSubmitted: 'nothing-submitted' },
    ),
  });

import type { RuleKit } from '../../../src/scoring/rule-kit.ts';
import {
  annualMilestones,
  cutIsContractual,
  grossCutBy2030,
  offsetOnlyPlan,
  residualNeutralised,
  zeroNetAim,
} from '../../questions/contract-carbon.ts';
import { ACT_SECTION_23, CORPORATE_NET_ZERO_STANDARD, PPN_016 } from '../../references.ts';

export default ({ defineRule, bands, z, decimal }: RuleKit) =>
  defineRule({
    id: 'net-zero-2030-route',
    version: 1,
    kind: 'criterion',
    subject: 'bid',
    assessment: 'facts',
    title: 'Committed route to zero net contract carbon by 2030',
    contractLink: 'The emissions of this contract in each contract year.',
    references: [
      ACT_SECTION_23,
      PPN_016,
      CORPORATE_NET_ZERO_STANDARD,
      {
        title: 'Oxford Principles for Net Zero Aligned Carbon Offsetting, revised 2024',
        url: 'https://netzeroclimate.org/oxford-launches-revised-offsetting-principles/',
        inForce: { from: '2024-02-01' },
      },
    ],
    questions: {
      contractual: cutIsContractual,
      cut: grossCutBy2030,
      milestones: annualMilestones,
      residual: residualNeutralised,
      aim: zeroNetAim,
      offsetOnly: offsetOnlyPlan,
    },
    parameters: z.strictObject({
      cut5: decimal(
        'Cut in gross emissions of the contract by 2030, or by the end of the term if sooner, that 5 points need, percent of the published reference.',
      ),
      cut4: decimal('The same cut that 4 points need, percent.'),
      cut3: decimal('The same cut that 3 points need, percent.'),
      cut2: decimal('The same cut that 2 points need without a contract duty, percent.'),
    }),
    messages: {
      'contractual-deep-cut':
        'A contract duty cuts gross emissions by at least {{cut5}}% by 2030, with yearly milestones, and eligible removals neutralise the rest.',
      'contractual-cut-with-milestones':
        'A contract duty cuts gross emissions by at least {{cut4}}% by 2030, with yearly milestones.',
      'contractual-cut': 'A contract duty cuts gross emissions by at least {{cut3}}% by 2030.',
      'quantified-cut':
        'The bid states a cut in gross emissions of at least {{cut2}}% by 2030, below what a contract duty of a higher band needs.',
      'stated-aim': 'The bid states an aim of zero net carbon for this contract that does not rest on offsets alone.',
      'no-route': 'The bid offers no cut that reaches a band, and no aim that stands without offsets alone.',
      'nothing-submitted': 'Nothing was submitted on the route to zero net carbon.',
    },
    method: bands(
      [
        {
          points: 5,
          message: 'contractual-deep-cut',
          all: [
            { of: 'contractual', is: true },
            { of: 'cut', atLeast: 'cut5' },
            { of: 'milestones', is: true },
            { of: 'residual', is: true },
          ],
        },
        {
          points: 4,
          message: 'contractual-cut-with-milestones',
          all: [
            { of: 'contractual', is: true },
            { of: 'cut', atLeast: 'cut4' },
            { of: 'milestones', is: true },
          ],
        },
        {
          points: 3,
          message: 'contractual-cut',
          all: [
            { of: 'contractual', is: true },
            { of: 'cut', atLeast: 'cut3' },
          ],
        },
        { points: 2, message: 'quantified-cut', all: [{ of: 'cut', atLeast: 'cut2' }] },
        {
          points: 1,
          message: 'stated-aim',
          all: [
            { of: 'aim', is: true },
            { of: 'offsetOnly', is: false },
          ],
        },
      ],
      { otherwise: 'no-route', nothingSubmitted: 'nothing-submitted' },
    ),
  });

import type { RuleKit } from '../../../src/scoring/rule-kit.ts';
import { environmentalPolicy, netZeroYear, scope3InTarget, targetValidation } from '../../questions/supplier-policy.ts';
import { CORPORATE_NET_ZERO_STANDARD, GREENING_GOVERNMENT_ICT, PPN_006 } from '../../references.ts';

export default ({ defineRule, bands, z, decimal }: RuleKit) =>
  defineRule({
    id: 'net-zero-target',
    version: 1,
    kind: 'criterion',
    subject: 'supplier',
    assessment: 'facts',
    title: 'Net-zero target, independently validated, applied to delivery',
    contractLink:
      'How the target and its measures will be used in performing this contract; the Carbon Reduction Plan itself is a condition and earns no points here.',
    references: [PPN_006, { ...GREENING_GOVERNMENT_ICT, paragraph: 'rule 1, net zero' }, CORPORATE_NET_ZERO_STANDARD],
    questions: { validation: targetValidation, year: netZeroYear, scope3: scope3InTarget, policy: environmentalPolicy },
    parameters: z.strictObject({
      year5: decimal(
        'Latest net-zero year that 5 points allow, with a net-zero target that is independently validated.',
      ),
      year4: decimal(
        'Latest net-zero year that 4 points allow, with a near-term or net-zero target that is independently validated.',
      ),
      year3: decimal('Latest net-zero year that 3 points allow, with scope 3 in the target.'),
      year2: decimal('Latest net-zero year that 2 points allow.'),
    }),
    messages: {
      'net-zero-validated': 'The net-zero target is independently validated and its year is {{year5}} or sooner.',
      'near-term-validated': 'A target is independently validated and the net-zero year is {{year4}} or sooner.',
      'scope-3-included': 'The net-zero year is {{year3}} or sooner and the target includes scope 3.',
      'net-zero-year-given': 'The net-zero year is {{year2}} or sooner.',
      'policy-only': 'There is an environmental policy that covers carbon, and no net-zero year that reaches a band.',
      'no-target': 'No net-zero target or environmental policy reaches a band.',
      'nothing-submitted': 'Nothing was submitted on targets or policy.',
    },
    method: bands(
      [
        {
          points: 5,
          message: 'net-zero-validated',
          all: [
            { of: 'validation', oneOf: ['netZeroValidated'] },
            { of: 'year', atMost: 'year5' },
          ],
        },
        {
          points: 4,
          message: 'near-term-validated',
          all: [
            { of: 'validation', oneOf: ['nearTermValidated', 'netZeroValidated'] },
            { of: 'year', atMost: 'year4' },
          ],
        },
        {
          points: 3,
          message: 'scope-3-included',
          all: [
            { of: 'year', atMost: 'year3' },
            { of: 'scope3', is: true },
          ],
        },
        { points: 2, message: 'net-zero-year-given', all: [{ of: 'year', atMost: 'year2' }] },
        { points: 1, message: 'policy-only', all: [{ of: 'policy', is: true }] },
      ],
      { otherwise: 'no-target', nothingSubmitted: 'nothing-submitted' },
    ),
  });

import type { RuleKit } from '../../../src/scoring/rule-kit.ts';
import { legalCompliance } from '../../questions/environmental-policy.ts';
import { WEEE_REGULATIONS } from '../../references.ts';

export default ({ defineRule, factsOf, z }: RuleKit) => {
  const questions = { compliance: legalCompliance };
  return defineRule({
    id: 'environmental-law-compliance',
    version: 1,
    kind: 'condition',
    subject: 'bid',
    title: 'Environmental law that applies to what is offered',
    contractLink: 'The goods and services offered under this contract.',
    references: [
      WEEE_REGULATIONS,
      {
        title:
          'Restriction of the Use of Certain Hazardous Substances in Electrical and Electronic Equipment Regulations 2012',
        url: 'https://www.legislation.gov.uk/uksi/2012/3032',
        inForce: { from: '2013-01-02' },
      },
      {
        title: 'Ecodesign for Energy-Related Products Regulations 2010',
        url: 'https://www.legislation.gov.uk/uksi/2010/2617',
        inForce: { from: '2010-11-20' },
      },
    ],
    questions,
    parameters: z.strictObject({}),
    messages: {
      'law-met': 'The bidder confirms that what is offered meets the environmental law that applies to it.',
      'law-not-met': 'The bidder says that what is offered does not meet the environmental law that applies to it.',
      'law-not-confirmed':
        'The bidder has not said whether what is offered meets the environmental law that applies to it.',
    },
    evaluate: (input) => {
      const { compliance } = input.answers;
      const facts = factsOf(questions, input);
      if (compliance.state !== 'given') {
        return { outcome: 'clarify', codes: ['C-LAW'], findings: [{ message: 'law-not-confirmed', data: {}, facts }] };
      }
      return compliance.value
        ? { outcome: 'pass', codes: [], findings: [{ message: 'law-met', data: {}, facts }] }
        : { outcome: 'fail', codes: ['L1'], findings: [{ message: 'law-not-met', data: {}, facts }] };
    },
    scale: () => [
      { text: 'Pass: the goods and services offered meet the environmental law that applies to them.' },
      { text: 'Fail (L1): they do not.' },
      { text: 'Clarify (C-LAW): not answered; the bidder is asked.' },
    ],
  });
};

import type { RuleKit } from '../../../src/scoring/rule-kit.ts';
import {
  airFreightShare,
  consolidatedDeliveries,
  lowImpactPackaging,
  zeroEmissionLastMileShare,
} from '../../questions/delivery.ts';

export default ({ defineRule, checklist, z, decimal }: RuleKit) =>
  defineRule({
    id: 'transport-and-packaging',
    version: 1,
    kind: 'criterion',
    subject: 'bid',
    assessment: 'facts',
    title: 'Transport and packaging',
    contractLink: 'The deliveries to the council under this contract.',
    references: [
      {
        title: 'Procurement Act 2023, section 23 (award criteria)',
        url: 'https://www.legislation.gov.uk/ukpga/2023/54/section/23',
        paragraph: 'section 23(2)',
        inForce: { from: '2025-02-24' },
      },
      {
        title:
          'Procurement Policy Note 006: taking account of Carbon Reduction Plans in the procurement of major government contracts',
        url: 'https://www.gov.uk/government/publications/ppn-006-taking-account-of-carbon-reduction-plans-in-the-procurement-of-major-government-contracts',
        inForce: { from: '2025-02-24' },
      },
      {
        title: 'GHG Protocol Corporate Value Chain (Scope 3) Standard',
        url: 'https://ghgprotocol.org/corporate-value-chain-scope-3-standard',
        inForce: { from: '2011-10-04' },
      },
    ],
    questions: {
      lastMile: zeroEmissionLastMileShare,
      consolidated: consolidatedDeliveries,
      packaging: lowImpactPackaging,
      airFreight: airFreightShare,
    },
    parameters: z.strictObject({
      lastMileFirst: decimal(
        'Share of deliveries by zero-emission vehicles on the last mile that earns a point, percent.',
      ),
      lastMileSecond: decimal(
        'Share of deliveries by zero-emission vehicles on the last mile that earns a second point, percent.',
      ),
      airFreight: decimal('Highest share of units sent by air that earns a point, percent.'),
    }),
    messages: {
      'some-zero-emission': 'At least {{lastMileFirst}}% of deliveries use zero-emission vehicles on the last mile.',
      'most-zero-emission': 'At least {{lastMileSecond}}% of deliveries use zero-emission vehicles on the last mile.',
      'consolidated-deliveries': 'Deliveries are consolidated.',
      'low-impact-packaging': 'Packaging is free of plastic or mostly recycled.',
      'little-air-freight': 'At most {{airFreight}}% of the units travel by air.',
      'no-item-met': 'No item of the list on transport and packaging is met.',
      'nothing-submitted': 'Nothing was submitted on transport and packaging.',
    },
    method: checklist(
      [
        { points: 1, message: 'some-zero-emission', all: [{ of: 'lastMile', atLeast: 'lastMileFirst' }] },
        { points: 1, message: 'most-zero-emission', all: [{ of: 'lastMile', atLeast: 'lastMileSecond' }] },
        { points: 1, message: 'consolidated-deliveries', all: [{ of: 'consolidated', is: true }] },
        { points: 1, message: 'low-impact-packaging', all: [{ of: 'packaging', is: true }] },
        { points: 1, message: 'little-air-freight', all: [{ of: 'airFreight', atMost: 'airFreight' }] },
      ],
      { otherwise: 'no-item-met', nothingSubmitted: 'nothing-submitted' },
    ),
  });

import type { RuleKit } from '../../../src/scoring/rule-kit.ts';
import {
  airFreightShare,
  consolidatedDeliveries,
  lowImpactPackaging,
  zeroEmissionLastMileShare,
} from '../../questions/delivery.ts';
import { ACT_SECTION_23, PPN_006, SCOPE_3_STANDARD } from '../../references.ts';

export default ({ defineRule, checklist, z, decimal }: RuleKit) =>
  defineRule({
    id: 'transport-and-packaging',
    version: 1,
    kind: 'criterion',
    subject: 'bid',
    assessment: 'facts',
    title: 'Transport and packaging',
    contractLink: 'The deliveries to the council under this contract.',
    references: [ACT_SECTION_23, PPN_006, SCOPE_3_STANDARD],
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

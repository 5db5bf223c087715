import type { RuleKit } from '../../../src/scoring/rule-kit.ts';
import {
  emsCoversDelivery,
  energyManagementSystem,
  environmentalManagementSystem,
} from '../../questions/supplier-policy.ts';
import { ACT_SECTION_56, PPN_006 } from '../../references.ts';

export default ({ defineRule, bands, z }: RuleKit) =>
  defineRule({
    id: 'environmental-management-system',
    version: 1,
    kind: 'criterion',
    subject: 'supplier',
    assessment: 'facts',
    title: 'Environmental management system covering delivery',
    contractLink: 'The system that controls the sites and staff that deliver this contract.',
    references: [
      ACT_SECTION_56,
      {
        title: 'ISO 14001, environmental management systems',
        url: 'https://www.iso.org/iso-14001-environmental-management.html',
        inForce: { from: '2015-09-15' },
      },
      {
        title: 'ISO 50001:2018, energy management systems',
        url: 'https://www.iso.org/standard/69426.html',
        inForce: { from: '2018-08-21' },
      },
      PPN_006,
    ],
    questions: {
      system: environmentalManagementSystem,
      coversDelivery: emsCoversDelivery,
      energy: energyManagementSystem,
    },
    parameters: z.strictObject({}),
    messages: {
      'certified-with-energy':
        'An accredited ISO 14001 or EMAS certificate, or an equivalent, covers the delivering sites, and energy management is certified too.',
      'certified-covering':
        'An accredited ISO 14001 or EMAS certificate, or an equivalent, covers the delivering sites.',
      'certified-elsewhere':
        'There is an accredited ISO 14001 or EMAS certificate, or an equivalent, not shown to cover every delivering site.',
      'audited-equivalent': 'An equivalent system is audited by an independent body.',
      'documented-only': 'A system is documented and not audited.',
      'no-system': 'No environmental management system is shown.',
      'nothing-submitted': 'Nothing was submitted on environmental management.',
    },
    method: bands(
      [
        {
          points: 5,
          message: 'certified-with-energy',
          all: [
            { of: 'system', oneOf: ['certified'] },
            { of: 'coversDelivery', is: true },
            { of: 'energy', is: true },
          ],
        },
        {
          points: 4,
          message: 'certified-covering',
          all: [
            { of: 'system', oneOf: ['certified'] },
            { of: 'coversDelivery', is: true },
          ],
        },
        { points: 3, message: 'certified-elsewhere', all: [{ of: 'system', oneOf: ['certified'] }] },
        { points: 2, message: 'audited-equivalent', all: [{ of: 'system', oneOf: ['auditedEquivalent'] }] },
        { points: 1, message: 'documented-only', all: [{ of: 'system', oneOf: ['documented'] }] },
      ],
      { otherwise: 'no-system', nothingSubmitted: 'nothing-submitted' },
    ),
  });

import type { RuleKit } from '../../../src/scoring/rule-kit.ts';
import { dataCentreCodeParticipant, powerUsageEffectiveness } from '../../questions/energy.ts';
import { ACT_SECTION_56, CLIMATE_NEUTRAL_DATA_CENTRE_PACT } from '../../references.ts';

export default ({ defineRule, bands, z, decimal }: RuleKit) =>
  defineRule({
    id: 'hosting-energy-efficiency',
    version: 1,
    kind: 'criterion',
    subject: 'bid',
    assessment: 'facts',
    title: 'Energy efficiency of hosting (power usage effectiveness)',
    contractLink: 'The facilities that host this service.',
    references: [
      ACT_SECTION_56,
      {
        title: 'ISO/IEC 30134-2:2026, data centres, key performance indicators: power usage effectiveness',
        url: 'https://www.iso.org/standard/85172.html',
        inForce: { from: '2026-01-01' },
      },
      CLIMATE_NEUTRAL_DATA_CENTRE_PACT,
    ],
    questions: { pue: powerUsageEffectiveness, code: dataCentreCodeParticipant },
    parameters: z.strictObject({
      pue5: decimal('Highest power usage effectiveness that 5 points allow, with the data centre code.'),
      pue4: decimal('Highest power usage effectiveness that 4 points allow.'),
      pue3: decimal('Highest power usage effectiveness that 3 points allow.'),
      pue2: decimal('Highest power usage effectiveness that 2 points allow.'),
      pue1: decimal('Highest power usage effectiveness that 1 point allows.'),
    }),
    messages: {
      'efficient-with-code':
        'Power usage effectiveness is {{pue5}} or less and the facilities take part in the data centre code or an equivalent.',
      'pue-4': 'Power usage effectiveness is {{pue4}} or less.',
      'pue-3': 'Power usage effectiveness is {{pue3}} or less.',
      'pue-2': 'Power usage effectiveness is {{pue2}} or less.',
      'pue-1': 'Power usage effectiveness is {{pue1}} or less.',
      inefficient: 'Power usage effectiveness reaches no band, or is not given.',
      'nothing-submitted': 'Nothing was submitted on the energy efficiency of hosting.',
    },
    method: bands(
      [
        {
          points: 5,
          message: 'efficient-with-code',
          all: [
            { of: 'pue', atMost: 'pue5' },
            { of: 'code', is: true },
          ],
        },
        { points: 4, message: 'pue-4', all: [{ of: 'pue', atMost: 'pue4' }] },
        { points: 3, message: 'pue-3', all: [{ of: 'pue', atMost: 'pue3' }] },
        { points: 2, message: 'pue-2', all: [{ of: 'pue', atMost: 'pue2' }] },
        { points: 1, message: 'pue-1', all: [{ of: 'pue', atMost: 'pue1' }] },
      ],
      { otherwise: 'inefficient', nothingSubmitted: 'nothing-submitted' },
    ),
  });

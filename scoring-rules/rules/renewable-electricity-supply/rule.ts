import type { RuleKit } from '../../../src/scoring/rule-kit.ts';
import {
  certificatesBundled,
  hourlyMatchedRenewableShare,
  ppaOrOnsiteShare,
  renewableElectricityShare,
} from '../../questions/energy.ts';
import { CLIMATE_NEUTRAL_DATA_CENTRE_PACT } from '../../references.ts';

export default ({ defineRule, bands, z, decimal }: RuleKit) =>
  defineRule({
    id: 'renewable-electricity-supply',
    version: 1,
    kind: 'criterion',
    subject: 'bid',
    assessment: 'facts',
    title: 'Electricity supply for delivery (hosting and delivering sites)',
    contractLink: 'The electricity used to deliver this contract.',
    references: [
      {
        title: 'Technology Code of Practice, point 12: make your technology sustainable',
        url: 'https://www.gov.uk/guidance/make-your-technology-sustainable',
        paragraph: 'point 12',
        inForce: { from: '2021-11-01' },
      },
      {
        title: 'GHG Protocol Scope 2 Guidance',
        url: 'https://ghgprotocol.org/scope-2-guidance',
        paragraph: 'quality criteria',
        inForce: { from: '2015-01-20' },
      },
      CLIMATE_NEUTRAL_DATA_CENTRE_PACT,
    ],
    questions: {
      hourly: hourlyMatchedRenewableShare,
      direct: ppaOrOnsiteShare,
      renewable: renewableElectricityShare,
      bundled: certificatesBundled,
    },
    parameters: z.strictObject({
      hourly5: decimal('Share matched hour by hour with renewable generation that earns 5 points, percent.'),
      direct5: decimal(
        'Share from a power purchase agreement or on-site generation that earns 5 points instead, percent.',
      ),
      renewable4: decimal('Share of renewable electricity that 4 points need, percent.'),
      direct4: decimal('Share from a power purchase agreement or on-site generation that 4 points need, percent.'),
      renewable3: decimal('Share of renewable electricity that 3 points need, with bundled certificates, percent.'),
      renewable2: decimal('Share of renewable electricity that 2 points need, percent.'),
      renewable1: decimal('Share of renewable electricity that 1 point needs, percent.'),
    }),
    messages: {
      'hourly-or-direct':
        'At least {{hourly5}}% is matched hour by hour with renewable generation, or at least {{direct5}}% comes from a power purchase agreement or on-site generation.',
      'partly-direct':
        'At least {{renewable4}}% is renewable, and at least {{direct4}}% comes from a power purchase agreement or on-site generation.',
      'bundled-certificates':
        'At least {{renewable3}}% is renewable, with certificates bought together with the electricity.',
      'certificates-apart': 'At least {{renewable2}}% is renewable, with certificates bought apart from the supply.',
      'partly-renewable': 'At least {{renewable1}}% is renewable.',
      'little-renewable': 'The electricity used to deliver reaches no band.',
      'nothing-submitted': 'Nothing was submitted on electricity.',
    },
    method: bands(
      [
        {
          points: 5,
          message: 'hourly-or-direct',
          any: [[{ of: 'hourly', atLeast: 'hourly5' }], [{ of: 'direct', atLeast: 'direct5' }]],
        },
        {
          points: 4,
          message: 'partly-direct',
          all: [
            { of: 'renewable', atLeast: 'renewable4' },
            { of: 'direct', atLeast: 'direct4' },
          ],
        },
        {
          points: 3,
          message: 'bundled-certificates',
          all: [
            { of: 'renewable', atLeast: 'renewable3' },
            { of: 'bundled', is: true },
          ],
        },
        { points: 2, message: 'certificates-apart', all: [{ of: 'renewable', atLeast: 'renewable2' }] },
        { points: 1, message: 'partly-renewable', all: [{ of: 'renewable', atLeast: 'renewable1' }] },
      ],
      { otherwise: 'little-renewable', nothingSubmitted: 'nothing-submitted' },
    ),
  });

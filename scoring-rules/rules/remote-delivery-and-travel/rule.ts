import type { RuleKit } from '../../../src/scoring/rule-kit.ts';
import { lowCarbonTravelPolicy, remoteHoursShare } from '../../questions/delivery.ts';
import { ACT_SECTION_23, PPN_006, SCOPE_3_STANDARD } from '../../references.ts';

export default ({ defineRule, bands, z, decimal }: RuleKit) =>
  defineRule({
    id: 'remote-delivery-and-travel',
    version: 1,
    kind: 'criterion',
    subject: 'bid',
    assessment: 'facts',
    title: 'Remote delivery and travel',
    contractLink: 'The hours worked to deliver this contract.',
    references: [ACT_SECTION_23, PPN_006, SCOPE_3_STANDARD],
    questions: { remote: remoteHoursShare, travelPolicy: lowCarbonTravelPolicy },
    parameters: z.strictObject({
      remote5: decimal('Share of remote hours that 5 points need, with a low-carbon travel policy, percent.'),
      remote4: decimal('Share of remote hours that 4 points need, with a low-carbon travel policy, percent.'),
      remote3: decimal('Share of remote hours that 3 points need, percent.'),
      remote2: decimal('Share of remote hours that 2 points need, percent.'),
      remote1: decimal('Share of remote hours that 1 point needs, percent.'),
    }),
    messages: {
      'remote-5': 'At least {{remote5}}% of the hours are remote and a low-carbon travel policy applies.',
      'remote-4': 'At least {{remote4}}% of the hours are remote and a low-carbon travel policy applies.',
      'remote-3': 'At least {{remote3}}% of the hours are remote.',
      'remote-2': 'At least {{remote2}}% of the hours are remote.',
      'remote-1': 'At least {{remote1}}% of the hours are remote.',
      'mostly-on-site': 'The share of remote hours reaches no band, or is not given.',
      'nothing-submitted': 'Nothing was submitted on remote work and travel.',
    },
    method: bands(
      [
        {
          points: 5,
          message: 'remote-5',
          all: [
            { of: 'remote', atLeast: 'remote5' },
            { of: 'travelPolicy', is: true },
          ],
        },
        {
          points: 4,
          message: 'remote-4',
          all: [
            { of: 'remote', atLeast: 'remote4' },
            { of: 'travelPolicy', is: true },
          ],
        },
        { points: 3, message: 'remote-3', all: [{ of: 'remote', atLeast: 'remote3' }] },
        { points: 2, message: 'remote-2', all: [{ of: 'remote', atLeast: 'remote2' }] },
        { points: 1, message: 'remote-1', all: [{ of: 'remote', atLeast: 'remote1' }] },
      ],
      { otherwise: 'mostly-on-site', nothingSubmitted: 'nothing-submitted' },
    ),
  });

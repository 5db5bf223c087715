import type { RuleKit } from '../../../src/scoring/rule-kit.ts';
import { approvedTreatmentEvidence, freeTakeBack, landfillShare, reuseShare } from '../../questions/circularity.ts';
import { GREENING_GOVERNMENT_ICT, WEEE_REGULATIONS } from '../../references.ts';

export default ({ defineRule, checklist, z, decimal }: RuleKit) =>
  defineRule({
    id: 'end-of-life',
    version: 1,
    kind: 'criterion',
    subject: 'bid',
    assessment: 'facts',
    title: 'End of life of equipment',
    contractLink: 'The equipment retired under this contract.',
    references: [WEEE_REGULATIONS, { ...GREENING_GOVERNMENT_ICT, paragraph: 'rule 2, circularity' }],
    questions: {
      takeBack: freeTakeBack,
      treatment: approvedTreatmentEvidence,
      reuse: reuseShare,
      landfill: landfillShare,
    },
    parameters: z.strictObject({
      reuseFirst: decimal('Share of returned units reused that earns a point, percent.'),
      reuseSecond: decimal('Share of returned units reused that earns a second point, percent.'),
      landfill: decimal('Highest share of returned equipment sent to landfill that earns a point, percent.'),
    }),
    messages: {
      'free-take-back': 'Equipment is taken back free of charge at the end of its life.',
      'approved-treatment': 'Waste equipment goes to an approved treatment facility, with evidence each year.',
      'some-reuse': 'At least {{reuseFirst}}% of the returned units are reused.',
      'much-reuse': 'At least {{reuseSecond}}% of the returned units are reused.',
      'landfill-limit': 'At most {{landfill}}% of the returned equipment goes to landfill.',
      'no-item-met': 'No item of the list on end of life is met.',
      'nothing-submitted': 'Nothing was submitted on end of life.',
    },
    method: checklist(
      [
        { points: 1, message: 'free-take-back', all: [{ of: 'takeBack', is: true }] },
        { points: 1, message: 'approved-treatment', all: [{ of: 'treatment', is: true }] },
        { points: 1, message: 'some-reuse', all: [{ of: 'reuse', atLeast: 'reuseFirst' }] },
        { points: 1, message: 'much-reuse', all: [{ of: 'reuse', atLeast: 'reuseSecond' }] },
        { points: 1, message: 'landfill-limit', all: [{ of: 'landfill', atMost: 'landfill' }] },
      ],
      { otherwise: 'no-item-met', nothingSubmitted: 'nothing-submitted' },
    ),
  });

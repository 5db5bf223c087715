import type { RuleKit } from '../../../src/scoring/rule-kit.ts';
import { refurbishedShare, securityUpdatesYears, sparePartsYears, warrantyYears } from '../../questions/circularity.ts';
import { ACT_SECTION_23, GREENING_GOVERNMENT_ICT } from '../../references.ts';

export default ({ defineRule, checklist, z, decimal }: RuleKit) =>
  defineRule({
    id: 'long-life-and-refurbished',
    version: 1,
    kind: 'criterion',
    subject: 'bid',
    assessment: 'facts',
    title: 'Long life and refurbished equipment',
    contractLink: 'The equipment supplied under this contract.',
    references: [ACT_SECTION_23, { ...GREENING_GOVERNMENT_ICT, paragraph: 'rule 2, circularity' }],
    questions: {
      warranty: warrantyYears,
      spareParts: sparePartsYears,
      securityUpdates: securityUpdatesYears,
      refurbished: refurbishedShare,
    },
    parameters: z.strictObject({
      warranty: decimal('Years of warranty that earn a point.'),
      spareParts: decimal('Years of spare parts that earn a point.'),
      securityUpdates: decimal('Years of security updates that earn a point.'),
      refurbishedFirst: decimal('Share of refurbished or remanufactured units that earns a point, percent.'),
      refurbishedSecond: decimal('Share of refurbished or remanufactured units that earns a second point, percent.'),
    }),
    messages: {
      'long-warranty': 'The warranty runs for at least {{warranty}} years.',
      'long-spare-parts': 'Spare parts are available for at least {{spareParts}} years.',
      'long-security-updates': 'Security updates are given for at least {{securityUpdates}} years.',
      'some-refurbished': 'At least {{refurbishedFirst}}% of the units are refurbished or remanufactured.',
      'many-refurbished': 'At least {{refurbishedSecond}}% of the units are refurbished or remanufactured.',
      'no-item-met': 'No item of the list on long life and refurbished equipment is met.',
      'nothing-submitted': 'Nothing was submitted on long life and refurbished equipment.',
    },
    method: checklist(
      [
        { points: 1, message: 'long-warranty', all: [{ of: 'warranty', atLeast: 'warranty' }] },
        { points: 1, message: 'long-spare-parts', all: [{ of: 'spareParts', atLeast: 'spareParts' }] },
        { points: 1, message: 'long-security-updates', all: [{ of: 'securityUpdates', atLeast: 'securityUpdates' }] },
        { points: 1, message: 'some-refurbished', all: [{ of: 'refurbished', atLeast: 'refurbishedFirst' }] },
        { points: 1, message: 'many-refurbished', all: [{ of: 'refurbished', atLeast: 'refurbishedSecond' }] },
      ],
      { otherwise: 'no-item-met', nothingSubmitted: 'nothing-submitted' },
    ),
  });

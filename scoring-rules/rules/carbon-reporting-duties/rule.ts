import type { RuleKit } from '../../../src/scoring/rule-kit.ts';
import {
  carbonReportLevel,
  carbonReportsPerYear,
  machineReadableReports,
  remediesAccepted,
} from '../../questions/accountability.ts';
import { ACT_SECTION_23, GREENING_GOVERNMENT_ICT, PPN_016 } from '../../references.ts';

export default ({ defineRule, bands, z, decimal }: RuleKit) =>
  defineRule({
    id: 'carbon-reporting-duties',
    version: 1,
    kind: 'criterion',
    subject: 'bid',
    assessment: 'facts',
    title: 'Reporting and contract duties',
    contractLink: 'The reports on this contract.',
    references: [ACT_SECTION_23, PPN_016, { ...GREENING_GOVERNMENT_ICT, paragraph: 'rule 3, transparency' }],
    questions: {
      level: carbonReportLevel,
      perYear: carbonReportsPerYear,
      machineReadable: machineReadableReports,
      remedies: remediesAccepted,
    },
    parameters: z.strictObject({
      perYear5: decimal('Reports a year that 5 points need.'),
      perYear4: decimal('Reports a year that 4 points need.'),
      perYear3: decimal('Reports a year that 3 points need.'),
      perYear2: decimal('Reports a year that 2 points need.'),
    }),
    messages: {
      'contract-machine-readable':
        'Carbon is reported for this contract, at least {{perYear5}} times a year, machine-readable, and remedies are accepted.',
      'contract-with-remedies':
        'Carbon is reported for this contract, at least {{perYear4}} times a year, and remedies are accepted.',
      'contract-reports': 'Carbon is reported for this contract, at least {{perYear3}} times a year.',
      'allocated-reports': 'Carbon is reported at least {{perYear2}} times a year as a share of company figures.',
      'corporate-report': 'Carbon is reported for the company only, or less often than a higher band needs.',
      'no-reports': 'No carbon reports are offered.',
      'nothing-submitted': 'Nothing was submitted on reports.',
    },
    method: bands(
      [
        {
          points: 5,
          message: 'contract-machine-readable',
          all: [
            { of: 'level', oneOf: ['contract'] },
            { of: 'perYear', atLeast: 'perYear5' },
            { of: 'machineReadable', is: true },
            { of: 'remedies', is: true },
          ],
        },
        {
          points: 4,
          message: 'contract-with-remedies',
          all: [
            { of: 'level', oneOf: ['contract'] },
            { of: 'perYear', atLeast: 'perYear4' },
            { of: 'remedies', is: true },
          ],
        },
        {
          points: 3,
          message: 'contract-reports',
          all: [
            { of: 'level', oneOf: ['contract'] },
            { of: 'perYear', atLeast: 'perYear3' },
          ],
        },
        {
          points: 2,
          message: 'allocated-reports',
          all: [
            { of: 'level', oneOf: ['allocated', 'contract'] },
            { of: 'perYear', atLeast: 'perYear2' },
          ],
        },
        {
          points: 1,
          message: 'corporate-report',
          all: [{ of: 'level', oneOf: ['corporate', 'allocated', 'contract'] }],
        },
      ],
      { otherwise: 'no-reports', nothingSubmitted: 'nothing-submitted' },
    ),
  });

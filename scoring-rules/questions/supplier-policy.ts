// What the company as a whole has committed to and achieved.
import { question } from '../../src/scoring/question.ts';

export const targetValidation = question({
  id: 'target-validation',
  type: 'choice',
  choices: ['none', 'committed', 'nearTermValidated', 'netZeroValidated'],
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'later-choice',
  text: 'Is your emission target validated by an independent body?',
  hint: 'For example the Science Based Targets initiative, or an equivalent.',
});

export const netZeroYear = question({
  id: 'net-zero-year',
  type: 'year',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'less',
  minimum: '2000',
  maximum: '2100',
  text: 'In which year will your organisation reach net zero?',
  hint: 'The year in your published plan; if there are several, the one that covers scopes 1, 2 and 3.',
});

export const scope3InTarget = question({
  id: 'scope-3-in-target',
  type: 'boolean',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Does your target include scope 3 emissions?',
  hint: 'Yes if scope 3 is inside the boundary of the net zero target.',
});

export const environmentalPolicy = question({
  id: 'environmental-policy',
  type: 'boolean',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Do you have an environmental policy that covers carbon?',
  hint: 'Approved by management and dated.',
});

export const baselineEmissions = question({
  id: 'baseline-emissions',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'more',
  minimum: '0',
  maximum: '10000000000',
  text: 'What were your emissions in the baseline year?',
  hint: 'Same boundary as the latest year.',
});

export const latestEmissions = question({
  id: 'latest-emissions',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'less',
  minimum: '0',
  maximum: '10000000000',
  text: 'What were your emissions in the latest reported year?',
  hint: 'Same boundary as the baseline year.',
});

export const baselineYear = question({
  id: 'baseline-year',
  type: 'year',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '1990',
  maximum: '2100',
  text: 'Which year is your baseline?',
  hint: 'Calendar year, or the year in which your financial year ends.',
});

export const latestReportedYear = question({
  id: 'latest-reported-year',
  type: 'year',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '1990',
  maximum: '2100',
  text: 'Which is the latest year you have reported?',
  hint: 'Calendar year, or the year in which your financial year ends.',
});

export const environmentalManagementSystem = question({
  id: 'environmental-management-system',
  type: 'choice',
  choices: ['none', 'documented', 'auditedEquivalent', 'certified'],
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'later-choice',
  text: 'What environmental management system do you have?',
  hint: 'Certified means accredited ISO 14001 or EMAS; auditedEquivalent means an equivalent system audited by an independent body.',
});

export const emsCoversDelivery = question({
  id: 'ems-covers-delivery',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Does the certificate cover every site that will deliver this contract?',
  hint: 'Check the scope statement of the certificate.',
});

export const energyManagementSystem = question({
  id: 'energy-management-system',
  type: 'boolean',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Do you have a certified energy management system?',
  hint: 'ISO 50001 or an equivalent.',
});

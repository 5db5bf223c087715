// The emission figures of the Carbon Reduction Plan and the standard they follow.
import { question } from '../../src/scoring/question.ts';

export const crpBaselineYear = question({
  id: 'crp-baseline-year',
  type: 'year',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '1990',
  maximum: '2100',
  text: 'Which year is the baseline in the plan?',
  hint: 'Calendar year, or the year in which your financial year ends.',
});

export const crpBaselineScope1 = question({
  id: 'crp-baseline-scope-1',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000000',
  text: 'What were your scope 1 emissions in the baseline year?',
  hint: 'Fuel and process emissions you control. 0 is a figure; blank means not reported.',
});

export const crpBaselineScope2 = question({
  id: 'crp-baseline-scope-2',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000000',
  text: 'What were your scope 2 emissions in the baseline year?',
  hint: 'Bought electricity, heat and steam. 0 is a figure; blank means not reported.',
});

export const crpBaselineScope3 = question({
  id: 'crp-baseline-scope-3',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000000',
  text: 'What were your scope 3 emissions in the baseline year?',
  hint: 'The categories you report: at least 4, 5, 6, 7 and 9. 0 is a figure; blank means not reported.',
});

export const crpCurrentPeriodEnd = question({
  id: 'crp-current-period-end',
  type: 'date',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'On which day did the latest reporting period in the plan end?',
  hint: 'Day, month, year; it must lie within 12 months before the bid deadline.',
});

export const crpCurrentPeriodMonths = question({
  id: 'crp-current-period-months',
  type: 'integer',
  unit: 'months',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '1',
  maximum: '24',
  text: 'How many months does that period cover?',
  hint: '12 is expected, with the same first and last month as the baseline.',
});

export const crpCurrentScope1 = question({
  id: 'crp-current-scope-1',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000000',
  text: 'What were your scope 1 emissions in that period?',
  hint: 'Fuel and process emissions you control. 0 needs a reason; blank means not reported.',
});

export const crpCurrentScope1Reason = question({
  id: 'crp-current-scope-1-reason',
  type: 'text',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'If scope 1 is 0: why?',
  hint: 'For example "no company vehicles or gas heating". Leave blank where the figure is above 0.',
});

export const crpCurrentScope2 = question({
  id: 'crp-current-scope-2',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000000',
  text: 'What were your scope 2 emissions in that period?',
  hint: 'Bought electricity, heat and steam. 0 needs a reason; blank means not reported.',
});

export const crpCurrentScope2Reason = question({
  id: 'crp-current-scope-2-reason',
  type: 'text',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'If scope 2 is 0: why?',
  hint: 'For example "no premises of our own". Leave blank where the figure is above 0.',
});

export const crpCurrentScope3Cat4 = question({
  id: 'crp-current-scope-3-cat-4',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000000',
  text: 'What were your scope 3 category 4 (upstream transport and distribution) emissions in that period?',
  hint: 'Transport you pay for, of what you buy and sell. 0 needs a reason; blank means not reported.',
});

export const crpCurrentScope3Cat4Reason = question({
  id: 'crp-current-scope-3-cat-4-reason',
  type: 'text',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'If scope 3 category 4 is 0: why?',
  hint: 'For example "no goods are bought in or sent out". Leave blank where the figure is above 0.',
});

export const crpCurrentScope3Cat5 = question({
  id: 'crp-current-scope-3-cat-5',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000000',
  text: 'What were your scope 3 category 5 (waste from operations) emissions in that period?',
  hint: 'Waste treated by others. 0 needs a reason; blank means not reported.',
});

export const crpCurrentScope3Cat5Reason = question({
  id: 'crp-current-scope-3-cat-5-reason',
  type: 'text',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'If scope 3 category 5 is 0: why?',
  hint: 'For example "offices are shared and the landlord reports the waste". Leave blank where the figure is above 0.',
});

export const crpCurrentScope3Cat6 = question({
  id: 'crp-current-scope-3-cat-6',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000000',
  text: 'What were your scope 3 category 6 (business travel) emissions in that period?',
  hint: 'In vehicles you do not own. 0 needs a reason; blank means not reported.',
});

export const crpCurrentScope3Cat6Reason = question({
  id: 'crp-current-scope-3-cat-6-reason',
  type: 'text',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'If scope 3 category 6 is 0: why?',
  hint: 'For example "no one travelled on business". Leave blank where the figure is above 0.',
});

export const crpCurrentScope3Cat7 = question({
  id: 'crp-current-scope-3-cat-7',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000000',
  text: 'What were your scope 3 category 7 (employee commuting) emissions in that period?',
  hint: 'Includes home working where you report it. 0 needs a reason; blank means not reported.',
});

export const crpCurrentScope3Cat7Reason = question({
  id: 'crp-current-scope-3-cat-7-reason',
  type: 'text',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'If scope 3 category 7 is 0: why?',
  hint: 'For example "all staff work from home". Leave blank where the figure is above 0.',
});

export const crpCurrentScope3Cat9 = question({
  id: 'crp-current-scope-3-cat-9',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000000',
  text: 'What were your scope 3 category 9 (downstream transport and distribution) emissions in that period?',
  hint: 'Transport of your products that you do not pay for. 0 needs a reason; blank means not reported.',
});

export const crpCurrentScope3Cat9Reason = question({
  id: 'crp-current-scope-3-cat-9-reason',
  type: 'text',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'If scope 3 category 9 is 0: why?',
  hint: 'For example "services only; nothing is shipped to customers". Leave blank where the figure is above 0.',
});

export const crpGasesCovered = question({
  id: 'crp-gases-covered',
  type: 'choice',
  choices: ['co2', 'co2e'],
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'later-choice',
  text: 'Which gases do the figures in the plan cover?',
  hint: 'co2e means all Kyoto gases, as CO2 equivalent.',
});

export const crpReportingStandard = question({
  id: 'crp-reporting-standard',
  type: 'choice',
  choices: ['ghg-protocol', 'iso-14064-1', 'other', 'none'],
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'Which reporting standard do the figures follow?',
  hint: 'The GHG Protocol Corporate Standard with government conversion factors is required; name any equivalent in the evidence.',
});

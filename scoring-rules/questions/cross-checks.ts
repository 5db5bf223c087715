// Corporate and contract figures that are only compared with each other; they never score.
import { question } from '../../src/scoring/question.ts';

export const scope1Emissions = question({
  id: 'scope-1-emissions',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000000',
  text: 'What were your scope 1 emissions in the latest reported year?',
  hint: 'Fuel and process emissions you control.',
});

export const scope2Emissions = question({
  id: 'scope-2-emissions',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000000',
  text: 'What were your scope 2 emissions in the latest reported year?',
  hint: 'The figure used in the total; say whether location-based or market-based.',
});

export const scope3Emissions = question({
  id: 'scope-3-emissions',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000000',
  text: 'What were your scope 3 emissions in the latest reported year?',
  hint: 'All reported categories; blank if not reported.',
});

export const totalEmissions = question({
  id: 'total-emissions',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000000',
  text: 'What total do you report for that year?',
  hint: 'Scopes 1, 2 and 3 together.',
});

export const scope2MarketBased = question({
  id: 'scope-2-market-based',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000000',
  text: 'What were your scope 2 emissions, market-based?',
  hint: 'By contract instruments.',
});

export const scope2LocationBased = question({
  id: 'scope-2-location-based',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000000',
  text: 'What were your scope 2 emissions, location-based?',
  hint: 'By the grid average.',
});

export const regoEvidence = question({
  id: 'rego-evidence',
  type: 'boolean',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'Do you hold cancelled renewable certificates (REGO or equivalent) for that year?',
  hint: 'Cancellation statement.',
});

export const ppaEvidence = question({
  id: 'ppa-evidence',
  type: 'boolean',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'Do you hold a power purchase agreement that covers that year?',
  hint: 'Contract summary.',
});

export const scope3Category1Emissions = question({
  id: 'scope-3-category-1-emissions',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000000',
  text: 'What were your scope 3 category 1 emissions?',
  hint: 'Purchased goods and services; blank if not reported.',
});

export const employees = question({
  id: 'employees',
  type: 'decimal',
  unit: 'FTE',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000',
  text: 'How many people do you employ (full-time equivalent)?',
  hint: 'Average over the reporting year.',
});

export const annualRevenue = question({
  id: 'annual-revenue',
  type: 'decimal',
  unit: 'GBP million',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000',
  text: 'What was your turnover in that year?',
  hint: 'Same boundary as the emissions.',
});

export const reportingPeriodMonths = question({
  id: 'reporting-period-months',
  type: 'integer',
  unit: 'months',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '1',
  maximum: '24',
  text: 'How many months does the reporting period cover?',
  hint: '12 is expected.',
});

export const sameBoundaryAsBaseline = question({
  id: 'same-boundary-as-baseline',
  type: 'boolean',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'Is the boundary the same in the baseline and the latest year?',
  hint: 'No if companies, sites or categories were added or left.',
});

export const gasesCovered = question({
  id: 'gases-covered',
  type: 'choice',
  choices: ['co2', 'co2e'],
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'Which gases does the figure cover?',
  hint: 'co2e means all seven Kyoto gases as CO2e.',
});

export const contractTotalEmissions = question({
  id: 'contract-total-emissions',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000',
  text: 'What is the gross total for this contract over its term?',
  hint: 'Sum of all lines and years. A cross-check of the carbon lines; never scored.',
});

export const statedIntensity = question({
  id: 'stated-intensity',
  type: 'decimal',
  unit: 'kgCO2e per functional unit',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '1000000',
  text: 'What intensity do you state in the text of the bid?',
  hint: 'To compare with total and quantity. A cross-check of the carbon lines; never scored.',
});

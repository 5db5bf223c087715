// Reporting, remedies and the supply chain.
import { question } from '../../src/scoring/question.ts';

export const carbonReportLevel = question({
  id: 'carbon-report-level',
  type: 'choice',
  choices: ['none', 'corporate', 'allocated', 'contract'],
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'later-choice',
  text: 'At what level will you report carbon during the contract?',
  hint: 'contract: measured for this contract; allocated: a share of company figures; corporate: company report only.',
});

export const carbonReportsPerYear = question({
  id: 'carbon-reports-per-year',
  type: 'integer',
  unit: 'reports a year',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'more',
  minimum: '0',
  maximum: '366',
  text: 'How many carbon reports will you give each year?',
  hint: 'Whole number.',
});

export const machineReadableReports = question({
  id: 'machine-readable-reports',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Will the reports be machine-readable?',
  hint: "The council's workbook, CSV or JSON.",
});

export const remediesAccepted = question({
  id: 'remedies-accepted',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Do you accept remedies if reports or cuts are missed?',
  hint: 'As set out in the contract terms.',
});

export const supplierTargetsShare = question({
  id: 'supplier-targets-share',
  type: 'percent',
  unit: '%',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'more',
  minimum: '0',
  maximum: '100',
  text: 'What share of the relevant spend is with suppliers that hold science-based targets?',
  hint: 'Manufacturers and hosts of what is supplied; equivalents accepted.',
});

export const category1Reported = question({
  id: 'category-1-reported',
  type: 'boolean',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Do you report scope 3 category 1 (purchased goods and services)?',
  hint: 'For the latest reported year.',
});

export const ppn006CategoriesReported = question({
  id: 'ppn006-categories-reported',
  type: 'integer',
  unit: 'categories',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'more',
  minimum: '0',
  maximum: '5',
  text: 'How many of the five scope 3 categories in PPN 006 do you report?',
  hint: 'Categories 4, 5, 6, 7 and 9. Read by C15 in version 1 only; from version 2 a cross-check of the Carbon Reduction Plan.',
});

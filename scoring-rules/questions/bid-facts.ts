// Facts of the bid and of the procurement that stand in other sheets of the workbook.
import { question } from '../../src/scoring/question.ts';

export const qualityPoints = question({
  id: 'quality-points',
  type: 'percent',
  unit: 'points of 100',
  about: 'bid',
  source: 'bids',
  answeredBy: 'council',
  better: 'more',
  minimum: '0',
  maximum: '100',
  text: '(Set by the council) The quality points of the bid.',
  hint: 'Consensus quality score on the published 0 to 100 scale; not asked of the bidder.',
});

export const bidPrice = question({
  id: 'bid-price',
  type: 'decimal',
  unit: 'GBP',
  about: 'bid',
  source: 'bids',
  answeredBy: 'bidder',
  better: 'less',
  minimum: '0',
  maximum: '100000000000',
  text: 'What is the price of the bid?',
  hint: 'Total evaluated price over the term, excluding VAT.',
});

export const tenderYear = question({
  id: 'tender-year',
  type: 'year',
  about: 'bid',
  source: 'about',
  answeredBy: 'council',
  better: 'none',
  minimum: '2020',
  maximum: '2100',
  text: '(Set by the council) The year of the tender.',
  hint: 'Used to test the order of years.',
});

export const contractLineEmissions = question({
  id: 'contract-line-emissions',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'bid',
  source: 'carbon',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000',
  text: 'What is the gross figure of each line of the declaration?',
  hint: 'One row for each line.',
});

export const functionalUnits = question({
  id: 'functional-units',
  type: 'decimal',
  unit: 'functional units',
  about: 'bid',
  source: 'about',
  answeredBy: 'council',
  better: 'none',
  minimum: '0',
  maximum: '1000000000',
  text: '(Set by the council) How many functional units does the contract cover?',
  hint: 'Published quantity, for example 12,000 user-years.',
});

export const trajectoryYear = question({
  id: 'trajectory-year',
  type: 'year',
  about: 'bid',
  source: 'carbon',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '2000',
  maximum: '2100',
  text: 'Contract trajectory: year.',
  hint: 'One row for each contract year.',
});

export const trajectoryEmissions = question({
  id: 'trajectory-emissions',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'bid',
  source: 'computed',
  answeredBy: 'computed',
  better: 'none',
  minimum: '0',
  maximum: '10000000',
  text: 'Contract trajectory: gross emissions in that year.',
  hint: 'One row for each contract year.',
});

export const deviceClass = question({
  id: 'device-class',
  type: 'choice',
  choices: [
    'Desktop',
    'Hard drive',
    'IoT',
    'Laptop',
    'Monitor',
    'Printer',
    'Server',
    'Smartphone',
    'Tablet',
    'Thin Client',
  ],
  about: 'bid',
  source: 'devices',
  answeredBy: 'bidder',
  better: 'none',
  text: 'Device table: class.',
  hint: 'Classes with a benchmark.',
});

export const deviceCarbon = question({
  id: 'device-carbon',
  type: 'decimal',
  unit: 'kgCO2e per device',
  about: 'bid',
  source: 'devices',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '1000000000',
  text: 'Device table: life-cycle footprint of one device.',
  hint: 'Manufacturer product carbon footprint.',
});

export const referenceFootprint = question({
  id: 'reference-footprint',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'bid',
  source: 'about',
  answeredBy: 'council',
  better: 'none',
  minimum: '0',
  maximum: '10000000',
  text: '(Set by the council) Reference footprint of the contract.',
  hint: 'Published in the tender; the removal cap is 10% of it.',
});

export const creditKind = question({
  id: 'credit-kind',
  type: 'choice',
  choices: ['permanent-removal', 'nature-removal', 'avoidance', 'unknown'],
  about: 'bid',
  source: 'removals',
  answeredBy: 'bidder',
  better: 'none',
  text: 'Credit table: kind.',
  hint: 'What the credit is. Whether it is retired is asked apart.',
});

export const creditAmount = question({
  id: 'credit-amount',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'bid',
  source: 'removals',
  answeredBy: 'bidder',
  better: 'more',
  minimum: '0',
  maximum: '10000000000',
  text: 'Credit table: amount.',
  hint: 'One row for each kind.',
});

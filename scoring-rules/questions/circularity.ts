// How long equipment lasts and where it goes afterwards.
import { question } from '../../src/scoring/question.ts';

export const warrantyYears = question({
  id: 'warranty-years',
  type: 'decimal',
  unit: 'years',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'more',
  minimum: '0',
  maximum: '30',
  text: 'How long is the warranty?',
  hint: 'In years, included in the price.',
});

export const sparePartsYears = question({
  id: 'spare-parts-years',
  type: 'decimal',
  unit: 'years',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'more',
  minimum: '0',
  maximum: '30',
  text: 'For how long are spare parts available?',
  hint: 'Years after the last unit is sold.',
});

export const securityUpdatesYears = question({
  id: 'security-updates-years',
  type: 'decimal',
  unit: 'years',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'more',
  minimum: '0',
  maximum: '30',
  text: 'For how long are security updates provided?',
  hint: 'Years after delivery.',
});

export const refurbishedShare = question({
  id: 'refurbished-share',
  type: 'percent',
  unit: '%',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'more',
  minimum: '0',
  maximum: '100',
  text: 'What share of the units is refurbished or remanufactured?',
  hint: 'By number of units.',
});

export const freeTakeBack = question({
  id: 'free-take-back',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Do you take equipment back free of charge at the end of its life?',
  hint: 'For all equipment supplied under the contract.',
});

export const approvedTreatmentEvidence = question({
  id: 'approved-treatment-evidence',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Will waste equipment go to an approved authorised treatment facility, with evidence each year?',
  hint: 'AATF evidence notes or an equivalent.',
});

export const reuseShare = question({
  id: 'reuse-share',
  type: 'percent',
  unit: '%',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'more',
  minimum: '0',
  maximum: '100',
  text: 'What share of the returned units will be reused?',
  hint: 'By number of units, with data wiped.',
});

export const landfillShare = question({
  id: 'landfill-share',
  type: 'percent',
  unit: '%',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'less',
  minimum: '0',
  maximum: '100',
  text: 'What share of the returned equipment will go to landfill?',
  hint: 'By weight; only 0 meets the test.',
});

// The environmental policy, item by item, and environmental law.
import { question } from '../../src/scoring/question.ts';

export const legalCompliance = question({
  id: 'legal-compliance',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Do the goods and services offered meet the environmental law that applies to them?',
  hint: 'For example WEEE, ecodesign and RoHS duties.',
});

export const policyDate = question({
  id: 'policy-date',
  type: 'date',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'What date does your environmental policy bear?',
  hint: 'Day, month, year.',
});

export const policySignedBySeniorLeader = question({
  id: 'policy-signed-by-senior-leader',
  type: 'boolean',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Is the policy signed by a senior leader?',
  hint: 'Director or equivalent.',
});

export const policyCoversDelivery = question({
  id: 'policy-covers-delivery',
  type: 'boolean',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Does the policy cover the work of this contract?',
  hint: 'The sites, staff and services that will deliver it.',
});

export const policyReviewedOn = question({
  id: 'policy-reviewed-on',
  type: 'date',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'When was the policy last reviewed?',
  hint: 'Not more than 36 months before the bid deadline. Blank: the date of the policy counts.',
});

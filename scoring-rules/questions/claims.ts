// Environmental claims in words, credits relied on, and certificates; most are answered when the bid is read.
import { question } from '../../src/scoring/question.ts';

export const claimedCutSinceBaseline = question({
  id: 'claimed-cut-since-baseline',
  type: 'decimal',
  unit: '%',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '-100000',
  maximum: '100',
  text: 'What reduction since the baseline do you claim?',
  hint: 'In percent; a rise is negative.',
});

export const claimedGross = question({
  id: 'claimed-gross',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'less',
  minimum: '0',
  maximum: '10000000000',
  text: 'Claim: gross emissions.',
  hint: 'Before credits, same boundary as the claim.',
});

export const claimedCredits = question({
  id: 'claimed-credits',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000000',
  text: 'Claim: credits counted.',
  hint: 'Offsets and removals together.',
});

export const retiredCredits = question({
  id: 'retired-credits',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000000',
  text: 'Claim: credits retired in a registry.',
  hint: 'Retired for this claim and year only.',
});

export const claimedNet = question({
  id: 'claimed-net',
  type: 'decimal',
  unit: 'tCO2e',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  minimum: '0',
  maximum: '10000000000',
  text: 'Claim: net emissions.',
  hint: 'Gross less credits.',
});

export const environmentalClaim = question({
  id: 'environmental-claim',
  type: 'text',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'What environmental claim does the bid make in words?',
  hint: 'Copied word for word.',
});

export const claimStandardNamed = question({
  id: 'claim-standard-named',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'evaluator',
  better: 'none',
  text: '(Evaluator) Does the claim name a standard and a boundary?',
  hint: 'For example ISO 14068-1, with what is covered.',
});

export const claimBaselineNamed = question({
  id: 'claim-baseline-named',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'evaluator',
  better: 'none',
  text: '(Evaluator) If the claim compares, does it name baseline and date?',
  hint: 'For example "30% less than 2019".',
});

export const claimPlanDated = question({
  id: 'claim-plan-dated',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'evaluator',
  better: 'none',
  text: '(Evaluator) If the claim is about the future, is there a dated plan?',
  hint: 'Plan with yearly steps.',
});

export const ownLabelShownAsCertificate = question({
  id: 'own-label-shown-as-certificate',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'evaluator',
  better: 'none',
  text: '(Evaluator) Does the bid show a label of its own as if it were a certificate?',
  hint: 'For example an in-house "eco" logo.',
});

export const partOfLifeCycleOnly = question({
  id: 'part-of-life-cycle-only',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'evaluator',
  better: 'none',
  text: '(Evaluator) Does the claim cover only part of the life cycle?',
  hint: 'For example manufacture only, shown as whole.',
});

export const avoidedEmissionsNetted = question({
  id: 'avoided-emissions-netted',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'evaluator',
  better: 'none',
  text: '(Evaluator) Are avoided emissions taken off the footprint?',
  hint: 'They must be shown apart.',
});

export const certificateExpiryDate = question({
  id: 'certificate-expiry-date',
  type: 'date',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'When does the certificate you rely on expire?',
  hint: 'Day, month, year.',
});

export const certificateCoversSite = question({
  id: 'certificate-covers-site',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'Does its scope cover the delivering site?',
  hint: 'See the scope statement.',
});

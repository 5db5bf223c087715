// The Carbon Reduction Plan: commitment, measures, sign-off and publication.
import { question } from '../../src/scoring/question.ts';

export const crpCompliant = question({
  id: 'crp-compliant',
  type: 'boolean',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Do you have a Carbon Reduction Plan that meets PPN 006, or an equivalent?',
  hint: 'Read alone only when no crp- question is answered; otherwise the crp- answers decide and this one is compared with them.',
});

export const crpTradingUnder12Months = question({
  id: 'crp-trading-under-12-months',
  type: 'boolean',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'Has the organisation traded for less than 12 months?',
  hint: 'If yes, only the net zero commitment is checked.',
});

export const crpCommitmentKind = question({
  id: 'crp-commitment-kind',
  type: 'choice',
  choices: ['none', 'carbon-neutral', 'net-zero'],
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'later-choice',
  text: 'What does your Carbon Reduction Plan commit the organisation to?',
  hint: 'Carbon neutral (offsetting without cuts) is not net zero.',
});

export const crpNetZeroCommitmentYear = question({
  id: 'crp-net-zero-commitment-year',
  type: 'year',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'less',
  minimum: '2000',
  maximum: '2100',
  text: 'By which year does the plan commit you to net zero?',
  hint: '2050 or sooner.',
});

export const crpCommitmentCoversUk = question({
  id: 'crp-commitment-covers-uk',
  type: 'boolean',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Does the commitment cover all your UK operations?',
  hint: 'The bidding organisation itself, not only a group pledge.',
});

export const crpTargetStated = question({
  id: 'crp-target-stated',
  type: 'boolean',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Does the plan state a reduction target or a projected fall in emissions from the baseline?',
  hint: 'In tCO2e or percent, absolute or by intensity, with a year.',
});

export const crpMeasuresForContract = question({
  id: 'crp-measures-for-contract',
  type: 'boolean',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Does the plan name at least one carbon reduction measure that will be in effect when you perform this contract?',
  hint: 'For example an environmental management system, electric vehicles, renewable supply.',
});

export const crpMeasuresDescription = question({
  id: 'crp-measures-description',
  type: 'text',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'Which measures, in short?',
  hint: 'One sentence each, with the page in the plan.',
});

export const crpDeclarationCompleted = question({
  id: 'crp-declaration-completed',
  type: 'boolean',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Does the plan contain the completed declaration, signed off by a director or equivalent?',
  hint: 'A wet signature is not needed.',
});

export const crpDirectorName = question({
  id: 'crp-director-name',
  type: 'text',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'Who signed the plan off? Name.',
  hint: 'As printed in the plan.',
});

export const crpDirectorRole = question({
  id: 'crp-director-role',
  type: 'text',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'Role of that person?',
  hint: 'Director or equivalent senior leader.',
});

export const crpSignOffDate = question({
  id: 'crp-sign-off-date',
  type: 'date',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'On which day was the plan signed off?',
  hint: 'Not more than 12 months before the bid deadline.',
});

export const crpPublishedUrl = question({
  id: 'crp-published-url',
  type: 'text',
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'At which address is the plan published?',
  hint: 'On your UK website, linked from the home page. No website: leave blank and send a copy.',
});

export const crpEntityCovered = question({
  id: 'crp-entity-covered',
  type: 'choice',
  choices: ['bidder', 'parent-covers-bidder', 'parent-not-stated', 'parent-does-not-cover-bidder'],
  about: 'supplier',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'none',
  text: 'Whose plan is it?',
  hint: "A parent's plan counts only if it says that it covers the bidder and its measures apply to the bidder.",
});

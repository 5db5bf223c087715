// Carbon of the contract itself: the lines of the declaration, how sure they are, and the cuts offered.
import { question } from '../../src/scoring/question.ts';

export const carbonPerFunctionalUnit = question({
  id: 'carbon-per-functional-unit',
  type: 'decimal',
  unit: 'kgCO2e per functional unit',
  about: 'bid',
  source: 'computed',
  answeredBy: 'computed',
  better: 'less',
  minimum: '0',
  maximum: '1000000',
  text: 'What is the gross carbon footprint of what you offer, for each functional unit named in the tender?',
  hint: 'Computed from the carbon lines: whole life cycle, before any offsets, removals or avoided emissions. No line at all means not known, never 0.',
});

export const carbonDataTier = question({
  id: 'carbon-data-tier',
  type: 'choice',
  choices: ['D', 'C', 'B', 'A'],
  about: 'bid',
  source: 'carbon',
  answeredBy: 'bidder',
  better: 'later-choice',
  text: 'How sure is each carbon line?',
  hint: 'A verified primary data; B unverified primary data; C secondary or industry average data; D spend-based or unknown.',
});

export const boundaryLinesComplete = question({
  id: 'boundary-lines-complete',
  type: 'percent',
  unit: '%',
  about: 'bid',
  source: 'computed',
  answeredBy: 'computed',
  better: 'more',
  minimum: '0',
  maximum: '100',
  text: 'What share of the boundary lines in the carbon declaration has a figure?',
  hint: 'Computed: stages of the boundary with a carbon line, divided by stages of the boundary. If you type a figure it is read instead, and a difference of more than 5 points is asked about.',
});

export const primaryDataShare = question({
  id: 'primary-data-share',
  type: 'percent',
  unit: '%',
  about: 'bid',
  source: 'computed',
  answeredBy: 'computed',
  better: 'more',
  minimum: '0',
  maximum: '100',
  text: 'What share of the footprint comes from primary data?',
  hint: 'Computed: kilograms of tier A and B lines, divided by the kilograms of all lines. If you type a figure it is read instead, and a difference of more than 5 points is asked about.',
});

export const footprintAssurance = question({
  id: 'footprint-assurance',
  type: 'choice',
  choices: ['none', 'internal', 'limited', 'reasonable'],
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'later-choice',
  text: 'Has the footprint been assured, and how?',
  hint: 'Limited and reasonable mean third-party assurance with a statement; internal means checked by your own staff.',
});

export const footprintStandardFollowed = question({
  id: 'footprint-standard-followed',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Does the footprint follow a recognised product carbon standard?',
  hint: 'For example ISO 14067 or the GHG Protocol Product Standard, or an equivalent; name it.',
});

export const cutIsContractual = question({
  id: 'cut-is-contractual',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Will you accept the yearly emission cuts you offer as a contract duty?',
  hint: 'Yes means the schedule becomes a term of the contract with remedies.',
});

export const grossCutBy2030 = question({
  id: 'gross-cut-by-2030',
  type: 'percent',
  unit: '%',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'more',
  minimum: '0',
  maximum: '100',
  text: 'By how much will gross emissions of this contract fall by 2030, or by the end of the term if sooner?',
  hint: 'Against the reference footprint published in the tender; removals and offsets do not count.',
});

export const annualMilestones = question({
  id: 'annual-milestones',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Does your plan give a milestone for each contract year?',
  hint: 'One gross tCO2e figure for each year.',
});

export const residualNeutralised = question({
  id: 'residual-neutralised',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Will the residual emissions (10% of the reference or less) be neutralised by eligible removals?',
  hint: 'Removals verified and retired in a registry; avoidance credits do not count.',
});

export const zeroNetAim = question({
  id: 'zero-net-aim',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Do you state an aim of zero net carbon for this contract?',
  hint: 'A plain statement for this contract, not only a company pledge.',
});

export const offsetOnlyPlan = question({
  id: 'offset-only-plan',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'no',
  text: 'Does the plan rest on offsets alone, without cuts in gross emissions?',
  hint: 'No answer is not read as No: the lowest band needs an explicit No.',
});

// How goods and people reach the council.
import { question } from '../../src/scoring/question.ts';

export const zeroEmissionLastMileShare = question({
  id: 'zero-emission-last-mile-share',
  type: 'percent',
  unit: '%',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'more',
  minimum: '0',
  maximum: '100',
  text: 'What share of deliveries will be made by zero-emission vehicles on the last mile?',
  hint: 'By number of drops.',
});

export const consolidatedDeliveries = question({
  id: 'consolidated-deliveries',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Will deliveries be consolidated?',
  hint: 'For example fixed delivery days or one drop for each site.',
});

export const lowImpactPackaging = question({
  id: 'low-impact-packaging',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Is packaging free of plastic, or at least 80% recycled?',
  hint: 'By weight.',
});

export const airFreightShare = question({
  id: 'air-freight-share',
  type: 'percent',
  unit: '%',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'less',
  minimum: '0',
  maximum: '100',
  text: 'What share of the units will travel by air?',
  hint: 'By number of units, from the factory to the council.',
});

export const remoteHoursShare = question({
  id: 'remote-hours-share',
  type: 'percent',
  unit: '%',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'more',
  minimum: '0',
  maximum: '100',
  text: 'What share of the hours worked on this contract will be remote?',
  hint: 'Hours not at a council site and without travel to one.',
});

export const lowCarbonTravelPolicy = question({
  id: 'low-carbon-travel-policy',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Does a low-carbon travel policy apply to staff on this contract?',
  hint: 'For example rail before air, electric vehicles, no short flights.',
});

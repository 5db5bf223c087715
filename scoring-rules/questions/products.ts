// The products offered: labels.
import { question } from '../../src/scoring/question.ts';

export const topTierLabelShare = question({
  id: 'top-tier-label-share',
  type: 'percent',
  unit: '%',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'more',
  minimum: '0',
  maximum: '100',
  text: 'What share of the units offered carries a top-tier ecolabel?',
  hint: 'For example EPEAT Gold, TCO Certified or Blue Angel, or an equivalent accepted with reasons.',
});

export const anyLabelShare = question({
  id: 'any-label-share',
  type: 'percent',
  unit: '%',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'more',
  minimum: '0',
  maximum: '100',
  text: 'What share of the units offered carries any Type I ecolabel?',
  hint: 'Includes the top-tier labels.',
});

export const energyStarShare = question({
  id: 'energy-star-share',
  type: 'percent',
  unit: '%',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'more',
  minimum: '0',
  maximum: '100',
  text: 'What share of the units offered meets Energy Star or an equivalent?',
  hint: 'By number of units.',
});

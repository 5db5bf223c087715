// Electricity and hosting used to deliver the contract.
import { question } from '../../src/scoring/question.ts';

export const powerUsageEffectiveness = question({
  id: 'power-usage-effectiveness',
  type: 'decimal',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'less',
  minimum: '1',
  maximum: '5',
  text: 'What is the power usage effectiveness (PUE) of the facilities that host this service?',
  hint: 'ISO/IEC 30134-2, 12-month measurement, weighted by IT load.',
});

export const dataCentreCodeParticipant = question({
  id: 'data-centre-code-participant',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Do those facilities take part in the EU Code of Conduct for Data Centres?',
  hint: 'Or an equivalent scheme.',
});

export const hourlyMatchedRenewableShare = question({
  id: 'hourly-matched-renewable-share',
  type: 'percent',
  unit: '%',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'more',
  minimum: '0',
  maximum: '100',
  text: 'What share of the electricity used to deliver is matched hour by hour with renewable generation?',
  hint: 'Needs an hourly matching report.',
});

export const ppaOrOnsiteShare = question({
  id: 'ppa-or-onsite-share',
  type: 'percent',
  unit: '%',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'more',
  minimum: '0',
  maximum: '100',
  text: 'What share comes from a power purchase agreement or on-site generation?',
  hint: 'By kWh over the year.',
});

export const renewableElectricityShare = question({
  id: 'renewable-electricity-share',
  type: 'percent',
  unit: '%',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'more',
  minimum: '0',
  maximum: '100',
  text: 'What share of the electricity used to deliver is renewable, by any route?',
  hint: 'Includes certificates; REGO cancellation statement or equivalent.',
});

export const certificatesBundled = question({
  id: 'certificates-bundled',
  type: 'boolean',
  about: 'bid',
  source: 'answer',
  answeredBy: 'bidder',
  better: 'yes',
  text: 'Are the certificates bought together with the electricity (bundled)?',
  hint: 'No if certificates are bought apart from the supply.',
});

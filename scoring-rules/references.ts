import type { Reference } from '../src/scoring/rule.ts';

/*
 * Sources that several rules cite, so that an address or a date is mended in one place. A rule takes one as it is, or
 * spreads it and names its own paragraph. A source of one rule stands in that rule.
 */

export const ACT_SECTION_22 = {
  title: 'Procurement Act 2023, section 22 (conditions of participation)',
  url: 'https://www.legislation.gov.uk/ukpga/2023/54/section/22',
  paragraph: 'section 22',
  inForce: { from: '2025-02-24' },
} as const satisfies Reference;

export const ACT_SECTION_23 = {
  title: 'Procurement Act 2023, section 23 (award criteria)',
  url: 'https://www.legislation.gov.uk/ukpga/2023/54/section/23',
  paragraph: 'section 23(2)',
  inForce: { from: '2025-02-24' },
} as const satisfies Reference;

export const ACT_SECTION_56 = {
  title: 'Procurement Act 2023, section 56 (technical specifications: equivalents are accepted)',
  url: 'https://www.legislation.gov.uk/ukpga/2023/54/section/56',
  paragraph: 'section 56',
  inForce: { from: '2025-02-24' },
} as const satisfies Reference;

export const PPN_006 = {
  title:
    'Procurement Policy Note 006: taking account of Carbon Reduction Plans in the procurement of major government contracts',
  url: 'https://www.gov.uk/government/publications/ppn-006-taking-account-of-carbon-reduction-plans-in-the-procurement-of-major-government-contracts',
  inForce: { from: '2025-02-24' },
} as const satisfies Reference;

export const PPN_016 = {
  title: 'Procurement Policy Note 016: Carbon Reduction Contract Schedule (first issued as PPN 01/24 on 18 March 2024)',
  url: 'https://www.gov.uk/government/publications/ppn-016-carbon-reduction-contract-schedule/ppn-016-carbon-reduction-contract-schedule-html',
  inForce: { from: '2025-02-24' },
} as const satisfies Reference;

export const GREENING_GOVERNMENT_ICT = {
  title: 'Greening government: ICT and digital services strategy 2020 to 2025',
  url: 'https://www.gov.uk/government/publications/greening-government-ict-and-digital-services-strategy-2020-2025/greening-government-ict-and-digital-services-strategy-2020-2025',
  inForce: { from: '2020-09-10', to: '2025-12-31' },
} as const satisfies Reference;

export const WEEE_REGULATIONS = {
  title: 'Waste Electrical and Electronic Equipment Regulations 2013',
  url: 'https://www.legislation.gov.uk/uksi/2013/3113',
  inForce: { from: '2014-01-01' },
} as const satisfies Reference;

export const CORPORATE_NET_ZERO_STANDARD = {
  title: 'Science Based Targets initiative, Corporate Net-Zero Standard',
  url: 'https://sciencebasedtargets.org/net-zero',
  inForce: { from: '2021-10-28' },
} as const satisfies Reference;

export const PRODUCT_LIFE_CYCLE_STANDARD = {
  title: 'GHG Protocol Product Life Cycle Accounting and Reporting Standard',
  url: 'https://ghgprotocol.org/product-standard',
  inForce: { from: '2011-10-04' },
} as const satisfies Reference;

export const SCOPE_3_STANDARD = {
  title: 'GHG Protocol Corporate Value Chain (Scope 3) Standard',
  url: 'https://ghgprotocol.org/corporate-value-chain-scope-3-standard',
  inForce: { from: '2011-10-04' },
} as const satisfies Reference;

export const ISO_14067 = {
  title: 'ISO 14067:2018, carbon footprint of products',
  url: 'https://www.iso.org/standard/71206.html',
  inForce: { from: '2018-08-01' },
} as const satisfies Reference;

export const CLIMATE_NEUTRAL_DATA_CENTRE_PACT = {
  title: 'Climate Neutral Data Centre Pact',
  url: 'https://www.climateneutraldatacentre.net/',
  paragraph: 'power usage effectiveness 1.3 in cool climates; clean energy 75% in 2025, 100% in 2030',
  inForce: { from: '2021-01-21' },
} as const satisfies Reference;

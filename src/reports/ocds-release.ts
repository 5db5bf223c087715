import { createHash } from 'node:crypto';
import type { OcdsAward, OcdsContent, OcdsLot } from '../application/ocds-content.ts';
import type { Route } from '../domain/procurement.ts';
import type { DecimalText } from '../domain/quantity.ts';
import type { Supplier } from '../domain/supplier.ts';
import { endOfUkDay } from '../domain/uk-day.ts';
import { canonicalJson } from '../scoring/rule-set.ts';

/** Until the publisher has a prefix of its own from the registry of the standard, identifiers say so. */
const OCID_PREFIX = 'ocds-unregistered';
const BUYER_ID = 'buyer';
const ONLY_LOT = '1';

/**
 * An Open Contracting Data Standard 1.1 release with the lots, bid statistics, award criteria and sustainability
 * extensions, as JSON. Dated by the bid deadline and named by its own content, so that the same content gives the
 * same bytes. Money is in pounds.
 */
export function ocdsRelease(content: OcdsContent): Uint8Array {
  const { procurement, awards } = content;
  const ocid = [OCID_PREFIX, procurement.organisation, procurement.reference].map(plainName).join('-');
  const isContracted = awards.some(({ contractSignedOn }) => contractSignedOn !== undefined);
  const release = {
    date: `${procurement.bidDeadline}T00:00:00Z`,
    tag: ['tender', ...(awards.length > 0 ? ['award'] : []), ...(isContracted ? ['contract'] : [])],
    initiationType: 'tender',
    language: 'en',
    parties: parties(content),
    buyer: { id: BUYER_ID, name: procurement.organisation },
    tender: tender(content),
    ...bidStatistics(content),
    ...(awards.length === 0 ? {} : { awards: awards.map((award) => toAward(content, award)) }),
    ...(isContracted ? { contracts: awards.flatMap((award) => toContract(content, award)) } : {}),
  };
  const id = createHash('sha256').update(canonicalJson(release)).digest('hex').slice(0, 16);
  return new TextEncoder().encode(`${JSON.stringify({ ocid, id, ...release }, undefined, 2)}\n`);
}

function parties({ procurement, awards }: OcdsContent): object[] {
  const suppliers = new Map(awards.map(({ winner: { supplier } }) => [partyId(supplier), supplier]));
  return [
    { id: BUYER_ID, name: procurement.organisation, roles: ['buyer', 'procuringEntity'] },
    ...[...suppliers].map(([id, { name, identifier, email }]) => ({
      id,
      name,
      roles: ['supplier'],
      ...(identifier === undefined ? {} : { identifier: { ...identifier, legalName: name } }),
      ...(email === undefined ? {} : { contactPoint: { email } }),
    })),
  ];
}

function tender(content: OcdsContent): object {
  const { procurement, tenderStatus, isTrial, lots, route } = content;
  const method = METHODS[procurement.route];
  return {
    id: procurement.reference,
    title: procurement.title,
    ...(isTrial ? { description: 'TRIAL, NOT FOR AWARD: the rules of this procurement have not been published.' } : {}),
    status: tenderStatus,
    procuringEntity: { id: BUYER_ID, name: procurement.organisation },
    ...(method === undefined ? {} : { procurementMethod: method }),
    procurementMethodDetails: route?.title ?? procurement.route,
    ...grossValue(procurement.estimatedValue),
    awardCriteria: 'ratedCriteria',
    awardCriteriaDetails: `Scored by rule set ${procurement.ruleSet}; weights stand in each lot.`,
    tenderPeriod: { endDate: endOfUkDay(procurement.bidDeadline) },
    hasSustainability: true,
    sustainability: [
      {
        description:
          'Suppliers are assessed on their environmental policies and on the net-carbon impact of their bids, towards zero net carbon by 2030.',
        goal: 'environmental.carbonEmissionsReduction',
        strategies: ['awardCriteria', 'selectionCriteria'],
      },
    ],
    lots: lots.map(toLot),
  };
}

/** The codelist has no word for a framework's own competition or for a contract below the threshold. */
const METHODS: Readonly<Partial<Record<Route, string>>> = {
  open: 'open',
  'competitive-flexible': 'selective',
  'framework-direct': 'direct',
  'direct-award': 'direct',
};

function toLot(lot: OcdsLot): object {
  const { facts, criteria } = lot;
  return {
    id: lotId(lot),
    ...(lot.lot === undefined ? {} : { title: lot.lot.title, ...grossValue(lot.lot.estimatedValue) }),
    ...period(lot),
    hasSustainability: true,
    awardCriteria: {
      description: sharesText(lot),
      criteria: [
        ...criteria.map(({ code, title, weight }) => ({
          type: 'quality',
          name: `${code} ${title}`,
          description: 'Scored from 0 to 5 points; the weight is a percentage of the environment score.',
          numbers: [{ number: Number(weight), weight: 'percentageExact' }],
        })),
        ...(facts.shares === undefined ? [] : [share('quality', 'Quality', facts.shares.quality)]),
        ...(facts.shares === undefined ? [] : [share('price', 'Price', facts.shares.price)]),
      ],
    },
  };
}

function share(type: 'quality' | 'price', name: string, percent: DecimalText): object {
  return {
    type,
    name,
    description: 'The weight is a percentage of the total.',
    numbers: [{ number: Number(percent), weight: 'percentageExact' }],
  };
}

function sharesText({ facts: { shares } }: OcdsLot): string {
  return shares === undefined
    ? 'Ranked on the environment score alone.'
    : `Total of 100: environment ${shares.environment}, quality ${shares.quality}, price ${shares.price}.`;
}

function bidStatistics({ lots }: OcdsContent): object {
  const statistics = lots.flatMap((lot) =>
    lot.bids === undefined
      ? []
      : [{ id: `bids-${lotId(lot)}`, measure: 'bids', value: lot.bids, relatedLots: [lotId(lot)] }],
  );
  return statistics.length === 0 ? {} : { bids: { statistics } };
}

function toAward(content: OcdsContent, award: OcdsAward): object {
  const { supplier, price } = award.winner;
  return {
    id: awardId(award),
    title: content.procurement.title,
    status: award.status,
    ...(award.awardedOn === undefined ? {} : { date: `${award.awardedOn}T00:00:00Z` }),
    ...netValue(price),
    suppliers: [{ id: partyId(supplier), name: supplier.name }],
    relatedLots: [award.lot ?? ONLY_LOT],
  };
}

function toContract(content: OcdsContent, award: OcdsAward): object[] {
  if (award.contractSignedOn === undefined) return [];
  const lot = content.lots.find((one) => one.lot?.id === award.lot);
  return [
    {
      id: `contract-${award.lot ?? ONLY_LOT}`,
      awardID: awardId(award),
      title: content.procurement.title,
      status: 'active',
      ...(lot === undefined ? {} : contractDates(lot)),
      ...netValue(award.winner.price),
      dateSigned: `${award.contractSignedOn}T00:00:00Z`,
    },
  ];
}

function period(lot: OcdsLot): object {
  const { period: dates } = contractDates(lot);
  return dates === undefined ? {} : { contractPeriod: dates };
}

function contractDates({ facts: { contractStart, contractEnd } }: OcdsLot): { readonly period?: object } {
  if (contractStart === undefined || contractEnd === undefined) return {};
  return { period: { startDate: `${contractStart}T00:00:00Z`, endDate: endOfUkDay(contractEnd) } };
}

/** Bids are priced without VAT. */
function netValue(pounds: DecimalText | undefined): object {
  return pounds === undefined ? {} : { value: { amount: Number(pounds), currency: 'GBP' } };
}

/** Estimates include VAT, which the UK profile of the standard writes as a gross amount. */
function grossValue(pounds: DecimalText | undefined): object {
  return pounds === undefined ? {} : { value: { amountGross: Number(pounds), currency: 'GBP' } };
}

function lotId({ lot }: Pick<OcdsLot, 'lot'>): string {
  return lot?.id ?? ONLY_LOT;
}

function awardId({ lot }: OcdsAward): string {
  return `award-${lot ?? ONLY_LOT}`;
}

function partyId({ identifier, name }: Supplier): string {
  return identifier === undefined ? `supplier-${plainName(name)}` : `${identifier.scheme}-${identifier.id}`;
}

function plainName(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_.-]+/g, '-');
}

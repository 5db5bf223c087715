import type { Rating, YearPerformance } from '../domain/contract-performance.ts';
import type { Contract } from '../domain/contract.ts';
import { AppError } from '../domain/errors.ts';
import { datesOf, type FinancialYear } from '../domain/financial-year.ts';
import type { IsoDate } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { decimalText, toFraction } from '../domain/quantity.ts';
import { getPerformance } from './contract-performance.ts';
import { notRatedText, RATING_WORDS } from './performance-words.ts';
import type { ServicePorts } from './ports.ts';
import { supplierIdentity } from './suppliers.ts';

/** The fields of regulation 39(4) of the Procurement Regulations 2024, named as in OCDS where it has a name. */
export type NoticeFields = {
  readonly buyer: { readonly name: string };
  readonly tender: { readonly id: string | null; readonly title: string };
  readonly contract: { readonly id: string; readonly title: string };
  readonly statement: string;
  readonly supplier: {
    readonly name: string;
    readonly identifier: { readonly scheme: string; readonly id: string };
    readonly contactPoint: { readonly email: string | null };
    readonly address: null;
  };
  readonly indicator: {
    readonly title: string;
    readonly committedTonnes: string | null;
    readonly actualTonnes: string | null;
  };
  readonly rating: (typeof RATING_WORDS)[Rating];
  readonly ratingReason: string;
  readonly period: { readonly startDate: IsoDate; readonly endDate: IsoDate };
};

/** A draft only: a person completes it, and publishes it elsewhere. */
export type DraftNotice = {
  readonly text: string;
  readonly fields: NoticeFields;
  /** What the notice needs and is not on record here. */
  readonly toComplete: readonly string[];
};

/**
 * Drafts the contract performance notice of a contract for a financial year that is over (Procurement Act 2023, section
 * 71(2); Procurement Regulations 2024, regulation 39). Its one indicator is the contract's carbon. Throws AppError
 * `not-found` for a year the contract does not have, `not-allowed-in-state` for one that is not over.
 */
export async function draftNotice(
  ports: ServicePorts,
  person: Person,
  reference: string,
  financialYear: FinancialYear,
): Promise<DraftNotice> {
  const { contract, years } = await getPerformance(ports, person, reference);
  const year = years.find((one) => one.financialYear === financialYear);
  if (year === undefined) throw new AppError('not-found', `${reference} has nothing in the year "${financialYear}".`);
  if (!year.isOver) {
    throw new AppError('not-allowed-in-state', `${financialYear} is not over for ${reference}: it cannot be assessed.`);
  }
  const { procurementReference: procurement } = contract;
  const record =
    procurement === undefined
      ? undefined
      : await ports.database.read(({ procurements }) => procurements.find(person.organisation, procurement));
  const fields = toFields(person.organisation, contract, year, record?.facts.title);
  return { fields, text: toText(fields), toComplete: missingIn(fields) };
}

function toFields(buyer: string, contract: Contract, year: YearPerformance, title = contract.title): NoticeFields {
  const { start, end } = datesOf(year.financialYear);
  const { supplier } = contract;
  return {
    buyer: { name: buyer },
    tender: { id: contract.procurementReference ?? null, title },
    contract: { id: contract.reference, title: contract.title },
    statement:
      'This notice sets out the contracting authority’s assessment of performance against the key performance indicators.',
    supplier: {
      name: supplier.name,
      identifier: supplierIdentity(supplier),
      contactPoint: { email: supplier.email ?? null },
      address: null,
    },
    indicator: {
      title: `Gross whole-life greenhouse gas emissions of the contract in ${year.financialYear}, location-based, against the commitment`,
      committedTonnes: tonnesOrNull(year.committed),
      actualTonnes: tonnesOrNull(year.actual),
    },
    rating: RATING_WORDS[year.rating],
    ratingReason: ratingReason(year),
    period: {
      startDate: contract.start > start && contract.start <= end ? contract.start : start,
      endDate: contract.end < end && contract.end >= start ? contract.end : end,
    },
  };
}

function ratingReason(year: YearPerformance): string {
  if (year.notRated !== undefined) return notRatedText(year.notRated, year);
  const { bands } = year;
  const provisional = year.provisional ? ' Some figures are provisional: their factor set is still to come.' : '';
  return `Good is up to 100% of the commitment, Approaching target up to ${bands.approachingPercent}%, Requires improvement up to ${bands.improvementPercent}%, Inadequate above. ${bands.origin}.${provisional}`;
}

function tonnesOrNull(grams: bigint | undefined): string | null {
  return grams === undefined ? null : decimalText(toFraction(grams).div(1_000_000), 6);
}

function missingIn({ supplier, tender }: NoticeFields): string[] {
  return [
    'The contracting authority information: name as registered, address, identifier, contact',
    ...(tender.id === null ? ['The unique identifier of the procurement'] : []),
    'The unique identifiers of the procurement and the contract on the central digital platform',
    'The other key performance indicators of the contract: at least three were set where section 52 applies',
    'The supplier’s contact postal address',
    ...(supplier.contactPoint.email === null ? ['The supplier’s email address'] : []),
  ];
}

function toText(fields: NoticeFields): string {
  const { supplier, indicator, period, tender } = fields;
  const tonnes = (text: string | null): string => (text === null ? 'none on record' : `${text} tCO2e`);
  return [
    'DRAFT: CONTRACT PERFORMANCE NOTICE',
    'Procurement Act 2023, section 71(2); Procurement Regulations 2024, regulation 39',
    '',
    `Contracting authority: ${fields.buyer.name}`,
    `Procurement: ${tender.title}${tender.id === null ? '' : ` (${tender.id})`}`,
    `Contract: ${fields.contract.title} (${fields.contract.id})`,
    `Supplier: ${supplier.name} (${supplier.identifier.scheme} ${supplier.identifier.id})`,
    `Period: ${period.startDate} to ${period.endDate}`,
    '',
    fields.statement,
    '',
    `Key performance indicator: ${indicator.title}`,
    `Committed: ${tonnes(indicator.committedTonnes)}`,
    `Reported: ${tonnes(indicator.actualTonnes)}`,
    `Rating: ${fields.rating}`,
    fields.ratingReason,
    '',
    'To complete before publication:',
    ...missingIn(fields).map((one) => `- ${one}`),
    '',
  ].join('\n');
}

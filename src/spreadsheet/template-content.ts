import type { AnswerValue } from '../domain/answer.ts';
import type { Bid } from '../domain/bid.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Adoption, LotFacts, Procurement } from '../domain/procurement.ts';

/** Recorded values by the field names of the layout; a field that is absent is left blank. */
export type RowValues = Readonly<Record<string, AnswerValue | undefined>>;

/** What the sheet About of a tender workbook says. */
export function tenderAboutValues(procurement: Procurement): RowValues {
  const { organisation, reference, title, route, noticeReference, frameworkReference, bidDeadline } = procurement;
  return {
    ...lotFactValues(procurement),
    organisation,
    reference,
    title,
    route,
    noticeReference,
    frameworkReference,
    bidDeadline,
    prices: procurement.prices,
    adoptions: blankAsAbsent(procurement.adoptions.map(adoptionText).join('; ')),
  };
}

/** What the sheet About of a bid workbook says: of the procurement, and of the bid where there is one. */
export function bidAboutValues(procurement: Procurement | undefined, bid: Bid | undefined): RowValues {
  return {
    procurementReference: procurement?.reference,
    bidDeadline: procurement?.bidDeadline,
    bidReference: bid?.reference,
    lot: bid?.lot,
    receivedAt: bid?.receivedAt,
    price: bid?.price,
    ...(bid === undefined ? {} : supplierValues(bid)),
  };
}

/** The rows of a sheet other than About and Answers, by the sheet's name. */
export function sheetRows(sheet: string, procurement: Procurement | undefined, bids: readonly Bid[]): RowValues[] {
  switch (sheet) {
    case 'Lots':
      return (procurement?.lots ?? []).map((lot) => ({
        ...lotFactValues(lot),
        lot: lot.id,
        title: lot.title,
        profile: lot.profile,
      }));
    case 'Bids':
      return bids.map(bidValues);
    case 'Carbon':
      return bids.flatMap((bid) =>
        bid.carbon.map(({ evidence, ...line }) => ({ ...named(bid), ...line, ...evidenceValues(evidence) })),
      );
    case 'Devices':
      return bids.flatMap((bid) =>
        bid.devices.map(({ evidence, ...line }) => ({ ...named(bid), ...line, ...evidenceValues(evidence) })),
      );
    case 'Removals':
      return bids.flatMap((bid) =>
        bid.removals.map(({ evidence, ...row }) => ({ ...named(bid), ...row, ...evidenceValues(evidence) })),
      );
    default:
      throw new Error(`No rows are known for the sheet "${sheet}"`);
  }
}

/** The reference and lot that say whose row it is. */
export function named(bid: Bid | undefined): RowValues {
  return { bidReference: bid?.reference, lot: bid?.lot };
}

export function evidenceValues(evidence: Evidence | undefined): RowValues {
  return {
    evidenceDocument: evidence?.document,
    evidencePage: evidence?.page,
    evidenceDate: evidence?.date,
    validUntil: evidence?.validUntil,
    issuedTo: evidence?.issuedTo,
  };
}

function bidValues(bid: Bid): RowValues {
  const { receivedAt, price, qualityPoints } = bid;
  return { ...named(bid), ...supplierValues(bid), receivedAt, price, qualityPoints };
}

function supplierValues({ supplier }: Bid): RowValues {
  return {
    supplier: supplier.name,
    identifierScheme: supplier.identifier?.scheme,
    identifier: supplier.identifier?.id,
    contactEmail: supplier.email,
  };
}

function lotFactValues(facts: Partial<LotFacts>): RowValues {
  const { shares, stageDefaults, boundaryStages, ...plain } = facts;
  const defaults = Object.entries(stageDefaults ?? {}).map(
    ([stage, value]) => [`stageDefault.${stage}`, value] as const,
  );
  return {
    functionalUnit: plain.functionalUnit,
    functionalUnits: plain.functionalUnits,
    estimatedValue: plain.estimatedValue,
    contractStart: plain.contractStart,
    contractEnd: plain.contractEnd,
    environmentShare: shares?.environment,
    qualityShare: shares?.quality,
    priceShare: shares?.price,
    priceMethod: plain.priceMethod,
    priceBenchmarkHigh: plain.priceBenchmarkHigh,
    priceBenchmarkLow: plain.priceBenchmarkLow,
    carbonBenchmarkHigh: plain.carbonBenchmarkHigh,
    carbonBenchmarkLow: plain.carbonBenchmarkLow,
    carbonDefaultTotal: plain.carbonDefaultTotal,
    boundaryStages: boundaryStages?.join(', '),
    referenceFootprintTonnes: plain.referenceFootprintTonnes,
    ...Object.fromEntries(defaults),
  };
}

/** "G1", "no G3: below the value" */
function adoptionText({ code, on, reason }: Adoption): string {
  return `${on ? '' : 'no '}${code}${reason === undefined ? '' : `: ${reason}`}`;
}

function blankAsAbsent(text: string): string | undefined {
  return text === '' ? undefined : text;
}

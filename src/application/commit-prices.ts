import type { Bid } from '../domain/bid.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { Issue } from '../domain/issue.ts';
import { computeAgreedAssessment } from './agreed-assessment.ts';
import { type CommitOutcome, type CommitPlan, refusedPlan, namesOf } from './commit-tender.ts';
import { procurementSubject } from './change-procurement.ts';
import { importEvent } from './import-queries.ts';
import { listed, nearestNames } from './nearest-names.ts';
import type { ServicePorts } from './ports.ts';
import type { PriceLine, PricesReading } from './price-upload.ts';
import type { BidRecord, ImportRecord, ProcurementRecord } from './records.ts';
import { pricesState } from './separate-prices.ts';
import { readBids } from './standing-bids.ts';
import type { Stores } from './stores.ts';
import { bidPointer, compareNames } from './tender.ts';

type Ports = Pick<ServicePorts, 'catalogue' | 'softwareVersion' | 'newId'>;

type Context = {
  readonly record: ImportRecord;
  /** A reading without issues. */
  readonly reading: PricesReading;
  readonly at: IsoInstant;
};

/** A standing bid with the price that the file gives it. */
type Priced = { readonly standing: BidRecord; readonly price: string };

/**
 * Plans what a clean price workbook becomes: a new version of every standing bid, with its price and nothing else
 * changed, and the agreed assessment with totals and ranking. Taken once, for all bids or none, and only between the
 * locked consensus and the approval of a procurement whose prices were published to come separately.
 */
export async function planPrices(stores: Stores, ports: Ports, context: Context): Promise<CommitPlan> {
  const { record, reading } = context;
  const found = await findProcurement(stores, record, reading);
  if ('issue' in found) return refusedPlan([found.issue]);
  const { procurement } = found;
  const { standing } = await readBids(stores, record.organisation, procurement.reference);
  const refusal = whyNotNow(procurement, standing);
  if (refusal !== undefined) return refusedPlan([{ pointer: '#/procurement', ...refusal }]);
  const { priced, issues } = matchPrices(standing, reading);
  if (issues.length > 0) return refusedPlan(issues);
  const done = `Prices of ${procurement.reference}: ${priced.length === 1 ? '1 bid' : `${priced.length} bids`}.`;
  return {
    issues: [],
    notices: [record.dryRun ? `Checked only; nothing was stored. ${done}` : done],
    apply: (inside) => openPrices(inside, ports, procurement, priced, context),
  };
}

type Found = { readonly procurement: ProcurementRecord } | { readonly issue: Issue };

async function findProcurement(
  { procurements }: Stores,
  { organisation, procurement: said, fileName }: ImportRecord,
  { procurementReference: named, placeOf }: PricesReading,
): Promise<Found> {
  const pointer = '#/procurement';
  const reference = named ?? said;
  const place = placeOf(pointer);
  if (reference === undefined) {
    const message = `${fileName} does not say which procurement its prices are for.`;
    const fix = 'Enter the procurement reference in About, or say with the upload which procurement it is for.';
    return { issue: { pointer, code: 'procurement-not-named', message, fix, ...place } };
  }
  if (said !== undefined && said !== reference) {
    const message = `The file names ${reference}, and it was sent for ${said}.`;
    return { issue: { pointer, code: 'several-procurements', message, found: reference, expected: said, ...place } };
  }
  const procurement = await procurements.find(organisation, reference);
  if (procurement !== undefined) return { procurement };
  const message = `There is no procurement ${reference}.`;
  return { issue: { pointer, code: 'unknown-procurement', message, found: reference, ...place } };
}

/** Refused orders, each with its own code; no message says anything of a price. */
function whyNotNow(
  procurement: ProcurementRecord,
  standing: readonly BidRecord[],
): Pick<Issue, 'code' | 'message' | 'fix'> | undefined {
  const { reference, state } = procurement;
  switch (
    pricesState(
      procurement,
      standing.map(({ bid }) => bid),
    )
  ) {
    case undefined: {
      const message = `The prices of ${reference} come with the bids: it was not published with separate prices.`;
      return { code: 'prices-not-separate', message };
    }
    case 'sealed': {
      const message = `${reference} is ${state}: prices are taken once the consensus on everything else is locked.`;
      return { code: 'consensus-not-locked', message, fix: 'Keep the prices closed until then.' };
    }
    case 'on-record': {
      const message = `The prices of ${reference} are on record already and are not taken twice.`;
      return { code: 'prices-on-record', message, fix: 'Clarify an error with the bidder; the record stays as it is.' };
    }
    case 'awaited': {
      if (state === 'moderated') return undefined;
      return { code: 'prices-too-late', message: `${reference} is ${state}: it takes no more prices.` };
    }
  }
}

/** Every row with its standing bid, and every standing bid with its row; what does not match is a fault at its cell. */
function matchPrices(
  standing: readonly BidRecord[],
  { prices, placeOf }: PricesReading,
): { readonly priced: readonly Priced[]; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const priced = new Map<BidRecord, string>();
  for (const line of prices) {
    const own = standing.filter(({ reference, lot }) => reference === line.bid && (line.lot ?? lot) === lot);
    const [bid] = own;
    const pointer = pointerOf({ reference: line.bid, ...(line.lot === undefined ? {} : { lot: line.lot }) });
    if (bid === undefined || own.length > 1) {
      issues.push({ pointer, ...unmatched(line, own, standing), ...placeOf(pointer) });
    } else if (priced.has(bid)) {
      const message = `${nameOf(bid)} has a price in an earlier row already`;
      issues.push({ pointer, code: 'duplicate-bid', message, found: line.bid, ...placeOf(pointer) });
    } else priced.set(bid, line.price);
  }
  for (const bid of standing) {
    if (priced.has(bid)) continue;
    const message = `${nameOf(bid)} stands and has no price: enter the prices of all bids, or none is taken`;
    issues.push({ pointer: pointerOf(bid), code: 'price-missing', message, ...placeOf('#/bids') });
  }
  return { priced: [...priced].map(([one, price]) => ({ standing: one, price })), issues };
}

function unmatched(line: PriceLine, own: readonly BidRecord[], standing: readonly BidRecord[]) {
  const ofBid = standing.filter(({ reference }) => reference === line.bid);
  const lots = listed(ofBid.map(({ lot }) => lot ?? '').toSorted(compareNames));
  if (own.length > 1)
    return {
      code: 'lot-missing',
      message: `Say which lot of bid ${line.bid} the price is for: ${lots}`,
      expected: lots,
    };
  if (ofBid.length > 0) {
    const expected = lots === '' ? 'no lot' : lots;
    const message = `Bid ${line.bid} does not stand for lot ${line.lot ?? ''}`;
    return { code: 'unknown-lot', message, found: line.lot ?? '', expected };
  }
  const known = standing.map(({ reference }) => reference);
  const near = nearestNames(line.bid, known);
  const expected = listed(near.length > 0 ? near : [...new Set(known)]);
  return { code: 'unknown-bid', message: `No bid ${line.bid} stands`, found: line.bid, expected };
}

async function openPrices(
  stores: Stores,
  ports: Ports,
  procurement: ProcurementRecord,
  priced: readonly Priced[],
  { record, at }: Context,
): Promise<CommitOutcome> {
  const { organisation, reference } = procurement;
  const statusReason = `Price from ${record.fileName}, after the consensus was locked.`;
  const added: BidRecord[] = [];
  for (const { standing, price } of priced) {
    const all = await stores.bids.versions(organisation, reference, standing.reference);
    const version = Math.max(...all.filter(({ lot }) => lot === standing.lot).map((one) => one.version)) + 1;
    const bid: Bid = { ...standing.bid, price };
    added.push({ ...standing, version, status: 'current', statusReason, bid, at });
  }
  await stores.bids.add(organisation, added);
  await stores.procurements.save({ ...procurement, updatedAt: at });
  const { assessment, record: decision } = await computeAgreedAssessment(ports, stores, organisation, reference);
  const id = ports.newId();
  const { inputHash } = assessment;
  const reason = `The prices were opened: ${record.fileName}.`;
  await stores.assessments.add(organisation, {
    id,
    procurement: reference,
    status: 'draft',
    inputHash,
    record: decision,
    reason,
    by: record.by,
    at,
  });
  const prices = added.map(({ bid, version }) => `${nameOf(bid)}, version ${version}: ${bid.price ?? ''}`);
  await stores.audit.append({
    ...importEvent(record, at, 'procurement.prices-opened', {
      import: record.id,
      file_sha256: record.fileSha256,
      bids: namesOf(added),
      prices,
      assessment: id,
      input_hash: inputHash,
    }),
    subject: procurementSubject(reference),
  });
  const bids = [...new Set(added.map((one) => one.reference))].toSorted(compareNames);
  return { result: { procurement: reference, bids }, notices: [], audit: { procurement: reference, bids } };
}

function pointerOf({ reference, lot }: Pick<Bid, 'reference' | 'lot'>): string {
  return bidPointer({ reference, ...(lot === undefined ? {} : { lot }) });
}

/** "Bid B1", or "Bid B1 for lot 2". */
function nameOf({ reference, lot }: Pick<Bid, 'reference' | 'lot'>): string {
  return lot === undefined ? `Bid ${reference}` : `Bid ${reference} for lot ${lot}`;
}

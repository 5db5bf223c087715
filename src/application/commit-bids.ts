import type { Bid } from '../domain/bid.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { Issue } from '../domain/issue.ts';
import { isAfterUkDay } from '../domain/uk-day.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { canonicalSha256 } from '../scoring/rule-set.ts';
import { asSentByBidder, isSameCompany, keepFromRecord, type NamedBid, nameAsOnRecord } from './bids-on-record.ts';
import { checkBids } from './check-tender.ts';
import type { BidRecord, BidStatus, ProcurementRecord } from './records.ts';
import type { Stores } from './stores.ts';
import { bidPointer, compareNames, type TenderReading, toCanonicalBids } from './tender.ts';

export type BidsContext = {
  readonly procurement: ProcurementRecord;
  /** The procurement is made by this same import: there are no earlier bids. */
  readonly isNew: boolean;
  readonly reading: Pick<TenderReading, 'kind' | 'bids' | 'answersOnly' | 'placeOf'>;
  readonly importId: string;
  readonly at: IsoInstant;
};

export type BidsPlan = {
  readonly issues: readonly Issue[];
  readonly notices: readonly string[];
  /** The versions to add. */
  readonly records: readonly BidRecord[];
  /** Bids whose latest version says the same already. */
  readonly duplicates: readonly BidRecord[];
};

type Verdict = { readonly status: Exclude<BidStatus, 'superseded' | 'withdrawn'>; readonly reason?: string } | Issue;

/**
 * What becomes of the bids of a file, one new version for each at most: `current` while bids may be made, `late`
 * after, no version where the same is on record already. Looks only; nothing is written.
 */
export async function planBids(stores: Stores, catalogue: Catalogue, context: BidsContext): Promise<BidsPlan> {
  const { procurement, reading, isNew } = context;
  const { organisation, reference } = procurement;
  const latest = isNew ? [] : await stores.bids.latest(organisation, reference);
  const named = nameBids(context, latest);
  const plan = {
    issues: [] as Issue[],
    notices: [] as string[],
    records: [] as BidRecord[],
    duplicates: [] as BidRecord[],
  };
  // The bids of a tender workbook were checked with its own procurement, which is the same.
  if (reading.kind === 'bids') plan.issues.push(...checkNamed(named, catalogue, context));
  for (const { bid, inFile } of named) {
    const known = latest.some((record) => record.reference === bid.reference && record.lot === bid.lot);
    const versions = known
      ? (await stores.bids.versions(organisation, reference, bid.reference)).filter(({ lot }) => lot === bid.lot)
      : [];
    if (inFile.reference !== bid.reference)
      plan.notices.push(`"${inFile.reference}" is bid ${bid.reference} of ${bid.supplier.name}.`);
    addBid(plan, { bid, inFile, versions }, catalogue, context);
  }
  return plan;
}

type KnownBid = NamedBid & { readonly versions: readonly BidRecord[] };
type GrowingPlan = { issues: Issue[]; notices: string[]; records: BidRecord[]; duplicates: BidRecord[] };

function addBid(
  plan: GrowingPlan,
  { bid: sent, inFile, versions }: KnownBid,
  catalogue: Catalogue,
  context: BidsContext,
): void {
  const { procurement, reading, importId, at } = context;
  const inOrder = versions.toSorted((a, b) => a.version - b.version);
  const standing = inOrder.findLast(({ status }) => status !== 'late' && status !== 'duplicate');
  const other = inOrder.find((record) => !isSameCompany(record.bid, sent));
  if (other !== undefined) {
    plan.issues.push(otherSupplier(sent, inFile, other, context));
    return;
  }
  const { bid, kept } =
    standing === undefined || reading.kind === 'tender'
      ? { bid: sent, kept: [] }
      : keepFromRecord(sent, standing.bid, catalogue.questions, reading.answersOnly === true);
  // The bids of a reading are in canonical order already.
  const [canonical = bid] = bid === sent ? [sent] : toCanonicalBids([bid]);
  const verdict = judge(canonical, inOrder, standing, catalogue, context);
  if ('code' in verdict) {
    plan.issues.push({ ...verdict, ...reading.placeOf?.(bidPointer(inFile)) });
    return;
  }
  if (kept.length > 0)
    plan.notices.push(`${nameOf(bid)}: what is on record and not in the file is kept: ${kept.join(', ')}.`);
  const record: BidRecord = {
    procurement: procurement.reference,
    reference: bid.reference,
    ...(bid.lot === undefined ? {} : { lot: bid.lot }),
    version: (inOrder.at(-1)?.version ?? 0) + 1,
    status: verdict.status,
    ...(verdict.reason === undefined ? {} : { statusReason: verdict.reason }),
    bid: canonical,
    importId,
    at,
  };
  plan.notices.push(noticeOf(record, standing));
  (verdict.status === 'duplicate' ? plan.duplicates : plan.records).push(record);
}

/** What a bid is, by what is on record of it and by when it comes. */
function judge(
  bid: Bid,
  versions: readonly BidRecord[],
  standing: BidRecord | undefined,
  { questions }: Catalogue,
  { procurement, at }: BidsContext,
): Verdict {
  const isSame = (record: BidRecord | undefined): boolean =>
    record !== undefined && canonicalSha256(record.bid) === canonicalSha256(bid);
  if (standing?.status === 'current' && isSame(standing)) return { status: 'duplicate' };
  const late = lateness(bid, procurement, at);
  if (late === undefined) return { status: 'current' };
  if (versions.some((record) => record.status === 'late' && isSame(record))) return { status: 'duplicate' };
  const sent = (one: Bid): string => canonicalSha256(asSentByBidder(one, questions));
  if (standing?.status === 'current' && sent(standing.bid) === sent(bid)) return addedByCouncil(bid, procurement);
  // A time of receipt can vouch for a bid that is new here, never for a change of one that is on record.
  if (versions.length === 0 && late.vouchedFor !== undefined && isBeforeModeration(procurement))
    return { status: 'current', reason: late.vouchedFor };
  return { status: 'late', reason: late.reason };
}

/** Quality points and an evaluator's answers come after closing; the bidder's own part is untouched. */
function addedByCouncil(bid: Bid, procurement: ProcurementRecord): Verdict {
  if (isBeforeModeration(procurement))
    return { status: 'current', reason: 'Quality points, time of receipt or answers of an evaluator were entered.' };
  return {
    pointer: bidPointer(bid),
    code: 'evaluation-is-over',
    message: `${nameOf(bid)} cannot change: ${procurement.reference} is ${procurement.state}.`,
    found: procurement.state,
  };
}

function isBeforeModeration({ state }: ProcurementRecord): boolean {
  return ['draft', 'published', 'open', 'closed', 'evaluating'].includes(state);
}

type Lateness = { readonly reason: string; readonly vouchedFor?: string };

/**
 * Why a bid comes too late, or undefined when it comes in time. A draft was never published, so nobody is held to its
 * deadline by when the file was uploaded; a stated time of receipt counts always.
 */
function lateness(
  bid: Bid,
  { state, facts, closedAt, reference }: ProcurementRecord,
  at: IsoInstant,
): Lateness | undefined {
  const { receivedAt } = bid;
  const isOver = (instant: IsoInstant): boolean =>
    isAfterUkDay(instant, facts.bidDeadline) || (closedAt !== undefined && Date.parse(instant) > Date.parse(closedAt));
  if (receivedAt !== undefined && isOver(receivedAt))
    return { reason: `Received ${receivedAt}, after the bid deadline of ${facts.bidDeadline}.` };
  if (state === 'draft') return undefined;
  const isOpen = (state === 'published' || state === 'open') && !isAfterUkDay(at, facts.bidDeadline);
  if (isOpen) return undefined;
  const why = isAfterUkDay(at, facts.bidDeadline)
    ? `after the bid deadline of ${facts.bidDeadline}`
    : `when ${reference} was ${state}`;
  if (receivedAt === undefined) return { reason: `Uploaded ${at}, ${why}; the file states no time of receipt.` };
  return {
    reason: `Uploaded ${at}, ${why}, with other content than the bid received in time.`,
    vouchedFor: `Received ${receivedAt} by the time stated in the file, before the deadline; uploaded ${at}, ${why}.`,
  };
}

function nameBids({ reading }: BidsContext, latest: readonly BidRecord[]): NamedBid[] {
  if (reading.kind === 'tender') return reading.bids.map((bid) => ({ bid, inFile: bid }));
  return nameAsOnRecord(reading.bids, latest, reading.answersOnly === true).toSorted(
    ({ bid: a }, { bid: b }) => compareNames(a.lot ?? '', b.lot ?? '') || compareNames(a.reference, b.reference),
  );
}

/** Checks bids against the procurement on record; each fault at its cell, under the name the file uses. */
function checkNamed(named: readonly NamedBid[], catalogue: Catalogue, { procurement, reading }: BidsContext): Issue[] {
  const origins = named.map(({ bid, inFile }) => [bidPointer(bid), bidPointer(inFile)] as const);
  const issues = checkBids(
    named.map(({ bid }) => bid),
    catalogue,
    procurement.facts,
  );
  return issues.map((issue) => {
    const [to = '', from = ''] = origins.find(([pointer]) => `${issue.pointer}/`.startsWith(`${pointer}/`)) ?? [];
    return { ...issue, ...reading.placeOf?.(from + issue.pointer.slice(to.length)) };
  });
}

function otherSupplier(
  bid: Bid,
  inFile: NamedBid['inFile'],
  { bid: { supplier } }: BidRecord,
  { reading }: BidsContext,
): Issue {
  const pointer = `${bidPointer(bid)}/supplier/name`;
  return {
    pointer,
    code: 'other-supplier',
    message: `Bid ${bid.reference} is on record as the bid of ${supplier.name}, got "${bid.supplier.name}".`,
    found: bid.supplier.name,
    expected: supplier.name,
    fix: 'Give each bid a reference of its own.',
    ...reading.placeOf?.(`${bidPointer(inFile)}/supplier/name`),
  };
}

function noticeOf({ bid, version, status, statusReason }: BidRecord, standing: BidRecord | undefined): string {
  const name = nameOf(bid);
  if (status === 'duplicate') return `${name}: the same is on record already; no new version was made.`;
  if (status === 'late') return `${name}: recorded as late and not assessed. ${statusReason ?? ''}`;
  const text =
    standing === undefined
      ? `${name}: recorded.`
      : `${name}: version ${version} takes the place of version ${standing.version}.`;
  return statusReason === undefined ? text : `${text} ${statusReason}`;
}

function nameOf({ reference, lot }: Pick<Bid, 'reference' | 'lot'>): string {
  return lot === undefined ? `Bid ${reference}` : `Bid ${reference} for lot ${lot}`;
}

import type { Bid, CarbonLine, DeviceLine, Removal } from '../domain/bid.ts';
import { encodePointerPart, type Issue } from '../domain/issue.ts';
import type { Procurement } from '../domain/procurement.ts';

/** One procurement and the bids made for it. */
export type Tender = { readonly procurement: Procurement; readonly bids: readonly Bid[] };

/** What a found name is taken to mean, until somebody says that this is right. */
export type MappingPair = {
  readonly kind: 'sheet' | 'column' | 'name' | 'question' | 'bidder' | 'overlap' | 'unit-slip';
  readonly sheet: string;
  /** Our name for it: "Declared kgCO2e", "net-zero-year", "bid B1". */
  readonly wanted: string;
  /** The name found in the file. */
  readonly found: string;
};

/** Everything in a file that is likely but not certain. It is read so only when it is accepted by name. */
export type MappingProposal = { readonly name: string; readonly pairs: readonly MappingPair[] };

/** What was found in an upload that should hold a tender, or bids for one. Nothing is stored unless `issues` is empty. */
export type TenderReading = {
  /** `bids`: the file states no procurement; it holds one bid, or several, for one that is stated elsewhere. */
  readonly kind: 'tender' | 'bids';
  /** Only when there are no issues and the procurement is stated. */
  readonly tender?: Tender;
  /** In canonical order; empty when there are issues. */
  readonly bids: readonly Bid[];
  readonly issues: readonly Issue[];
  /** What was read, left out or assumed, and is not a fault. */
  readonly notices: readonly string[];
  readonly proposedMapping?: MappingProposal;
  /** For bids: the procurements that the files name in their About, each once. */
  readonly procurementReferences?: readonly string[];
  /** A matrix: the bids hold answers and nothing else, so what it leaves out is not stated. */
  readonly answersOnly?: boolean;
  /** Where the value of a JSON pointer stands in the file, or the nearest thing around it. */
  readonly placeOf?: (pointer: string) => PlaceInFile | undefined;
};

/** Where something stands in an upload; without `cell` the whole row or sheet is meant. */
export type PlaceInFile = Pick<Issue, 'file' | 'sheet' | 'cell' | 'header'>;

/**
 * The one order in which a tender is recorded, hashed and shown, whatever the order of rows, columns and files:
 * lots by id, adoptions by code, bids by lot and reference, answers by question, lines by name.
 */
export function toCanonicalTender({ procurement, bids }: Tender): Tender {
  return {
    procurement: {
      ...procurement,
      adoptions: procurement.adoptions.toSorted((a, b) => compareNames(a.code, b.code)),
      lots: procurement.lots.toSorted((a, b) => compareNames(a.id, b.id)),
    },
    bids: toCanonicalBids(bids),
  };
}

/** Bids in canonical order, each with its answers and lines in order. */
export function toCanonicalBids(bids: readonly Bid[]): Bid[] {
  return bids
    .map(toCanonicalBid)
    .toSorted((a, b) => compareNames(a.lot ?? '', b.lot ?? '') || compareNames(a.reference, b.reference));
}

/** `#/bids/B1`, or `#/bids/B1/lots/2` where the bid names a lot. */
export function bidPointer({ reference, lot }: Pick<Bid, 'reference' | 'lot'>): string {
  const base = `#/bids/${encodePointerPart(reference)}`;
  return lot === undefined ? base : `${base}/lots/${encodePointerPart(lot)}`;
}

/** Order of names that people number: whole numbers by size, before all others; the rest by code unit. */
export function compareNames(a: string, b: string): number {
  const aWhole = isWhole(a);
  if (aWhole !== isWhole(b)) return aWhole ? -1 : 1;
  return (aWhole ? compareWhole(a, b) : 0) || compareText(a, b);
}

function toCanonicalBid(bid: Bid): Bid {
  const answers = Object.entries(bid.answers).toSorted(([a], [b]) => compareText(a, b));
  return {
    ...bid,
    answers: Object.fromEntries(answers),
    carbon: toOrderedLines<CarbonLine>(bid.carbon),
    devices: toOrderedLines<DeviceLine>(bid.devices),
    removals: toOrderedRemovals(bid.removals),
  };
}

function toOrderedLines<T extends { readonly line: string }>(lines: readonly T[]): T[] {
  return lines.toSorted((a, b) => compareNames(a.line, b.line));
}

/** Removals have no name of their own: by year, then by all they say. */
export function toOrderedRemovals<T extends Removal>(removals: readonly T[]): T[] {
  return removals.toSorted((a, b) => compareText(removalText(a), removalText(b)));
}

/** All that a removal says, as one text. */
export function removalText({ year, kind, tonnes, registry, retired, verifiedBy, evidence }: Removal): string {
  return JSON.stringify([year, kind, tonnes, registry, retired, verifiedBy, evidence?.document, evidence?.page]);
}

function isWhole(text: string): boolean {
  return /^\d{1,18}$/.test(text);
}

/** By size; of up to 15 digits a double is exact, and several times quicker. */
function compareWhole(a: string, b: string): number {
  if (a.length <= 15 && b.length <= 15) return Math.sign(Number(a) - Number(b));
  return BigInt(a) === BigInt(b) ? 0 : BigInt(a) < BigInt(b) ? -1 : 1;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

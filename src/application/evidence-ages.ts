import type { Bid } from '../domain/bid.ts';
import type { Contract } from '../domain/contract.ts';
import type { ContractPerformanceFacts, EvidenceLifetime } from '../domain/contract-performance.ts';
import type { Evidence } from '../domain/evidence.ts';
import { addMonths, type IsoDate, parseIsoDate } from '../domain/iso-date.ts';
import { areBidsSealed, readBids } from './standing-bids.ts';
import type { Stores } from './stores.ts';
import { supplierIdentity, supplierPath } from './suppliers.ts';

/** Evidence that a running contract rests on, and until when it counts. */
export type AgeingEvidence = {
  readonly contract: string;
  readonly procurement: string;
  readonly bid: string;
  readonly supplier: string;
  readonly supplierName: string;
  /** "ISO 14001 certificate", or the document's own name where it is of no known kind. */
  readonly kind: string;
  readonly documents: readonly string[];
  /** The last day on which it counts; undefined where the bid gives no date, which has to be asked for. */
  readonly until?: IsoDate;
  /** Why it ends then: as the bid states it, or by the lifetime of its kind, with the source. */
  readonly because: string;
};

/** One piece of evidence in a bid. */
type Piece = { readonly kind: string; readonly document?: string; readonly until?: IsoDate; readonly because: string };

/** The evidence of the bids behind contracts that run on a day, the soonest end first and those without a date last. */
export async function readAgeingEvidence(
  stores: Stores,
  organisation: string,
  contracts: readonly Contract[],
  facts: ContractPerformanceFacts,
  today: IsoDate,
): Promise<AgeingEvidence[]> {
  const found: AgeingEvidence[] = [];
  for (const contract of contracts) {
    const { procurementReference: procurement, status, end } = contract;
    if (procurement === undefined || status !== 'live' || end < today) continue;
    const record = await stores.procurements.find(organisation, procurement);
    if (record === undefined || areBidsSealed(record)) continue;
    const supplier = supplierPath(supplierIdentity(contract.supplier));
    const { standing } = await readBids(stores, organisation, procurement);
    const own = standing.filter(({ bid }) => supplierPath(supplierIdentity(bid.supplier)) === supplier);
    for (const { bid } of own) {
      const about = { contract: contract.reference, procurement, bid: bid.reference };
      const company = { supplier, supplierName: contract.supplier.name };
      found.push(...evidenceOfBid(bid, facts.evidence).map((one) => ({ ...about, ...company, ...one })));
    }
  }
  const end = ({ until }: AgeingEvidence): string => until ?? '9999';
  // A bid for several lots names the same evidence in each.
  const distinct = new Map(found.map((one) => [JSON.stringify(one), one]));
  return [...distinct.values()].toSorted((a, b) => (end(a) === end(b) ? 0 : end(a) < end(b) ? -1 : 1));
}

/** Whether it has ended, ends within the notice, or has no date. */
export function isDue({ until }: Pick<AgeingEvidence, 'until'>, today: IsoDate, noticeMonths: number): boolean {
  return until === undefined || until <= addMonths(today, noticeMonths);
}

/** One entry for each kind in a bid: the latest end that any piece of it gives. */
function evidenceOfBid(bid: Bid, lifetimes: readonly EvidenceLifetime[]) {
  const pieces = piecesOf(bid, lifetimes);
  return [...Map.groupBy(pieces, ({ kind }) => kind)].map(([kind, own]) => {
    const latest = own.toSorted((a, b) => ((a.until ?? '') < (b.until ?? '') ? 1 : -1))[0];
    const documents = [...new Set(own.flatMap(({ document }) => document ?? []))];
    return {
      kind,
      documents,
      ...(latest?.until === undefined ? {} : { until: latest.until }),
      because: latest?.because ?? '',
    };
  });
}

function piecesOf({ answers, carbon, devices, removals }: Bid, lifetimes: readonly EvidenceLifetime[]): Piece[] {
  const answered = Object.entries(answers).flatMap(([question, answer]): Piece[] => {
    if (answer.state !== 'given') return [];
    const { value, evidence } = answer;
    const lifetime = lifetimes.find(
      ({ questions, answered: only }) =>
        questions.includes(question) && value !== false && (only === undefined || only.includes(String(value))),
    );
    // A question that asks for a day answers when the evidence was made.
    const day = typeof value === 'string' ? parseIsoDate(value) : undefined;
    if (lifetime !== undefined) return [pieceOf(evidence, lifetime, day)];
    return evidence === undefined ? [] : byName(evidence, lifetimes);
  });
  const others = [...carbon, ...devices, ...removals].flatMap(({ evidence }) =>
    evidence === undefined ? [] : byName(evidence, lifetimes),
  );
  return [...answered, ...others];
}

/** Evidence whose kind only its name tells; one of no known kind counts where the bid says until when. */
function byName(evidence: Evidence, lifetimes: readonly EvidenceLifetime[]): Piece[] {
  const name = evidence.document.toLowerCase();
  const lifetime = lifetimes.find(({ words }) => words.some((word) => name.includes(word)));
  if (lifetime !== undefined) return [pieceOf(evidence, lifetime)];
  const { document, validUntil: until } = evidence;
  return until === undefined ? [] : [{ kind: document, document, until, because: STATED }];
}

const STATED = 'As the bid states it';

function pieceOf(evidence: Evidence | undefined, { kind, months, source }: EvidenceLifetime, day?: IsoDate): Piece {
  const named = { kind, ...(evidence === undefined ? {} : { document: evidence.document }) };
  if (evidence?.validUntil !== undefined) return { ...named, until: evidence.validUntil, because: STATED };
  const made = day ?? evidence?.date;
  if (made === undefined) return { ...named, because: 'The bid gives no date' };
  return { ...named, until: addMonths(made, months), because: `${months} months from ${made}. ${source.title}` };
}

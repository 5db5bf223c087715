import { createHash } from 'node:crypto';
import type { Bid } from '../domain/bid.ts';
import type { Contract } from '../domain/contract.ts';
import { AppError } from '../domain/errors.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Person } from '../domain/person.ts';
import type { Supplier } from '../domain/supplier.ts';
import { currentContracts } from './current-contracts.ts';
import type { ServicePorts } from './ports.ts';
import type { BidRecord, SupplierRecord } from './records.ts';
import { BID_READERS, requireRole } from './roles.ts';
import { areBidsSealed, readBids } from './standing-bids.ts';
import type { Page, PageRequest, Stores } from './stores.ts';

/** Stands for the register of a company that gave no number of one. */
const UNREGISTERED = 'unregistered';
const PROCUREMENTS_AT_ONCE = 200;

/**
 * The suppliers of the organisation by name, those with contracts too, with their bids and the evidence that ends. Only
 * bids of procurements that are closed are looked at: who has bid is sealed too.
 */
export async function listSuppliers(
  ports: ServicePorts,
  person: Person,
  { after, limit }: PageRequest,
): Promise<Page<SupplierRecord>> {
  const all = await readSuppliers(ports, person);
  const start = after === undefined ? 0 : all.findIndex((one) => supplierPath(one) === after) + 1;
  if (after !== undefined && start === 0) throw new AppError('malformed', `The list has no place "${after}".`);
  const items = all.slice(start, start + limit);
  const last = items.at(-1);
  return start + limit < all.length && last !== undefined ? { items, next: supplierPath(last) } : { items };
}

/** One supplier by `GB-COH-01234567`. */
export async function getSupplier(ports: ServicePorts, person: Person, path: string): Promise<SupplierRecord> {
  const found = (await readSuppliers(ports, person)).find((one) => supplierPath(one) === path);
  if (found === undefined) throw new AppError('not-found', `There is no supplier "${path}".`);
  return found;
}

/** `GB-COH-01234567`: the supplier in addresses. */
export function supplierPath({ scheme, id }: Pick<SupplierRecord, 'scheme' | 'id'>): string {
  return `${scheme}-${id}`;
}

/** The register and number; a company without one is known by its name alone, and the same name is the same company. */
export function supplierIdentity({ identifier, name }: Supplier): { readonly scheme: string; readonly id: string } {
  if (identifier !== undefined) return identifier;
  const plain = name.normalize('NFKC').trim().toLowerCase().replaceAll(/\s+/gu, ' ');
  const words = plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40);
  const mark = createHash('sha256').update(plain, 'utf8').digest('hex').slice(0, 8);
  return { scheme: UNREGISTERED, id: words === '' ? mark : `${words}-${mark}` };
}

async function readSuppliers({ database }: ServicePorts, person: Person): Promise<SupplierRecord[]> {
  requireRole(person, ...BID_READERS);
  return database.read(async (stores) => {
    const unsealed = await unsealedProcurements(stores, person.organisation);
    const bids: BidRecord[] = [];
    for (const procurement of [...unsealed].toSorted()) {
      const { standing, setAside } = await readBids(stores, person.organisation, procurement);
      bids.push(...standing, ...setAside);
    }
    const { organisation } = person;
    const current = await currentContracts(stores, organisation);
    return toSuppliers(bids, [...current.values()]);
  });
}

async function unsealedProcurements({ procurements }: Stores, organisation: string): Promise<ReadonlySet<string>> {
  const unsealed = new Set<string>();
  let after: string | undefined;
  do {
    const page: PageRequest = { limit: PROCUREMENTS_AT_ONCE, ...(after === undefined ? {} : { after }) };
    const { items, next } = await procurements.list(organisation, page);
    for (const record of items) if (!areBidsSealed(record)) unsealed.add(record.reference);
    after = next;
  } while (after !== undefined);
  return unsealed;
}

/** Those who bid, and those who have a contract without a bid on record. */
function toSuppliers(bids: readonly BidRecord[], contracts: readonly Contract[]): SupplierRecord[] {
  const groups = Map.groupBy(bids, ({ bid }) => supplierPath(supplierIdentity(bid.supplier)));
  const contracted = Map.groupBy(contracts, ({ supplier }) => supplierPath(supplierIdentity(supplier)));
  return [...new Set([...groups.keys(), ...contracted.keys()])]
    .flatMap((path) => toSupplier(groups.get(path) ?? [], contracted.get(path) ?? []))
    .toSorted(
      (a, b) =>
        compareText(a.name.toLowerCase(), b.name.toLowerCase()) || compareText(supplierPath(a), supplierPath(b)),
    );
}

/** The name is that of the latest bid, else of a contract. */
function toSupplier(records: readonly BidRecord[], contracts: readonly Contract[]): SupplierRecord[] {
  const latest = records.toSorted((a, b) => compareText(a.at, b.at)).at(-1);
  const supplier = latest?.bid.supplier ?? contracts.at(-1)?.supplier;
  if (supplier === undefined) return [];
  return [
    {
      ...supplierIdentity(supplier),
      name: supplier.name,
      contracts: contracts.map(({ reference }) => reference).toSorted(compareText),
      bids: records.map(({ procurement, reference, lot, status }) => ({
        procurement,
        bid: reference,
        status,
        ...(lot === undefined ? {} : { lot }),
      })),
      evidence: endingEvidence(records),
    },
  ];
}

/** Each document of a bid once, soonest end first. */
function endingEvidence(records: readonly BidRecord[]): SupplierRecord['evidence'] {
  const ending = records.flatMap(({ bid, procurement }) =>
    evidenceOf(bid).flatMap(({ document, validUntil }) =>
      validUntil === undefined ? [] : [{ document, bid: bid.reference, procurement, validUntil }],
    ),
  );
  const distinct = new Map(ending.map((one) => [JSON.stringify(one), one]));
  return [...distinct.values()].toSorted(
    (a, b) => compareText(a.validUntil, b.validUntil) || compareText(a.document, b.document),
  );
}

function evidenceOf({ answers, carbon, devices, removals }: Bid): Evidence[] {
  return [...Object.values(answers), ...carbon, ...devices, ...removals].flatMap(({ evidence }) =>
    evidence === undefined ? [] : [evidence],
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

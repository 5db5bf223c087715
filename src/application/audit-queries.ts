import { type AuditEvent, type ChainedEvent, firstHash, nextHash } from '../domain/audit-event.ts';
import type { Person } from '../domain/person.ts';
import type { ServicePorts } from './ports.ts';
import { AUDIT_READERS, requireRole } from './roles.ts';
import { toldRecords } from './records-in-chain.ts';
import type { Database, Page, PageRequest, Stores } from './stores.ts';

/** What a check of the chain found. */
export type AuditVerification = {
  readonly organisation: string;
  readonly holds: boolean;
  /** How many events follow from the first hash without a break. */
  readonly events: number;
  /** The hash after the last of these. */
  readonly head: string;
  /** The first event that does not follow; absent when the chain holds, or when events are missing at its end. */
  readonly firstBroken?: ChainedEvent;
  /** What is on record although no event tells of it, a sentence each; absent when there is nothing. */
  readonly strangers?: readonly string[];
  /** One sentence for people. */
  readonly sentence: string;
};

/** The events of the person's organisation, as recorded. */
export async function listAudit(ports: ServicePorts, person: Person, page: PageRequest): Promise<Page<ChainedEvent>> {
  requireRole(person, ...AUDIT_READERS);
  return ports.database.read(({ audit }) => audit.list(person.organisation, page));
}

/**
 * Computes the whole chain of the person's organisation again and names the first event that does not follow; where all
 * follow, names what is on record, of its procurements or in its carbon ledger, although no event tells of it.
 */
export async function verifyAudit(ports: ServicePorts, person: Person): Promise<AuditVerification> {
  requireRole(person, ...AUDIT_READERS);
  return verifyHistory(ports, person.organisation);
}

/** The same for a named organisation, for the operator's command. */
export async function verifyHistory(
  { database }: Pick<ServicePorts, 'database'>,
  organisation: string,
): Promise<AuditVerification> {
  return database.read(async (stores) => {
    const told = toldRecords();
    const chain = await checkChain(stores, organisation, told.note);
    const strangers = chain.holds ? await told.strangers(stores, organisation) : [];
    const [first, ...more] = strangers;
    if (first === undefined) return chain;
    const others = more.length === 0 ? '' : ` So it is with ${more.length} more.`;
    const sentence = `The chain holds, but something is on record that it does not know. ${first}.${others}`;
    return { ...chain, holds: false, strangers, sentence };
  });
}

/** The chain alone, as a copy of a database is checked. */
export async function verifyChain(
  { database }: { readonly database: Pick<Database, 'read'> },
  organisation: string,
): Promise<AuditVerification> {
  return database.read((stores) => checkChain(stores, organisation));
}

async function checkChain(
  { audit }: Pick<Stores, 'audit'>,
  organisation: string,
  note?: (event: AuditEvent) => void,
): Promise<AuditVerification> {
  let head = firstHash(organisation);
  let events = 0;
  for await (const link of audit.chain(organisation)) {
    const next = nextHash(head, link.event);
    if (link.event.seq !== String(events + 1) || link.hash !== next) {
      const { seq, at, action, subject } = link.event;
      const sentence = `The chain is broken at event ${seq} (${action} of ${subject}, ${at}): it does not follow from the ${events} before it.`;
      return { organisation, holds: false, events, head, firstBroken: link, sentence };
    }
    note?.(link.event);
    head = next;
    events += 1;
  }
  const kept = await audit.head(organisation);
  if (kept === head) {
    const count = events === 1 ? 'One event follows' : `${events} events follow`;
    return { organisation, holds: true, events, head, sentence: `The chain holds. ${count} from the first hash.` };
  }
  const sentence = `The chain is broken at its end: after event ${events} its head should be ${head}, but ${kept} is kept.`;
  return { organisation, holds: false, events, head, sentence };
}

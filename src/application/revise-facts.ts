import { AppError, throwIfFaulty } from '../domain/errors.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import type { Procurement } from '../domain/procurement.ts';
import { isAfterUkDay } from '../domain/uk-day.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { compareRecords } from '../scoring/decision-record.ts';
import { changeProcurement, requireReason, type Revision } from './change-procurement.ts';
import { checkTender } from './check-tender.ts';
import { governingCatalogue, governingRules } from './governing-catalogue.ts';
import type { ServicePorts } from './ports.ts';
import { freezeRuleSet, pinFactors, publicationData, requireBeforeDeadline } from './publish-procurement.ts';
import type { FactsVersion, ProcurementRecord, Publication } from './records.ts';
import { readBids } from './standing-bids.ts';
import type { Stores } from './stores.ts';
import { toCanonicalTender } from './tender.ts';

const REVISABLE = ['draft', 'published', 'open'];
/** More pointers than this are counted, not listed, in the event. */
const LISTED_CHANGES = 50;

/**
 * Publishes a new version of the facts, with its reason; earlier versions stay on record. Never after the bid
 * deadline, and only while draft, published or open. Bids that are here already must fit the new facts.
 */
export async function reviseFacts(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: Revision & { readonly facts: Procurement; readonly reason: string },
): Promise<ProcurementRecord> {
  return changeProcurement(ports, person, reference, input, async (record, stores, now) => {
    requireRevisable(record, now);
    const reason = requireReason(input.reason, `why the published facts of ${reference} change`);
    const facts = toCanonicalTender({ procurement: input.facts, bids: [] }).procurement;
    const changes = requireChange(record, facts);
    const { standing } = await readBids(stores, person.organisation, reference);
    checkFacts(record, facts, now);
    const catalogue = await catalogueFor(ports.catalogue, stores, record, facts);
    const issues = checkTender({ procurement: facts, bids: standing.map(({ bid }) => bid) }, catalogue);
    throwIfFaulty('invalid-input', `The new facts of ${reference} cannot be used.`, issues);
    const version: FactsVersion = { version: record.factsVersion + 1, facts, reason, by: person.id, at: now };
    await stores.procurements.addFactsVersion(person.organisation, reference, version);
    const publication = await toPublication(ports, stores, record, facts, { at: now, by: person.id, reason });
    return {
      record: {
        ...record,
        facts,
        factsVersion: version.version,
        ...(publication === undefined ? {} : { publication }),
      },
      event: {
        action: 'procurement.facts-revised',
        data: {
          version: String(version.version),
          reason,
          changed: changes.slice(0, LISTED_CHANGES),
          changes: String(changes.length),
          rule_set: facts.ruleSet,
          frozen_sha256: null,
          ...(publication === undefined ? {} : publicationData(publication)),
        },
      },
    };
  });
}

function requireRevisable(record: ProcurementRecord, now: IsoInstant): void {
  const { reference, state } = record;
  if (!REVISABLE.includes(state)) {
    throw new AppError(
      'not-allowed-in-state',
      `${reference} is ${state}: its facts can change only while it is ${REVISABLE.join(', ')}, before the bid deadline.`,
    );
  }
  requireBeforeDeadline(record, now, 'nothing about the criteria can change any more');
}

/** Pointers to what differs; an event without a change is refused. */
function requireChange({ reference, facts: earlier }: ProcurementRecord, facts: Procurement): string[] {
  const changes = compareRecords(earlier, facts).map(({ pointer }) => pointer);
  if (changes.length > 0) return changes;
  throw new AppError('invalid-input', `These are the facts of ${reference} as they stand: nothing would change.`);
}

/** What a revision cannot touch: whose it is, its name, a deadline that is over already, an adopted rule set, when prices come. */
function checkFacts(
  { reference, facts: earlier, publication }: ProcurementRecord,
  facts: Procurement,
  now: IsoInstant,
): void {
  const fixed = [
    ...(facts.reference === earlier.reference ? [] : [stays('reference', earlier.reference, facts.reference)]),
    ...(facts.organisation === earlier.organisation
      ? []
      : [stays('organisation', earlier.organisation, facts.organisation)]),
    ...(publication?.kind === 'adopted' && facts.ruleSet !== earlier.ruleSet
      ? [stays('ruleSet', earlier.ruleSet, facts.ruleSet)]
      : []),
    ...(publication !== undefined && facts.prices !== earlier.prices
      ? [stays('prices', earlier.prices ?? WITH_BIDS, facts.prices ?? WITH_BIDS)]
      : []),
    ...(/^\d{4}-\d{2}-\d{2}$/.test(facts.bidDeadline) && isAfterUkDay(now, facts.bidDeadline)
      ? [
          {
            pointer: '#/procurement/bidDeadline',
            code: 'deadline-over',
            message: `Enter a bid deadline of today or later, got ${facts.bidDeadline}`,
            found: facts.bidDeadline,
          },
        ]
      : []),
  ];
  throwIfFaulty('invalid-input', `The new facts of ${reference} cannot be used.`, fixed);
}

const WITH_BIDS = 'with the bids';

function stays(field: string, expected: string, found: string) {
  return {
    pointer: `#/procurement/${field}`,
    code: 'cannot-change',
    message: `This stays "${expected}", got "${found}"`,
    found,
    expected,
  };
}

/**
 * A published procurement that takes another rule set freezes that one, and one whose deadline moves to another year
 * pins the conversion factors for it; what stays the same stays as it was frozen.
 */
async function toPublication(
  { catalogue }: Pick<ServicePorts, 'catalogue'>,
  stores: Stores,
  { organisation, publication, facts: earlier }: ProcurementRecord,
  facts: Procurement,
  change: Pick<Publication, 'at' | 'by'> & { readonly reason: string },
): Promise<Publication | undefined> {
  if (publication === undefined) return undefined;
  const frozen = facts.ruleSet === earlier.ruleSet ? undefined : freezeRuleSet(catalogue, facts.ruleSet);
  const pinned = movesYear(earlier, facts) ? await pinFactors(catalogue, stores, { organisation, facts }) : undefined;
  if (frozen === undefined && pinned === undefined) return publication;
  return { ...publication, ...frozen, ...pinned, ...change };
}

/** What the bids are checked with under new facts: where these pin conversion factors anew, those of today. */
async function catalogueFor(
  catalogue: Catalogue,
  stores: Stores,
  record: ProcurementRecord,
  facts: Procurement,
): Promise<Catalogue> {
  if (!movesYear(record.facts, facts)) return governingCatalogue(catalogue, stores, record);
  return governingRules(await governingCatalogue(catalogue, stores, { organisation: record.organisation }), record);
}

function movesYear(earlier: Procurement, facts: Procurement): boolean {
  return facts.bidDeadline.slice(0, 4) !== earlier.bidDeadline.slice(0, 4);
}

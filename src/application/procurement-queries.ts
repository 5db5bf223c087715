import { allowedMoves, bidsAreSealed, type ProcurementMove } from '../domain/lifecycle.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { isAfterUkDay } from '../domain/uk-day.ts';
import { prepareRuleSet } from '../scoring/prepared-rule-set.ts';
import { getRuleSet } from '../scoring/catalogue.ts';
import { findChanges } from './assessment-changes.ts';
import { getProcurementRecord } from './change-procurement.ts';
import { governingCatalogue } from './governing-catalogue.ts';
import type { ServicePorts } from './ports.ts';
import type { AssessmentRecord, FactsVersion, ProcurementRecord } from './records.ts';
import { READERS, requireRole } from './roles.ts';
import { type PricesState, pricesState } from './separate-prices.ts';
import { areBidsSealed, type BidCounts, countBids, readBids } from './standing-bids.ts';
import type { Page, PageRequest } from './stores.ts';

/** A move of this version of the service, and whether it can be made now. */
export type MoveNow = {
  readonly move: ProcurementMove;
  readonly allowed: boolean;
  /** Why not, or what it entails. */
  readonly note?: string;
  readonly needsReason: boolean;
};

/** What every list and page says of a procurement. */
export type ProcurementSummary = ProcurementRecord & {
  /** Nobody reads the bids yet, auditors included. */
  readonly sealed: boolean;
  readonly deadlinePassed: boolean;
  /** TRIAL, published retrospectively: said on every page and pack. Empty when there is nothing to say. */
  readonly banners: readonly string[];
};

export type ProcurementView = ProcurementSummary & {
  readonly versions: readonly FactsVersion[];
  readonly moves: readonly MoveNow[];
  readonly bidCounts: BidCounts;
  /** Where prices stand that come separately; absent where they come with the bids. */
  readonly prices?: PricesState;
  /** Of the frozen rule set once published; before that, of the one in the catalogue. */
  readonly ruleSetSha256: string;
  /** The latest assessment, without its content. */
  readonly assessment?: Pick<AssessmentRecord, 'id' | 'status' | 'inputHash' | 'by' | 'at'> & {
    /** What has changed since it was made, one sentence each; empty when it is up to date. */
    readonly changedSince: readonly string[];
  };
};

/** The procurements of the person's organisation. */
export async function listProcurements(
  ports: ServicePorts,
  person: Person,
  page: PageRequest,
): Promise<Page<ProcurementSummary>> {
  requireRole(person, ...READERS);
  const now = ports.clock();
  const found = await ports.database.read(({ procurements }) => procurements.list(person.organisation, page));
  return { ...found, items: found.items.map((record) => toSummary(record, now)) };
}

/** A procurement with its versions, what can be done with it now, and how many bids are here. */
export async function getProcurement(ports: ServicePorts, person: Person, reference: string): Promise<ProcurementView> {
  requireRole(person, ...READERS);
  const now = ports.clock();
  const { record, versions, bids, latest, catalogue } = await ports.database.read(async (stores) => {
    const found = await getProcurementRecord(stores, person, reference);
    return {
      record: found,
      versions: await stores.procurements.factsVersions(person.organisation, reference),
      bids: await readBids(stores, person.organisation, reference),
      latest: await stores.assessments.latest(person.organisation, reference),
      catalogue: await governingCatalogue(ports.catalogue, stores, found),
    };
  });
  const ruleSetSha256 =
    record.publication?.ruleSetSha256 ??
    prepareRuleSet(catalogue, getRuleSet(catalogue, record.facts.ruleSet), false).sha256;
  const prices = pricesState(
    record,
    bids.standing.map(({ bid }) => bid),
  );
  return {
    ...toSummary(record, now),
    ...(prices === undefined ? {} : { prices }),
    versions,
    moves: movesNow(record, now),
    bidCounts: countBids(bids),
    ruleSetSha256,
    ...(latest === undefined
      ? {}
      : { assessment: toAssessmentNote(latest, findChanges({ ...ports, catalogue }, record, bids, latest)) }),
  };
}

const TRIAL_BANNER = 'TRIAL, NOT FOR AWARD: the rules of this procurement have not been published.';

function toSummary(record: ProcurementRecord, now: IsoInstant): ProcurementSummary {
  return {
    ...record,
    sealed: areBidsSealed(record),
    deadlinePassed: isAfterUkDay(now, record.facts.bidDeadline),
    banners: bannersOf(record),
  };
}

function bannersOf({ publication, facts }: ProcurementRecord): string[] {
  if (publication === undefined) return [TRIAL_BANNER];
  if (!publication.retrospective) return [];
  const { at, reason } = publication;
  return [
    `Published retrospectively on ${at.slice(0, 10)}, after the bid deadline of ${facts.bidDeadline}. Reason: ${reason ?? 'not stated'}`,
  ];
}

function toAssessmentNote({ id, status, inputHash, by, at }: AssessmentRecord, changedSince: readonly string[]) {
  return { id, status, inputHash, by, at, changedSince };
}

/** The moves from here, in the order of the lifecycle. */
function movesNow(record: ProcurementRecord, now: IsoInstant): MoveNow[] {
  const passed = isAfterUkDay(now, record.facts.bidDeadline);
  return allowedMoves(record.state).map((move) => toMoveNow(move, passed, record));
}

/** What is checked when the move is made. */
const WHAT_IT_NEEDS: Readonly<Partial<Record<ProcurementMove, string>>> = {
  approve: 'A second person approves: not who agreed or locked it.',
  evaluate: 'Needs an assessment of the bids as they stand, and two evaluators or more for everything.',
  moderate: 'Needs a consensus on everything, and the locked scores of every evaluator.',
};

function toMoveNow(move: ProcurementMove, passed: boolean, { state, facts }: ProcurementRecord): MoveNow {
  switch (move) {
    case 'publish':
      return passed
        ? {
            move,
            allowed: true,
            needsReason: true,
            note: 'The bid deadline has passed: it is published retrospectively.',
          }
        : { move, allowed: true, needsReason: false };
    case 'adopt':
      return passed
        ? {
            move,
            allowed: false,
            needsReason: false,
            note: 'Rules published elsewhere are adopted before the bid deadline.',
          }
        : { move, allowed: true, needsReason: false };
    case 'close':
      return passed
        ? { move, allowed: true, needsReason: false, note: 'Bids are unsealed.' }
        : {
            move,
            allowed: true,
            needsReason: true,
            note: `Bids may still be sent until the end of ${facts.bidDeadline}.`,
          };
    case 'award':
      return { move, allowed: true, needsReason: true };
    case 'cancel':
      return {
        move,
        allowed: true,
        needsReason: true,
        ...(bidsAreSealed(state) ? { note: 'Bids stay sealed for good.' } : {}),
      };
    default: {
      const note = WHAT_IT_NEEDS[move];
      return { move, allowed: true, needsReason: false, ...(note === undefined ? {} : { note }) };
    }
  }
}

import { throwIfFaulty } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { lotFacts, type Procurement } from '../domain/procurement.ts';
import { roundHalfUp } from '../domain/quantity.ts';
import type { Assessment, LotAssessment } from '../scoring/assessment.ts';
import { type Catalogue, getRuleSet } from '../scoring/catalogue.ts';
import { assess } from '../scoring/evaluate.ts';
import { getBid, inRankOrder, resultText } from '../scoring/explain.ts';
import { type LintFinding, lintRuleSet } from '../scoring/lint.ts';
import { type SensitivityReport, sensitivityReport, sensitivitySeed } from '../scoring/sensitivity.ts';
import { getProcurementRecord } from './change-procurement.ts';
import { checkProcurement } from './check-procurement.ts';
import { governingCatalogue } from './governing-catalogue.ts';
import { type MadeUpBid, makeUpBids, NO_CARBON_DATA, OFFSET_ONLY } from './made-up-bids.ts';
import type { ServicePorts } from './ports.ts';
import { CARBON_READERS, READERS, requireRole } from './roles.ts';
import { toCanonicalTender } from './tender.ts';
import { type EffectOrWhy, effectOf } from './trajectory-effect.ts';

/** What the rules do with one lot's made-up bids, or with those of a procurement without lots. */
export type TriedLot = {
  readonly assessment: LotAssessment;
  readonly madeUp: readonly MadeUpBid[];
  /** Reference of the bid that would win; absent when none would be ranked. */
  readonly winner?: string;
  /** Who would win and by how much, in one sentence. */
  readonly sentence: string;
  /** What ought to be looked at before publishing: a bid that should not win and would, a low price of carbon. */
  readonly warnings: readonly string[];
  readonly sensitivity: SensitivityReport;
};

export type TryOut = {
  readonly procurement: Procurement;
  readonly assessment: Assessment;
  readonly lots: readonly TriedLot[];
  /** What the linter says of the rule set. */
  readonly findings: readonly LintFinding[];
  /** What was assumed, one sentence each. */
  readonly notices: readonly string[];
  /** What each made-up bid would do to the trajectory; absent for those who may not read the ledger. */
  readonly effect?: EffectOrWhy;
};

/**
 * Tries the rules of a procurement, or of facts that are not stored, on made-up bids: a sound one, a middling one,
 * "no carbon data, 20% cheaper" and "offset-only". Real bids are not read, and nothing is stored.
 */
export async function tryOut(ports: ServicePorts, person: Person, subject: string | Procurement): Promise<TryOut> {
  requireRole(person, ...READERS);
  const { procurement, catalogue } =
    typeof subject === 'string'
      ? await readSubject(ports, person, subject)
      : await checkedFacts(ports, person, subject);
  const { assessment, madeUp, notices } = assessMadeUp(ports, catalogue, procurement);
  const seed = sensitivitySeed(assessment.inputHash);
  const mayReadLedger = CARBON_READERS.some((role) => person.roles.includes(role));
  return {
    procurement,
    assessment,
    lots: assessment.lots.map((lot) => toTriedLot(lot, madeUp.get(lot.lot?.id) ?? [], seed)),
    findings: lintRuleSet(getRuleSet(catalogue, procurement.ruleSet), catalogue.rules),
    notices,
    ...(mayReadLedger ? { effect: await effectOf(ports, person, assessment, { catalogue }) } : {}),
  };
}

type Subject = { readonly procurement: Procurement; readonly catalogue: Catalogue };

async function readSubject(ports: ServicePorts, person: Person, reference: string): Promise<Subject> {
  return ports.database.read(async (stores) => {
    const record = await getProcurementRecord(stores, person, reference);
    return { procurement: record.facts, catalogue: await governingCatalogue(ports.catalogue, stores, record) };
  });
}

async function checkedFacts(ports: ServicePorts, { organisation }: Person, facts: Procurement): Promise<Subject> {
  const catalogue = await ports.database.read((stores) =>
    governingCatalogue(ports.catalogue, stores, { organisation }),
  );
  const { procurement } = toCanonicalTender({ procurement: facts, bids: [] });
  throwIfFaulty('invalid-input', 'These facts cannot be tried.', checkProcurement(procurement, catalogue));
  return { procurement, catalogue };
}

type Tried = {
  readonly assessment: Assessment;
  readonly madeUp: ReadonlyMap<string | undefined, readonly MadeUpBid[]>;
  readonly notices: readonly string[];
};

/** Conditions that a made-up bid cannot meet, for want of documents, are set aside, and it is said. */
function assessMadeUp({ softwareVersion }: ServicePorts, catalogue: Catalogue, procurement: Procurement): Tried {
  const madeUp = makeUpForLots(catalogue, procurement);
  const bids = [...madeUp.values()].flatMap((made) => made.map(({ bid }) => bid));
  const assessed = (facts: Procurement) =>
    assess(catalogue, { procurement: facts, bids, softwareVersion, status: 'trial' });
  const first = assessed(procurement);
  const unmet = unmetConditions(first);
  if (unmet.length === 0) return { assessment: first, madeUp, notices: [] };
  const reason = 'Set aside for made-up bids, which submit no documents';
  const adoptions = [
    ...procurement.adoptions.filter(({ code }) => !unmet.includes(code)),
    ...unmet.map((code) => ({ code, on: false, reason })),
  ];
  const notice = `Set aside here, because made-up bids submit no documents: ${unmet.join(', ')}.`;
  return { assessment: assessed({ ...procurement, adoptions }), madeUp, notices: [notice] };
}

function makeUpForLots(catalogue: Catalogue, procurement: Procurement): Tried['madeUp'] {
  const ruleSet = getRuleSet(catalogue, procurement.ruleSet);
  const { bidDeadline, lots } = procurement;
  if (lots.length === 0) return new Map([[undefined, makeUpBids(catalogue, ruleSet, procurement, { bidDeadline })]]);
  return new Map(
    lots.map((lot) => [
      lot.id,
      makeUpBids(catalogue, ruleSet, lotFacts(procurement, lot), { bidDeadline, lot: lot.id }),
    ]),
  );
}

function unmetConditions({ lots }: Assessment): string[] {
  const conditions = lots.flatMap(({ bids }) => bids.flatMap((bid) => bid.conditions));
  const unmet = conditions.filter(({ outcome }) => outcome === 'fail' || outcome === 'clarify');
  return [...new Set(unmet.map(({ code }) => code))];
}

function toTriedLot(lot: LotAssessment, madeUp: readonly MadeUpBid[], seed: bigint): TriedLot {
  const [winner] = lot.ranking;
  return {
    assessment: lot,
    madeUp,
    ...(winner === undefined ? {} : { winner }),
    sentence: winnerSentence(lot, madeUp),
    warnings: warningsOf(lot, madeUp),
    sensitivity: sensitivityReport(lot, seed, undefined, (reference) => `“${titleOf(reference, madeUp)}”`),
  };
}

function winnerSentence(lot: LotAssessment, madeUp: readonly MadeUpBid[]): string {
  const [first, second] = lot.ranking.map((reference) => getBid(lot, reference));
  if (first === undefined) return 'None of the made-up bids would be ranked.';
  const result = `“${titleOf(first.bid.reference, madeUp)}” would win: ${lowerFirst(resultText(lot, first))}.`;
  if (second === undefined) return `${result} No other made-up bid would be ranked.`;
  return `${result} Second “${titleOf(second.bid.reference, madeUp)}”: ${lowerFirst(resultText(lot, second))}.`;
}

function warningsOf(lot: LotAssessment, madeUp: readonly MadeUpBid[]): string[] {
  const [winner] = lot.ranking;
  const unranked = inRankOrder(lot).filter(({ qualified }) => !qualified);
  return [
    ...(winner === NO_CARBON_DATA
      ? ['A bid without any carbon data would win by being 20% cheaper. The weights do not make it worth giving any.']
      : []),
    ...(winner === OFFSET_ONLY
      ? ['A bid that only buys offsets would win. The weights do not make it worth cutting emissions.']
      : []),
    ...impliedPriceWarning(lot),
    ...unranked.map(
      (bid) => `“${titleOf(bid.bid.reference, madeUp)}” would not be ranked. ${bid.notRankedBecause.join(' ')}`,
    ),
  ];
}

function impliedPriceWarning({ impliedCarbonPrice: price }: LotAssessment): string[] {
  if (price === undefined || !price.isBelowLow) return [];
  const pounds = roundHalfUp(price.poundsPerTonne, 2);
  const low = roundHalfUp(price.low, 0);
  return [
    `Weights and benchmarks value a tonne of carbon at £${pounds}, below the low UK value of £${low} for ${price.year}.`,
  ];
}

function titleOf(reference: string, madeUp: readonly MadeUpBid[]): string {
  return madeUp.find((one) => one.bid.reference === reference)?.title ?? reference;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

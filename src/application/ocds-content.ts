import type { Bid } from '../domain/bid.ts';
import type { IsoDate } from '../domain/iso-date.ts';
import { type Lot, type LotFacts, lotFacts, type Procurement } from '../domain/procurement.ts';
import { toFraction, ZERO } from '../domain/quantity.ts';
import type { RouteDuties } from '../domain/reference-data.ts';
import { type Catalogue, getRuleSet } from '../scoring/catalogue.ts';
import { prepareRuleSet } from '../scoring/prepared-rule-set.ts';
import { weightOf } from '../scoring/rule-set.ts';
import type { BidOfLot } from './award-records.ts';

/** What is published of a procurement as open data. Of the bids that did not win it holds nothing but their number. */
export type OcdsContent = {
  readonly procurement: Procurement;
  readonly route: Pick<RouteDuties, 'title'> | undefined;
  readonly tenderStatus: 'planned' | 'active' | 'complete' | 'cancelled';
  /** Said in the description of a procurement whose rules were never published. */
  readonly isTrial: boolean;
  /** A procurement without lots is one lot. */
  readonly lots: readonly OcdsLot[];
  readonly awards: readonly OcdsAward[];
};

export type OcdsLot = {
  readonly lot?: Lot;
  readonly facts: LotFacts;
  /** Award criteria of the scorecard that enters the total, weight in percent of that scorecard. */
  readonly criteria: readonly { readonly code: string; readonly title: string; readonly weight: string }[];
  /** How many bids were assessed; absent while they are sealed. */
  readonly bids?: number;
};

export type OcdsAward = {
  readonly lot?: string;
  /** The winning bid: its supplier and price are told, its answers are not. */
  readonly winner: Pick<Bid, 'reference' | 'supplier' | 'price'>;
  /** `pending`: proposed, or awarded and in standstill. */
  readonly status: 'pending' | 'active';
  readonly awardedOn?: IsoDate;
  readonly contractSignedOn?: IsoDate;
};

export type OcdsStanding = Pick<OcdsContent, 'tenderStatus' | 'isTrial' | 'awards'> & {
  /** Lots of the bids that are assessed; absent while they are sealed. */
  readonly bidLots?: readonly (string | undefined)[];
};

/** The awards that an approval proposes. */
export function proposedAwards(proposed: readonly BidOfLot[], bids: readonly Bid[]): OcdsAward[] {
  return proposed.flatMap(({ bid, lot }) => {
    const winner = bids.find((one) => one.reference === bid && one.lot === lot);
    return winner === undefined ? [] : [{ winner, status: 'pending' as const, ...(lot === undefined ? {} : { lot }) }];
  });
}

/** Puts together what is published of a procurement, with the criteria of the rule set that governs it. */
export function ocdsContent(
  catalogue: Catalogue,
  procurement: Procurement,
  { tenderStatus, isTrial, awards, bidLots }: OcdsStanding,
): OcdsContent {
  const prepared = prepareRuleSet(catalogue, getRuleSet(catalogue, procurement.ruleSet), false);
  const inTotal = prepared.ruleSet.scorecards.filter(({ entersTotal }) => entersTotal);
  const lots = procurement.lots.length === 0 ? [undefined] : procurement.lots;
  return {
    procurement,
    route: catalogue.referenceData.routes.find(({ route }) => route === procurement.route),
    tenderStatus,
    isTrial,
    awards,
    lots: lots.map((lot) => {
      const facts = lotFacts(procurement, lot);
      const criteria = inTotal.flatMap((card) =>
        prepared.criteria
          .filter(({ scorecard }) => scorecard === card.id)
          .map(({ code, prepared: { rule } }) => ({
            code,
            title: rule.title,
            weight: weightOf(card, facts.profile, rule.id),
          }))
          .filter(({ weight }) => toFraction(weight).gt(ZERO)),
      );
      const bids = bidLots?.filter((id) => id === lot?.id).length;
      return { facts, criteria, ...(lot === undefined ? {} : { lot }), ...(bids === undefined ? {} : { bids }) };
    }),
  };
}

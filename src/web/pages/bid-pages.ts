import type { Request, Response, Router } from 'express';
import type { ProcurementView } from '../../application/procurement-queries.ts';
import type { BidRecord } from '../../application/records.ts';
import type { AssessmentView } from '../../application/score-procurement.ts';
import { supplierIdentity, supplierPath } from '../../application/suppliers.ts';
import type { Person } from '../../domain/person.ts';
import { procurementPath } from '../paths.ts';
import { type BidResult, toRankedBid, weightedText } from './assessment-view.ts';
import {
  byField,
  field,
  type FormError,
  forPerson,
  goTo,
  type PageServices,
  param,
  query,
  showPage,
  toFormErrors,
} from './page.ts';
import { PROCUREMENTS } from './procurement-pages.ts';
import { ruleTitles } from './rule-titles.ts';
import { standingOf } from './standing.ts';
import { BID_TAGS, OUTCOME_TAGS, STAGE_WORDS } from './words.ts';

const STANDINGS = { withdraw: 'Record that the bid is withdrawn', admit: 'Admit the late bid' } as const;

/** The bids of a procurement, each with its scores and reasons, and what can be decided about one. */
export function bidPages(router: Router, services: PageServices): void {
  const { useCases } = services;
  router.get(
    '/procurements/:reference/bids',
    forPerson(async (person, request, response) => {
      const view = await useCases.getProcurement(person, param(request, 'reference'));
      if (view.sealed) {
        showSealed(services, request, response, view);
        return;
      }
      const bids = await useCases.listBids(person, view.reference);
      const path = procurementPath(view.reference);
      showPage(services, request, response, 'bids', {
        title: 'Bids',
        section: 'procurements',
        breadcrumbs: [PROCUREMENTS, { text: view.reference, href: path }, { text: 'Bids' }],
        view,
        path,
        banner: standingOf(view),
        bids: [...bids.standing, ...bids.setAside].map((record) => ({ record, href: bidPath(path, record) })),
        bidTags: BID_TAGS,
      });
    }),
  );
  router.get(
    '/procurements/:reference/bids/:bid',
    forPerson((person, request, response) => showBid(services, person, request, response)),
  );
  addStanding(router, services, 'withdraw');
  addStanding(router, services, 'admit');
}

/** Instead of bids that nobody reads yet: what that means, and when it ends. The status is that of the interface. */
function showSealed(services: PageServices, request: Request, response: Response, view: ProcurementView): void {
  const path = procurementPath(view.reference);
  const { standing, late, withdrawn } = view.bidCounts;
  const content = {
    title: 'The bids are sealed',
    section: 'procurements' as const,
    breadcrumbs: [PROCUREMENTS, { text: view.reference, href: path }, { text: 'Bids' }],
    view,
    path,
    held: standing + late + withdrawn,
  };
  showPage(services, request, response, 'sealed', content, 409);
}

function bidPath(path: string, { reference, lot }: Pick<BidRecord, 'reference' | 'lot'>): string {
  const query = lot === undefined ? '' : `?lot=${encodeURIComponent(lot)}`;
  return `${path}/bids/${encodeURIComponent(reference)}${query}`;
}

async function showBid(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const { useCases } = services;
  const view = await useCases.getProcurement(person, param(request, 'reference'));
  const path = procurementPath(view.reference);
  const assessment = view.assessment === undefined ? undefined : await useCases.getAssessment(person, view.reference);
  const lot = query(request, 'lot');
  const result = findResult(assessment, param(request, 'bid'), lot);
  // A draft shows the result of its trial; the bid itself stays sealed until closing.
  const bid = view.sealed ? undefined : await useCases.getBid(person, view.reference, param(request, 'bid'), lot);
  if (bid === undefined && result === undefined) {
    showSealed(services, request, response, view);
    return;
  }
  const reference = param(request, 'bid');
  showPage(services, request, response, 'bid', {
    title: reference,
    section: 'procurements',
    breadcrumbs: [
      PROCUREMENTS,
      { text: view.reference, href: path },
      ...(view.sealed ? [] : [{ text: 'Bids', href: `${path}/bids` }]),
      { text: reference },
    ],
    view,
    path,
    reference,
    banner: standingOf(view, assessment),
    inputHash: assessment?.inputHash,
    stageWords: STAGE_WORDS,
    bidTags: BID_TAGS,
    ...(bid === undefined ? {} : submittedContent(bid)),
    ...(result === undefined ? {} : scoredContent(services, assessment, result)),
  });
}

/** The bid as it was submitted. */
function submittedContent(bid: BidRecord) {
  const supplier = supplierPath(supplierIdentity(bid.bid.supplier));
  return {
    title: bid.bid.supplier.name,
    lot: bid.lot,
    bid,
    bidTag: BID_TAGS[bid.status],
    supplierPath: `/suppliers/${encodeURIComponent(supplier)}`,
  };
}

/** What the rules make of it. */
function scoredContent(services: PageServices, assessment: AssessmentView | undefined, result: BidResult) {
  const titles = ruleTitles(services);
  return {
    title: result.supplier,
    lot: result.lot,
    result,
    scorecards: toScorecards(services, assessment, result),
    conditions: result.conditions.map((one) => ({
      ...one,
      title: titles.get(one.rule),
      tag: OUTCOME_TAGS[one.outcome],
    })),
    thresholds: toThresholds(assessment, result),
    defaults: assessment?.defaults.filter((one) => one.bid === result.bid && one.lot === result.lot) ?? [],
  };
}

function findResult(assessment: AssessmentView | undefined, reference: string, lot: string | undefined) {
  if (assessment === undefined) return undefined;
  const own = assessment.record.assessment.bids.filter(({ bid }) => bid === reference);
  const found = lot === undefined ? own[0] : own.find((one) => one.lot === lot);
  return found === undefined ? undefined : toRankedBid(found, assessment.record);
}

/** The criteria under their scorecard, each with its title and what it adds to the total of that scorecard. */
function toScorecards(services: PageServices, assessment: AssessmentView | undefined, result: BidResult) {
  const titles = ruleTitles(services);
  const cards = assessment?.record.rule_set.scorecards ?? [];
  const rows = result.criteria.map((one) => ({
    ...one,
    ruleKey: `${one.rule}@${one.version}`,
    title: titles.get(`${one.rule}@${one.version}`) ?? one.rule,
    weighted: weightedText(one.weighted_exact),
  }));
  const onTrial = rows.filter((one) => one.on_trial);
  const named = cards.map(({ id, title, entersTotal }) => ({
    title,
    entersTotal,
    total: result.scorecards[id],
    criteria: rows.filter((one) => one.scorecard === id && !one.on_trial),
  }));
  return [
    ...named.filter(({ criteria }) => criteria.length > 0),
    ...(onTrial.length === 0 ? [] : [{ title: 'On trial, weight 0', entersTotal: false, criteria: onTrial }]),
  ];
}

function toThresholds(assessment: AssessmentView | undefined, result: BidResult) {
  const known = assessment?.record.rule_set.thresholds ?? [];
  return result.thresholds.map((one) => ({
    ...one,
    title: known.find(({ code }) => code === one.code)?.title ?? one.code,
  }));
}

/** A decision about one bid, with its reason. */
function addStanding(router: Router, services: PageServices, move: keyof typeof STANDINGS): void {
  const { useCases } = services;
  const address = `/procurements/:reference/bids/:bid/${move}`;
  const show = (request: Request, response: Response, errors: readonly FormError[] = []) => {
    const path = procurementPath(param(request, 'reference'));
    const reference = param(request, 'bid');
    const lot = query(request, 'lot') ?? field(request, 'lot');
    const content = {
      title: STANDINGS[move],
      section: 'procurements' as const,
      breadcrumbs: [PROCUREMENTS, { text: param(request, 'reference'), href: path }, { text: reference }],
      move,
      reference,
      lot,
      action: `${path}/bids/${encodeURIComponent(reference)}/${move}`,
      path,
      errors,
      fieldErrors: byField(errors),
    };
    showPage(services, request, response, 'bid-standing', content, errors.length === 0 ? 200 : 422);
  };
  router.get(
    address,
    forPerson(async (_person, request, response) => show(request, response)),
  );
  router.post(
    address,
    forPerson(async (person, request, response) => {
      const reference = param(request, 'reference');
      const bid = param(request, 'bid');
      const lot = field(request, 'lot');
      const input = { reason: field(request, 'reason'), ...(lot === '' ? {} : { lot }) };
      try {
        if (move === 'withdraw') await useCases.withdrawBid(person, reference, bid, input);
        else await useCases.admitLateBid(person, reference, bid, input);
        const done = move === 'withdraw' ? `Bid ${bid} is withdrawn.` : `Late bid ${bid} is admitted.`;
        goTo(request, response, procurementPath(reference), done);
      } catch (error) {
        const errors = toFormErrors(error, ['reason']);
        if (errors === undefined) throw error;
        show(request, response, errors);
      }
    }),
  );
}

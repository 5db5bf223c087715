import type { Request, Response, Router } from 'express';
import { EVALUATION_READERS, MODERATION_READERS } from '../../application/roles.ts';
import type { ProcurementView } from '../../application/procurement-queries.ts';
import type { AssessmentView } from '../../application/score-procurement.ts';
import type { Procurement } from '../../domain/procurement.ts';
import type { Person } from '../../domain/person.ts';
import { procurementPath } from '../paths.ts';
import { inRankOrder, toRankedBid } from './assessment-view.ts';
import { forPerson, hasRole, pageRequest, type PageServices, param, showPage } from './page.ts';
import { nextStepText, procurementSteps } from './procurement-steps.ts';
import { standingOf } from './standing.ts';
import { dateText, grouped, poundsText, PRICE_METHOD_WORDS, ROUTE_WORDS, STAGE_WORDS, STATE_TAGS } from './words.ts';

export const PROCUREMENTS = { text: 'Procurements', href: '/procurements' };

/** The list of procurements, each with its steps, facts and files. */
export function procurementPages(router: Router, services: PageServices): void {
  router.get(
    '/procurements',
    forPerson(async (person, request, response) => {
      const list = await services.useCases.listProcurements(person, pageRequest(request));
      showPage(services, request, response, 'procurements', {
        title: 'Procurements',
        section: 'procurements',
        procurements: list.items.map((record) => ({
          record,
          href: procurementPath(record.reference),
          next: nextStepText(record),
        })),
        next: list.next,
        stateTags: STATE_TAGS,
      });
    }),
  );
  router.get(
    '/procurements/:reference',
    forPerson((person, request, response) => showProcurement(services, person, request, response)),
  );
}

async function showProcurement(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
): Promise<void> {
  const view = await services.useCases.getProcurement(person, param(request, 'reference'));
  const assessment = await readableAssessment(services, person, view);
  const steps = procurementSteps(view);
  const path = procurementPath(view.reference);
  showPage(services, request, response, 'procurement', {
    title: view.facts.title,
    section: 'procurements',
    breadcrumbs: [PROCUREMENTS, { text: view.reference }],
    view,
    path,
    stateTag: STATE_TAGS[view.state],
    banner: standingOf(view, assessment),
    steps,
    nextStep: steps.findIndex(({ state }) => state === 'now') + 1,
    awardStep: nextStepText(view),
    moves: Object.fromEntries(view.moves.map((one) => [one.move, one])),
    factRows: factRows(view.facts),
    mayModerate: hasRole(person, ...MODERATION_READERS),
    mayEvaluate: hasRole(person, ...EVALUATION_READERS),
    mayReadBids: hasRole(person, 'officer', 'sustainability', 'auditor', 'admin'),
    mayScore:
      ['closed', 'evaluating'].includes(view.state) || (view.state === 'draft' && view.publication === undefined),
    assessment,
    ranked: assessment === undefined ? [] : rankedByLot(assessment),
    packPath: assessment === undefined ? undefined : path,
  });
}

/** The latest assessment, where there is one and the person may read it now. */
async function readableAssessment(
  { useCases }: PageServices,
  person: Person,
  view: ProcurementView,
): Promise<AssessmentView | undefined> {
  const isReadable = view.assessment !== undefined && (view.state === 'draft' || !view.sealed);
  if (!isReadable || !hasRole(person, 'officer', 'sustainability', 'auditor', 'admin')) return undefined;
  return useCases.getAssessment(person, view.reference);
}

function rankedByLot({ record }: AssessmentView) {
  const { assessment, inputs } = record;
  const lots = assessment.lots ?? [{ lot: null, ranking: assessment.ranking }];
  return lots.map(({ lot, ranking }) => {
    const bids = lot === null ? assessment.bids : assessment.bids.filter((bid) => bid.lot === lot);
    const title = inputs.procurement.lots.find(({ id }) => id === lot)?.title;
    return {
      title: lot === null ? undefined : `Lot ${lot}${title === undefined ? '' : `: ${title}`}`,
      bids: inRankOrder(bids, ranking).map((bid) => toRankedBid(bid, record)),
    };
  });
}

/** The published facts as rows of key and value; absent ones say whose value counts. */
function factRows(facts: Procurement): { readonly key: string; readonly value: string }[] {
  const { shares, lots } = facts;
  const optional = (key: string, value: string | undefined) => (value === undefined ? [] : [{ key, value }]);
  return [
    { key: 'Reference', value: facts.reference },
    { key: 'Route', value: ROUTE_WORDS[facts.route] ?? facts.route },
    ...optional('Notice reference', facts.noticeReference),
    ...optional('Framework reference', facts.frameworkReference),
    { key: 'Rule set', value: facts.ruleSet },
    { key: 'Profile', value: facts.profile },
    { key: 'Bid deadline', value: `End of ${dateText(facts.bidDeadline)}` },
    ...optional('Contract', contractText(facts)),
    { key: 'What is bought', value: `${grouped(facts.functionalUnits)} × ${facts.functionalUnit}` },
    ...optional('Estimated value', facts.estimatedValue === undefined ? undefined : poundsText(facts.estimatedValue)),
    ...optional(
      'Shares of the total',
      shares && `Environment ${shares.environment}%, quality ${shares.quality}%, price ${shares.price}%`,
    ),
    ...optional('Prices', facts.prices && 'Separately, once the consensus on everything else is locked'),
    ...optional('Price method', facts.priceMethod && PRICE_METHOD_WORDS[facts.priceMethod]),
    ...optional('Price benchmarks', rangeText(facts.priceBenchmarkLow, facts.priceBenchmarkHigh, poundsText)),
    ...optional(
      'Carbon benchmarks',
      rangeText(facts.carbonBenchmarkLow, facts.carbonBenchmarkHigh, (value) => `${grouped(value)} kgCO₂e`),
    ),
    ...optional('Boundary', facts.boundaryStages?.map((stage) => STAGE_WORDS[stage] ?? stage).join(', ')),
    ...optional(
      'Reference footprint',
      facts.referenceFootprintTonnes && `${grouped(facts.referenceFootprintTonnes)} tCO₂e`,
    ),
    ...optional('Lots', lots.length === 0 ? undefined : lots.map(({ id, title }) => `${id} ${title}`).join('; ')),
  ];
}

function contractText({ contractStart, contractEnd }: Procurement): string | undefined {
  if (contractStart === undefined || contractEnd === undefined) return undefined;
  return `${dateText(contractStart)} to ${dateText(contractEnd)}`;
}

function rangeText(
  low: string | undefined,
  high: string | undefined,
  toText: (value: string) => string,
): string | undefined {
  return low === undefined || high === undefined ? undefined : `${toText(low)} (best) to ${toText(high)}`;
}

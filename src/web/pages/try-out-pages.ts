import type { Router } from 'express';
import type { TriedLot, TryOut } from '../../application/try-out.ts';
import { resultText, inRankOrder } from '../../scoring/explain.ts';
import { decimalText, roundHalfUp } from '../../domain/quantity.ts';
import { procurementPath } from '../paths.ts';
import { chartFiles } from './chart-files.ts';
import { effectPicture, effectView, type EffectWords } from './effect-view.ts';
import { toLotCheck } from './move-pages.ts';
import { forPerson, type PageServices, param, query, showPage } from './page.ts';
import { PROCUREMENTS } from './procurement-pages.ts';
import { poundsText } from './words.ts';

/** The rules of a procurement tried on made-up bids. */
export function tryOutPages(router: Router, services: PageServices): void {
  router.get(
    '/procurements/:reference/try-out',
    forPerson(async (person, request, response) => {
      const reference = param(request, 'reference');
      const tried = await services.useCases.tryOut(person, reference);
      const path = procurementPath(reference);
      const title = 'Try the rules on made-up bids';
      showPage(services, request, response, 'try-out', {
        title,
        section: 'procurements',
        breadcrumbs: [PROCUREMENTS, { text: reference, href: path }, { text: title }],
        path,
        reference,
        lots: tried.lots.map((lot) => ({ ...toLotCheck(lot), bids: madeUpRows(lot), light: lot.sensitivity })),
        findings: tried.findings,
        notices: tried.notices,
        effect:
          tried.effect === undefined ? undefined : effectView(tried.effect, `${path}/try-out`, madeUpWords(tried)),
      });
    }),
  );
  chartFiles(router, services, '/procurements/:reference/try-out', async (person, request) => {
    const tried = await services.useCases.tryOut(person, param(request, 'reference'));
    return tried.effect && effectPicture(tried.effect, query(request, 'lot'), madeUpWords(tried));
  });
}

function madeUpWords(tried: TryOut): EffectWords {
  return { titleOf: (reference) => titleOf(tried, reference), about: 'Bids made up to try the rules' };
}

function titleOf({ lots }: TryOut, reference: string): string {
  const known = lots.flatMap(({ madeUp }) => madeUp).find((one) => one.bid.reference === reference);
  return known?.title ?? reference;
}

/** The made-up bids in the order in which they would stand. */
function madeUpRows({ assessment, madeUp, winner }: TriedLot) {
  return inRankOrder(assessment).map((bid) => {
    const known = madeUp.find((one) => one.bid.reference === bid.bid.reference);
    return {
      title: known?.title ?? bid.bid.reference,
      rank: bid.rank,
      isWinner: bid.bid.reference === winner,
      why: bid.notRankedBecause.join(' '),
      total: bid.total === undefined ? undefined : roundHalfUp(bid.total, 2),
      result: resultText(assessment, bid),
      environment: roundHalfUp(bid.environment, 2),
      price: poundsText(bid.bid.price),
      perUnit: decimalText(bid.carbon.footprint.evaluatedPerUnit, 1),
    };
  });
}

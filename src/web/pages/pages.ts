import { type ErrorRequestHandler, Router } from 'express';
import type { UseCases } from '../../application/use-cases.ts';
import { agreedScoresPages } from './agreed-scores-pages.ts';
import { createAssets } from './assets.ts';
import { auditPages } from './audit-pages.ts';
import { awardPages } from './award-pages.ts';
import { bidderQuestionPages } from './bidder-question-pages.ts';
import { bidPages } from './bid-pages.ts';
import { clarificationPages } from './clarification-pages.ts';
import { clarificationReplyPages } from './clarification-reply-pages.ts';
import { carbonPages } from './carbon-pages.ts';
import { returnsOwedPages } from './returns-owed-pages.ts';
import { contractPages } from './contract-pages.ts';
import { createViews } from './environment.ts';
import { editionPages } from './edition-pages.ts';
import { effectPages } from './effect-pages.ts';
import { evaluationPages } from './evaluation-pages.ts';
import { itemPages } from './item-pages.ts';
import { engagementPages } from './engagement-pages.ts';
import { errorPage } from './error-page.ts';
import { factorPages } from './factor-pages.ts';
import { handOverPages } from './hand-over-pages.ts';
import { importPages } from './import-pages.ts';
import { informationPages } from './information-pages.ts';
import { minutesPages } from './minutes-pages.ts';
import { movePages } from './move-pages.ts';
import type { PageServices } from './page.ts';
import { performancePages } from './performance-pages.ts';
import { procurementPages } from './procurement-pages.ts';
import { resultPages } from './result-pages.ts';
import { revisePages } from './revise-pages.ts';
import { rulePages } from './rule-pages.ts';
import { sourcePages } from './source-pages.ts';
import { scenarioPages } from './scenario-pages.ts';
import { startPages } from './start-pages.ts';
import { supplierPages } from './supplier-pages.ts';
import { templatePages } from './template-pages.ts';
import { trajectoryPages } from './trajectory-pages.ts';
import { tryOutPages } from './try-out-pages.ts';

export type PageOptions = Pick<PageServices, 'people' | 'imports' | 'workedExample'>;

/**
 * The pages, and how a failure is shown on one. They use the same use cases as the JSON interface, at the same nouns
 * without its prefix, and work without script.
 */
export function createPages(
  useCases: UseCases,
  options: PageOptions,
): { readonly router: Router; readonly errors: ErrorRequestHandler } {
  const assets = createAssets();
  const services: PageServices = { ...options, useCases, views: createViews(), assets: assets.paths };
  const router = Router();
  router.use(assets.router);
  for (const add of [
    startPages,
    importPages,
    procurementPages,
    movePages,
    evaluationPages,
    agreedScoresPages,
    minutesPages,
    itemPages,
    revisePages,
    tryOutPages,
    bidPages,
    clarificationPages,
    bidderQuestionPages,
    clarificationReplyPages,
    resultPages,
    effectPages,
    awardPages,
    rulePages,
    factorPages,
    supplierPages,
    engagementPages,
    performancePages,
    sourcePages,
    contractPages,
    carbonPages,
    returnsOwedPages,
    editionPages,
    scenarioPages,
    trajectoryPages,
    auditPages,
    handOverPages,
    templatePages,
    informationPages,
  ]) {
    add(router, services);
  }
  return { router, errors: errorPage(services) };
}

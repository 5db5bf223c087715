import type { ApiRoute } from './route.ts';
import { agreedScoresRoutes } from './routes/agreed-scores-routes.ts';
import { awardRoutes } from './routes/award-routes.ts';
import { bidRoutes } from './routes/bid-routes.ts';
import { carbonRoutes } from './routes/carbon-routes.ts';
import { returnsOwedRoutes } from './routes/returns-owed-routes.ts';
import { clarificationRoutes } from './routes/clarification-routes.ts';
import { evaluationRoutes } from './routes/evaluation-routes.ts';
import { factorRoutes } from './routes/factor-routes.ts';
import { importRoutes } from './routes/import-routes.ts';
import { minutesRoutes } from './routes/minutes-routes.ts';
import { moderationRoutes } from './routes/moderation-routes.ts';
import { performanceRoutes } from './routes/performance-routes.ts';
import { procurementRoutes } from './routes/procurement-routes.ts';
import { referenceRoutes } from './routes/reference-routes.ts';
import { scenarioRoutes } from './routes/scenario-routes.ts';
import { scoreRoutes } from './routes/score-routes.ts';
import { serviceRoutes } from './routes/service-routes.ts';
import { templateRoutes } from './routes/template-routes.ts';
import { trajectoryRoutes } from './routes/trajectory-routes.ts';

/** Every route of the JSON interface; those about the service itself are also at the root, without a session. */
export function apiRoutes(): { readonly all: readonly ApiRoute[]; readonly service: readonly ApiRoute[] } {
  const all = [
    ...serviceRoutes,
    ...importRoutes,
    ...templateRoutes,
    ...procurementRoutes,
    ...bidRoutes,
    ...clarificationRoutes,
    ...scoreRoutes,
    ...evaluationRoutes,
    ...moderationRoutes,
    ...agreedScoresRoutes,
    ...minutesRoutes,
    ...awardRoutes,
    ...carbonRoutes,
    ...returnsOwedRoutes,
    ...performanceRoutes,
    ...scenarioRoutes,
    ...trajectoryRoutes,
    ...referenceRoutes,
    ...factorRoutes,
  ];
  return { all, service: serviceRoutes };
}

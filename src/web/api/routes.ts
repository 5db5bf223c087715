import type { ApiRoute } from './route.ts';
import { bidRoutes } from './routes/bid-routes.ts';
import { carbonRoutes } from './routes/carbon-routes.ts';
import { importRoutes } from './routes/import-routes.ts';
import { procurementRoutes } from './routes/procurement-routes.ts';
import { referenceRoutes } from './routes/reference-routes.ts';
import { scoreRoutes } from './routes/score-routes.ts';
import { serviceRoutes } from './routes/service-routes.ts';
import { templateRoutes } from './routes/template-routes.ts';

/** Every route of the JSON interface; those about the service itself are also at the root, without a session. */
export function apiRoutes(): { readonly all: readonly ApiRoute[]; readonly service: readonly ApiRoute[] } {
  const all = [
    ...serviceRoutes,
    ...importRoutes,
    ...templateRoutes,
    ...procurementRoutes,
    ...bidRoutes,
    ...scoreRoutes,
    ...carbonRoutes,
    ...referenceRoutes,
  ];
  return { all, service: serviceRoutes };
}

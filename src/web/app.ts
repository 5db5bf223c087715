import express, { type ErrorRequestHandler, type Express, type Router } from 'express';
import type { Store } from 'express-session';
import type { Logger } from 'pino';
import type { ServiceStatus } from '../application/service-status.ts';
import type { UseCases } from '../application/use-cases.ts';
import { apiRoutes } from './api/routes.ts';
import { createApiRouter } from './api/router.ts';
import type { ApiServices } from './api/services.ts';
import { identifyPerson, type LocalPerson } from './auth.ts';
import { createDocsRouter } from './docs.ts';
import { createImportRunner, type ImportRunner } from './import-runner.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { pageForms } from './page-forms.ts';
import { API_BASE, isApiPath } from './paths.ts';
import { answerWithProblem, logUnexpected, notFound } from './problem.ts';
import { requestLog } from './request-log.ts';
import {
  drainRefusedBody,
  refuseCrossSiteChanges,
  refuseEncodedBodies,
  refuseForeignHosts,
  requestLimit,
  securityHeaders,
} from './security.ts';
import { pageSession } from './session.ts';
import type { UploadOptions } from './upload.ts';

export type AppOptions = {
  readonly status: ServiceStatus;
  readonly people: readonly LocalPerson[];
  readonly logger: Logger;
  readonly metrics?: Metrics;
  readonly imports?: ImportRunner;
  readonly session: { readonly store: Store; readonly secret: string };
  /** The address that browsers use, where it is not the one listened on. Cookies are `Secure` when it is https. */
  readonly publicUrl?: string;
  readonly upload: UploadOptions;
  readonly requestsPerMinute: number;
  readonly stopping: AbortSignal;
  readonly pages?: Router;
  /** Shows a failure on a page as a page; without it, failures are problems. */
  readonly pageErrors?: ErrorRequestHandler;
  /** Checks every answer against its schema. For tests. */
  readonly checkAnswers?: boolean;
};

/** The web application: what every request passes through, in order; then the JSON interface, then the pages. */
export function createApp(useCases: UseCases, options: AppOptions): Express {
  const isHttps = options.publicUrl?.startsWith('https:') ?? false;
  const services = toServices(useCases, options);
  const routes = apiRoutes();
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(requestLog(options.logger), ...securityHeaders(isHttps));
  app.use(services.metrics.record, refuseForeignHosts(options.publicUrl), refuseEncodedBodies);
  app.use(requestLimit(options.requestsPerMinute));
  app.use(createApiRouter(routes.service, services, 'pass'));
  app.use(pageSession({ ...options.session, isHttps }), identifyPerson(options.people), refuseCrossSiteChanges);
  app.use(createDocsRouter(routes.all, options.status.versions().software));
  app.use(API_BASE, createApiRouter(routes.all, services, 'refuse'), drainRefusedBody, answerWithProblem);
  app.use(pageForms(options.upload));
  if (options.pages !== undefined) app.use(options.pages);
  app.use((_request, _response, next) => next(notFound('There is nothing at this address.')));
  app.use(drainRefusedBody, showFailure(options.pageErrors));
  return app;
}

function toServices(useCases: UseCases, options: AppOptions): ApiServices {
  const metrics = options.metrics ?? createMetrics({ ofProcess: false });
  return {
    useCases,
    status: options.status,
    metrics,
    imports: options.imports ?? createImportRunner(useCases, options.logger, metrics),
    logger: options.logger,
    upload: options.upload,
    stopping: options.stopping,
    checkAnswers: options.checkAnswers ?? false,
  };
}

/** A person is shown a page; a program is told a problem. */
function showFailure(pageErrors: ErrorRequestHandler | undefined): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (pageErrors === undefined || isApiPath(request.path)) {
      void answerWithProblem(error, request, response, next);
      return;
    }
    logUnexpected(error, response);
    void pageErrors(error, request, response, next);
  };
}

import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = {
  readonly record: RequestHandler;
  /** The metrics of this process in the text format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
  importStarted(): void;
  importEnded(): void;
};

/** Counters of one app. Paths are counted by route, never as asked for: addresses hold references. */
export function createMetrics({ ofProcess }: { readonly ofProcess: boolean }): Metrics {
  const registry = new Registry();
  if (ofProcess) collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'scorer_http_request_duration_seconds',
    help: 'Time to answer requests, by method, route and status',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.02, 0.1, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  const imports = new Gauge({
    name: 'scorer_imports_running',
    help: 'Uploads being read and checked by this process',
    registers: [registry],
  });
  return {
    record: (request, response, next) => {
      const end = durations.startTimer();
      response.once('close', () => {
        end({
          method: request.method,
          route: routeName(response.locals['route']),
          status: String(response.statusCode),
        });
      });
      next();
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
    importStarted: () => imports.inc(),
    importEnded: () => imports.dec(),
  };
}

function routeName(route: unknown): string {
  return typeof route === 'string' ? route : 'other';
}

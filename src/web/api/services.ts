import type { Logger } from 'pino';
import type { ServiceStatus } from '../../application/service-status.ts';
import type { UseCases } from '../../application/use-cases.ts';
import type { ImportRunner } from '../import-runner.ts';
import type { Metrics } from '../metrics.ts';
import type { UploadOptions } from '../upload.ts';

/** What the routes of the JSON interface work with. */
export type ApiServices = {
  readonly useCases: UseCases;
  readonly status: ServiceStatus;
  readonly imports: ImportRunner;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly upload: UploadOptions;
  /** Aborted when the service is stopping: long answers end, and it is ready no more. */
  readonly stopping: AbortSignal;
  /** Checks every answer against its schema; a mismatch is a 500. For tests. */
  readonly checkAnswers: boolean;
};

import { join } from 'node:path';
import type { Catalogue } from '../../src/scoring/catalogue.ts';
import { loadCatalogue } from '../../src/scoring/registry.ts';

/** The project's own rules, questions, rule sets and reference data. */
export const SCORING_RULES = join(import.meta.dirname, '..', '..', 'scoring-rules');

let loading: Promise<Catalogue> | undefined;

/** The catalogue of the project's own `scoring-rules`, loaded once for each test process. */
export function testCatalogue(): Promise<Catalogue> {
  loading ??= loadCatalogue({ own: SCORING_RULES });
  return loading;
}

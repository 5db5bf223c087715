import type { Role } from '../../domain/person.ts';
import {
  AUDIT_READERS,
  BID_READERS,
  CARBON_KEEPERS,
  IMPORT_READERS,
  OFFICERS,
  READERS,
} from '../../application/roles.ts';

/**
 * Every route of the JSON interface and who may use it; `anyone` needs no person: rules, questions and
 * blank templates are published text. A use case checks the role again,
 * so that no edge can forget it.
 */
export const ACCESS = {
  'GET /healthz': 'anyone',
  'GET /readyz': 'anyone',
  'GET /metrics': 'anyone',
  'GET /version': 'anyone',
  'POST /imports': CARBON_KEEPERS,
  'GET /imports': IMPORT_READERS,
  'GET /imports/{id}': IMPORT_READERS,
  'GET /imports/{id}/events': IMPORT_READERS,
  'GET /imports/{id}/marked-up.xlsx': IMPORT_READERS,
  'GET /imports/{id}/original': IMPORT_READERS,
  'POST /imports/{id}/mapping': CARBON_KEEPERS,
  'POST /imports/{id}/retry': CARBON_KEEPERS,
  'GET /templates/{kind}.xlsx': 'anyone',
  'GET /procurements': READERS,
  'GET /procurements/{reference}': READERS,
  'PUT /procurements/{reference}/facts': OFFICERS,
  'POST /procurements/{reference}/publish': OFFICERS,
  'POST /procurements/{reference}/adopt': OFFICERS,
  'POST /procurements/{reference}/open': OFFICERS,
  'POST /procurements/{reference}/close': OFFICERS,
  'POST /procurements/{reference}/cancel': OFFICERS,
  'POST /procurements/{reference}/try-out': READERS,
  'GET /procurements/{reference}/bids': BID_READERS,
  'GET /procurements/{reference}/bids/{bid}': BID_READERS,
  'POST /procurements/{reference}/bids/{bid}/withdraw': OFFICERS,
  'POST /procurements/{reference}/bids/{bid}/admit': OFFICERS,
  'POST /procurements/{reference}/score': OFFICERS,
  'GET /procurements/{reference}/assessment': BID_READERS,
  'GET /procurements/{reference}/sensitivity': BID_READERS,
  'GET /procurements/{reference}/decision-record.json': BID_READERS,
  'GET /procurements/{reference}/pack.zip': BID_READERS,
  'GET /procurements/{reference}/pack.xlsx': BID_READERS,
  'GET /procurements/{reference}/pack.pdf': BID_READERS,
  'GET /procurements/{reference}/assessment-summaries/{bid}.pdf': BID_READERS,
  'GET /rules': 'anyone',
  'GET /rules/{id}': 'anyone',
  'GET /rule-sets': 'anyone',
  'GET /rule-sets/{rule_set}': 'anyone',
  'GET /questions': 'anyone',
  'GET /suppliers': BID_READERS,
  'GET /suppliers/{id}': BID_READERS,
  'GET /audit': AUDIT_READERS,
  'GET /audit/verify': AUDIT_READERS,
} as const satisfies Readonly<Record<string, readonly Role[] | 'anyone'>>;

export type RouteKey = keyof typeof ACCESS;

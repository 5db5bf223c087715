import type { Role } from '../../domain/person.ts';
import { AUDIT_READERS, BID_READERS, CARBON_READERS, OFFICERS, READERS } from '../../application/roles.ts';

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
  'POST /imports': OFFICERS,
  'GET /imports': AUDIT_READERS,
  'GET /imports/{id}': AUDIT_READERS,
  'GET /imports/{id}/events': AUDIT_READERS,
  'GET /imports/{id}/marked-up.xlsx': AUDIT_READERS,
  'GET /imports/{id}/original': AUDIT_READERS,
  'POST /imports/{id}/mapping': OFFICERS,
  'POST /imports/{id}/retry': OFFICERS,
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
  'GET /contracts': CARBON_READERS,
  'GET /contracts/{reference}': CARBON_READERS,
  'GET /contracts/{reference}/figures': CARBON_READERS,
  'GET /carbon/totals': CARBON_READERS,
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

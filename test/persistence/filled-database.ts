import { appendCarbonReturn } from '../../src/application/append-carbon-return.ts';
import { appendContracts } from '../../src/application/append-contracts.ts';
import type { Database, Stores } from '../../src/application/stores.ts';
import type { ClarificationEntry } from '../../src/domain/clarification.ts';
import { aBid } from '../support/builders.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { aPlanRecord } from '../support/trajectory.ts';
import {
  ABC_SHA256,
  assessmentRecord,
  AT,
  auditEvent,
  awardStep,
  bandsVersion,
  bidRecord,
  bytesOf,
  contractChange,
  declaration,
  engagementEntry,
  factorRecord,
  factorSet,
  importRecord,
  ORGANISATION,
  procurementRecord,
  returnRequest,
  scenarioVersion,
  scoreDraft,
} from './records.ts';

const REFERENCE = 'ICT-2026-001';
/** Rows by table of what `fill` records. */
export const COUNTS = {
  organisations: 2,
  suppliers: 1,
  procurements: 1,
  factsVersions: 1,
  files: 1,
  factorSets: 1,
  factorSetApprovals: 1,
  conversionFactors: 250,
  imports: 1,
  bids: 301,
  assessments: 1,
  clarificationEntries: 1,
  awardSteps: 1,
  evaluationRecords: 2,
  evaluationDrafts: 1,
  auditEvents: 251,
  returnRequests: 1,
  ledgerEntries: 3,
  ledgerEditions: 1,
  editionForecasts: 1,
  contractVersions: 1,
  contractChanges: 1,
  performanceBands: 1,
  engagementSteps: 1,
  carbonPages: 2,
  carbonReversals: 1,
  carbonGroups: 1,
  carbonPageGroups: 2,
  carbonChanges: 2,
  scenarioVersions: 1,
  trajectoryRecords: 1,
  answers: 1,
};

const CLARIFICATION: ClarificationEntry = {
  number: 1,
  sequence: 1,
  entry: { kind: 'dropped', reason: 'Not needed', by: 'olivia', byName: 'Olivia Officer', at: AT },
};

/** Puts something into every table, of two organisations. */
export async function fill(database: Database): Promise<void> {
  const supplier = { name: 'Alder — “naïve” ✓\u2028Ltd', identifier: { scheme: 'GB-COH', id: '01234567' } };
  await database.transaction(async (stores) => {
    await stores.files.put(ABC_SHA256, bytesOf('abc'));
    const factors = Array.from({ length: 250 }, (_, number) => factorRecord(number));
    await stores.factors.addSet(ORGANISATION, factorSet(), factors);
    await stores.factors.approve(ORGANISATION, 'desnz-2025', { by: 'olivia', byName: 'Olivia', at: AT });
    await stores.imports.create(importRecord());
    await stores.procurements.create(procurementRecord(), 'First', 'olivia');
    await stores.bids.add(ORGANISATION, [
      bidRecord('A1', { bid: aBid('A1', { supplier }) }),
      ...Array.from({ length: 300 }, (_, index) => bidRecord(`B${index}`)),
    ]);
    await stores.assessments.add(ORGANISATION, assessmentRecord());
    await stores.clarifications.add(ORGANISATION, REFERENCE, [CLARIFICATION]);
    await stores.awards.add(ORGANISATION, REFERENCE, awardStep());
    await stores.returnRequests.add(ORGANISATION, [returnRequest('C1', 1)]);
    await stores.evaluation.append(ORGANISATION, REFERENCE, [declaration(), declaration()]);
    await stores.evaluation.putDraft(ORGANISATION, scoreDraft());
    for (let count = 0; count < 250; count += 1) await stores.audit.append(auditEvent());
    await stores.audit.append(auditEvent({ organisation: 'eastham' }));
    await stores.answers.put('key', 'hash', 201, '{}', 'body', AT);
    await stores.instances.seen('one', AT);
    await fillLedger(stores);
  });
}

/** A contract, a line of a carbon return, and the line that puts it right. */
async function fillLedger(stores: Stores): Promise<void> {
  const catalogue = await testCatalogue();
  const context = { organisation: ORGANISATION, catalogue, at: AT, by: 'olivia' };
  await appendContracts(stores, context, [aContract('C1')]);
  await appendCarbonReturn(stores, context, [aLine('C1', 'L1')]);
  await appendCarbonReturn(stores, context, [aLine('C1', 'L1', { amount: '7', supersedes: 'L1' })]);
  const edition = { organisation: ORGANISATION, name: 'First', at: AT, reason: 'Report', by: 'olivia' };
  await stores.ledger.addEdition(edition);
  const amounts = { gross: 12_345_678_901_234_567n, actual: 7n, estimated: 0n, contracts: new Map([['C1', 7n]]) };
  await stores.trajectories.addForecasts(ORGANISATION, [
    { edition: 'First', bearer: 'all', year: '2026/27', ...amounts },
  ]);
  await stores.performance.addContractChange(ORGANISATION, contractChange());
  await stores.trajectories.add(ORGANISATION, aPlanRecord());
  await stores.scenarios.add(ORGANISATION, scenarioVersion());
  await stores.performance.addBands(ORGANISATION, bandsVersion());
  await stores.performance.addEngagement(ORGANISATION, engagementEntry());
}

/** All that people can see of the database. */
export async function contentOf(database: Database): Promise<unknown> {
  return database.read(async (stores) => ({
    procurements: await stores.procurements.list(ORGANISATION, { limit: 10 }),
    versions: await stores.procurements.factsVersions(ORGANISATION, REFERENCE),
    bids: await stores.bids.latest(ORGANISATION, procurementRecord().reference),
    imports: await stores.imports.list(ORGANISATION, { limit: 10 }),
    file: Buffer.from(await stores.files.get(ABC_SHA256)).toString('hex'),
    factorSets: await stores.factors.sets(ORGANISATION),
    factors: await stores.factors.all(ORGANISATION, 'desnz-2025'),
    assessments: await stores.assessments.list(ORGANISATION, REFERENCE),
    clarifications: await stores.clarifications.list(ORGANISATION, REFERENCE),
    awards: await stores.awards.list(ORGANISATION, REFERENCE),
    evaluation: await stores.evaluation.records(ORGANISATION, REFERENCE),
    drafts: await stores.evaluation.drafts(ORGANISATION, REFERENCE, 'carys'),
    audit: await Array.fromAsync(stores.audit.chain(ORGANISATION)),
    heads: [await stores.audit.head(ORGANISATION), await stores.audit.head('eastham')],
    returnRequests: await stores.returnRequests.list(ORGANISATION, '2025/26'),
    changes: await stores.performance.contractChanges(ORGANISATION),
    bands: await stores.performance.bands(ORGANISATION),
    engagement: await stores.performance.engagement(ORGANISATION),
    trajectories: await stores.trajectories.list(ORGANISATION),
    forecasts: await stores.trajectories.forecasts(ORGANISATION, 'all'),
    scenarios: await stores.scenarios.latest(ORGANISATION),
    answer: await stores.answers.find('key'),
  }));
}

import { onTestFinished } from 'vitest';
import { assignEvaluator } from '../../src/application/assign-evaluator.ts';
import { getClarifications } from '../../src/application/clarification-queries.ts';
import { closeClarifications } from '../../src/application/close-clarifications.ts';
import { closeProcurement } from '../../src/application/close-procurement.ts';
import { declareInterests } from '../../src/application/declare-interests.ts';
import { confirmFacts } from '../../src/application/confirm-facts.ts';
import { openProcurement } from '../../src/application/open-procurement.ts';
import { getProcurement } from '../../src/application/procurement-queries.ts';
import { publishProcurement } from '../../src/application/publish-procurement.ts';
import { recordScores, type ScoreInput } from '../../src/application/record-scores.ts';
import { scoreProcurement } from '../../src/application/score-procurement.ts';
import { startEvaluation } from '../../src/application/start-evaluation.ts';
import type { Database } from '../../src/application/stores.ts';
import type { Tender } from '../../src/application/tender.ts';
import type { Person, Role } from '../../src/domain/person.ts';
import type { Catalogue } from '../../src/scoring/catalogue.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { createTestPorts, type TestPorts } from './service-ports.ts';
import { importFile, tenderFile } from './upload-files.ts';

export const REFERENCE = northshireTender.procurement.reference;

/** The rule that test panels judge on its scale; every other one is verified by its facts. */
export const JUDGED = 'end-of-life';
/** A reason that says something of the bid. */
export const REASON = 'Page 4 of the plan shows units counted at the depot, with the weights of each month.';
export const BIDS = northshireTender.bids.map(({ reference }) => reference);

function person(id: string, name: string, role: Role): Person {
  return { id, name, organisation: 'northshire', roles: [role], how: 'local' };
}

export const OFFICER = person('officer', 'Asha Okafor', 'officer');
export const CARYS = person('evaluator', 'Carys Lund', 'evaluator');
export const DEV = person('second-evaluator', 'Dev Marlowe', 'evaluator');
export const MODERATOR = person('moderator', 'Edith Navarro', 'moderator');

export type EvaluationOptions = {
  readonly database?: Database;
  /** Those of a service that is up already. */
  readonly ports?: TestPorts;
  readonly blind?: boolean;
  readonly tender?: Tender;
  /** People who have declared that they have no interest; all by default. */
  readonly declared?: readonly Person[];
  /** Stops before the evaluation has begun. */
  readonly until?: 'closed' | 'assigned';
  /** Leaves it open whether bidders are asked about figures for which a default stands; else none is, with a reason. */
  readonly clarifications?: 'open';
};

/** A catalogue whose rule sets have one criterion that people judge on its scale. */
export function judgingCatalogue(catalogue: Catalogue): Catalogue {
  const ruleSets = catalogue.ruleSets.map((ruleSet) => ({
    ...ruleSet,
    criteria: ruleSet.criteria.map((one) =>
      one.rule.startsWith(`${JUDGED}@`) ? { ...one, assessment: 'judgement' as const } : one,
    ),
  }));
  return { ...catalogue, ruleSets };
}

async function portsWithJudgement(database?: Database): Promise<TestPorts> {
  const ports = await createTestPorts(database);
  if (database === undefined) onTestFinished(() => ports.database.close());
  return { ...ports, catalogue: judgingCatalogue(ports.catalogue) };
}

/** The revision that the next step starts from. */
export async function revisionOf(ports: TestPorts): Promise<{ readonly revision: number }> {
  return { revision: (await getProcurement(ports, OFFICER, REFERENCE)).revision };
}

/** The worked example, published, closed, scored, with two evaluators assigned, and being evaluated. */
export async function startedEvaluation(options: EvaluationOptions = {}): Promise<TestPorts> {
  const { tender = northshireTender } = options;
  const ports = options.ports ?? (await portsWithJudgement(options.database));
  const { issues } = await importFile(ports, OFFICER, await tenderFile(ports, tender));
  if (issues.length > 0) throw new Error(issues.map(({ message }) => message).join('\n'));
  await publishProcurement(ports, OFFICER, REFERENCE, await revisionOf(ports));
  await openProcurement(ports, OFFICER, REFERENCE, await revisionOf(ports));
  await closeProcurement(ports, OFFICER, REFERENCE, { ...(await revisionOf(ports)), reason: 'Every bid has come' });
  await scoreProcurement(ports, OFFICER, REFERENCE);
  await beginEvaluation(ports, options);
  return ports;
}

/** The scored example with two evaluators assigned, and being evaluated. */
export async function beginEvaluation(ports: TestPorts, options: EvaluationOptions = {}): Promise<void> {
  const { declared = [CARYS, DEV, MODERATOR], blind = false } = options;
  if (options.clarifications !== 'open') await askNobody(ports);
  if (options.until === 'closed') return;
  for (const { id, name } of [CARYS, DEV]) {
    await assignEvaluator(ports, OFFICER, REFERENCE, { person: id, personName: name });
  }
  if (options.until === 'assigned') return;
  await startEvaluation(ports, OFFICER, REFERENCE, { ...(await revisionOf(ports)), blind });
  for (const one of declared) await declareInterests(ports, one, REFERENCE, { interest: 'none' });
}

/** Closes the clarification period over the defaults that count, if there are any. */
async function askNobody(ports: TestPorts): Promise<void> {
  const { open } = await getClarifications(ports, OFFICER, REFERENCE);
  if (!open.some(({ kind }) => kind === 'default-not-asked')) return;
  await closeClarifications(ports, OFFICER, REFERENCE, { reason: 'The tender notice said that no bidder is asked.' });
}

/** Points on the scale for the judged criterion of a bid of the worked example, with a place in that bid. */
export function judged(bid: string, points: string): ScoreInput & { readonly bid: string } {
  const answers = Object.values(northshireTender.bids.find(({ reference }) => reference === bid)?.answers ?? {});
  const document = answers.find(({ evidence }) => evidence !== undefined)?.evidence?.document ?? '';
  return {
    bid,
    rule: JUDGED,
    judgement: { kind: 'points', points },
    reason: REASON,
    pointers: [{ kind: 'document', document, page: '4' }],
  };
}

/** Confirms the facts of every bid as they are stated, gives these points to each, and locks all. */
export async function scoreEverything(ports: TestPorts, evaluator: Person, points: string): Promise<void> {
  await confirmFacts(ports, evaluator, REFERENCE);
  await recordScores(ports, evaluator, REFERENCE, { scores: BIDS.map((bid) => judged(bid, points)), lock: false });
  await recordScores(ports, evaluator, REFERENCE, { scores: [], lock: true });
}

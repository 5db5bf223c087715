import { AppError } from '../domain/errors.ts';
import { consensusIsLocked } from '../domain/lifecycle.ts';
import type { Person } from '../domain/person.ts';
import { ukDay } from '../domain/uk-day.ts';
import type { Assessment } from '../scoring/assessment.ts';
import { buildDecisionRecord, compareRecords, reassess, recordedCatalogue } from '../scoring/decision-record.ts';
import { type SensitivityReport, sensitivityReport, sensitivitySeed } from '../scoring/sensitivity.ts';
import { getIssued } from './award-case.ts';
import { type AwardStep, type PackIssue, stepsOf } from './award-records.ts';
import type { MadeFile, ServicePorts } from './ports.ts';
import type { AssessmentRecord } from './records.ts';
import { getProcurement } from './procurement-queries.ts';
import { type AssessmentView, defaultsTold, getAssessment } from './score-procurement.ts';
import { type EffectOrWhy, effectOf } from './trajectory-effect.ts';

/** The latest assessment in full, or that of an edition, made again from its stored record. */
export type RestoredAssessment = {
  readonly stored: AssessmentRecord & Pick<AssessmentView, 'defaults'>;
  readonly assessment: Assessment;
  /** Whether what is no part of the assessment may be seen: for real bids once the consensus is locked. */
  readonly isShown: boolean;
  /** Empty where it is withheld: for real bids until the consensus is locked. */
  readonly sensitivity: readonly SensitivityReport[];
};

/**
 * The evaluation pack of the latest assessment, or of an edition, from its stored record: the same record, with the
 * same clarifications about its defaults, gives the same bytes. The last file is `pack.zip` with all of them. Throws
 * AppError `not-found` before the first assessment.
 */
export async function buildProcurementPack(
  ports: ServicePorts,
  person: Person,
  reference: string,
  edition?: number,
): Promise<MadeFile[]> {
  const restored = await restoreAssessment(ports, person, reference, edition);
  const { stored, assessment, sensitivity } = restored;
  const { record } = stored;
  const { ruleSets } = recordedCatalogue(record, ports.catalogue);
  const { publication, banners } = await getProcurement(ports, person, reference);
  const retrospective = publication?.retrospective === true ? banners[0] : undefined;
  const shown = { ...assessment, defaults: stored.defaults, ...(retrospective === undefined ? {} : { retrospective }) };
  const steps = await ports.database.read(({ awards }) => awards.list(person.organisation, reference));
  const issue = packIssue(stored, steps);
  const catalogue = { ...ports.catalogue, ruleSets };
  // An edition keeps its bytes: its trajectory is that of the day of its approval, whatever was recorded since.
  const approval = stepsOf(steps, 'approval').find((step) => step.assessment === stored.id);
  const asOf = approval === undefined ? {} : { asOf: approval.at };
  const trajectory = restored.isShown ? await effectOf(ports, person, assessment, { catalogue, ...asOf }) : WITHHELD;
  const content = { assessment: shown, record, sensitivity, catalogue, trajectory };
  return ports.buildPack({ ...content, ...(issue === undefined ? {} : { issue }) });
}

const WITHHELD = {
  why: 'Withheld until the consensus is locked, so that nobody scores by it.',
  next: 'Download the pack again once the consensus is locked.',
};

/**
 * What each bid would do to the trajectory, under the same rule as the sensitivity: of a trial at any time, of real bids
 * once the consensus is locked. Throws AppError `not-allowed-in-state` before that.
 */
export async function trajectoryEffect(ports: ServicePorts, person: Person, reference: string): Promise<EffectOrWhy> {
  const { stored, assessment, isShown } = await restore(ports, person, reference);
  if (!isShown) {
    const message = `What each bid of ${reference} would do to the trajectory is withheld until the consensus is locked, so that nobody scores by it.`;
    throw new AppError('not-allowed-in-state', message);
  }
  return effectOf(ports, person, assessment, { catalogue: recordedCatalogue(stored.record, ports.catalogue) });
}

/** The latest assessment, or that of an edition, with exact figures, for pages and charts. */
export async function restoreAssessment(
  ports: ServicePorts,
  person: Person,
  reference: string,
  edition?: number,
): Promise<RestoredAssessment> {
  const restored = await restore(ports, person, reference, edition);
  const { assessment, isShown } = restored;
  const seed = sensitivitySeed(assessment.inputHash);
  return { ...restored, sensitivity: isShown ? assessment.lots.map((lot) => sensitivityReport(lot, seed)) : [] };
}

async function restore(
  ports: ServicePorts,
  person: Person,
  reference: string,
  edition?: number,
): Promise<Omit<RestoredAssessment, 'sensitivity'>> {
  // Whoever may read the latest may read the editions.
  const latest = await getAssessment(ports, person, reference);
  const stored = edition === undefined ? latest : await getEdition(ports, person, reference, edition);
  const { state } = await getProcurement(ports, person, reference);
  const isShown = stored.status === 'trial' || consensusIsLocked(state);
  return { stored, assessment: reassessIdentically(ports, stored), isShown };
}

async function getEdition(
  ports: ServicePorts,
  person: Person,
  reference: string,
  edition: number,
): Promise<RestoredAssessment['stored']> {
  return ports.database.read(async (stores) => {
    const steps = await stores.awards.list(person.organisation, reference);
    const approval = stepsOf(steps, 'approval').find((one) => one.edition === edition);
    if (approval === undefined) throw new AppError('not-found', `${reference} has no edition ${edition}.`);
    const issued = await getIssued(stores, person, reference, approval.assessment);
    const entries = await stores.clarifications.list(person.organisation, reference);
    return { ...issued, defaults: defaultsTold(issued, entries) };
  });
}

/** What the documents of an edition say of it; what was recorded after it is no part of it. */
function packIssue({ id, agreed = [] }: AssessmentRecord, steps: readonly AwardStep[]): PackIssue | undefined {
  const approval = stepsOf(steps, 'approval').find(({ assessment }) => assessment === id);
  if (approval === undefined) return undefined;
  const { edition, reason, acknowledgement, proposed, chainHead } = approval;
  return {
    edition,
    ...(reason === undefined ? {} : { reason }),
    approvedBy: approval.byName,
    approvedOn: ukDay(approval.at),
    ...(acknowledgement === undefined ? {} : { acknowledgement }),
    proposed,
    chainHead,
    reasons: agreed,
    redactions: stepsOf(steps, 'redaction').filter(({ number }) => number < approval.number),
  };
}

/** A pack must say what the record says, so a record that this code computes otherwise is refused, not corrected. */
function reassessIdentically({ catalogue }: ServicePorts, { procurement, record }: AssessmentRecord): Assessment {
  const recorded = recordedCatalogue(record, catalogue);
  const assessment = reassess(record, recorded);
  const differences = compareRecords(record, buildDecisionRecord(assessment, record.inputs.bids, recorded));
  const [first] = differences;
  if (first === undefined) return assessment;
  throw new AppError(
    'conflict',
    `The stored assessment of ${procurement} cannot be made again exactly by this software (${differences.length} differences, the first at ${first.pointer}). Score it again, or replay its decision record with the version that made it.`,
  );
}

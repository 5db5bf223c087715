import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import type { Assessment } from '../scoring/assessment.ts';
import { buildDecisionRecord, compareRecords, reassess, recordedCatalogue } from '../scoring/decision-record.ts';
import { type SensitivityReport, sensitivityReport, sensitivitySeed } from '../scoring/sensitivity.ts';
import type { MadeFile, ServicePorts } from './ports.ts';
import type { AssessmentRecord } from './records.ts';
import { getProcurement } from './procurement-queries.ts';
import { type AssessmentView, getAssessment } from './score-procurement.ts';

/** The latest assessment in full, made again from its stored record. */
export type RestoredAssessment = {
  readonly stored: AssessmentView;
  readonly assessment: Assessment;
  readonly sensitivity: readonly SensitivityReport[];
};

/**
 * The evaluation pack of the latest assessment, from its stored record: the same record, with the same clarifications
 * about its defaults, gives the same bytes. The last file is `pack.zip` with all of them. Throws AppError `not-found` before the first assessment.
 */
export async function buildProcurementPack(
  ports: ServicePorts,
  person: Person,
  reference: string,
): Promise<MadeFile[]> {
  const { stored, assessment, sensitivity } = await restoreAssessment(ports, person, reference);
  const { record } = stored;
  const { ruleSets } = recordedCatalogue(record, ports.catalogue);
  const { publication, banners } = await getProcurement(ports, person, reference);
  const retrospective = publication?.retrospective === true ? banners[0] : undefined;
  const shown = { ...assessment, defaults: stored.defaults, ...(retrospective === undefined ? {} : { retrospective }) };
  return ports.buildPack({ assessment: shown, record, sensitivity, catalogue: { ...ports.catalogue, ruleSets } });
}

/** The latest assessment with exact figures, for pages and charts. */
export async function restoreAssessment(
  ports: ServicePorts,
  person: Person,
  reference: string,
): Promise<RestoredAssessment> {
  const stored = await getAssessment(ports, person, reference);
  const assessment = reassessIdentically(ports, stored);
  const seed = sensitivitySeed(assessment.inputHash);
  return { stored, assessment, sensitivity: assessment.lots.map((lot) => sensitivityReport(lot, seed)) };
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

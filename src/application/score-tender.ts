import type { FileSource } from './file-source.ts';
import { AppError } from '../domain/errors.ts';
import type { Assessment } from '../scoring/assessment.ts';
import { buildDecisionRecord, type DecisionRecord } from '../scoring/decision-record.ts';
import { assess } from '../scoring/evaluate.ts';
import { type SensitivityReport, sensitivityReport, sensitivitySeed } from '../scoring/sensitivity.ts';
import { checkUpload } from './check-upload.ts';
import type { MadeFile, Ports } from './ports.ts';
import type { Tender } from './tender.ts';

export type ScoredTender = {
  readonly tender: Tender;
  readonly assessment: Assessment;
  readonly record: DecisionRecord;
  readonly sensitivity: readonly SensitivityReport[];
  readonly notices: readonly string[];
};

/**
 * Scores a tender workbook that was never published: a TRIAL, on which nothing is awarded. Throws AppError with
 * every fault when the file has any; nothing is scored then.
 */
export async function scoreTender(ports: Ports, source: FileSource, acceptMapping?: string): Promise<ScoredTender> {
  const reading = await checkUpload(ports, source, acceptMapping);
  if (reading.tender === undefined) {
    throw new AppError(
      'invalid-input',
      `${source.name} holds bids but no procurement. Put them in a tender workbook, or add its About sheet.`,
    );
  }
  return { ...assessTender(ports, reading.tender), notices: reading.notices };
}

/** Assesses a tender that has been read and checked, with its decision record and its sensitivity. */
function assessTender(
  ports: Pick<Ports, 'catalogue' | 'softwareVersion'>,
  tender: Tender,
): Omit<ScoredTender, 'notices'> {
  const { procurement, bids } = tender;
  const assessment = assess(ports.catalogue, {
    procurement,
    bids,
    softwareVersion: ports.softwareVersion,
    status: 'trial',
  });
  const seed = sensitivitySeed(assessment.inputHash);
  return {
    tender,
    assessment,
    record: buildDecisionRecord(assessment, bids, ports.catalogue),
    sensitivity: assessment.lots.map((lot) => sensitivityReport(lot, seed)),
  };
}

/** The draft evaluation pack of a scored tender. */
export async function buildDraftPack(ports: Ports, scored: ScoredTender): Promise<MadeFile[]> {
  const { assessment, record, sensitivity } = scored;
  return ports.buildPack({ assessment, record, sensitivity });
}

import { createHash } from 'node:crypto';
import { AppError, throwIfFaulty } from '../domain/errors.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { Issue } from '../domain/issue.ts';
import type { Person } from '../domain/person.ts';
import { assessAsAgreed, contradictions } from './agreed-assessment.ts';
import type { AgreedScoresReading } from './agreed-scores-upload.ts';
import { bidNamesFor } from './bid-names.ts';
import { recordSha256 } from './change-evaluation.ts';
import {
  changeProcurement,
  getProcurementRecord,
  requireMove,
  requireState,
  type Revision,
} from './change-procurement.ts';
import { type AgreedElsewhere, checkAgreedScores } from './check-agreed-scores.ts';
import type { ConsensusRecord, Elsewhere, EvaluationRecord, NewEvaluationRecord } from './evaluation-records.ts';
import { assignmentsNow, consensusOn, isSameItem, startOf } from './evaluation-state.ts';
import type { ServicePorts } from './ports.ts';
import { type Evaluation, keyOf, readEvaluation } from './read-evaluation.ts';
import { checkChange } from './record-consensus.ts';
import { itemText } from './record-scores.ts';
import type { ProcurementRecord } from './records.ts';
import { OFFICERS, requireRole } from './roles.ts';
import { sameFactWarnings, type Warning } from './score-warnings.ts';
import { requireProposals } from './start-evaluation.ts';
import type { Stores } from './stores.ts';

export type AgreedScoresInput = Revision & {
  readonly file: { readonly name: string; readonly bytes: Uint8Array };
  /** Why a corrected workbook changes what an earlier one brought. */
  readonly changeReason?: string;
};

export type AgreedScoresImport = {
  readonly sha256: string;
  readonly items: number;
  /** Items that are new or changed; none where nothing differs from what is on record. */
  readonly recorded: number;
  readonly notices: readonly string[];
  readonly warnings: readonly Warning[];
};

/** The file is hashed in one go. */
const MOST_BYTES = 20_000_000;

/**
 * Imports what a panel agreed in another system, from our workbook: every criterion of every bid or, with any fault,
 * nothing. It begins the evaluation and records the consensus, marked as evaluated elsewhere; locking, approval and
 * issue go on as ever. A corrected workbook may follow until the consensus is locked, with its reason. Throws AppError
 * `not-allowed-in-state` where anybody evaluates here, `invalid-input` with every fault by cell.
 */
export async function importAgreedScores(
  ports: ServicePorts,
  person: Person,
  reference: string,
  { file, ...input }: AgreedScoresInput,
): Promise<AgreedScoresImport> {
  requireRole(person, ...OFFICERS);
  if (file.bytes.byteLength > MOST_BYTES) throw new AppError('too-large', `${file.name} is larger than 20 MB.`);
  const sha256 = createHash('sha256').update(file.bytes).digest('hex');
  const seen = await ports.database.read(async (stores) => {
    const record = await getProcurementRecord(stores, person, reference);
    return requireElsewhere(ports, stores, await readEvaluation(ports, stores, record));
  });
  const done = { sha256, items: seen.evaluation.items.length, recorded: 0, notices: [], warnings: [] };
  if (seen.earlier?.sha256 === sha256 && hasAll(seen.evaluation)) return done;
  const reading = await ports.spreadsheets.readAgreedScores(file);
  let result: AgreedScoresImport = done;
  await changeProcurement(ports, person, reference, input, async (record, stores, at) => {
    const evaluation = await readEvaluation(ports, stores, record);
    const { earlier, assessment } = await requireElsewhere(ports, stores, evaluation);
    const made = { by: person.id, byName: person.name, at };
    const scores = requireSound(evaluation, person, file.name, reading, made, sha256);
    const elsewhere = toElsewhere(file.name, sha256, reading);
    const records = scores.map((score) => newConsensus(score, sha256, made));
    const changed = toConsensus(ports, evaluation, records, input);
    const kept = await stores.evaluation.append(person.organisation, reference, [
      { kind: 'start', ...made, blind: false, codes: {}, assessment, elsewhere },
      ...changed,
    ]);
    await stores.files.put(sha256, once(file.bytes));
    const warnings = sameFactWarnings(scores, bidNamesFor(evaluation, person));
    result = { ...done, items: scores.length, recorded: changed.length, notices: reading.notices, warnings };
    return {
      record: { ...record, state: earlier === undefined ? requireMove(record, 'evaluate') : record.state },
      event: { action: 'procurement.evaluated-elsewhere', data: eventData(elsewhere, assessment, changed, kept) },
    };
  });
  return result;
}

type Made = { readonly by: string; readonly byName: string; readonly at: IsoInstant };
type NewConsensus = Extract<NewEvaluationRecord, { readonly kind: 'consensus' }>;

/** What an earlier workbook brought, and the assessment that the decisions stand beside; refuses to mix. */
async function requireElsewhere(ports: ServicePorts, stores: Stores, evaluation: Evaluation) {
  const { record, records } = evaluation;
  requireState(record, ['closed', 'evaluating'], 'scores agreed elsewhere are imported');
  const start = startOf(records);
  const earlier = start?.elsewhere;
  if (earlier === undefined) refuseMixing(record, records);
  const assessment = earlier === undefined ? (await requireProposals(ports, stores, record)).id : start?.assessment;
  return { evaluation, earlier, assessment: assessment ?? '' };
}

function refuseMixing({ reference, state }: ProcurementRecord, records: readonly EvaluationRecord[]): void {
  const scored = records.filter(({ kind }) => kind === 'individual' || kind === 'consensus').length;
  const assigned = assignmentsNow(records).map(({ personName }) => personName);
  if (state === 'closed' && assigned.length === 0) return;
  const why =
    scored > 0
      ? `${scored} scores are recorded here`
      : state === 'evaluating'
        ? 'its evaluation was begun here'
        : `${assigned.join(' and ')} are to evaluate it here`;
  const instead = state === 'closed' ? ' Take them off first if it was evaluated elsewhere.' : '';
  throw new AppError(
    'not-allowed-in-state',
    `${reference}: ${why}, and scores from here and from elsewhere are never mixed. Nothing was imported.${instead}`,
  );
}

function hasAll({ items, records }: Evaluation): boolean {
  return items.every((item) => consensusOn(records, item) !== undefined);
}

/** The scores of a workbook without a fault, or AppError `invalid-input` with all of them. */
function requireSound(
  evaluation: Evaluation,
  person: Person,
  name: string,
  reading: AgreedScoresReading,
  made: Made,
  sha256: string,
): readonly AgreedElsewhere[] {
  const { scores, issues } = checkAgreedScores(evaluation, person, reading);
  const records = scores.map((one) => ({ ...newConsensus(one, sha256, made), sequence: 0 }));
  const contradicting = contradictions({ items: evaluation.items, records }, (bid) => bid).map(
    (message): Issue => ({ pointer: '#/scores', code: 'contradiction', message, ...reading.placeOf('#/scores') }),
  );
  throwIfFaulty('invalid-input', `${name} cannot be imported; nothing was stored.`, [...issues, ...contradicting]);
  return scores;
}

function newConsensus({ item, ...content }: AgreedElsewhere, importedFrom: string, made: Made): NewConsensus {
  return {
    kind: 'consensus',
    ...made,
    procurement: item.procurement,
    ...keyOf(item),
    ...content,
    bidVersion: item.bidVersion,
    importedFrom,
  };
}

/** The records of the items that are new or changed; none where an earlier workbook brought the same. */
function toConsensus(
  ports: ServicePorts,
  evaluation: Evaluation,
  records: readonly NewConsensus[],
  input: Pick<AgreedScoresInput, 'changeReason'>,
): NewConsensus[] {
  const { items, records: known } = evaluation;
  const asAgreed = known.some(({ kind }) => kind === 'consensus') ? assessAsAgreed(ports, evaluation) : undefined;
  return records.flatMap((record) => {
    const item = items.find((one) => isSameItem(one, record));
    const before = consensusOn(known, record);
    if (before === undefined || item === undefined || asAgreed === undefined) return [record];
    if (contentText(before) === contentText(record)) return [];
    return [{ ...record, ...checkChange(evaluation, asAgreed.assessment, item, input) }];
  });
}

function contentText({ judgement, reason, pointers }: Pick<ConsensusRecord, 'judgement' | 'reason' | 'pointers'>) {
  return JSON.stringify([judgement, reason, pointers]);
}

function toElsewhere(file: string, sha256: string, reading: AgreedScoresReading): Elsewhere {
  const { evaluators, moderator = '', interests } = reading;
  return { file, sha256, evaluators, moderator, ...(interests === undefined ? {} : { interests }) };
}

function eventData(
  { file, sha256, evaluators, moderator }: Elsewhere,
  assessment: string,
  changed: readonly NewConsensus[],
  kept: readonly EvaluationRecord[],
) {
  return {
    file,
    file_sha256: sha256,
    evaluators: [...evaluators],
    moderator,
    assessment,
    items: changed.map(itemText),
    changed: changed.flatMap((one) => (one.changeReason === undefined ? [] : `${itemText(one)}: ${one.changeReason}`)),
    sha256: kept.map(recordSha256),
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

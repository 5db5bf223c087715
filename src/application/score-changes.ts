import type { IsoInstant } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { type BidNames, bidNamesFor } from './bid-names.ts';
import { getProcurementRecord, requireState } from './change-procurement.ts';
import { AFTER_CLOSING, isPanel, requireCleared } from './evaluation-access.ts';
import type { ConsensusRecord, EvaluationRecord, IndividualRecord } from './evaluation-records.ts';
import { approvalOf, isSameItem } from './evaluation-state.ts';
import type { FigureTable } from './figure-table.ts';
import { judgementText } from './judgement-text.ts';
import type { MadeFile, ServicePorts } from './ports.ts';
import { type Evaluation, foundBy, readEvaluation } from './read-evaluation.ts';
import { recordLook } from './record-look.ts';
import { MODERATION_READERS, requireRole } from './roles.ts';
import { plainFileName } from './templates.ts';

/** One change of what somebody had locked, or of what the panel had agreed. */
export type ScoreChange = {
  readonly at: IsoInstant;
  readonly by: string;
  readonly of: 'locked score' | 'consensus';
  /** As it is shown to who asks. */
  readonly bid: string;
  readonly lot?: string;
  readonly rule: string;
  readonly code: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly secondApprover?: string;
};

type Scored = Extract<EvaluationRecord, { readonly kind: 'individual' | 'consensus' }>;

/** Every change after a lock, oldest first, as it follows from the list of records: nothing else is kept of it. */
export function scoreChanges(evaluation: Evaluation, names: BidNames): ScoreChange[] {
  const earlier: Scored[] = [];
  return evaluation.records.flatMap((record) => {
    if (record.kind !== 'individual' && record.kind !== 'consensus') return [];
    const before = earlier.findLast(
      (one) =>
        one.kind === record.kind && isSameItem(one, record) && (one.kind === 'consensus' || one.by === record.by),
    );
    earlier.push(record);
    return before === undefined ? [] : [toChange(evaluation, names, before, record)];
  });
}

function toChange(evaluation: Evaluation, names: BidNames, before: Scored, after: Scored): ScoreChange {
  const { rule, lot } = after;
  const [from, to] = [foundText(evaluation, before), foundText(evaluation, after)];
  const approval = after.kind === 'consensus' ? approvalOf(evaluation.records, after) : undefined;
  return {
    at: after.at,
    by: after.byName,
    of: after.kind === 'consensus' ? 'consensus' : 'locked score',
    bid: names.shown(after.bid),
    ...(lot === undefined ? {} : { lot }),
    rule,
    code: evaluation.items.find((item) => item.rule === rule)?.code ?? rule,
    from,
    to: from === to ? `${to}, with its reason or its place in the bid written anew` : to,
    reason: after.changeReason ?? versionText(before, after),
    ...(approval === undefined ? {} : { secondApprover: approval.byName }),
  };
}

/** Without a reason of its own a record can only follow one of another version of the bid. */
function versionText({ bidVersion: from }: IndividualRecord | ConsensusRecord, { bidVersion: to }: Scored): string {
  return `Version ${to} of the bid took the place of version ${from}.`;
}

/** "3.38 points (facts accepted)"; of an earlier version of the bid only what was found, as its points are not known. */
function foundText(evaluation: Evaluation, { judgement, bidVersion, ...key }: Scored): string {
  const item = evaluation.items.find((one) => isSameItem(one, key) && one.bidVersion === bidVersion);
  const words = judgementText(judgement);
  if (item === undefined || judgement.kind === 'points') return words;
  return `${foundBy(evaluation, item, judgement).text} (${words})`;
}

/** The log of score changes of a procurement. For the moderator after declaring, for officers and auditors. */
export async function getScoreChanges(ports: ServicePorts, person: Person, reference: string): Promise<ScoreChange[]> {
  requireRole(person, ...MODERATION_READERS);
  const changes = await ports.database.read(async (stores) => {
    const record = await getProcurementRecord(stores, person, reference);
    const records = await stores.evaluation.records(person.organisation, reference);
    if (isPanel(person)) requireCleared(records, person, reference);
    requireState(record, AFTER_CLOSING.slice(1), 'score changes are shown');
    const evaluation = await readEvaluation(ports, stores, record);
    return scoreChanges(evaluation, bidNamesFor(evaluation, person));
  });
  await recordLook(ports, person, reference, 'score changes');
  return changes;
}

/** The same as CSV. */
export async function exportScoreChanges(ports: ServicePorts, person: Person, reference: string): Promise<MadeFile> {
  const table = scoreChangesTable(reference, await getScoreChanges(ports, person, reference));
  const bytes = await ports.spreadsheets.writeTable(table, 'csv');
  return { name: `${plainFileName(`score-changes-${reference}`)}.csv`, bytes };
}

const HEADERS = ['at', 'by', 'of', 'bid', 'lot', 'code', 'rule', 'from', 'to', 'reason', 'second_approver'];

function scoreChangesTable(reference: string, changes: readonly ScoreChange[]): FigureTable {
  return {
    title: `Score changes of ${reference}`,
    sheet: 'Score changes',
    columns: HEADERS.map((header) => ({ header, kind: 'text' })),
    rows: changes.map(({ at, by, of, bid, lot, code, rule, from, to, reason, secondApprover }) => [
      at,
      by,
      of,
      bid,
      lot,
      code,
      rule,
      from,
      to,
      reason,
      secondApprover,
    ]),
  };
}

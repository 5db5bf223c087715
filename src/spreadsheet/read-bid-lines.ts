import { plainName } from '../application/nearest-names.ts';
import { bidPointer, removalText, toOrderedRemovals } from '../application/tender.ts';
import type { Answer } from '../domain/answer.ts';
import type { CarbonLine, DeviceLine, Removal, RemovalKind, Stage, Tier } from '../domain/bid.ts';
import type { Evidence } from '../domain/evidence.ts';
import { encodePointerPart } from '../domain/issue.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { type Cell, cellText } from './cell.ts';
import {
  notApplicableReason,
  type QuestionFinder,
  readAnswerValue,
  readEvidence,
  withEvidence,
} from './read-answer.ts';
import type { BidFinder, DraftBid } from './read-bids.ts';
import type { ReadingLog } from './reading-log.ts';
import { placeText, type RowValues } from './row-values.ts';

/** Cells without a value: reported once, with the other cells of the row. */
const BROKEN = new Set(['error-value', 'formula-without-value', 'unreadable']);

/** Reads rows of the sheet Answers into the bids they name. A row without an answer or a reason says nothing. */
export function addAnswers(
  rows: readonly RowValues[],
  findBids: BidFinder,
  findQuestion: QuestionFinder,
  log: ReadingLog,
): void {
  for (const row of rows) {
    const named = row.get('question') ?? row.get('questionText');
    for (const [index, bid] of findBids(row).entries()) {
      const question = named === undefined ? undefined : findQuestion(named);
      const id = question?.id ?? named ?? `row ${row.number}`;
      const pointer = `${bidPointer(bid)}/answers/${encodePointerPart(id)}`;
      if (index === 0) row.report(log, pointer, rootOf(row, question !== undefined));
      else log.locateRow(pointer, row, rootOf(row, question !== undefined));
      const answer = readRowAnswer({ row, pointer, question, log: index === 0 ? log : undefined });
      if (answer !== undefined && Object.hasOwn(bid.answers, id)) {
        log.fault(
          row.place('question'),
          pointer,
          'duplicate-answer',
          `Bid ${bid.reference} answers ${id} twice: keep one row`,
          { found: id },
        );
      } else if (answer !== undefined) {
        addAnswer(bid, id, answer);
      }
    }
  }
}

/** The fault of an unknown question belongs at the cell that names it, others at the answer. */
function rootOf(row: RowValues, isKnown: boolean): string {
  if (!isKnown) return 'question';
  return row.cell('answer') === undefined && row.cell('notApplicableBecause') !== undefined
    ? 'notApplicableBecause'
    : 'answer';
}

/** Own property by definition, so that a question called `__proto__` stays a question. */
function addAnswer(bid: DraftBid, id: string, answer: Answer): void {
  Object.defineProperty(bid.answers, id, { value: answer, enumerable: true, configurable: true, writable: true });
}

type AnswerRow = {
  readonly row: RowValues;
  readonly pointer: string;
  readonly question: ReturnType<QuestionFinder>;
  /** A log for the first bid that the row is about: what is wrong with the row is said once. */
  readonly log: ReadingLog | undefined;
};

function readRowAnswer(answerRow: AnswerRow): Answer | undefined {
  const { row, pointer, question, log } = answerRow;
  const cell = row.cell('answer');
  const reason = row.get('notApplicableBecause');
  if (cell !== undefined && reason !== undefined) {
    const message = 'Give an answer, or say why the question does not apply, not both';
    log?.fault(row.place('notApplicableBecause'), pointer, 'answer-and-not-applicable', message, {
      found: `${cellText(cell.value)}; ${reason}`,
      expected: 'one of the two',
    });
    return undefined;
  }
  const evidence = evidenceOf(row, pointer, log);
  if (reason !== undefined) return withEvidence({ state: 'not-applicable', reason }, evidence);
  const read = readAnswerValue(cell?.value, question);
  if (cell === undefined || read === undefined) {
    const place = placeText(row.place('evidenceDocument'));
    if (evidence !== undefined) log?.notice(`${place}: a document is named, but there is no answer.`);
    return undefined;
  }
  if (!('value' in read) || notApplicableReason(cellText(cell.value)) !== undefined) {
    reportAnswer(read, cell, answerRow);
    return undefined;
  }
  if (read.notice !== undefined) log?.notice(`${placeText(row.place('answer'))}: ${read.notice}`);
  return withEvidence({ state: 'given', value: read.value }, evidence);
}

function reportAnswer(
  read: NonNullable<ReturnType<typeof readAnswerValue>>,
  cell: Cell,
  { row, pointer, log }: AnswerRow,
): void {
  const [place, found] = [row.place('answer'), cellText(cell.value)];
  if (notApplicableReason(found) !== undefined) {
    log?.fault(
      place,
      pointer,
      'not-applicable-as-answer',
      'Leave the answer blank, and say in "Not applicable because" why it does not apply',
      {
        found,
        expected: 'an answer, or a reason in "Not applicable because"',
      },
    );
  } else if (!('value' in read) && !BROKEN.has(read.code)) {
    const { code, message, ...detail } = read;
    log?.fault(place, pointer, code, message, { found, ...detail });
  }
}

export function addCarbonLines(
  rows: readonly RowValues[],
  findBids: BidFinder,
  catalogue: Catalogue,
  log: ReadingLog,
): void {
  const factorIds = new Map(catalogue.referenceData.emissionFactors.map(({ id }) => [plainName(id), id]));
  const lines = readLines(rows, findBids, 'carbon', log, (row, pointer): CarbonLine => {
    const factor = row.get('factor');
    const evidence = evidenceOf(row, pointer, log);
    return {
      line: row.get('line') ?? `row ${row.number}`,
      stage: (row.get('stage') ?? 'make') as Stage,
      ...texts(row, ['category', 'year', 'quantity', 'unit', 'declaredKg', 'reason']),
      ...(row.get('scope') === undefined ? {} : { scope: row.get('scope') as '1' | '2' | '3' }),
      ...(factor === undefined ? {} : { factor: factorIds.get(plainName(factor)) ?? factor }),
      ...(row.get('tier') === undefined ? {} : { tier: row.get('tier') as Tier }),
      ...(evidence === undefined ? {} : { evidence }),
    };
  });
  for (const [bid, added] of lines) bid.carbon = [...bid.carbon, ...added];
}

export function addDevices(
  rows: readonly RowValues[],
  findBids: BidFinder,
  catalogue: Catalogue,
  log: ReadingLog,
): void {
  const classes = new Map(
    catalogue.referenceData.deviceBenchmarks.map(({ deviceClass }) => [plainName(deviceClass), deviceClass]),
  );
  const lines = readLines(rows, findBids, 'devices', log, (row, pointer): DeviceLine => {
    const deviceClass = row.get('deviceClass') ?? '';
    const evidence = evidenceOf(row, pointer, log);
    return {
      line: row.get('line') ?? `row ${row.number}`,
      deviceClass: classes.get(plainName(deviceClass)) ?? deviceClass,
      kgPerDevice: row.get('kgPerDevice') ?? '',
      ...texts(row, ['units']),
      ...(evidence === undefined ? {} : { evidence }),
    };
  });
  for (const [bid, added] of lines) bid.devices = [...bid.devices, ...added];
}

/** Removals are put in order before they are numbered, so that a fault points to the same one in any order of rows. */
export function addRemovals(rows: readonly RowValues[], findBids: BidFinder, log: ReadingLog): void {
  const found = new Map<DraftBid, { readonly row: RowValues; readonly removal: Removal }[]>();
  for (const row of rows) {
    for (const bid of findBids(row)) {
      const removal = toRemoval(row, `${bidPointer(bid)}/removals/row ${row.number}`, log);
      const earlier = found.get(bid)?.find((one) => removalText(one.removal) === removalText(removal));
      if (earlier === undefined) found.set(bid, [...(found.get(bid) ?? []), { row, removal }]);
      else
        log.fault(
          row.place('tonnes'),
          bidPointer(bid),
          'duplicate-row',
          `This row repeats row ${earlier.row.number}: keep one, or tell them apart`,
        );
    }
  }
  for (const [bid, read] of found) {
    const rowOf = new Map(read.map(({ row, removal }) => [removal, row]));
    bid.removals = toOrderedRemovals(read.map(({ removal }) => removal));
    for (const [index, removal] of bid.removals.entries())
      rowOf.get(removal)?.report(log, `${bidPointer(bid)}/removals/${index + 1}`, 'tonnes');
  }
}

function toRemoval(row: RowValues, pointer: string, log: ReadingLog): Removal {
  const evidence = evidenceOf(row, pointer, log);
  return {
    tonnes: row.get('tonnes') ?? '',
    kind: (row.get('kind') ?? 'unknown') as RemovalKind,
    retired: row.get('retired') === 'yes',
    ...texts(row, ['year', 'registry', 'verifiedBy']),
    ...(evidence === undefined ? {} : { evidence }),
  };
}

/** The lines that rows say, by the bid that they name. */
function readLines<Line>(
  rows: readonly RowValues[],
  findBids: BidFinder,
  part: 'carbon' | 'devices',
  log: ReadingLog,
  read: (row: RowValues, pointer: string) => Line,
): ReadonlyMap<DraftBid, readonly Line[]> {
  const lines = new Map<DraftBid, Line[]>();
  for (const row of rows) {
    for (const bid of findBids(row)) {
      const pointer = `${bidPointer(bid)}/${part}/${encodePointerPart(row.get('line') ?? `row ${row.number}`)}`;
      row.report(log, pointer, 'line');
      const known = lines.get(bid) ?? [];
      known.push(read(row, pointer));
      lines.set(bid, known);
    }
  }
  return lines;
}

function evidenceOf(row: RowValues, pointer: string, log: ReadingLog | undefined): Evidence | undefined {
  const evidence = readEvidence(row.get);
  if (evidence !== 'no document') return evidence;
  if (row.cell('evidenceDocument') === undefined) {
    log?.fault(
      row.place('evidenceDocument'),
      `${pointer}/evidence/document`,
      'missing',
      'Name the document that the page, dates or company belong to',
      {
        expected: 'the name of a document',
      },
    );
  }
  return undefined;
}

function texts<K extends string>(row: RowValues, fields: readonly K[]): { readonly [P in K]?: string } {
  const given = fields.flatMap((field) => {
    const value = row.get(field);
    return value === undefined ? [] : [[field, value] as const];
  });
  return Object.fromEntries(given) as { readonly [P in K]?: string };
}

import type { Workbook } from 'exceljs';
import type { MinutedItem, Minutes } from '../application/moderation-minutes.ts';
import { capitalised } from '../domain/plain-english.ts';
import { rezipReproducibly } from '../archive/reproducible-zip.ts';
import { pointersLine } from './agreed-reasons.ts';
import { conductedText, foundText, interestLines } from './minutes-words.ts';
import { type CellContent, openHeadedSheet, type SheetHead } from './pack-sheets/pack-sheet.ts';
import { createPackWorkbook } from './pack-sheets/pack-workbook.ts';

const SHEETS = ['Minutes', 'People', 'Agreed', 'Found', 'Warnings', 'Changes'] as const;

type Sheet = {
  readonly title: string;
  readonly note: string;
  /** Header and width in characters. */
  readonly columns: readonly (readonly [string, number])[];
  readonly rows: readonly (readonly CellContent[])[];
  /** Stay in view beside the header; the first alone unless told. */
  readonly frozenColumns?: number;
};

const ITEM = [
  ['Lot', 6],
  ['Bid', 7],
  ['Supplier', 16],
  ['Code', 7],
  ['Criterion or condition', 20],
] as const;

/** The minutes of moderation as a workbook: a sheet for each of its tables. The same minutes give the same bytes. */
export async function minutesWorkbook(minutes: Minutes): Promise<Uint8Array> {
  const { procurement, locked } = minutes;
  const { reference, title, bidDeadline } = procurement;
  const workbook = createPackWorkbook(
    `Minutes of moderation ${reference}`,
    'Minutes of moderation',
    bidDeadline,
    SHEETS,
  );
  const head: SheetHead = {
    status: `Consensus locked ${locked.at}`,
    about: `${reference} ${title}. Head of the audit chain ${locked.chainHead.slice(0, 12)}.`,
    reference,
  };
  const sheets: Readonly<Record<(typeof SHEETS)[number], Sheet>> = {
    Minutes: opening(minutes),
    People: people(minutes),
    Agreed: agreed(minutes),
    Found: found(minutes),
    Warnings: warnings(minutes),
    Changes: changes(minutes),
  };
  for (const name of SHEETS) writeSheet(workbook, name, head, sheets[name]);
  return rezipReproducibly(new Uint8Array(await workbook.xlsx.writeBuffer()));
}

function writeSheet(
  workbook: Workbook,
  name: string,
  head: SheetHead,
  { title, note, columns, rows, frozenColumns = 1 }: Sheet,
): void {
  const opened = columns.map(([header, width]) => ({ header, width }));
  const sheet = openHeadedSheet(workbook, name, head, { title, note, columns: opened, frozenColumns });
  for (const row of rows) sheet.addRow(row);
}

function opening(minutes: Minutes): Sheet {
  const { procurement, locked } = minutes;
  return {
    title: 'Minutes of moderation',
    note: 'Made from the record alone: the same record gives the same file.',
    columns: [
      ['What', 30],
      ['Is', 90],
    ],
    rows: [
      ['Contracting authority', procurement.organisation],
      ['Procurement', `${procurement.reference}, ${procurement.title}`],
      ['Evaluation', conductedText(minutes)],
      ['Consensus locked by', locked.by],
      ['Consensus locked at', locked.at],
      ['Head of the audit chain, event', locked.event],
      ['Head of the audit chain, SHA-256', locked.chainHead],
    ],
  };
}

function people({ people: all, elsewhere }: Minutes): Sheet {
  const instead = elsewhere === undefined ? undefined : (elsewhere.interests ?? 'Not stated in the workbook.');
  return {
    title: 'Who took part, with the interests they declared and what was decided',
    note: 'A later declaration does not undo an earlier one.',
    columns: [
      ['Person', 26],
      ['Part', 40],
      ['Interests', 80],
    ],
    rows: all.map((one) => [one.name, capitalised(one.part), instead ?? interestLines(one)]),
  };
}

function keyOf({ lot, bid, supplier, code, title }: MinutedItem): string[] {
  return [lot ?? '', bid, supplier, code, title];
}

function agreed({ items }: Minutes): Sheet {
  return {
    title: 'What was agreed on each criterion and condition of each bid',
    note: 'One agreed fact or score with one reason. Nothing is averaged.',
    frozenColumns: 4,
    columns: [
      ...ITEM,
      ['Rule proposed', 12],
      ['Agreed', 24],
      ['Reason', 50],
      ['In the bid', 26],
      ['Evaluators differed', 11],
      ['Discussed because', 24],
      ['To who found otherwise', 36],
      ['Changed because', 24],
      ['Second approver', 14],
      ['Recorded by', 14],
      ['Recorded at', 12],
    ],
    rows: items.map((item) => {
      const { reason, pointers, answersDissent, changeReason, secondApprover, by, at } = item.agreed;
      return [
        ...keyOf(item),
        item.proposed,
        foundText(item.agreed),
        reason,
        pointersLine(pointers),
        item.dissent ? 'Yes' : 'No',
        item.discussedBecause,
        answersDissent,
        changeReason,
        secondApprover,
        by,
        at,
      ];
    }),
  };
}

function found({ items }: Minutes): Sheet {
  return {
    title: 'What each evaluator found before moderation',
    note: 'As last locked. Changes after a lock stand in the sheet Changes.',
    frozenColumns: 4,
    columns: [...ITEM, ['Evaluator', 20], ['Found', 36], ['Reason', 70], ['In the bid', 36]],
    rows: items.flatMap((item) =>
      item.found.map((one) => [...keyOf(item), one.by, foundText(one), one.reason, pointersLine(one.pointers)]),
    ),
  };
}

function warnings({ warnings: all }: Minutes): Sheet {
  return {
    title: 'What was pointed out, and what was done',
    note: 'Reasons in the words of the scale, and equal facts scored apart.',
    columns: [
      ['Pointed out', 90],
      ['What was done', 60],
    ],
    rows: all.map(({ message, done }) => [message, done]),
  };
}

function changes({ changes: all }: Minutes): Sheet {
  return {
    title: 'Each change after a lock, oldest first',
    note: 'Changes of what an evaluator had locked, and of what was agreed.',
    columns: [
      ['At', 22],
      ['By', 20],
      ['Of', 14],
      ['Lot', 6],
      ['Bid', 8],
      ['Code', 8],
      ['From', 36],
      ['To', 36],
      ['Reason', 50],
      ['Second approver', 18],
    ],
    rows: all.map(({ at, by, of, lot, bid, code, from, to, reason, secondApprover }) => [
      at,
      by,
      of,
      lot,
      bid,
      code,
      from,
      to,
      reason,
      secondApprover,
    ]),
  };
}

import type { MinutedItem, Minutes } from '../application/moderation-minutes.ts';
import { bidOfLotText } from '../application/award-records.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import { capitalised, dateText } from '../domain/plain-english.ts';
import { ukDay } from '../domain/uk-day.ts';
import { visibleText } from '../domain/visible-text.ts';
import { pointersLine } from './agreed-reasons.ts';
import { changeWords, conductedText, foundText, interestLines } from './minutes-words.ts';
import { prose } from './prose.ts';
import { type Block, cell, type Cell, type Line, type ReportContent } from './report-content.ts';

/** The minutes of moderation as a report: who was there, what was found, discussed and agreed, and what changed. */
export function minutesReport(minutes: Minutes): ReportContent {
  const { procurement } = minutes;
  const reference = visibleText(procurement.reference);
  const title = `Minutes of moderation: ${visibleText(procurement.title)}`;
  return {
    title,
    subject: `Minutes of moderation, procurement ${reference}`,
    organisation: visibleText(procurement.organisation),
    status: undefined,
    runningTitle: `${reference} · Minutes of moderation`,
    date: procurement.bidDeadline,
    blocks: [
      { kind: 'heading', level: 1, text: title, id: 'minutes' },
      opening(minutes),
      ...people(minutes),
      ...agreed(minutes),
      ...warnings(minutes),
      ...changes(minutes),
    ],
  };
}

function opening(minutes: Minutes): Block {
  const { procurement, locked } = minutes;
  return {
    kind: 'facts',
    caption: 'These minutes',
    facts: [
      ['Contracting authority', [visibleText(procurement.organisation)]],
      ['Procurement', [visibleText(`${procurement.reference}, ${procurement.title}`)]],
      ['Evaluation', [prose(conductedText(minutes))]],
      ['Consensus locked', [visibleText(`by ${locked.by} on ${when(locked.at)}`)]],
      ['Head of the audit chain', [`event ${locked.event}, SHA-256 `, { kind: 'code', text: locked.chainHead }]],
    ],
  };
}

function when(instant: IsoInstant): string {
  return dateText(ukDay(instant));
}

function people({ people: all, elsewhere }: Minutes): Block[] {
  const elsewhereNote = `Interests were declared where they evaluated. The workbook says: ${elsewhere?.interests ?? 'nothing of them'}.`;
  return [
    { kind: 'heading', level: 2, text: 'Who took part', id: 'people' },
    {
      kind: 'table',
      caption: 'Evaluators and moderator, with the interests they declared and what was decided',
      columns: [
        { title: 'Person', width: 3, isRowHeader: true },
        { title: 'Part', width: 3 },
        { title: 'Interests', width: 6 },
      ],
      rows: all.map((one) => [
        cell(visibleText(one.name)),
        cell(prose(capitalised(one.part))),
        cell(...(elsewhere === undefined ? interestLines(one) : [elsewhereNote]).map(prose)),
      ]),
    },
  ];
}

function agreed({ items }: Minutes): Block[] {
  const bids = [...new Map(items.map((item) => [bidOfLotText(item), item])).entries()];
  return [
    { kind: 'heading', level: 2, text: 'What was found and agreed', id: 'agreed' },
    ...bids.flatMap(([name, first], index): Block[] => [
      {
        kind: 'heading',
        level: 3,
        text: visibleText(`${first.supplier} (bid ${name})`),
        id: `bid-${index + 1}`,
      },
      {
        kind: 'table',
        caption: visibleText(`Criteria and conditions of bid ${name}`),
        columns: [
          { title: 'Criterion or condition', width: 2.6, isRowHeader: true },
          { title: 'Found before moderation', width: 4 },
          { title: 'Agreed', width: 5.4 },
        ],
        rows: items.filter((item) => bidOfLotText(item) === name).map(itemRow),
      },
    ]),
  ];
}

function itemRow(item: MinutedItem): Cell[] {
  return [
    cell(prose(`${item.code} ${item.title}`), [{ kind: 'quiet', text: `Rule proposed: ${prose(item.proposed)}` }]),
    foundCell(item),
    agreedCell(item.agreed),
  ];
}

function foundCell({ found, dissent, discussedBecause }: MinutedItem): Cell {
  if (found.length === 0) return cell('Not on record here.');
  const counts = found.filter(({ isTakenOff }) => isTakenOff !== true);
  const each = found.map(
    (one): Line => [
      { kind: 'strong', text: `${visibleText(one.by)}: ` },
      prose(`${foundText(one)}${dissent || one.isTakenOff === true ? `. ${one.reason}` : ''}`),
    ],
  );
  if (!dissent) return [...each, ...cell(counts.length > 1 ? 'All found the same.' : 'One finding.')];
  const why = discussedBecause.length === 0 ? 'They differ.' : `Discussed: ${discussedBecause.join(' ')}`;
  return [...each, [{ kind: 'strong', text: prose(why) }]];
}

function agreedCell(one: MinutedItem['agreed']): Cell {
  const { reason, pointers, answersDissent, changeReason, secondApprover } = one;
  const change = changeReason === undefined ? [] : [`Changed because: ${changeReason}`];
  return [
    [{ kind: 'strong', text: prose(foundText(one)) }],
    ...cell(prose(reason), prose(`In the bid: ${pointersLine(pointers)}`)),
    ...cell(
      ...[
        ...(answersDissent === undefined ? [] : [`To who found otherwise: ${answersDissent}`]),
        ...change,
        ...(secondApprover === undefined ? [] : [`Second approver: ${secondApprover}`]),
      ].map(prose),
    ),
    [{ kind: 'quiet', text: visibleText(`Recorded by ${one.by}, ${when(one.at)}`) }],
  ];
}

function warnings({ warnings: all }: Minutes): Block[] {
  const heading: Block = { kind: 'heading', level: 2, text: 'What was pointed out, and what was done', id: 'warnings' };
  if (all.length === 0) return [heading, { kind: 'paragraph', text: ['Nothing was pointed out.'] }];
  return [
    heading,
    {
      kind: 'table',
      caption: 'Reasons in the words of the scale, and equal facts scored apart',
      columns: [
        { title: 'Pointed out', width: 6, isRowHeader: true },
        { title: 'What was done', width: 5 },
      ],
      rows: all.map(({ message, done }) => [cell(prose(message)), cell(prose(done))]),
    },
  ];
}

function changes({ changes: all }: Minutes): Block[] {
  const heading: Block = { kind: 'heading', level: 2, text: 'Changes after a lock', id: 'changes' };
  if (all.length === 0) return [heading, { kind: 'paragraph', text: ['Nothing was changed after a lock.'] }];
  return [
    heading,
    {
      kind: 'table',
      caption: 'Each change of a locked score or of the consensus, oldest first',
      columns: [
        { title: 'What', width: 2.4, isRowHeader: true },
        { title: 'Who and when', width: 2.4 },
        { title: 'From', width: 3 },
        { title: 'To', width: 3 },
        { title: 'Reason', width: 4 },
      ],
      rows: all.map((one) => [
        cell(prose(`${one.code} of ${bidOfLotText(one)}, ${one.of}`)),
        cell(visibleText(`${one.by}, ${when(one.at)}`)),
        ...[one.from, one.to, changeWords(one)].map((text) => cell(prose(text))),
      ]),
    },
  ];
}

import { likeness, nearestNames, plainCompanyName, plainName } from '../application/nearest-names.ts';
import { bidPointer } from '../application/tender.ts';
import type { Answer } from '../domain/answer.ts';
import { encodePointerPart } from '../domain/issue.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import type { Question } from '../scoring/question.ts';
import type { Grid, GridCell, GridLine } from './matrix-grid.ts';
import { questionIn } from './matrix-grid.ts';
import { notApplicableReason, type QuestionFinder, readAnswerValue } from './read-answer.ts';
import type { DraftBid } from './read-bids.ts';
import type { Place, ReadingLog } from './reading-log.ts';
import { placeText } from './row-values.ts';

/** A column of answers; a bid for several lots gives the same answers for each. */
type Bidder = { readonly column: number; readonly header: GridCell; readonly bids: readonly DraftBid[] };
type QuestionLine = { readonly line: GridLine; readonly question: Question; readonly cell: GridCell };

export type MatrixContext = {
  readonly sheet: string;
  readonly catalogue: Catalogue;
  readonly findQuestion: QuestionFinder;
  readonly log: ReadingLog;
};

/** Columns of a portal's export that are about the question, not about a bidder. */
const ABOUT_QUESTIONS = [
  'question',
  'question id',
  'question text',
  'text',
  'section',
  'unit',
  'hint',
  'type',
  'weight',
  'weighting',
  'notes',
  'guidance',
  'what to enter',
  'answered by',
  'options',
  'number',
  'no',
  'ref',
  'reference',
  'id',
  'mandatory',
  'max score',
  'read by',
].map(plainName);

/** How alike a name must be to be proposed. */
const LIKELY_QUESTION = 0.65;
const LIKELY_BIDDER = 0.6;

/**
 * Reads the answers of several bidders from a matrix, as portals export it. Which column is whose bid is always
 * proposed and needs acceptance: a portal's headers are not ours. Without a list of bids each bidder found becomes
 * one. Returns the bids; those given are filled in.
 */
export function readMatrix(grid: Grid, listed: readonly DraftBid[] | undefined, context: MatrixContext): DraftBid[] {
  const lines = readQuestionLines(grid, context);
  const bidders = readBidders(grid, lines, listed, context);
  for (const asked of lines) {
    for (const bidder of bidders) addAnswer(asked.line.cells.get(bidder.column), asked, bidder, context);
  }
  const found = bidders.flatMap(({ bids }) => bids);
  for (const bid of listed ?? []) {
    if (!found.includes(bid)) context.log.notice(`${context.sheet}: bid ${bid.reference} has no answers here.`);
  }
  return found;
}

/** The lines that ask one of our questions. A name that is nearly one is proposed; other lines are left out. */
function readQuestionLines(grid: Grid, { sheet, catalogue, findQuestion, log }: MatrixContext): QuestionLine[] {
  const known: QuestionLine[] = [];
  const others: { line: GridLine; cell: GridCell }[] = [];
  const leftOut: string[] = [];
  for (const line of grid.lines) {
    const cell = line.cells.get(grid.questionColumn);
    if (cell === undefined) continue;
    const question = questionIn(cell, findQuestion);
    const earlier = known.find((one) => one.question === question);
    if (question === undefined) others.push({ line, cell });
    else if (earlier === undefined) known.push({ line, question, cell });
    else
      log.fault(
        toPlace(sheet, cell),
        '#',
        'duplicate-question',
        `${question.id} stands in ${earlier.cell.address} too: keep one`,
        { found: cell.text },
      );
  }
  const first = Math.min(...known.map(({ line }) => line.number));
  for (const { line, cell } of others.filter((one) => one.line.number > first && one.line.cells.size > 1)) {
    const [near] = nearestNames(cell.text, catalogue.questions.keys(), 1, LIKELY_QUESTION);
    const question =
      near === undefined || known.some((one) => one.question.id === near) ? undefined : catalogue.questions.get(near);
    if (question === undefined) leftOut.push(cell.address);
    else if (log.isAccepted({ kind: 'question', sheet, wanted: question.id, found: cell.text }, toPlace(sheet, cell)))
      known.push({ line, question, cell });
  }
  if (leftOut.length > 0)
    log.notice(
      `${sheet}: ${leftOut.length} lines ask none of our questions and were left out (${leftOut.slice(0, 10).join(', ')}).`,
    );
  return known;
}

/** The columns that hold a bidder's answers, each with its bid. */
function readBidders(
  grid: Grid,
  lines: readonly QuestionLine[],
  listed: readonly DraftBid[] | undefined,
  context: MatrixContext,
): Bidder[] {
  const { sheet, log } = context;
  const headers = findHeaderLine(grid, lines, listed);
  if (headers === undefined) {
    log.fault({ sheet }, '#', 'no-bidders', `The sheet ${sheet} names no bidders`, {
      fix: 'Give each column of answers the reference or the name of its bidder.',
    });
    return [];
  }
  const bidders: Bidder[] = [];
  for (const [column, header] of headers.cells) {
    if (!isBidderColumn(column, header, grid, lines, context)) continue;
    const bid = listed === undefined ? newBid(header.text) : findBid(header.text, listed);
    if (bid === undefined) {
      log.notice(`${sheet}!${header.address}: "${header.text}" is no bid that is listed and was left out.`);
    } else if (
      log.isAccepted(
        { kind: 'bidder', sheet, wanted: `bid ${bid.reference}`, found: header.text },
        toPlace(sheet, header),
      )
    ) {
      if (bidders.some(({ bids }) => bids.includes(bid))) {
        log.fault(
          toPlace(sheet, header),
          bidPointer(bid),
          'duplicate-bidder',
          `Two columns are for bid ${bid.reference}: keep one`,
          { found: header.text },
        );
      } else {
        const bids = listed?.filter(({ reference }) => reference === bid.reference) ?? [bid];
        bidders.push({ column, header, bids });
      }
    }
  }
  return bidders;
}

/** The line above the questions that names the most listed bids; without a list, the nearest that says anything. */
function findHeaderLine(
  grid: Grid,
  lines: readonly QuestionLine[],
  listed: readonly DraftBid[] | undefined,
): GridLine | undefined {
  const first = Math.min(...lines.map(({ line }) => line.number));
  const above = grid.lines.filter(
    ({ number, cells }) => number < first && [...cells.keys()].some((column) => column !== grid.questionColumn),
  );
  if (listed === undefined) return above.at(-1);
  const known = (line: GridLine): number =>
    [...line.cells.values()].filter(({ text }) => findBid(text, listed) !== undefined).length;
  return above.toReversed().toSorted((a, b) => known(b) - known(a))[0];
}

function isBidderColumn(
  column: number,
  header: GridCell,
  grid: Grid,
  lines: readonly QuestionLine[],
  { findQuestion }: MatrixContext,
): boolean {
  if (column === grid.questionColumn || ABOUT_QUESTIONS.includes(plainName(header.text))) return false;
  const cells = lines.flatMap(({ line }) => line.cells.get(column) ?? []);
  const repeatsQuestions = cells.length > 0 && cells.every((cell) => questionIn(cell, findQuestion) !== undefined);
  return !repeatsQuestions;
}

function findBid(header: string, listed: readonly DraftBid[]): DraftBid | undefined {
  const [wanted, company] = [plainName(header), plainCompanyName(header)];
  const exact = listed.find(
    ({ reference, supplier }) => plainName(reference) === wanted || plainCompanyName(supplier.name) === company,
  );
  if (exact !== undefined) return exact;
  const [nearest] = listed
    .map((bid) => ({ bid, alike: Math.max(...namesOf(bid).map((name) => likeness(name, header))) }))
    .toSorted((a, b) => b.alike - a.alike);
  return nearest !== undefined && nearest.alike >= LIKELY_BIDDER ? nearest.bid : undefined;
}

function namesOf({ reference, supplier }: DraftBid): string[] {
  return [supplier.name, `${reference} ${supplier.name}`];
}

function newBid(name: string): DraftBid {
  return { reference: name, supplier: { name }, answers: {}, carbon: [], devices: [], removals: [] };
}

function addAnswer(
  cell: GridCell | undefined,
  asked: QuestionLine,
  { bids, header }: Bidder,
  context: MatrixContext,
): void {
  if (cell === undefined) return;
  const { sheet, log } = context;
  const id = asked.question.id;
  const place: Place = { sheet, cell: cell.address, header: header.text };
  const pointers = bids.map((bid) => `${bidPointer(bid)}/answers/${encodePointerPart(id)}`);
  for (const pointer of pointers) log.locateCell(pointer, place);
  const answer = readCell(cell, asked, { place, pointer: pointers[0] ?? '#' }, log);
  for (const [index, bid] of answer === undefined ? [] : bids.entries()) {
    if (Object.hasOwn(bid.answers, id)) {
      const message = `Bid ${bid.reference} answers ${id} in another sheet too: keep one answer`;
      log.fault(place, pointers[index] ?? '#', 'duplicate-answer', message, { found: cell.text });
    } else if (answer !== undefined) bid.answers = { ...bid.answers, [id]: answer };
  }
}

/** A cell of a matrix holds an answer, or says why there is none: a matrix has no column for that. */
function readCell(
  cell: GridCell,
  { question, cell: asked }: QuestionLine,
  at: { readonly place: Place; readonly pointer: string },
  log: ReadingLog,
): Answer | undefined {
  const reason = cell.value.kind === 'text' ? notApplicableReason(cell.text) : undefined;
  if (reason === '') {
    const message = `Say why ${asked.text} does not apply, as "Not applicable because ...", or leave the cell blank`;
    log.fault(at.place, at.pointer, 'reason-missing', message, { found: cell.text });
    return undefined;
  }
  if (reason !== undefined) return { state: 'not-applicable', reason };
  const read = readAnswerValue(cell.value, question);
  if (read === undefined) return undefined;
  if (!('value' in read)) {
    const { code, message, ...detail } = read;
    log.fault(at.place, at.pointer, code, message, { found: cell.text, ...detail });
    return undefined;
  }
  if (read.notice !== undefined) log.notice(`${placeText(at.place)}: ${read.notice}`);
  return { state: 'given', value: read.value };
}

function toPlace(sheet: string, cell: GridCell): Place {
  return { sheet, cell: cell.address, header: cell.text };
}

import { cellAddress, cellText, type CellValue } from './cell.ts';
import type { Question } from '../scoring/question.ts';
import type { QuestionFinder } from './read-answer.ts';
import type { Sheet } from './upload.ts';

export type GridCell = { readonly value: CellValue; readonly text: string; readonly address: string };

/** A sheet as a grid with questions down and bidders across; one that has them the other way is turned first. */
export type Grid = {
  /** The line with the questions: "column A", or "row 1" of a sheet that was turned. */
  readonly questionLine: string;
  readonly questionColumn: number;
  /** Each line of the grid, in order: its number and its cells by column. */
  readonly lines: readonly GridLine[];
};

export type GridLine = { readonly number: number; readonly cells: ReadonlyMap<number, GridCell> };

/** How many questions must be recognised before a sheet is taken for a matrix. */
const FEWEST_QUESTIONS = 3;

/** The sheet as a matrix of questions by bidders, or undefined when it does not look like one. */
export function findMatrix(sheet: Sheet, findQuestion: QuestionFinder): Grid | undefined {
  const down = toLines(sheet);
  const across = turned(down);
  const [byColumn, byRow] = [richestColumn(down, findQuestion), richestColumn(across, findQuestion)];
  const isAcross = byRow.questions > byColumn.questions;
  const best = isAcross ? byRow : byColumn;
  if (best.questions < FEWEST_QUESTIONS) return undefined;
  const letters = cellAddress(1, best.column).replace('1', '');
  return {
    questionLine: isAcross ? `row ${best.column}` : `column ${letters}`,
    questionColumn: best.column,
    lines: isAcross ? across : down,
  };
}

/** The question that a cell names, if it names one. */
export function questionIn(cell: GridCell | undefined, findQuestion: QuestionFinder): Question | undefined {
  return cell === undefined ? undefined : findQuestion(cell.text);
}

function toLines(sheet: Sheet): GridLine[] {
  return sheet.rows.map((row) => {
    const cells = row.cells
      .map(
        (cell) =>
          [
            cell.column,
            { value: cell.value, text: cellText(cell.value).trim(), address: cellAddress(cell.row, cell.column) },
          ] as const,
      )
      .filter(([, { text }]) => text !== '');
    return { number: row.number, cells: new Map(cells) };
  });
}

function turned(lines: readonly GridLine[]): GridLine[] {
  const columns = new Map<number, Map<number, GridCell>>();
  for (const { number, cells } of lines) {
    for (const [column, cell] of cells) {
      const line = columns.get(column) ?? new Map<number, GridCell>();
      line.set(number, cell);
      columns.set(column, line);
    }
  }
  return [...columns].toSorted(([a], [b]) => a - b).map(([number, cells]) => ({ number, cells }));
}

/** The column that names the most different questions; where ids and texts stand side by side, the first. */
function richestColumn(
  lines: readonly GridLine[],
  findQuestion: QuestionFinder,
): { readonly column: number; readonly questions: number } {
  const found = new Map<number, Set<string>>();
  for (const { cells } of lines) {
    for (const [column, cell] of cells) {
      const question = cell.value.kind === 'text' ? questionIn(cell, findQuestion) : undefined;
      if (question !== undefined) found.set(column, (found.get(column) ?? new Set()).add(question.id));
    }
  }
  const columns = [...found].toSorted(([a, x], [b, y]) => y.size - x.size || a - b);
  const [column = 0, questions = new Set<string>()] = columns[0] ?? [];
  return { column, questions: questions.size };
}

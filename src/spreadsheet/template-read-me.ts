import type ExcelJS from 'exceljs';
import { type NoteLine } from './template-notes.ts';
import { applyLook, rowHeight, setUpPrint, writeCell } from './template-styles.ts';

const SAMPLE_WIDTH = 20;
const TEXT_WIDTH = 96;

/** Writes the first sheet: what the workbook is and how to fill it in. One column of samples, one of words. */
export function writeReadMe(sheet: ExcelJS.Worksheet, title: string, lines: readonly NoteLine[]): void {
  sheet.getColumn(1).width = SAMPLE_WIDTH;
  sheet.getColumn(2).width = TEXT_WIDTH;
  writeCell(sheet.getCell(1, 1), title, 'title');
  sheet.getRow(1).height = 28;
  let step = 0;
  for (const [index, line] of lines.entries()) {
    if (line.kind === 'step') step++;
    writeLine(sheet, index + 2, line, step);
  }
  sheet.views = [{ state: 'normal', showGridLines: false }];
  setUpPrint(sheet, 'portrait');
}

function writeLine(sheet: ExcelJS.Worksheet, row: number, line: NoteLine, step: number): void {
  const [first, second] = [sheet.getCell(row, 1), sheet.getCell(row, 2)];
  if (line.kind === 'heading') {
    writeCell(first, line.text, 'heading');
    sheet.getRow(row).height = 26;
    return;
  }
  writeCell(second, line.text, 'words');
  sheet.getRow(row).height = rowHeight([{ text: line.text, width: TEXT_WIDTH }]);
  switch (line.kind) {
    case 'step':
      writeCell(first, `Step ${step}`, 'words');
      break;
    case 'legend':
      writeCell(first, line.sample, line.look);
      // The sample is not a cell to fill in.
      first.protection = { locked: true };
      break;
    case 'sheet':
      writeCell(first, { text: line.name, hyperlink: `#'${line.name}'!A1` }, 'link');
      break;
    case 'paragraph':
      applyLook(first, 'words');
      break;
  }
}

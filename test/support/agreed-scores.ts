import type ExcelJS from 'exceljs';
import { judged } from './evaluation.ts';
import { getSheet, openedWithExceljs } from './templates.ts';

/** What is typed into a row, by header; what is left out stays blank. */
export type TypedRow = Readonly<Record<string, string | number | undefined>>;

export type Filling = {
  readonly about?: Readonly<Record<string, string | undefined>>;
  /** Changes what is typed for a criterion of a bid, or leaves the row out. */
  readonly row?: (typed: TypedRow, bid: string, code: string) => TypedRow | 'left out';
};

const ABOUT = {
  Evaluators: 'Ana Example; Ben Example',
  Moderator: 'Cleo Example',
  Interests: 'All declared none; forms are kept in the portal.',
};
const HEADER_ROW = 3;

/** The code of the criterion that test panels judge. */
export const JUDGED_CODE = 'C11';

/** The template with what a panel agreed typed into it, as an officer does: facts accepted, 3 points where judged. */
export async function fillAgreedScores(template: Uint8Array, filling: Filling = {}): Promise<Uint8Array> {
  const workbook = await openedWithExceljs(template);
  const about = getSheet(workbook, 'About');
  about.eachRow((row) => {
    const value = { ...ABOUT, ...filling.about }[row.getCell(1).text];
    if (value !== undefined) row.getCell(2).value = value;
  });
  const sheet = getSheet(workbook, 'Agreed scores');
  const columns = columnsOf(sheet);
  for (let number = HEADER_ROW + 1; number <= sheet.rowCount; number++) {
    const text = (header: string) => sheet.getRow(number).getCell(columns.get(header) ?? 0).text;
    const [bid, code] = [text('Bid reference'), text('Criterion')];
    const typed = typedFor(bid, code, text('Title'), text('Where the bid shows it'));
    const wanted = filling.row?.(typed, bid, code) ?? typed;
    if (wanted === 'left out') sheet.getRow(number).eachCell((cell) => (cell.value = null));
    else {
      for (const [header, value] of Object.entries(wanted)) {
        sheet.getRow(number).getCell(columns.get(header) ?? 0).value = value ?? null;
      }
    }
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

function typedFor(bid: string, code: string, title: string, places: string): TypedRow {
  const [pointer] = code === JUDGED_CODE ? judged(bid, '3').pointers : [];
  const [, document, page] = /^(.*), page (.*)$/m.exec(places) ?? [];
  return {
    ...(code === JUDGED_CODE ? { 'Agreed score': 3 } : { Facts: 'accepted' }),
    Reason: `The panel read what ${bid} says of "${title}" with its annexes and agreed to it.`,
    'Evidence document': pointer?.kind === 'document' ? pointer.document : document,
    'Page or section': pointer?.kind === 'document' ? pointer.page : (page ?? 'nothing submitted'),
  };
}

function columnsOf(sheet: ExcelJS.Worksheet): Map<string, number> {
  const columns = new Map<string, number>();
  sheet.getRow(HEADER_ROW).eachCell((cell, column) => columns.set(cell.text, column));
  return columns;
}

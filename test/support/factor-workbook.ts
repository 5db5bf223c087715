import ExcelJS from 'exceljs';

/** One row of a made-up flat file; what is not given is as in the row of electricity. */
export type MadeUpFactor = {
  readonly id?: string | undefined;
  readonly scope?: string;
  readonly levels?: readonly string[];
  readonly columnText?: string;
  readonly unit?: string;
  readonly ghgUnit?: string;
  /** Left out for a blank cell. */
  readonly value?: number | string;
};

export type MadeUpFlatFile = {
  readonly year?: string;
  /** What the first page says, where it is not the year of the header. */
  readonly aboutYear?: string;
  readonly edition?: string;
  readonly factorSet?: string;
  readonly headers?: readonly string[];
  readonly rows: readonly MadeUpFactor[];
};

const HEADERS = ['ID', 'Scope', 'Level 1', 'Level 2', 'Level 3', 'Level 4', 'Column Text', 'UOM', 'GHG/Unit'];
/** Where the first factor stands, and the columns of its id and its value. */
export const FIRST_ROW = 7;

/** The bytes of a workbook laid out as the government's flat file is, with made-up factors. */
export async function flatFile(made: MadeUpFlatFile): Promise<Buffer> {
  const { year = '2025', aboutYear = year, edition = '1', factorSet = 'Flat file', headers = HEADERS } = made;
  const workbook = new ExcelJS.Workbook();
  workbook.created = new Date(0);
  const about = workbook.addWorksheet('Front page');
  about.addRow(['Conversion factors for tests']);
  about.addRow(['Next publication date: ', 'June 2026', 'Factor set:', factorSet]);
  about.addRow(['Version:', edition, 'Year:', aboutYear]);
  const sheet = workbook.addWorksheet('Factors by Category');
  for (let row = 1; row < FIRST_ROW - 1; row += 1) sheet.addRow(row === 1 ? ['Conversion factors for tests'] : []);
  sheet.addRow([...headers, `GHG Conversion Factor ${year}`]);
  for (const row of made.rows) sheet.addRow(cellsOf(row));
  sheet.addRow(['', 'END']);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

function cellsOf(row: MadeUpFactor): (string | number | undefined)[] {
  const { scope = 'Scope 2', levels = ['UK electricity', 'Electricity generated'], columnText } = row;
  const { unit = 'kWh', ghgUnit = 'kg CO2e', value } = row;
  const padded = [0, 1, 2, 3].map((level) => levels[level]);
  return [row.id, scope, ...padded, columnText, unit, ghgUnit, value];
}

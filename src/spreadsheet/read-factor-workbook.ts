import type { FileSource } from '../application/file-source.ts';
import { plainName } from '../application/nearest-names.ts';
import type { FactorWorkbook } from '../application/ports.ts';
import type { PublishedFactor } from '../domain/conversion-factor.ts';
import { cellText } from './cell.ts';
import { type FactorColumn, FactorRowReader } from './factor-rows.ts';
import { CARBON_VALUE_HEADERS, readCarbonValueTable } from './carbon-value-table.ts';
import type { UploadLimits } from './limits.ts';
import { MULTIPLIER_HEADERS, readMultiplierTable } from './multiplier-table.ts';
import type { TableReading } from './published-table.ts';
import { refusalOfFile, unsupportedFile } from './refusal.ts';
import { readUpload, type Sheet, type SheetRow, type UploadContent } from './upload.ts';

const HEADER_SEARCH_ROWS = 20;
const ABOUT_ROWS = 30;
const VALUE_HEADER = /^ghg conversion factor (\d{4})$/i;

/** Headers as the flat file has them since ids exist (2023). */
const COLUMNS: Readonly<Record<Exclude<FactorColumn, 'value'>, string>> = {
  id: 'ID',
  scope: 'Scope',
  level1: 'Level 1',
  level2: 'Level 2',
  level3: 'Level 3',
  level4: 'Level 4',
  columnText: 'Column Text',
  unit: 'UOM',
  ghgUnit: 'GHG/Unit',
};

/**
 * Reads the flat file of the government's yearly conversion factors, or a table of spend multipliers or of carbon
 * values, whichever the headers are of; `.xlsx` or `.csv`, with the limits of every upload. Every fault carries its
 * cell. Throws AppError `unsupported-file` for a workbook that has no such sheet, as the condensed and full sets of
 * factors, whose rows have no ids.
 */
export async function readFactorWorkbook(source: FileSource, limits?: Partial<UploadLimits>): Promise<FactorWorkbook> {
  const content = await readUpload(source, limits);
  const about = readAbout(content);
  const found = readFlatFile(content, about) ?? readMultiplierTable(content) ?? readCarbonValueTable(content);
  if (found === undefined) throw refusalOfFile(notAFlatFile(about), source.name);
  return {
    ...found,
    edition: found.kind === 'factors' ? (about.version ?? '') : '',
    issues: [...content.issues, ...found.issues],
    notices: [...content.notices, ...found.notices],
  };
}

function readFlatFile(content: UploadContent, about: About): TableReading | undefined {
  const found = content.sheets.map((sheet) => ({ sheet, headers: findHeaders(sheet) })).find(({ headers }) => headers);
  if (found?.headers === undefined) return undefined;
  const { sheet, headers } = found;
  const reader = new FactorRowReader(sheet.name, headers.columns);
  const rows: PublishedFactor[] = [];
  for (const row of sheet.rows.filter(({ number }) => number > headers.row)) {
    if (isEnd(row)) break;
    const factor = reader.read(row);
    if (factor !== undefined) rows.push(factor);
  }
  const { year } = headers;
  if (about.year !== undefined && about.year !== year) reader.yearsDiffer(about.year, year, headers);
  if (rows.length === 0 && reader.issues.length === 0) reader.noRows();
  return { kind: 'factors', year, rows, issues: reader.issues, notices: reader.notices() };
}

type About = { readonly factorSet?: string; readonly version?: string; readonly year?: string };

/** What the first page says of the file, beside its labels. */
function readAbout({ sheets }: UploadContent): About {
  const about: { factorSet?: string; version?: string; year?: string } = {};
  for (const row of sheets.slice(0, 1).flatMap(({ rows }) => rows.slice(0, ABOUT_ROWS))) {
    row.cells.forEach((cell, index) => {
      const next = row.cells[index + 1];
      if (next === undefined) return;
      const text = cellText(next.value).trim();
      const label = plainName(cellText(cell.value));
      if (label === 'factorset') about.factorSet ??= text;
      if (label === 'version') about.version ??= text;
      if (label === 'year' && /^\d{4}$/.test(text)) about.year ??= text;
    });
  }
  return about;
}

type Headers = {
  readonly row: number;
  readonly year: string;
  readonly columns: Readonly<Record<FactorColumn, number>>;
};

/** The row with all headers, in any order of columns; undefined when the sheet has none. */
function findHeaders(sheet: Sheet): Headers | undefined {
  for (const row of sheet.rows.slice(0, HEADER_SEARCH_ROWS)) {
    const columns: Partial<Record<FactorColumn, number>> = {};
    let year: string | undefined;
    for (const cell of row.cells) {
      const text = cellText(cell.value).trim();
      const known = Object.entries(COLUMNS).find(([, header]) => plainName(header) === plainName(text))?.[0];
      if (known !== undefined) columns[known as FactorColumn] ??= cell.column;
      const [, stated] = VALUE_HEADER.exec(text.replaceAll(/\s+/g, ' ')) ?? [];
      if (stated !== undefined) [columns.value, year] = [cell.column, stated];
    }
    if (year !== undefined && hasAll(columns)) return { row: row.number, year, columns };
  }
  return undefined;
}

function hasAll(columns: Partial<Record<FactorColumn, number>>): columns is Record<FactorColumn, number> {
  return [...Object.keys(COLUMNS), 'value'].every((name) => name in columns);
}

/** The publisher ends the sheet with the word in a row of its own. */
function isEnd({ cells }: SheetRow): boolean {
  return cells.length === 1 && cells[0] !== undefined && cellText(cells[0].value).trim() === 'END';
}

function notAFlatFile({ factorSet, year }: About) {
  const headers = `${Object.values(COLUMNS).join(', ')} and GHG Conversion Factor with its year`;
  if (factorSet !== undefined) {
    const what = `${factorSet.toLowerCase()}${year === undefined ? '' : ` of ${year}`}`;
    return unsupportedFile(
      `The file is the ${what}, whose rows have no ids, so that nothing can be matched with other years: no sheet has the headers ${headers}.`,
      SEND_FLAT_FILE,
    );
  }
  return unsupportedFile(
    `The file is not the flat file of the conversion factors: no sheet has the headers ${headers}. Nor are there those of spend multipliers (${MULTIPLIER_HEADERS}) or of carbon values (${CARBON_VALUE_HEADERS}).`,
    SEND_FLAT_FILE,
  );
}

const SEND_FLAT_FILE =
  'Send the flat file of the same year; GOV.UK has it as "flat file (for automatic processing only)".';

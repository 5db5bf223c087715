import type { FileSource } from '../application/file-source.ts';
import { createStatedLineCheck, type StatedLineCheck } from '../application/check-stated-line.ts';
import type { ContractsOfSuppliers } from '../application/contracts-of-suppliers.ts';
import { createFaultList, type FaultList } from '../application/fault-list.ts';
import { lineNames } from '../application/line-identity.ts';
import type { ReturnKind } from '../application/register-upload.ts';
import type { MappingProposal, PlaceInFile } from '../application/tender.ts';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { financialYearOf } from '../domain/financial-year.ts';
import { monthOf } from '../domain/period-split.ts';
import type { Issue } from '../domain/issue.ts';
import { SeenNames } from '../domain/seen-names.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { amountCellFinder } from './amount-cell.ts';
import { allIssues, settleReading } from './finish-reading.ts';
import { returnLayouts } from './layout.ts';
import { type SettledColumn, settleHeaders } from './read-sheet-rows.ts';
import type { ReadOptions } from './read-tender.ts';
import type { ReadingLog } from './reading-log.ts';
import { unsupportedFile } from './refusal.ts';
import { findRegisterSheets } from './register-sheets.ts';
import { RETURN_FORMS, type RowContext, type RowForm } from './return-forms.ts';
import { type RowCells, TextCells, ViewCells } from './row-cells.ts';
import { RowReader, rowPlace, type StreamedRow } from './row-reader.ts';
import { streamCsv, streamSheet } from './stream-upload.ts';
import type { UploadContent } from './upload.ts';
import { readHeads } from './upload-heads.ts';

/** Faults beyond these are counted: a marked-up copy lists no more either. */
const MOST_FAULTS = 5000;

/** A sheet of the return, as it is to be read. */
type SheetPlan = {
  readonly sheet: string;
  readonly headerRow: number;
  readonly columns: readonly SettledColumn[];
  readonly form: RowForm;
};

/** Where the sheets and columns are: all that is needed to find the cell of a line again. Plain data. */
export type ReturnPlaces = {
  readonly kind: ReturnKind;
  readonly sheets: readonly {
    readonly sheet: string;
    /** The name of the layout that it is read by. */
    readonly layout: string;
    readonly columns: readonly SettledColumn[];
  }[];
};

/** What a return was found to be, without its lines. Plain data, but for the lines handed over meanwhile. */
export type ReturnScan = {
  readonly issues: readonly Issue[];
  /** See `ReturnReading`. */
  readonly unlistedFaults: number;
  readonly notices: readonly string[];
  readonly proposedMapping?: MappingProposal;
  readonly organisation?: string;
  readonly lineCount: number;
  readonly contracts: readonly Pick<CarbonReturnLine, 'contract' | 'source'>[];
  readonly places: ReturnPlaces;
};

export type ScanOptions = ReadOptions & {
  /** What the file is; a carbon return unless said otherwise. */
  readonly kind?: ReturnKind;
  /** The contracts of suppliers, where there is a record to ask; without it a supplier's contract is not looked up. */
  readonly suppliers?: ContractsOfSuppliers;
};

/**
 * Reads a carbon return from start to end, row by row, and checks each line: nothing is held but the names of the
 * lines. Lines are handed over as long as no fault has been found. Throws AppError for a file that cannot be opened.
 */
export async function scanReturn(
  source: FileSource,
  catalogue: Catalogue,
  options: ScanOptions,
  onLine: (line: CarbonReturnLine) => void,
): Promise<ReturnScan> {
  const heads = await readHeads(source, options.limits);
  if (heads === undefined) throw unsupportedFile('The file is a zip of files.', 'Send one carbon return at a time.');
  const { kind = 'carbon-return' } = options;
  const { reading, log, proposal } = settleReading((one) => planSheets(heads, kind, one), options.acceptMapping);
  const context = { ...catalogue, ...(options.suppliers === undefined ? {} : { suppliers: options.suppliers }) };
  const check = createStatedLineCheck(catalogue);
  const scanner = new ReturnScanner(log, context, check, onLine, options.onRows);
  for (const plan of reading.sheets) await readRows(source, heads.kind, plan, scanner, log, options);
  scanner.finish(reading.sheets[0]?.sheet);
  return {
    issues: [
      ...allIssues([], log, ['About', ...returnLayouts[kind].sheets.map(({ name }) => name)]),
      ...scanner.uncounted(),
    ],
    // The last of them says how many are not listed, and is none itself.
    unlistedFaults: Math.max(0, scanner.more - 1),
    notices: [...log.notices, ...scanner.splitNotice()],
    ...(proposal === undefined ? {} : { proposedMapping: proposal }),
    ...(reading.organisation === undefined ? {} : { organisation: reading.organisation }),
    lineCount: scanner.lineCount,
    contracts: [...scanner.contracts].map(([contract, source]) => ({ contract, source })),
    places: {
      kind,
      sheets: reading.sheets.map(({ sheet, columns, form }) => ({ sheet, layout: form.layout.name, columns })),
    },
  };
}

/** Where a value of the line in a row stands in the file. */
export function placeOfLine(
  { kind, sheets }: ReturnPlaces,
  { sheet, row }: CarbonReturnLine['source'],
  field: string,
): PlaceInFile {
  const found = sheets.find((one) => one.sheet === sheet) ?? sheets[0];
  const form = RETURN_FORMS[kind].find(({ layout }) => layout.name === found?.layout);
  return found === undefined ? {} : rowPlace(found.sheet, found.columns, row, form?.fieldOf(field) ?? field);
}

type ReturnPlan = { readonly sheets: readonly SheetPlan[]; readonly organisation?: string };

function planSheets(heads: UploadContent, kind: ReturnKind, log: ReadingLog): ReturnPlan {
  const found = findRegisterSheets(heads, returnLayouts[kind], log);
  const sheets = RETURN_FORMS[kind].flatMap((form): SheetPlan[] => {
    const sheet = found.find(form.layout);
    const settled = sheet === undefined ? undefined : settleHeaders(sheet, form.layout, log);
    return sheet === undefined || settled === undefined ? [] : [{ sheet: sheet.name, ...settled, form }];
  });
  const organisation = found.about?.get('organisation');
  return { sheets, ...(organisation === undefined ? {} : { organisation }) };
}

async function readRows(
  source: FileSource,
  kind: UploadContent['kind'],
  plan: SheetPlan,
  scanner: ReturnScanner,
  log: ReadingLog,
  { limits }: ReadOptions,
): Promise<void> {
  scanner.start(plan, kind === 'csv' ? undefined : plan.sheet);
  if (kind === 'csv') {
    const cells = new TextCells();
    const onRow = (number: number, values: readonly string[]): void => {
      cells.values = values;
      scanner.row(number, cells);
    };
    await streamCsv(source, onRow, limits);
    return;
  }
  const cells = new ViewCells();
  const { issues, notices } = await streamSheet(
    source,
    plan.sheet,
    (number, row) => {
      cells.take(row);
      scanner.row(number, cells);
    },
    limits,
  );
  log.issues.push(...issues);
  for (const notice of notices) log.notice(notice);
}

/** Takes the rows of a return one after the other. */
class ReturnScanner {
  lineCount = 0;
  readonly contracts = new Map<string, CarbonReturnLine['source']>();
  private readonly log: ReadingLog;
  private readonly context: RowContext;
  private readonly check: StatedLineCheck;
  private readonly onLine: (line: CarbonReturnLine) => void;
  private readonly onRows: (rows: number) => void;
  private readonly faults: FaultList = createFaultList();
  /** The row of each line, by all that makes it the same line. */
  private readonly seen = new SeenNames();
  private plan: SheetPlan | undefined;
  private reader: RowReader | undefined;
  private amountCell = amountCellFinder([]);
  private sourceSheet: string | undefined;
  private rows = 0;
  /** Lines that fall in several financial years, and the first of them in words. */
  private split = 0;
  private firstSplit = '';
  /** Faults found besides those listed. */
  more = 0;

  constructor(
    log: ReadingLog,
    context: RowContext,
    check: StatedLineCheck,
    onLine: (line: CarbonReturnLine) => void,
    onRows: (rows: number) => void = () => {},
  ) {
    this.log = log;
    this.context = context;
    this.check = check;
    this.onLine = onLine;
    this.onRows = onRows;
  }

  start(plan: SheetPlan, sourceSheet: string | undefined): void {
    this.plan = plan;
    this.sourceSheet = sourceSheet;
    this.reader = new RowReader(plan.sheet, plan.columns);
    this.amountCell = amountCellFinder(plan.columns);
  }

  row(number: number, cells: RowCells): void {
    const { plan, reader } = this;
    if (++this.rows % 1000 === 0) this.onRows(this.rows);
    if (plan === undefined || reader === undefined || number <= plan.headerRow) return;
    if (!reader.read(number, cells)) return;
    this.line(reader, plan);
    if (this.log.issues.length <= MOST_FAULTS) return;
    this.more += this.log.issues.length - MOST_FAULTS;
    this.log.issues.length = MOST_FAULTS;
  }

  finish(sheet: string | undefined): void {
    this.onRows(this.rows);
    if (sheet === undefined || this.lineCount > 0 || this.log.issues.length > 0) return;
    const expected = 'one row for each figure';
    this.log.fault({ sheet }, '#/figures', 'no-lines', 'Enter at least one line', { expected });
  }

  /** Says how many faults there are besides those listed. */
  uncounted(): Issue[] {
    if (this.more === 0) return [];
    const message = `And ${this.more.toLocaleString('en-GB')} more faults that are not listed.`;
    return [{ pointer: '#', code: 'more-faults', message }];
  }

  /** A supplier's year is seldom the council's: that is said, for a split by days is a reading of it. */
  splitNotice(): string[] {
    if (this.split === 0 || this.log.issues.length > 0) return [];
    const lines = this.split === 1 ? '1 line falls' : `${this.split.toLocaleString('en-GB')} lines fall`;
    return [`${lines} in more than one financial year, and each is split by days: first ${this.firstSplit}.`];
  }

  private line(row: RowReader, plan: SheetPlan): void {
    this.lineCount += 1;
    const source = this.sourceOf(row);
    const line = plan.form.toLine(row, source, this.context);
    if (!this.contracts.has(line.contract) && line.contract !== '') this.contracts.set(line.contract, source);
    this.checkLine(row, line, plan);
    if (this.log.issues.length > 0) return;
    this.countSplit(line);
    this.onLine(line);
  }

  private sourceOf(row: RowReader): CarbonReturnLine['source'] {
    const source: { sheet?: string; row: number; cell?: string } =
      this.sourceSheet === undefined ? { row: row.number } : { sheet: this.sourceSheet, row: row.number };
    const cell = this.amountCell(row);
    if (cell !== undefined) source.cell = cell;
    return source;
  }

  private countSplit({ contract, line, periodStart, periodEnd }: CarbonReturnLine): void {
    if (monthOf(periodStart) === monthOf(periodEnd)) return;
    const [from, to] = [financialYearOf(periodStart), financialYearOf(periodEnd)];
    if (from === to) return;
    if (this.split === 0)
      this.firstSplit = `line ${line} of ${contract}, ${periodStart} to ${periodEnd}, in ${from} to ${to}`;
    this.split += 1;
  }

  private checkLine(row: RowReader, line: CarbonReturnLine, plan: SheetPlan): void {
    const pointer = `#/figures/${row.number}`;
    const before = this.log.issues.length;
    const isUnreadable = row.report(this.log, pointer);
    this.faults.issues.length = 0;
    plan.form.check?.(row, pointer, this.faults, this.context);
    const saysNothing = plan.form.worksOutAmount === true && (isUnreadable || this.faults.issues.length > 0);
    this.check(line, pointer, this.faults);
    if (saysNothing) dropFaults(this.faults, `${pointer}/amount`);
    this.checkNames(line, pointer, plan, isUnreadable);
    for (const issue of this.faults.issues) this.place(issue, row, plan, before, isUnreadable);
  }

  private checkNames(line: CarbonReturnLine, pointer: string, plan: SheetPlan, isUnreadable: boolean): void {
    const { contract, periodStart, periodEnd } = line;
    if (isUnreadable || periodStart === '') return;
    const earlier = this.seen.firstRow(lineNames(line), line.source.row);
    if (earlier !== undefined) {
      const message = `This row repeats row ${earlier}: line ${line.line} of ${contract} from ${periodStart} to ${periodEnd}`;
      this.faults.add(`${pointer}/line`, 'duplicate-row', message, {
        found: line.line,
        expected: 'each line of a contract and period once',
        fix: `Keep one of ${plan.sheet} rows ${earlier} and ${line.source.row}, or give one another name.`,
      });
    }
  }

  /** Puts a fault at its cell, unless that cell was told already or looks missing only because another is unreadable. */
  private place(issue: Issue, row: StreamedRow, plan: SheetPlan, before: number, isUnreadable: boolean): void {
    const name = issue.pointer.slice(issue.pointer.lastIndexOf('/') + 1);
    const field = plan.form.fieldOf(name);
    const place = rowPlace(plan.sheet, plan.columns, row.number, field);
    const isTold = this.log.issues
      .slice(before)
      .some(({ cell, header }) => cell === place.cell && header === place.header);
    if (isTold || (isUnreadable && row.get(field) === undefined)) return;
    this.log.issues.push({ ...issue, ...place });
  }
}

/** An amount that could not be worked out is told by what it is worked out from. */
function dropFaults({ issues }: FaultList, pointer: string): void {
  const kept = issues.filter((issue) => issue.pointer !== pointer);
  issues.splice(0, issues.length, ...kept);
}

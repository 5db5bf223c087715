import type { FileSource } from '../application/file-source.ts';
import { checkContracts } from '../application/append-contracts.ts';
import { checkCommitmentYears, contractPointer } from '../application/check-contract-terms.ts';
import { createFaultList } from '../application/fault-list.ts';
import { listed, nearestNames } from '../application/nearest-names.ts';
import type { ContractsReading } from '../application/register-upload.ts';
import { compareNames } from '../application/tender.ts';
import { type Contract, CONTRACT_STATUSES, ICT_CATEGORIES } from '../domain/contract.ts';
import { parseShares, type Shares } from '../domain/contract-shares.ts';
import { allIssues, placeInFile, settleReading } from './finish-reading.ts';
import { contractsLayout, type SheetLayout } from './layout.ts';
import { contractSheets } from './layout-contracts.ts';
import { readSupplier } from './read-bids.ts';
import { readSheetRows } from './read-sheet-rows.ts';
import type { ReadOptions } from './read-tender.ts';
import type { ReadingLog } from './reading-log.ts';
import { findRegisterSheets, type RegisterSheets } from './register-sheets.ts';
import { placeText, type RowValues } from './row-values.ts';
import { readUpload, type UploadContent } from './upload.ts';

const SHEETS = ['About', ...contractsLayout.sheets.map(({ name }) => name)];

/** The fields of a contract that a register may have no column for. */
const OPTIONAL_FIELDS = ['department', 'annualValue', 'procurementReference', 'shares', 'status'] as const;

/** The column that contracts workbooks of before did not have. */
const PART = 'outsideInventoryTonnes';

type Draft = { readonly contracts: readonly Contract[]; readonly unstated: ContractsReading['unstated'] };

/**
 * Reads a contracts workbook, or its sheet `Contracts` alone as CSV: every fault at once with its cell, likely names
 * as a proposal. Throws AppError for a file that cannot be opened.
 */
export async function readContractsUpload(source: FileSource, options: ReadOptions = {}): Promise<ContractsReading> {
  return readContracts(await readUpload(source, options.limits, options.onRows), options.acceptMapping);
}

/** Reads a contracts workbook that has been opened. Does not throw. */
function readContracts(content: UploadContent, acceptMapping?: string): ContractsReading {
  const { reading, log, proposal } = settleReading((log) => readSheets(content, log), acceptMapping);
  const faults = createFaultList();
  checkContracts(reading.contracts, faults);
  for (const contract of reading.contracts) checkCommitmentYears(contract, faults);
  const issues = allIssues(faults.issues, log, SHEETS);
  const isGood = issues.length === 0;
  return {
    kind: 'contracts',
    contracts: isGood ? reading.contracts.toSorted((a, b) => compareNames(a.reference, b.reference)) : [],
    unstated: reading.unstated,
    issues,
    notices: log.notices,
    ...(proposal === undefined ? {} : { proposedMapping: proposal }),
    placeOf: (pointer) => placeInFile(pointer, log),
  };
}

function readSheets(content: UploadContent, log: ReadingLog): Draft {
  log.issues.push(...content.issues);
  for (const notice of content.notices) log.notice(notice);
  const sheets = findRegisterSheets(content, contractsLayout, log);
  const rows = rowsOf(sheets, contractSheets.contracts, log);
  if (rows.length === 0 && sheets.find(contractSheets.contracts) !== undefined && log.issues.length === 0) {
    const place = { sheet: sheets.find(contractSheets.contracts)?.name ?? contractSheets.contracts.name };
    log.fault(place, '#/contracts', 'no-contracts', 'Enter at least one contract', { expected: 'one row for each' });
  }
  const contracts = rows.map((row) => readContract(row, log));
  const commitments = rowsOf(sheets, contractSheets.commitments, log);
  const promised = addCommitments(contracts, commitments, log);
  const [first] = rows;
  const [firstPromise] = commitments;
  return {
    contracts: promised,
    unstated: [
      ...OPTIONAL_FIELDS.filter((field) => first !== undefined && !hasColumn(first, field)),
      ...(sheets.find(contractSheets.commitments) === undefined ? (['commitments'] as const) : []),
      ...(firstPromise !== undefined && !hasColumn(firstPromise, PART) ? ([PART] as const) : []),
    ],
  };
}

function hasColumn(row: RowValues, field: string): boolean {
  return row.place(field).cell !== undefined;
}

function rowsOf({ find }: RegisterSheets, layout: SheetLayout, log: ReadingLog): RowValues[] {
  const sheet = find(layout);
  return sheet === undefined ? [] : readSheetRows(sheet, layout, log);
}

function readContract(row: RowValues, log: ReadingLog): Contract {
  const reference = row.get('reference') ?? '';
  const pointer = contractPointer(reference === '' ? `row ${row.number}` : reference);
  row.report(log, pointer, 'reference');
  const [department, annualValue, procurementReference] = ['department', 'annualValue', 'procurementReference'].map(
    row.get,
  );
  const shares = readShares(row, pointer, log);
  return {
    reference: reference === '' ? `row ${row.number}` : reference,
    title: row.get('title') ?? '',
    supplier: readSupplier(row, log, pointer),
    ictCategory: ICT_CATEGORIES.find((one) => one === row.get('ictCategory')) ?? 'services',
    ...(department === undefined ? {} : { department }),
    start: row.get('start') ?? '',
    end: row.get('end') ?? '',
    ...(annualValue === undefined ? {} : { annualValue }),
    ...(procurementReference === undefined ? {} : { procurementReference }),
    ...(shares === undefined ? {} : { shares }),
    status: readStatus(row, log),
    commitments: [],
  };
}

function readStatus(row: RowValues, log: ReadingLog): Contract['status'] {
  const stated = CONTRACT_STATUSES.find((one) => one === row.get('status'));
  if (stated === undefined && row.cell('status') === undefined) {
    const { sheet, cell } = row.place('status');
    const where = cell === undefined ? sheet : placeText({ sheet, cell });
    log.notice(`${where}: the status is blank and is read as live.`);
  }
  return stated ?? 'live';
}

function readShares(row: RowValues, pointer: string, log: ReadingLog): Shares | undefined {
  const text = row.get('shares');
  if (text === undefined) return undefined;
  const read = parseShares(text);
  if ('shares' in read) return read.shares;
  const { code, message, expected } = read;
  log.fault(row.place('shares'), `${pointer}/shares`, code, message, { found: text, expected });
  return undefined;
}

/** Puts what is promised with its contract; a contract that the file does not list is a fault. */
function addCommitments(contracts: readonly Contract[], rows: readonly RowValues[], log: ReadingLog): Contract[] {
  const byContract = new Map(contracts.map(({ reference }) => [reference, [] as Contract['commitments'][number][]]));
  for (const row of rows) {
    const [reference = '', year = '', tonnes = '0'] = ['reference', 'year', 'tonnes'].map(row.get);
    const outsideInventoryTonnes = row.get('outsideInventoryTonnes');
    const known = byContract.get(reference);
    const pointer = `${contractPointer(reference)}/commitments/${year.replace('/', '~1')}`;
    row.report(log, pointer, 'year');
    if (known === undefined && reference !== '') {
      const near = nearestNames(reference, byContract.keys());
      const expected = near.length === 0 ? 'a contract of the sheet Contracts' : listed(near);
      const message = `The sheet Contracts has no contract ${reference}`;
      log.fault(row.place('reference'), pointer, 'unknown-contract', message, { found: reference, expected });
    }
    known?.push({ year, tonnes, ...(outsideInventoryTonnes === undefined ? {} : { outsideInventoryTonnes }) });
  }
  return contracts.map((contract) => ({
    ...contract,
    commitments: (byContract.get(contract.reference) ?? []).toSorted((a, b) => (a.year < b.year ? -1 : 1)),
  }));
}

import type { FileSource } from '../application/file-source.ts';
import { checkDecimal, createFaultList } from '../application/fault-list.ts';
import type { PriceLine, PricesReading } from '../application/price-upload.ts';
import { bidPointer } from '../application/tender.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { allIssues, placeInFile, settleReading } from './finish-reading.ts';
import { pricesLayout } from './layout.ts';
import { pricesSheet } from './layout-prices.ts';
import { readSheetRows } from './read-sheet-rows.ts';
import type { ReadOptions } from './read-tender.ts';
import type { ReadingLog } from './reading-log.ts';
import { findRegisterSheets } from './register-sheets.ts';
import type { RowValues } from './row-values.ts';
import { readUpload, type UploadContent } from './upload.ts';

const SHEETS = ['About', pricesSheet.name];

type Draft = Pick<PricesReading, 'prices' | 'procurementReference'>;

/**
 * Reads a price workbook, or its sheet `Prices` alone as CSV: every fault at once with its cell, likely names as a
 * proposal. Throws AppError for a file that cannot be opened.
 */
export async function readPricesUpload(
  source: FileSource,
  catalogue: Catalogue,
  options: ReadOptions = {},
): Promise<PricesReading> {
  const content = await readUpload(source, options.limits, options.onRows);
  const { reading, log, proposal } = settleReading((pass) => readSheets(content, pass), options.acceptMapping);
  const faults = createFaultList();
  for (const line of reading.prices) {
    const limits = { what: 'a price in pounds', question: 'bid-price', aboveZero: true };
    checkDecimal(faults, catalogue, `${pointerOf(line)}/price`, line.price, limits);
  }
  const issues = allIssues(faults.issues, log, SHEETS);
  return {
    kind: 'prices',
    ...reading,
    prices: issues.length === 0 ? reading.prices : [],
    issues,
    notices: log.notices,
    ...(proposal === undefined ? {} : { proposedMapping: proposal }),
    placeOf: (pointer) => placeInFile(pointer, log),
  };
}

function readSheets(content: UploadContent, log: ReadingLog): Draft {
  log.issues.push(...content.issues);
  for (const notice of content.notices) log.notice(notice);
  const { find, about } = findRegisterSheets(content, pricesLayout, log);
  const sheet = find(pricesSheet);
  const rows = sheet === undefined ? [] : readSheetRows(sheet, pricesSheet, log);
  const procurementReference = about?.get('procurementReference');
  if (about !== undefined) log.locateRow('#/procurement', about, 'procurementReference');
  if (sheet !== undefined) {
    log.locateCell('#/bids', { sheet: sheet.name });
    if (rows.length === 0 && log.issues.length === 0) {
      const message = 'Enter the price of each bid';
      log.fault({ sheet: sheet.name }, '#/bids', 'no-prices', message, { expected: 'one row for each bid and lot' });
    }
  }
  return {
    prices: rows.map((row) => readPrice(row, log)),
    ...(procurementReference === undefined ? {} : { procurementReference }),
  };
}

/** A row without a reference or a price has been reported; such a reading is never given out. */
function readPrice(row: RowValues, log: ReadingLog): PriceLine {
  const [reference = `row ${row.number}`, lot, price = ''] = ['bidReference', 'lot', 'price'].map(row.get);
  const line = { bid: reference, ...(lot === undefined ? {} : { lot }), price };
  row.report(log, pointerOf(line), 'bidReference');
  return line;
}

function pointerOf({ bid: reference, lot }: PriceLine): string {
  return bidPointer({ reference, ...(lot === undefined ? {} : { lot }) });
}

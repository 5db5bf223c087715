import type { ContractsOfSuppliers } from '../application/contracts-of-suppliers.ts';
import type { FaultList } from '../application/fault-list.ts';
import type { ReturnKind } from '../application/register-upload.ts';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { periodOfYear } from '../domain/reporting-period.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { allocatedField, checkAllocatedRow, toAllocatedLine } from './allocated-line.ts';
import { assetField, checkAssetRow, toAssetLine } from './asset-line.ts';
import { checkCloudRow, cloudField, toCloudLine } from './cloud-line.ts';
import { carbonReturnSheets } from './layout-carbon-return.ts';
import { allocatedTotals, assets, cloudUsage, spend } from './layout-figure-doors.ts';
import type { SheetLayout } from './layout-field.ts';
import { removalField, toFigureLine, toRemovalLine } from './return-line.ts';
import type { StreamedRow } from './row-reader.ts';
import { checkSpendRow, spendField, toSpendLine } from './spend-line.ts';

/** What rows may be worked out from: published tables, and what is on record. */
export type RowContext = Pick<Catalogue, 'referenceData' | 'estimationTables'> & {
  readonly suppliers?: ContractsOfSuppliers;
};

/** A sheet whose rows become lines, and how. */
export type RowForm = {
  readonly layout: SheetLayout;
  /** What could not be read is absent from the line, and reported by the row. */
  readonly toLine: (row: StreamedRow, source: CarbonReturnLine['source'], context: RowContext) => CarbonReturnLine;
  /** Adds what is wrong with the row and cannot be told from its line; `at` is its pointer, `#/figures/12`. */
  readonly check?: (row: StreamedRow, at: string, faults: FaultList, context: RowContext) => void;
  /** Whether the amount is worked out from other columns: then it says nothing by itself while these are at fault. */
  readonly worksOutAmount?: boolean;
  /** The column that holds what a check calls by the field of a line. */
  readonly fieldOf: (field: string) => string;
};

const returnForms: readonly RowForm[] = [
  { layout: carbonReturnSheets.figures, toLine: toFigureLine, fieldOf: (field) => field },
  { layout: carbonReturnSheets.removals, toLine: toRemovalLine, check: checkRemovalYear, fieldOf: removalField },
];

/** The sheets of each kind of file, the one that a CSV file holds first. */
export const RETURN_FORMS: Readonly<Record<ReturnKind, readonly RowForm[]>> = {
  'carbon-return': returnForms,
  'asset-list': [
    { layout: assets, toLine: toAssetLine, check: checkAssetRow, worksOutAmount: true, fieldOf: assetField },
  ],
  'allocated-total': [
    {
      layout: allocatedTotals,
      toLine: toAllocatedLine,
      check: checkAllocatedRow,
      worksOutAmount: true,
      fieldOf: allocatedField,
    },
  ],
  'spend-export': [
    { layout: spend, toLine: toSpendLine, check: checkSpendRow, worksOutAmount: true, fieldOf: spendField },
  ],
  'cloud-export': [{ layout: cloudUsage, toLine: toCloudLine, check: checkCloudRow, fieldOf: cloudField }],
};

function checkRemovalYear(row: StreamedRow, at: string, faults: FaultList): void {
  const year = row.get('year');
  if (year === undefined || periodOfYear(year) !== undefined) return;
  const message = `Enter a year, as 2027, or a financial year, as 2027/28, got "${year}"`;
  faults.add(`${at}/year`, 'not-a-year', message, { found: year, expected: 'a year' });
}

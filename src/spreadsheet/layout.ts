import { bidAboutFields, tenderAboutFields } from './layout-about.ts';
import { bidSheets, tenderSheets } from './layout-columns.ts';
import type { AboutField, SheetLayout } from './layout-field.ts';

export type { AboutField, ColumnLayout, FieldLayout, FieldType, SheetLayout } from './layout-field.ts';

/**
 * What each kind of workbook holds, as data. It drives the reading of uploads, the blank templates and the
 * documentation, so that the three cannot differ.
 */
export type WorkbookLayout = {
  readonly kind: 'tender' | 'bid';
  readonly version: string;
  /** Rows of the sheet `About`: a name in one column, its value in the next. */
  readonly about: readonly AboutField[];
  /** The other sheets, in the order of the template. */
  readonly sheets: readonly SheetLayout[];
};

/** Name of the first sheet, and the headers of its columns. `guidance` is skipped when read. */
export const ABOUT_SHEET = {
  name: 'About',
  nameHeader: 'Name',
  valueHeader: 'Value',
  guidance: ['Unit', 'Hint', 'What to enter', 'Example'],
} as const;

/** Sheets that a template may carry for its reader and the upload skips without a notice. */
export const GUIDANCE_SHEETS: readonly string[] = ['Read me', 'Lists', 'Faults'];

export const DEFAULT_RULE_SET = 'ict-net-zero-2030@2';

/** One procurement and its bids. */
export const tenderLayout: WorkbookLayout = {
  kind: 'tender',
  version: '1',
  about: tenderAboutFields,
  sheets: [
    tenderSheets.lots,
    tenderSheets.bids,
    tenderSheets.answers,
    tenderSheets.carbon,
    tenderSheets.devices,
    tenderSheets.removals,
  ],
};

/** The bid of one supplier. */
export const bidLayout: WorkbookLayout = {
  kind: 'bid',
  version: '1',
  about: bidAboutFields,
  sheets: [bidSheets.bids, bidSheets.answers, bidSheets.carbon, bidSheets.devices, bidSheets.removals],
};

/** The layout of a kind of workbook. */
export function layoutOf(kind: WorkbookLayout['kind']): WorkbookLayout {
  return kind === 'tender' ? tenderLayout : bidLayout;
}

/** A sheet of a layout by its name; throws when the layout has no such sheet, which is a bug. */
export function getSheetLayout(layout: WorkbookLayout, name: string): SheetLayout {
  const sheet = layout.sheets.find((one) => one.name === name);
  if (sheet === undefined) throw new Error(`The ${layout.kind} workbook has no sheet "${name}"`);
  return sheet;
}

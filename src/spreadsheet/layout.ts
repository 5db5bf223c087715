import type { RegisterKind, ReturnKind } from '../application/register-upload.ts';
import { agreedScoresAboutFields, agreedScoresSheet } from './layout-agreed-scores.ts';
import { bidAboutFields, tenderAboutFields } from './layout-about.ts';
import { carbonReturnSheets, returnAboutFields } from './layout-carbon-return.ts';
import { bidSheets, tenderSheets } from './layout-columns.ts';
import { contractsAboutFields, contractSheets } from './layout-contracts.ts';
import { allocatedTotals, assets, cloudUsage, spend } from './layout-figure-doors.ts';
import { pricesAboutFields, pricesSheet } from './layout-prices.ts';
import type { AboutField, SheetLayout } from './layout-field.ts';

export type { AboutField, ColumnLayout, FieldLayout, FieldType, SheetLayout } from './layout-field.ts';

/**
 * What each kind of workbook holds, as data. It drives the reading of uploads, the blank templates and the
 * documentation, so that the three cannot differ.
 */
export type WorkbookLayout<K extends WorkbookKind = WorkbookKind> = {
  readonly kind: K;
  readonly version: string;
  /** Rows of the sheet `About`: a name in one column, its value in the next. */
  readonly about: readonly AboutField[];
  /** The other sheets, in the order of the template. */
  readonly sheets: readonly SheetLayout[];
};

export type WorkbookKind = 'tender' | 'bid' | 'prices' | 'agreed-scores' | RegisterKind;

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
export const tenderLayout: WorkbookLayout<'tender'> = {
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
export const bidLayout: WorkbookLayout<'bid'> = {
  kind: 'bid',
  version: '1',
  about: bidAboutFields,
  sheets: [bidSheets.bids, bidSheets.answers, bidSheets.carbon, bidSheets.devices, bidSheets.removals],
};

/** The prices of the bids of one procurement, where they come after the consensus. */
export const pricesLayout: WorkbookLayout<'prices'> = {
  kind: 'prices',
  version: '1',
  about: pricesAboutFields,
  sheets: [pricesSheet],
};

/** The contracts of an organisation, and the carbon that they promise. */
export const contractsLayout: WorkbookLayout<'contracts'> = {
  kind: 'contracts',
  version: '1',
  about: contractsAboutFields,
  sheets: [contractSheets.contracts, contractSheets.commitments],
};

function returnLayout<K extends ReturnKind>(kind: K, sheets: readonly SheetLayout[]): WorkbookLayout<K> {
  return { kind, version: '1', about: returnAboutFields(kind), sheets };
}

/** What suppliers report, of one contract or thousands, and the other files whose rows become lines of the ledger. */
export const returnLayouts: { readonly [K in ReturnKind]: WorkbookLayout<K> } = {
  'carbon-return': returnLayout('carbon-return', [carbonReturnSheets.figures, carbonReturnSheets.removals]),
  'asset-list': returnLayout('asset-list', [assets]),
  'allocated-total': returnLayout('allocated-total', [allocatedTotals]),
  'cloud-export': returnLayout('cloud-export', [cloudUsage]),
  'spend-export': returnLayout('spend-export', [spend]),
};

/** Of every file that fills the register. */
export const registerLayouts: { readonly [K in RegisterKind]: WorkbookLayout<K> } = {
  contracts: contractsLayout,
  ...returnLayouts,
};

/** What a panel agreed in another system. */
export const agreedScoresLayout: WorkbookLayout<'agreed-scores'> = {
  kind: 'agreed-scores',
  version: '1',
  about: agreedScoresAboutFields,
  sheets: [agreedScoresSheet],
};

/** The layout of a tender or bid workbook. */
export function layoutOf(kind: 'tender' | 'bid'): WorkbookLayout<'tender' | 'bid'> {
  return kind === 'tender' ? tenderLayout : bidLayout;
}

/** A sheet of a layout by its name; throws when the layout has no such sheet, which is a bug. */
export function getSheetLayout(layout: WorkbookLayout, name: string): SheetLayout {
  const sheet = layout.sheets.find((one) => one.name === name);
  if (sheet === undefined) throw new Error(`The ${layout.kind} workbook has no sheet "${name}"`);
  return sheet;
}

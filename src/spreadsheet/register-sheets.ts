import type { RegisterKind } from '../application/register-upload.ts';
import { ABOUT_SHEET, type SheetLayout, type WorkbookLayout } from './layout.ts';
import { readAbout } from './read-about.ts';
import type { ReadingLog } from './reading-log.ts';
import { mainSheet } from './recognise-upload.ts';
import type { RowValues } from './row-values.ts';
import type { Sheet, UploadContent } from './upload.ts';
import { findAboutSheet, findSheets } from './workbook-sheets.ts';

/** The sheets of a register's workbook, by our names. */
export type RegisterSheets = {
  readonly find: (layout: SheetLayout) => Sheet | undefined;
  /** Absent in a CSV file, and in a workbook without the sheet. */
  readonly about?: RowValues;
};

/** Finds the sheets of a register or of prices; its `About` may be missing, its main sheet may not. A CSV file is the main sheet. */
export function findRegisterSheets(
  content: UploadContent,
  layout: WorkbookLayout<RegisterKind | 'prices'>,
  log: ReadingLog,
): RegisterSheets {
  const main = mainSheet(layout);
  if (content.kind === 'csv') {
    return { find: (wanted) => (wanted.name === main.name ? content.sheets[0] : undefined) };
  }
  const about = findAboutSheet(content, log);
  const none: Sheet = { name: ABOUT_SHEET.name, hidden: false, rows: [] };
  const { find } = findSheets(content, about ?? none, layout, () => undefined, log);
  if (find(main) === undefined) {
    log.fault({ sheet: main.name }, '#', 'missing-sheet', `The workbook has no sheet ${main.name}`, {
      expected: main.purpose,
      fix: `Use the ${layout.kind} template, or rename the sheet that holds it.`,
    });
  }
  if (about === undefined) return { find };
  const values = readAbout(about, layout.about, log);
  values.report(log, '#/about', 'template');
  checkVersion(values, layout, log);
  return { find, about: values };
}

function checkVersion(about: RowValues, { kind, version }: WorkbookLayout, log: ReadingLog): void {
  const stated = about.get('templateVersion');
  if (stated === undefined || stated === version) return;
  log.fault(
    about.place('templateVersion'),
    '#/about/templateVersion',
    'unknown-template-version',
    `Enter ${version}, the version of the ${kind} template, got "${stated}"`,
    { found: stated, expected: version, fix: 'A later template needs a later version of this program.' },
  );
}

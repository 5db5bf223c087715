import { plainName } from '../application/nearest-names.ts';
import { REGISTER_KINDS } from '../application/register-upload.ts';
import { bidLayout, layoutOf, tenderLayout } from './layout.ts';
import { readAbout } from './read-about.ts';
import { createReadingLog, type ReadingLog } from './reading-log.ts';
import type { Sheet, UploadContent } from './upload.ts';

/** Other workbooks of ours, and what to do with them. */
const OTHER_KINDS: readonly string[] = [...REGISTER_KINDS, 'prices', 'agreed-scores'];

/**
 * The kind of workbook by the row Template of `About`. Where it is blank that is a fault, and the kind is taken from
 * what the workbook holds, so that the rest can be checked; undefined when it is a workbook of another kind.
 */
export function readTemplateKind(about: Sheet, content: UploadContent, log: ReadingLog): 'tender' | 'bid' | undefined {
  const fields = tenderLayout.about.filter(({ field }) => field === 'template' || field === 'templateVersion');
  const values = readAbout(about, fields, createReadingLog(new Set()));
  const [text, version] = [values.get('template'), values.get('templateVersion')];
  const kind = (['tender', 'bid'] as const).find((one) => plainName(one) === plainName(text ?? ''));
  if (kind !== undefined) {
    const known = layoutOf(kind).version;
    if (version === undefined || version === known) return kind;
    log.fault(
      values.place('templateVersion'),
      '#/templateVersion',
      'unknown-template-version',
      `Enter ${known}, the version of the ${kind} template, got "${version}"`,
      {
        found: version,
        expected: known,
        fix: 'A later template needs a later version of this program.',
      },
    );
    return undefined;
  }
  if (text === undefined) return inferKind(about, content);
  const other = OTHER_KINDS.find((one) => plainName(one) === plainName(text));
  const message =
    other === undefined
      ? `Enter tender or bid, got "${text}"`
      : `This is a workbook of the kind ${other}, not a tender or a bid`;
  log.fault(values.place('template'), '#/template', 'other-template', message, {
    found: text,
    expected: 'tender or bid',
  });
  return undefined;
}

/** Without the row, a list of bids makes a tender. The missing row itself is reported with the others of `About`. */
function inferKind(about: Sheet, content: UploadContent): 'tender' | 'bid' {
  const names = content.sheets.map(({ name }) => plainName(name));
  if (names.includes('bids')) return 'tender';
  const isBid = readAbout(about, bidLayout.about, createReadingLog(new Set())).get('supplier') !== undefined;
  return isBid ? 'bid' : 'tender';
}

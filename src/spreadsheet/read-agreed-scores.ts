import type { FileSource } from '../application/file-source.ts';
import type { AgreedScoresReading, StatedScore } from '../application/agreed-scores-upload.ts';
import { plainName } from '../application/nearest-names.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { readAgreedFacts } from './agreed-facts.ts';
import { allIssues, placeInFile } from './finish-reading.ts';
import { agreedScoresLayout } from './layout.ts';
import { agreedScoresSheet } from './layout-agreed-scores.ts';
import type { UploadLimits } from './limits.ts';
import { readAbout } from './read-about.ts';
import { readSheetRows } from './read-sheet-rows.ts';
import { createReadingLog, type ReadingLog } from './reading-log.ts';
import { refusalOfFile, unsupportedFile } from './refusal.ts';
import type { RowValues } from './row-values.ts';
import { readUpload, type UploadContent } from './upload.ts';
import { findAboutSheet, findSheets } from './workbook-sheets.ts';

const SHEETS = ['About', agreedScoresSheet.name];

/**
 * Reads a workbook of scores that were agreed elsewhere: every fault at once with its cell. A sheet, column or name
 * that is likely but not certain is a fault that says what to rename. Throws AppError `unsupported-file` for a file
 * that is another workbook.
 */
export async function readAgreedScores(
  source: FileSource,
  catalogue: Catalogue,
  limits?: Partial<UploadLimits>,
): Promise<AgreedScoresReading> {
  const content = await readUpload(source, limits);
  const log = createReadingLog(new Set());
  log.issues.push(...content.issues);
  for (const notice of content.notices) log.notice(notice);
  const about = readAboutOf(content, source.name, log);
  const { find } = findSheets(content, about.sheet, agreedScoresLayout, () => undefined, log);
  const sheet = find(agreedScoresSheet);
  log.locateCell('#/scores', { sheet: sheet?.name ?? agreedScoresSheet.name });
  const rows = sheet === undefined ? [] : readSheetRows(sheet, agreedScoresSheet, log);
  const scores = rows.map((row) => toStated(row, catalogue, log));
  reportLikely(log);
  if (sheet === undefined && log.pairs.size === 0) {
    const { name } = agreedScoresSheet;
    log.fault({ sheet: name }, '#', 'missing-sheet', `The workbook has no sheet ${name}`, { expected: name });
  }
  const [procurement, moderator, interests] = ['procurementReference', 'moderator', 'interests'].map(about.values.get);
  return {
    ...(procurement === undefined ? {} : { procurement }),
    evaluators: namesIn(about.values.get('evaluators')),
    ...(moderator === undefined ? {} : { moderator }),
    ...(interests === undefined ? {} : { interests }),
    scores,
    issues: allIssues([], log, SHEETS),
    notices: log.notices,
    placeOf: (pointer) => placeInFile(pointer, log),
  };
}

function readAboutOf(content: UploadContent, name: string, log: ReadingLog) {
  const sheet = findAboutSheet(content, log);
  const { kind, version, about } = agreedScoresLayout;
  const values = sheet === undefined ? undefined : readAbout(sheet, about, log);
  if (sheet === undefined || values === undefined || plainName(values.get('template') ?? '') !== plainName(kind)) {
    const message = 'This is not a workbook of agreed scores: no sheet About says so.';
    throw refusalOfFile(unsupportedFile(message, 'Use the template of the procurement.'), name);
  }
  values.report(log, '#/about', 'template');
  const stated = values.get('templateVersion');
  if (stated !== undefined && stated !== version) {
    const message = `Enter ${version}, the version of the ${kind} template, got "${stated}"`;
    const place = values.place('templateVersion');
    log.fault(place, '#/about/templateVersion', 'unknown-template-version', message, { expected: version });
  }
  return { sheet, values };
}

function namesIn(text = ''): string[] {
  return text
    .split(/[;\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function toStated(row: RowValues, catalogue: Catalogue, log: ReadingLog): StatedScore {
  const pointer = `#/scores/${row.number}`;
  row.report(log, pointer, 'bid');
  const facts = row.get('corrections');
  const read = facts === undefined ? undefined : readAgreedFacts(facts, catalogue);
  if (Array.isArray(read)) {
    for (const { code, message, expected } of read) {
      log.fault(row.place('corrections'), `${pointer}/corrections`, code, message, { found: facts ?? '', expected });
    }
  }
  const plain = { bid: 'bid', lot: 'lot', rule: 'rule', points: 'points', reason: 'reason', page: 'page' } as const;
  const texts = { ...plain, document: 'pointers' };
  const stated = Object.entries(texts).map(([name, field]) => [name, row.get(field)] as const);
  return {
    pointer,
    ...Object.fromEntries(stated.filter(([, value]) => value !== undefined)),
    ...(read === undefined || Array.isArray(read) ? {} : { corrections: read }),
  };
}

/** What is likely is not guessed: the file is short, and renamed sooner than asked about. */
function reportLikely(log: ReadingLog): void {
  for (const { kind, found, wanted, place } of log.pairs.values()) {
    const message = `The ${kind} "${found}" is not known; rename it to "${wanted}" if it is that`;
    log.fault(place, '#', 'unknown-name', message, { found, expected: wanted });
  }
}

import { checkBids, checkTender } from '../application/check-tender.ts';
import {
  toCanonicalBids,
  toCanonicalTender,
  type MappingPair,
  type MappingProposal,
  type PlaceInFile,
  type TenderReading,
} from '../application/tender.ts';
import type { Issue } from '../domain/issue.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { parseColumnLetters } from './cell.ts';
import { tenderLayout } from './layout.ts';
import { createReadingLog, type ReadingLog, toProposal } from './reading-log.ts';
import type { FileReading } from './read-tender-sheets.ts';

/** Reads an upload with the pairs that the log takes as accepted. */
export type ReadingPass<R = FileReading> = (log: ReadingLog) => R;

/** What was read, with everything found meanwhile; the proposal's pairs are faults unless it was accepted. */
export type SettledReading<R> = {
  readonly reading: R;
  readonly log: ReadingLog;
  readonly proposal: MappingProposal | undefined;
};

/** Each round can only reveal what the sheets and columns accepted before have uncovered: sheets, columns, bidders. */
const MOST_ROUNDS = 6;

/** Reads a tender or bids as `settleReading` says, and checks what they mean. */
export function finishReading(
  pass: ReadingPass,
  catalogue: Catalogue,
  acceptMapping: string | undefined,
): TenderReading {
  const { reading, proposal, log } = settleReading(pass, acceptMapping);
  return toReading(reading, proposal, catalogue, log);
}

/**
 * Reads, and reads again as if everything likely were accepted, so that one proposal names it all and the faults
 * behind it are told in the same go. Unless that proposal is accepted by its name, each of its pairs is a fault.
 */
export function settleReading<R>(pass: ReadingPass<R>, acceptMapping: string | undefined): SettledReading<R> {
  let accepted: ReadonlySet<string> = new Set();
  let log = createReadingLog(accepted);
  let reading = pass(log);
  for (let round = 0; round < MOST_ROUNDS && [...log.pairs.keys()].some((key) => !accepted.has(key)); round++) {
    accepted = new Set([...accepted, ...log.pairs.keys()]);
    log = createReadingLog(accepted);
    reading = pass(log);
  }
  const proposal = log.pairs.size === 0 ? undefined : toProposal(log.pairs.values());
  reportMapping(proposal, acceptMapping, log);
  return { reading, log, proposal };
}

function toReading(
  reading: FileReading,
  proposal: MappingProposal | undefined,
  catalogue: Catalogue,
  log: ReadingLog,
): TenderReading {
  const { procurement, bids, deadline } = reading;
  const checked =
    procurement === undefined
      ? checkBids(bids, catalogue, undefined, deadline)
      : checkTender({ procurement, bids }, catalogue);
  const issues = allIssues(checked, log, TENDER_SHEETS);
  const isGood = issues.length === 0;
  return {
    kind: procurement === undefined ? 'bids' : 'tender',
    ...(isGood && procurement !== undefined ? { tender: toCanonicalTender({ procurement, bids }) } : {}),
    bids: isGood ? toCanonicalBids(bids) : [],
    issues,
    notices: log.notices,
    ...(proposal === undefined ? {} : { proposedMapping: proposal }),
    procurementReferences: procurement === undefined ? (reading.procurementReferences ?? []) : [procurement.reference],
    answersOnly: reading.answersOnly ?? false,
    placeOf: (pointer) => placeInFile(pointer, log),
  };
}

const TENDER_SHEETS = ['About', ...tenderLayout.sheets.map(({ name }) => name)];

/** The faults of the reading and those of the check, each at its cell, in the order of the workbook. */
export function allIssues(checked: readonly Issue[], log: ReadingLog, sheets: readonly string[]): Issue[] {
  return [...log.issues, ...withPlaces(checked, log)].toSorted((a, b) => byPlace(a, b, sheets));
}

/** Where the value of a pointer stands, for whoever checks what was read against something else. */
export function placeInFile(pointer: string, log: ReadingLog): PlaceInFile | undefined {
  const found = log.find(pointer);
  if (found === undefined) return undefined;
  const { isBlank: _isBlank, ...place } = found;
  return place;
}

function reportMapping(
  proposal: MappingProposal | undefined,
  acceptMapping: string | undefined,
  log: ReadingLog,
): void {
  if (proposal === undefined) {
    if (acceptMapping !== undefined) log.notice(`The mapping ${acceptMapping} was not needed: every name is known.`);
    return;
  }
  if (proposal.name === acceptMapping) {
    for (const pair of proposal.pairs) log.notice(`Accepted with ${proposal.name}: ${pairText(pair)}.`);
    return;
  }
  for (const pair of log.pairs.values()) {
    const { place, file } = pair;
    log.issues.push({
      pointer: '#',
      code: 'mapping-proposed',
      message: `Say whether ${pairText(pair)}.`,
      found: pair.found,
      expected: pair.wanted,
      fix: `If all proposals are right, accept ${proposal.name} (command line: --accept-mapping ${proposal.name}); if not, rename what is wrong.`,
      ...(file === undefined ? {} : { file }),
      ...place,
    });
  }
  if (acceptMapping !== undefined)
    log.notice(`There is no mapping ${acceptMapping} for this file; ${proposal.name} is proposed.`);
}

function pairText({ kind, wanted, found }: MappingPair): string {
  switch (kind) {
    case 'sheet':
      return `the sheet "${found}" is the sheet ${wanted}`;
    case 'column':
      return `the column "${found}" is "${wanted}"`;
    case 'name':
      return `"${found}" is "${wanted}"`;
    case 'question':
      return `"${found}" is the question ${wanted}`;
    case 'bidder':
      return `"${found}" is ${wanted}`;
    case 'overlap':
    case 'unit-slip':
      return `${found} is right beside ${wanted}`;
  }
}

/** Gives each fault of the check its cell; what the reading has reported at the same place is not said twice. */
function withPlaces(checked: readonly Issue[], log: ReadingLog): Issue[] {
  const told = new Set(log.issues.map(placeKey));
  return checked.flatMap((issue) => {
    const found = log.find(issue.pointer);
    if (found === undefined) return [issue];
    const { isBlank, ...place } = found;
    const located = { ...issue, ...place };
    return told.has(placeKey(located)) || (isBlank && isInFaultyLine(issue.pointer, log)) ? [] : [located];
  });
}

/** A figure that could not be read makes others look missing: those wait until it can. */
function isInFaultyLine(pointer: string, log: ReadingLog): boolean {
  const line = /^.*\/(?:carbon|devices|removals)\/[^/]+/.exec(pointer)?.[0];
  return line !== undefined && log.faultyRows.has(line);
}

function placeKey({ file, sheet, cell, header }: Issue): string {
  return JSON.stringify([file, sheet, cell ?? header]);
}

function byPlace(a: Issue, b: Issue, sheets: readonly string[]): number {
  const [keyA, keyB] = [orderKey(a, sheets), orderKey(b, sheets)];
  return compare(keyA.file, keyB.file) || keyA.sheet - keyB.sheet || keyA.row - keyB.row || keyA.column - keyB.column;
}

function orderKey({ file = '', sheet = '', cell = '' }: Issue, sheets: readonly string[]) {
  const [, letters = '', row = '0'] = /^([A-Z]+)(\d+)$/.exec(cell) ?? [];
  const known = sheets.indexOf(sheet);
  return { file, sheet: known < 0 ? sheets.length : known, row: Number(row), column: parseColumnLetters(letters) ?? 0 };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

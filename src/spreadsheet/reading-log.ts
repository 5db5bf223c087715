import { createHash } from 'node:crypto';
import type { MappingPair, MappingProposal } from '../application/tender.ts';
import type { Issue } from '../domain/issue.ts';
import { type FaultDetail, toFault } from '../application/fault-list.ts';

/** Where something stands in an upload. Without `cell` the whole row or sheet is meant. */
export type Place = {
  readonly sheet: string;
  readonly cell?: string;
  readonly header?: string;
};

/** A place with the file it is in, and whether it holds nothing. */
export type Located = Place & { readonly file?: string; readonly isBlank: boolean };

/** A row of the file that knows where each of its fields stands, so that places are worked out for faults only. */
export type LocatedRow = {
  /** The place of a field, or of a part of what the row describes: "evidence/date". */
  locate(fieldOrPart: string): (Place & { readonly isBlank: boolean }) | undefined;
};

type RowEntry = { readonly row: LocatedRow; readonly root: string; readonly file?: string };
type Findings = Pick<ReadingLog, 'issues' | 'notices' | 'pairs' | 'faultyRows'> & {
  readonly rows: Map<string, RowEntry[]>;
  readonly cells: Map<string, Located>;
  /** Notices, to say each once. */
  readonly said: Set<string>;
};

/** What a reading finds, collected while it goes. One log serves all files of one upload. */
export type ReadingLog = {
  readonly issues: Issue[];
  readonly notices: string[];
  /** Everything that is likely but not certain, by its key. */
  readonly pairs: Map<string, MappingPair & { readonly place: Place; readonly file?: string }>;
  /** Pointers of rows in which some cell could not be read: what depends on that cell is not reported again. */
  readonly faultyRows: Set<string>;
  fault(place: Place, pointer: string, code: string, message: string, detail?: FaultDetail): void;
  notice(text: string): void;
  /** Whether a likely reading has been accepted; one that has not is proposed. */
  isAccepted(pair: MappingPair, place: Place): boolean;
  /** Says that a row describes what the pointer names; `root` is the field that stands for the whole of it. */
  locateRow(pointer: string, row: LocatedRow, root: string): void;
  /** Says where a single value stands that is no field of a row. */
  locateCell(pointer: string, place: Place): void;
  /** Where a value stands, or the nearest thing around it that has a place; in this file, if it is there too. */
  find(pointer: string): Located | undefined;
  /** The same log, for a file of a zip: what it says names the file. */
  inFile(file: string): ReadingLog;
};

/** A new log, with the pairs that are taken as accepted. */
export function createReadingLog(accepted: ReadonlySet<string>): ReadingLog {
  const base: Findings = {
    issues: [],
    notices: [],
    pairs: new Map(),
    rows: new Map(),
    cells: new Map(),
    said: new Set(),
    faultyRows: new Set(),
  };
  return toLog(base, accepted, undefined);
}

/** One text for a pair, whatever file it stands in: a mapping accepted once holds for all bidders' files. */
function pairKey({ kind, sheet, wanted, found }: MappingPair): string {
  return JSON.stringify([kind, sheet, wanted, found]);
}

/** A proposal with a name that follows from what it says, so that the same file is always asked about alike. */
export function toProposal(pairs: Iterable<MappingPair>): MappingProposal {
  const plain = [...pairs].map(({ kind, sheet, wanted, found }) => ({ kind, sheet, wanted, found }));
  const sorted = plain.toSorted((a, b) => (pairKey(a) < pairKey(b) ? -1 : 1));
  const hash = createHash('sha256').update(sorted.map(pairKey).join('\n')).digest('hex');
  return { name: `mapping-${hash.slice(0, 8)}`, pairs: sorted };
}

function toLog(base: Findings, accepted: ReadonlySet<string>, file: string | undefined): ReadingLog {
  const inFile = file === undefined ? {} : { file };
  const { issues, notices, pairs, faultyRows } = base;
  return {
    issues,
    notices,
    pairs,
    faultyRows,
    fault: (place, pointer, code, message, detail = {}) =>
      base.issues.push({ ...toFault(pointer, code, message, detail), ...inFile, ...place }),
    notice: (text) => {
      const full = file === undefined ? text : `${file}: ${text}`;
      if (base.said.has(full)) return;
      base.said.add(full);
      base.notices.push(full);
    },
    isAccepted: (pair, place) => {
      const key = pairKey(pair);
      if (!base.pairs.has(key)) base.pairs.set(key, { ...pair, place, ...inFile });
      return accepted.has(key);
    },
    locateRow: (pointer, row, root) => {
      const entry = { row, root, ...inFile };
      const known = base.rows.get(pointer);
      if (known === undefined) base.rows.set(pointer, [entry]);
      else known.push(entry);
    },
    locateCell: (pointer, place) => base.cells.set(pointer, { ...place, ...inFile, isBlank: false }),
    find: (pointer) => findPlace(pointer, base, file),
    inFile: (name) => toLog(base, accepted, name),
  };
}

function findPlace(pointer: string, base: Findings, file: string | undefined): Located | undefined {
  for (let at = pointer; at.includes('/'); at = at.slice(0, at.lastIndexOf('/'))) {
    const found = base.cells.get(at) ?? findInRows(at, base, file);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The field that a pointer names, in the row that describes it or something around it. */
function findInRows(pointer: string, { rows }: Findings, file: string | undefined): Located | undefined {
  for (let at = pointer; at.includes('/'); at = at.slice(0, at.lastIndexOf('/'))) {
    const located = (rows.get(at) ?? []).flatMap((entry): Located[] => {
      const place = entry.row.locate(at === pointer ? entry.root : pointer.slice(at.length + 1));
      return place === undefined ? [] : [{ ...place, ...(entry.file === undefined ? {} : { file: entry.file }) }];
    });
    const filled = located.filter(({ isBlank }) => !isBlank);
    const candidates = filled.length > 0 ? filled : located;
    const found = candidates.find((one) => one.file === file) ?? candidates[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

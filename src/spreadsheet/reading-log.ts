import { createHash } from 'node:crypto';
import type { MappingPair, MappingProposal } from '../application/tender.ts';
import type { Issue } from '../domain/issue.ts';
import type { FaultDetail } from '../application/fault-list.ts';

/** Where something stands in an upload. Without `cell` the whole row or sheet is meant. */
export type Place = {
  readonly sheet: string;
  readonly cell?: string;
  readonly header?: string;
};

type Located = Place & { readonly file?: string; readonly isBlank: boolean };

/** What a reading finds, collected while it goes. One log serves all files of one upload. */
export type ReadingLog = {
  readonly issues: Issue[];
  readonly notices: string[];
  /** Everything that is likely but not certain, by its key. */
  readonly pairs: Map<string, MappingPair & { readonly place: Place; readonly file?: string }>;
  /** Where each value stands, by its JSON pointer. */
  readonly places: Map<string, Located>;
  /** Pointers of rows in which some cell could not be read: what depends on that cell is not reported again. */
  readonly faultyRows: Set<string>;
  fault(place: Place, pointer: string, code: string, message: string, detail?: FaultDetail): void;
  notice(text: string): void;
  /** Whether a likely reading has been accepted; one that has not is proposed. */
  isAccepted(pair: MappingPair, place: Place): boolean;
  locate(pointer: string, place: Place, isBlank: boolean): void;
  /** The same log, for a file of a zip: what it says names the file. */
  inFile(file: string): ReadingLog;
};

/** A new log, with the pairs that are taken as accepted. */
export function createReadingLog(accepted: ReadonlySet<string>): ReadingLog {
  const base = {
    issues: [] as Issue[],
    notices: [] as string[],
    pairs: new Map<string, MappingPair & { readonly place: Place; readonly file?: string }>(),
    places: new Map<string, Located>(),
    faultyRows: new Set<string>(),
  };
  return toLog(base, accepted, undefined);
}

/** One text for a pair, whatever file it stands in: a mapping accepted once holds for all bidders' files. */
export function pairKey({ kind, sheet, wanted, found }: MappingPair): string {
  return JSON.stringify([kind, sheet, wanted, found]);
}

/** A proposal with a name that follows from what it says, so that the same file is always asked about alike. */
export function toProposal(pairs: Iterable<MappingPair>): MappingProposal {
  const plain = [...pairs].map(({ kind, sheet, wanted, found }) => ({ kind, sheet, wanted, found }));
  const sorted = plain.toSorted((a, b) => (pairKey(a) < pairKey(b) ? -1 : 1));
  const hash = createHash('sha256').update(sorted.map(pairKey).join('\n')).digest('hex');
  return { name: `mapping-${hash.slice(0, 8)}`, pairs: sorted };
}

function toLog(
  base: Pick<ReadingLog, 'issues' | 'notices' | 'pairs' | 'places' | 'faultyRows'>,
  accepted: ReadonlySet<string>,
  file: string | undefined,
): ReadingLog {
  const inFile = file === undefined ? {} : { file };
  return {
    ...base,
    fault: (place, pointer, code, message, detail = {}) =>
      base.issues.push({ pointer, code, message, ...detail, ...inFile, ...place }),
    notice: (text) => {
      const full = file === undefined ? text : `${file}: ${text}`;
      if (!base.notices.includes(full)) base.notices.push(full);
    },
    isAccepted: (pair, place) => {
      const key = pairKey(pair);
      if (!base.pairs.has(key)) base.pairs.set(key, { ...pair, place, ...inFile });
      return accepted.has(key);
    },
    locate: (pointer, place, isBlank) => {
      if (!isBlank || !base.places.has(pointer)) base.places.set(pointer, { ...place, ...inFile, isBlank });
    },
    inFile: (name) => toLog(base, accepted, name),
  };
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { OWN_ICT } from '../domain/contract.ts';
import { AppError } from '../domain/errors.ts';
import type { IsoDate, IsoInstant } from '../domain/iso-date.ts';
import type { Issue } from '../domain/issue.ts';
import { type AppliedFactor, type FactorOn, type FactorPolicy, lineFigures } from '../domain/line-figures.ts';
import { sharesOf } from '../domain/period-split.ts';
import { SeenNames } from '../domain/seen-names.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { causeOf } from './change-cause.ts';
import { checkReturnLine, createLineCheck, type LineCheck } from './check-return-line.ts';
import { createFaultList, type FaultList } from './fault-list.ts';
import { lineIdentity, replacedLine, sameStatement } from './line-identity.ts';
import { type LedgerPage, statementsOf } from './ledger-page.ts';
import type { LedgerEntry, LedgerPosting, LineOnRecord, NewLine, RecordedEntry } from './ledger-stores.ts';
import type { WorkedLines } from './register-upload.ts';
import { resolveFactor } from './resolve-factor.ts';
import type { Stores } from './stores.ts';

/** So many are written before others have their turn. */
const LINES_AT_ONCE = 100;
/** Faults beyond these are counted. */
const MOST_FAULTS = 1000;

export type CarbonReturnContext = {
  readonly catalogue: Catalogue;
  readonly organisation: string;
  /** `blended` unless the organisation has decided otherwise. */
  readonly policy?: FactorPolicy;
  readonly at: IsoInstant;
  readonly by: string;
  /** The file it came in; a file is recorded once. */
  readonly file?: { readonly sha256: string; readonly name: string; readonly importId: string };
};

/** Lines at hand; or as they come, a piece at a time; or laid out already. */
export type ReturnLines = Iterable<CarbonReturnLine> | AsyncIterable<readonly CarbonReturnLine[]> | WorkedLines;

export type RecordedReturn = {
  /** `already-recorded`: a file of the same bytes is on record, and nothing was added. */
  readonly outcome: 'recorded' | 'already-recorded' | 'nothing-new';
  readonly entry?: RecordedEntry;
  /** Of the file that is on record. */
  readonly earlier?: LedgerEntry;
  readonly added: number;
  /** Lines on record already, word for word: left as they are. */
  readonly repeated: number;
  readonly replaced: number;
  readonly provisional: number;
  readonly contracts: readonly string[];
};

/**
 * Adds the lines of a carbon return to the ledger inside the transaction of the caller. They may come a piece at a
 * time: of those that went before only the names are kept, by which one that stands twice is found. Throws AppError `invalid-input` with every fault (the first thousand, the rest counted),
 * each with the sheet and a pointer `#/figures/ROW/FIELD`; the transaction must then be given up. With `checkOnly`
 * nothing is written.
 */
export async function appendCarbonReturn(
  stores: Stores,
  context: CarbonReturnContext,
  lines: ReturnLines,
  { checkOnly = false }: { readonly checkOnly?: boolean } = {},
): Promise<RecordedReturn> {
  const { organisation, file } = context;
  const posting = await stores.ledger.begin({
    organisation,
    kind: 'return',
    recordedAt: context.at,
    fileSha256: file?.sha256 ?? '',
    policy: context.policy ?? 'blended',
    by: context.by,
    ...(file === undefined ? {} : { fileName: file.name, importId: file.importId }),
  });
  const known = file === undefined ? undefined : await stores.ledger.entryOfFile(organisation, file.sha256);
  if (known !== undefined) {
    return {
      outcome: 'already-recorded',
      earlier: known,
      added: 0,
      repeated: 0,
      replaced: 0,
      provisional: 0,
      contracts: [],
    };
  }
  const run = await startRun(stores, context, posting, checkOnly);
  for await (const batch of batchesOf(run, lines)) {
    await takeBatch(run, batch);
    run.unlisted.faults += run.faults.issues.splice(MOST_FAULTS).length;
  }
  throwFaults(run, lines);
  const entry = checkOnly ? undefined : await posting.finish();
  const { counts, contracts } = run;
  return {
    outcome: counts.added > 0 ? 'recorded' : 'nothing-new',
    ...(counts.added > 0 && entry !== undefined ? { entry } : {}),
    ...counts,
    contracts: [...contracts].toSorted(),
  };
}

type Run = {
  readonly stores: Stores;
  readonly context: CarbonReturnContext;
  readonly posting: LedgerPosting;
  readonly checkOnly: boolean;
  readonly faults: FaultList;
  /** Those that are only counted. */
  readonly unlisted: { faults: number };
  readonly check: LineCheck;
  readonly shares: ReadonlyMap<string, ReturnType<typeof sharesOf>>;
  /** Names of this file so far, each with what makes it the same line. */
  readonly seen: SeenNames;
  readonly contracts: Set<string>;
  readonly counts: { added: number; repeated: number; replaced: number; provisional: number };
};

async function startRun(
  stores: Stores,
  context: CarbonReturnContext,
  posting: LedgerPosting,
  checkOnly: boolean,
): Promise<Run> {
  const { organisation, catalogue, policy = 'blended' } = context;
  const versions = await stores.contracts.versions(organisation, 0, posting.entry.version);
  const shares = new Map([[OWN_ICT, sharesOf(undefined, organisation)]]);
  for (const { contract } of versions) shares.set(contract.reference, sharesOf(contract.shares, organisation));
  const references = new Set(shares.keys());
  return {
    stores,
    context,
    posting,
    checkOnly,
    faults: createFaultList(),
    unlisted: { faults: 0 },
    check: createLineCheck({ catalogue, policy, contracts: references, factorOn: factorLookup(catalogue) }),
    shares,
    seen: new SeenNames(),
    contracts: new Set(),
    counts: { added: 0, repeated: 0, replaced: 0, provisional: 0 },
  };
}

/** Looks each factor up once for each date. */
export function factorLookup({ referenceData }: Catalogue): (factorId: string) => FactorOn {
  const known = new Map<string, Map<IsoDate, AppliedFactor | undefined>>();
  return (factorId) => {
    const dates = known.get(factorId) ?? new Map<IsoDate, AppliedFactor | undefined>();
    known.set(factorId, dates);
    return (date) => {
      if (!dates.has(date)) dates.set(date, resolveFactor(referenceData, factorId, date));
      return dates.get(date);
    };
  };
}

async function takeBatch(run: Run, batch: readonly CarbonReturnLine[]): Promise<void> {
  const { posting, faults, counts } = run;
  const sound = batch.filter((line) => isSound(run, line));
  const onRecord = await linesBefore(posting, sound);
  const taken = new Set<number>();
  const added = sound.flatMap((line) => toNewLine(run, line, onRecord, taken) ?? []);
  counts.added += added.length;
  counts.replaced += taken.size;
  if (faults.issues.length === 0 && !run.checkOnly) await posting.add(added);
}

/**
 * The lines on record by contract and name that the lines repeat, put right, or name. What this file itself has added
 * is no record yet: a line is not put right in the file that it first stands in.
 */
async function linesBefore(
  posting: LedgerPosting,
  batch: readonly CarbonReturnLine[],
): Promise<ReadonlyMap<string, readonly LineOnRecord[]>> {
  const names = batch.flatMap(({ contract, line, supersedes }) => [
    { contract, line },
    ...(supersedes === undefined ? [] : [{ contract, line: supersedes }]),
  ]);
  return Map.groupBy(await posting.linesBefore(names), ({ statement }) => `${statement.contract}\n${statement.line}`);
}

function isSound({ faults, check, seen }: Run, line: CarbonReturnLine): boolean {
  const before = faults.issues.length;
  const pointer = pointerOf(line);
  checkReturnLine(line, pointer, faults, check);
  const identity = `${line.contract}\n${line.line}\n${lineIdentity(line)}`;
  if (seen.firstRow(identity, line.source.row) !== undefined) {
    const message = `Line ${line.line} of ${line.contract} stands twice for this period: give each line a name of its own`;
    faults.add(`${pointer}/line`, 'duplicate-line', message, { found: line.line });
  }
  placeIssues(faults.issues, before, line);
  return faults.issues.length === before;
}

/** The figures of a line that is new, or that puts another right; undefined for one on record already or at fault. */
function toNewLine(
  { faults, counts, check, shares, contracts }: Run,
  line: CarbonReturnLine,
  onRecord: ReadonlyMap<string, readonly LineOnRecord[]>,
  taken: Set<number>,
): NewLine | undefined {
  const before = faults.issues.length;
  const sameName = onRecord.get(`${line.contract}\n${line.line}`) ?? [];
  if (sameName.some(({ statement }) => sameStatement(statement, line))) {
    counts.repeated += 1;
    return undefined;
  }
  const replaced = replacedLine(line, onRecord, taken, pointerOf(line), faults);
  placeIssues(faults.issues, before, line);
  if (faults.issues.length > before) return undefined;
  if (replaced !== undefined) taken.add(replaced.id);
  contracts.add(line.contract);
  const factorOn: FactorOn = line.factor === undefined ? () => undefined : check.factorOn(line.factor);
  const figures = lineFigures(line, shares.get(line.contract) ?? [], check.policy, factorOn);
  if (figures.some(({ dimensions }) => dimensions.provisional)) counts.provisional += 1;
  return {
    statement: line,
    identity: lineIdentity(line),
    figures,
    cause: causeOf(line, replaced, sameName),
    ...(replaced === undefined ? {} : { replaces: replaced.id }),
  };
}

function pointerOf({ source }: CarbonReturnLine): string {
  return `#/figures/${source.row}`;
}

/** Lines that are laid out come contract by contract; their faults are told in the order of the file. */
function byPlace(a: Issue, b: Issue): number {
  const [sheetA, sheetB] = [a.sheet ?? '', b.sheet ?? ''];
  if (sheetA !== sheetB) return sheetA < sheetB ? -1 : 1;
  const rowOf = ({ pointer }: Issue) => Number(pointer.split('/')[2]);
  return rowOf(a) - rowOf(b);
}

/** Says of the faults from a place on in which sheet they stand. */
function placeIssues(issues: Issue[], from: number, { source }: CarbonReturnLine): void {
  const { sheet } = source;
  if (sheet === undefined) return;
  for (let index = from; index < issues.length; index++) {
    const issue = issues[index];
    if (issue !== undefined) issues[index] = { ...issue, sheet };
  }
}

function throwFaults({ faults, unlisted }: Run, lines: ReturnLines): void {
  const { issues } = faults;
  if (issues.length === 0) return;
  const count = (issues.length + unlisted.faults).toLocaleString('en-GB');
  const title = `The carbon return has ${issues.length === 1 ? '1 fault' : `${count} faults`}. Nothing was recorded.`;
  throw new AppError('invalid-input', title, 'pages' in lines ? issues.toSorted(byPlace) : issues, unlisted.faults);
}

/** What is to be looked at line by line. */
function batchesOf(run: Run, lines: ReturnLines): AsyncGenerator<readonly CarbonReturnLine[]> {
  return 'pages' in lines ? notWhole(run, lines) : inBatches(lines);
}

/**
 * Takes the pages that can be taken whole, and gives the lines of the others. A page stands as it was worked out when
 * the factors are still those, its contract is borne by one organisation alone and no earlier entry has a line of it:
 * its lines were checked when they were read, and nothing on record speaks against them.
 */
async function* notWhole(run: Run, { factors, pages }: WorkedLines): AsyncGenerator<readonly CarbonReturnLine[]> {
  const { posting, context, shares, faults, counts } = run;
  const { referenceData } = context.catalogue;
  const isWorkedOut = run.check.policy === 'blended' && isDeepStrictEqual(referenceData.emissionFactors, factors);
  for await (const some of pages()) {
    const whole: LedgerPage[] = [];
    for (const page of some) {
      const [bearer, ...others] = shares.get(page.contract) ?? [];
      if (!isWorkedOut || bearer === undefined || others.length > 0 || (await posting.hasLines(page.contract))) {
        yield* inBatches(statementsOf(page));
        continue;
      }
      const { organisation } = bearer;
      whole.push({ ...page, groups: page.groups.map((dimensions) => ({ ...dimensions, organisation })) });
      counts.added += page.lines;
      counts.provisional += page.provisionalLines;
      run.contracts.add(page.contract);
    }
    if (faults.issues.length === 0 && !run.checkOnly) await posting.addPages(whole);
  }
}

/** Pieces of a size after which others have their turn. */
async function* inBatches(lines: Exclude<ReturnLines, WorkedLines>): AsyncGenerator<readonly CarbonReturnLine[]> {
  const pieces = Symbol.asyncIterator in lines ? lines : [Array.from(lines)];
  for await (const piece of pieces) {
    for (let start = 0; start < piece.length; start += LINES_AT_ONCE) {
      yield piece.slice(start, start + LINES_AT_ONCE);
      await nextTurn();
    }
  }
}

import { AppError } from '../domain/errors.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import { type Issue, LISTED_ISSUES } from '../domain/issue.ts';
import { planPrices } from './commit-prices.ts';
import { planContracts, planReturn, unknownContracts } from './commit-register.ts';
import { type CommitOutcome, type CommitPlan, planCommit } from './commit-tender.ts';
import { getImportRecord, importEvent } from './import-queries.ts';
import type { ServicePorts } from './ports.ts';
import { readImport } from './read-import.ts';
import { isReturn, kindOf, type UploadReading } from './read-upload.ts';
import type { ImportRecord } from './records.ts';
import type { Stores } from './stores.ts';

/** An import that nobody has heard of for so long was cut off. The sign of life comes every second. */
export const IMPORT_LEASE_MILLISECONDS = 15_000;
const BEAT_MILLISECONDS = 1000;
/** Another writer may take the reference, or a version, between our look and our write. */
const MOST_TRIES = 3;

export type ImportProgress = { readonly phase: 'reading' | 'committing'; readonly rowsRead: number };

export type RunImportOptions = { readonly onProgress?: (progress: ImportProgress) => void };

/**
 * Reads a received import in the worker, outside any transaction, and then commits all of it, or nothing and every
 * fault, in one transaction. Gives back the record as it then stands: committed, checked (dry run), faulty,
 * mapping-proposed, or failed. An import that is done, or that another process reads, is given back as it is.
 *
 * Safe to start without awaiting it: a failure of ours is recorded as `failed` and thrown, and such a rejection is
 * never an unhandled one.
 */
export function runImport(ports: ServicePorts, id: string, options: RunImportOptions = {}): Promise<ImportRecord> {
  const run = claimAndRun(ports, id, options);
  run.catch(() => {});
  return run;
}

async function claimAndRun(ports: ServicePorts, id: string, options: RunImportOptions): Promise<ImportRecord> {
  const before = await ports.database.read((stores) => getImportRecord(stores, id));
  if (before.state !== 'received' && before.state !== 'interrupted') return before;
  const isOurs = await ports.database.transaction((stores) =>
    stores.imports.claim(id, ports.instance, leaseEnd(ports.clock())),
  );
  if (!isOurs) return ports.database.read((stores) => getImportRecord(stores, id));
  const beat = startBeat(ports, id, options);
  try {
    return await readAndCommit(ports, id, beat, options);
  } catch (error) {
    await beat.stop();
    await recordFailure(ports, id, beat.rowsRead());
    throw error;
  } finally {
    await beat.stop();
  }
}

async function readAndCommit(
  ports: ServicePorts,
  id: string,
  beat: Beat,
  { onProgress }: RunImportOptions,
): Promise<ImportRecord> {
  const record = await ports.database.read((stores) => getImportRecord(stores, id));
  const read = await readImport(ports, record, beat.rows);
  await beat.stop();
  const rowsRead = beat.rowsRead();
  onProgress?.({ phase: 'committing', rowsRead });
  if ('refusal' in read) return finish(ports, id, { state: 'faulty', rowsRead, ...refused(read.refusal) });
  const reading = await withUnknownContracts(ports, record, read.reading);
  const found = {
    kind: kindOf(reading),
    rowsRead,
    ...faults(reading.issues, isReturn(reading) ? reading.unlistedFaults : 0),
    notices: reading.notices,
    ...(read.acceptedMapping === undefined ? {} : { acceptedMapping: read.acceptedMapping }),
  };
  if (reading.issues.length === 0) return commitOrTell(ports, id, reading, found);
  const onlyMapping = reading.issues.every(({ code }) => code === 'mapping-proposed');
  return finish(ports, id, {
    ...found,
    ...(reading.proposedMapping === undefined ? {} : { proposedMapping: reading.proposedMapping }),
    state: onlyMapping ? 'mapping-proposed' : 'faulty',
  });
}

/** A return with faults is told at once which of its contracts nobody knows; a clean one is asked when it is stored. */
async function withUnknownContracts(
  { database }: ServicePorts,
  record: ImportRecord,
  reading: UploadReading,
): Promise<UploadReading> {
  if (!isReturn(reading) || reading.issues.length === 0) return reading;
  const unknown = await database.read((stores) => unknownContracts(stores, record, reading));
  return { ...reading, issues: [...reading.issues, ...unknown].toSorted(byRow) };
}

function byRow(a: Issue, b: Issue): number {
  // Faults of the whole file go last: how many are not listed.
  const rowOf = ({ sheet, cell = '' }: Issue): number =>
    sheet === undefined ? Number.MAX_SAFE_INTEGER : Number(/\d+$/.exec(cell)?.[0] ?? 0);
  return rowOf(a) - rowOf(b);
}

type Finding = Pick<ImportRecord, 'state' | 'rowsRead'> & Partial<ImportRecord>;

/** Faults that show only against what is on record undo the transaction; they are told in one of their own. */
async function commitOrTell(
  ports: ServicePorts,
  id: string,
  reading: UploadReading,
  found: Omit<Finding, 'state'>,
): Promise<ImportRecord> {
  try {
    return await commit(ports, id, reading, found);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid-input' || error.issues.length === 0) throw error;
    return finish(ports, id, { ...found, ...faults(error.issues, error.unlisted), state: 'faulty' });
  }
}

/** One transaction: look at what is on record now, check against it, write everything or only the faults. */
async function commit(
  ports: ServicePorts,
  id: string,
  reading: UploadReading,
  found: Omit<Finding, 'state'>,
): Promise<ImportRecord> {
  return retryConflicts(() =>
    ports.database.transaction(async (stores) => {
      const at = ports.clock();
      const record = await getOwnImport(ports, stores, id, found.rowsRead);
      const plan = await planOf(stores, ports, { record, reading, at });
      const notices = [...reading.notices, ...plan.notices];
      if (plan.issues.length > 0) {
        const { proposal } = plan;
        const asked = proposal === undefined ? {} : { proposedMapping: proposal };
        const state = proposal === undefined ? 'faulty' : 'mapping-proposed';
        return save(stores, record, { ...found, ...asked, notices, ...faults(plan.issues), state }, at);
      }
      if (record.dryRun) return save(stores, record, { ...found, notices, state: 'checked' }, at);
      const { notices: more, audit, ...made } = await plan.apply(stores);
      return save(stores, record, { ...found, ...made, notices: [...notices, ...more], state: 'committed' }, at, audit);
    }),
  );
}

type PlanContext = { readonly record: ImportRecord; readonly reading: UploadReading; readonly at: IsoInstant };

function planOf(stores: Stores, ports: ServicePorts, { reading, ...context }: PlanContext): Promise<CommitPlan> {
  switch (reading.kind) {
    case 'contracts':
      return planContracts(stores, { ...context, reading });
    case 'prices':
      return planPrices(stores, ports, { ...context, reading });
    case 'tender':
    case 'bids':
      return planCommit(stores, ports, { ...context, reading });
    default:
      return planReturn(stores, ports.catalogue, { ...context, reading });
  }
}

async function finish(ports: ServicePorts, id: string, finding: Finding): Promise<ImportRecord> {
  return ports.database.transaction(async (stores) =>
    save(stores, await getOwnImport(ports, stores, id, finding.rowsRead), finding, ports.clock()),
  );
}

async function save(
  stores: Stores,
  record: ImportRecord,
  finding: Finding,
  at: IsoInstant,
  audit: CommitOutcome['audit'] = {},
): Promise<ImportRecord> {
  const saved = await stores.imports.save({ ...record, ...finding, finishedAt: at });
  await stores.audit.append(
    importEvent(saved, at, `import.${saved.state}`, {
      file: saved.fileName,
      sha256: saved.fileSha256,
      faults: String(saved.issueCount ?? saved.issues.length),
      ...audit,
    }),
  );
  return saved;
}

/** Throws `conflict` when another process has found us silent and taken the import over: then nothing of ours counts. */
async function getOwnImport(ports: ServicePorts, stores: Stores, id: string, rowsRead: number): Promise<ImportRecord> {
  await stores.imports.beat(id, ports.instance, leaseEnd(ports.clock()), rowsRead);
  return getImportRecord(stores, id);
}

/** A failure of ours: the file is kept, and the import can be run again. */
async function recordFailure(ports: ServicePorts, id: string, rowsRead: number): Promise<void> {
  const failure = 'Something went wrong on our side. Nothing was stored but the file; run the import again.';
  // Where even this cannot be written, the import is found at the next start as one that was cut off.
  await finish(ports, id, { state: 'failed', rowsRead, failure }).catch(() => {});
}

async function retryConflicts<T>(action: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'conflict' || tries >= MOST_TRIES) throw error;
    }
  }
}

function faults(issues: readonly Issue[], unlisted = 0): Pick<ImportRecord, 'issues' | 'issueCount'> {
  return { issues: issues.slice(0, LISTED_ISSUES), issueCount: issues.length + unlisted };
}

/** A file that cannot be opened as any of ours: its one fault says what it is, with a code the edges know. */
function refused({ code, message, issues }: AppError): Pick<ImportRecord, 'issues' | 'issueCount' | 'failure'> {
  return { ...faults(issues.length > 0 ? issues : [{ pointer: '#', code, message }]), failure: message };
}

type Beat = {
  readonly rows: (rows: number) => void;
  readonly rowsRead: () => number;
  readonly stop: () => Promise<void>;
};

/** Tells the database each second that this process is alive and how far it has come. */
function startBeat(ports: ServicePorts, id: string, { onProgress }: RunImportOptions): Beat {
  let rowsRead = 0;
  let sending: Promise<void> | undefined;
  const send = async (): Promise<void> => {
    // A sign of life that is lost does no harm: at worst the import is found interrupted, and does not count.
    await ports.database
      .transaction((stores) => stores.imports.beat(id, ports.instance, leaseEnd(ports.clock()), rowsRead))
      .catch(() => {});
    sending = undefined;
  };
  const timer = setInterval(() => {
    sending ??= send();
    onProgress?.({ phase: 'reading', rowsRead });
  }, BEAT_MILLISECONDS);
  timer.unref();
  return {
    rows: (rows) => {
      rowsRead = Math.max(rowsRead, rows);
    },
    rowsRead: () => rowsRead,
    stop: async () => {
      clearInterval(timer);
      await sending;
    },
  };
}

function leaseEnd(now: IsoInstant): IsoInstant {
  return new Date(Date.parse(now) + IMPORT_LEASE_MILLISECONDS).toISOString();
}

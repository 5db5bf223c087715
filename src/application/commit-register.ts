import { createHash } from 'node:crypto';
import { type Commitment, type Contract, OWN_ICT } from '../domain/contract.ts';
import { AppError } from '../domain/errors.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { Issue } from '../domain/issue.ts';
import { type DecimalText, type Grams, kilogramsText } from '../domain/quantity.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import type { RecordedEntry } from './ledger-stores.ts';
import { entryData } from './entry-data.ts';
import { approvedFactors, withFactors } from './approved-factors.ts';
import { appendCarbonReturn, factorLookup, type RecordedReturn } from './append-carbon-return.ts';
import { appendContracts } from './append-contracts.ts';
import { checkContract } from './check-return-line.ts';
import type { CommitOutcome, CommitPlan } from './commit-tender.ts';
import { compareWithCategory } from './compare-with-category.ts';
import { compareWithRecord, type ReturnQuestion } from './compare-with-record.ts';
import { contractDifferences } from './contract-differences.ts';
import { currentContracts } from './current-contracts.ts';
import { createFaultList } from './fault-list.ts';
import { importEvent } from './import-queries.ts';
import { plainName } from './nearest-names.ts';
import type { ImportRecord, RegisterResult } from './records.ts';
import type { ContractsReading, ReturnReading } from './register-upload.ts';
import type { Stores } from './stores.ts';
import type { MappingProposal } from './tender.ts';

type Context<R> = {
  readonly record: ImportRecord;
  /** A reading without issues. */
  readonly reading: R;
  readonly at: IsoInstant;
};

const NOTHING: RegisterResult = {
  contracts: [],
  newContracts: 0,
  changedContracts: 0,
  lines: 0,
  repeatedLines: 0,
  replacedLines: 0,
  provisionalLines: 0,
  emissionKg: '0',
};
/** How many questions are shown one by one. */
const LISTED_QUESTIONS = 100;

/**
 * Plans what a clean contracts workbook becomes: new contracts, and new versions of those that differ from what is on
 * record, every difference said. What the file has no column for stays as it is.
 */
export async function planContracts(
  stores: Stores,
  { record, reading, at }: Context<ContractsReading>,
): Promise<CommitPlan> {
  const { organisation } = record;
  const onRecord = await currentContracts(stores, organisation);
  const contracts = reading.contracts.map((one) => withRecorded(one, onRecord.get(one.reference), reading.unstated));
  const notices = contracts.flatMap((contract) => {
    const known = onRecord.get(contract.reference);
    return known === undefined ? [] : contractDifferences(known, contract);
  });
  const added = contracts.filter(({ reference }) => !onRecord.has(reference)).length;
  const summary = `${count(added, 'new contract')}, ${count(contracts.length - added, 'contract')} on record already.`;
  return {
    issues: [],
    notices: [record.dryRun ? `Checked only; nothing was stored. ${summary}` : summary, ...notices],
    apply: async (inside) => {
      const made = await appendContracts(inside, { organisation, at, by: record.by, file: fileOf(record) }, contracts);
      const data = { added: made.added, changed: made.changed };
      if (made.entry !== undefined) await recordEvent(inside, record, at, 'contracts.recorded', made.entry, data);
      return {
        registered: {
          ...NOTHING,
          contracts: [...made.added, ...made.changed].toSorted(),
          newContracts: made.added.length,
          changedContracts: made.changed.length,
        },
        notices: [],
        audit: data,
      };
    },
  };
}

/** What the file does not speak of is as it is on record. */
function withRecorded(stated: Contract, known: Contract | undefined, unstated: ContractsReading['unstated']): Contract {
  if (known === undefined) return stated;
  const kept = Object.entries(known).filter(([field]) => unstated.some((one) => one === field));
  const commitments = unstated.includes('outsideInventoryTonnes')
    ? stated.commitments.map((one) => withRecordedPart(one, known.commitments))
    : stated.commitments;
  return { ...stated, commitments, ...Object.fromEntries(kept) };
}

/** Of the same promise; of another one nobody has said which part only the whole-life view holds. */
function withRecordedPart(stated: Commitment, known: Contract['commitments']): Commitment {
  return known.find(({ year, tonnes }) => year === stated.year && tonnes === stated.tonnes) ?? stated;
}

/**
 * Plans what a clean carbon return becomes. What only a person can decide is asked first, all at once, under a name
 * that follows from the questions; the lines are added when it has been accepted by that name. Faults against what is
 * on record are thrown by `apply`, at their cells.
 */
export async function planReturn(
  stores: Stores,
  shipped: Catalogue,
  { record, reading, at }: Context<ReturnReading>,
): Promise<CommitPlan> {
  const { organisation, fileSha256, dryRun } = record;
  const isKnown = (await stores.ledger.entryOfFile(organisation, fileSha256)) !== undefined;
  const catalogue = withFactors(shipped, await approvedFactors(shipped, stores, organisation));
  const questions = isKnown ? [] : await questionsOf(stores, organisation, reading, factorLookup(catalogue));
  const proposal = toChoice(questions, reading);
  const notices = organisationNotices(record, reading);
  if (proposal !== undefined && record.acceptedChoice !== proposal.name) {
    return {
      issues: questions.slice(0, LISTED_QUESTIONS).map((one) => toIssue(one, proposal, reading)),
      notices,
      proposal,
      apply: refuse,
    };
  }
  const accepted = questions
    .slice(0, LISTED_QUESTIONS)
    .map(({ found, onRecord }) => `Accepted with ${proposal?.name}: ${found}, beside ${onRecord}.`);
  const context = { catalogue, organisation, at, by: record.by, file: fileOf(record) };
  const append = async (inside: Stores, checkOnly: boolean): Promise<RecordedReturn> => {
    try {
      return await appendCarbonReturn(inside, context, reading.worked ?? reading.lines(), { checkOnly });
    } catch (error) {
      throw error instanceof AppError ? placed(error, reading) : error;
    }
  };
  const checked = dryRun ? await append(stores, true) : undefined;
  return {
    issues: [],
    notices: [
      ...notices,
      ...accepted,
      ...(checked === undefined ? [] : ['Checked only; nothing was stored.', ...outcomeNotices(checked)]),
    ],
    apply: async (inside) => {
      const made = await append(inside, false);
      const outcome = toOutcome(made, await addedEmissions(inside, organisation, made));
      if (made.outcome === 'recorded' && made.entry !== undefined) {
        await recordEvent(inside, record, at, 'carbon-return.recorded', made.entry, outcome.audit);
      }
      return outcome;
    },
  };
}

/** What a return asks of a person: beside the history of its contracts, and of others where one has none. */
async function questionsOf(
  stores: Stores,
  organisation: string,
  reading: ReturnReading,
  factorOn: ReturnType<typeof factorLookup>,
): Promise<ReturnQuestion[]> {
  const ofRecord = await compareWithRecord(stores, organisation, reading, factorOn);
  const questions = [...ofRecord, ...(await compareWithCategory(stores, organisation, reading, factorOn))];
  // Lines that are laid out already come contract by contract.
  return reading.worked === undefined ? questions : questions.toSorted((a, b) => a.source.row - b.source.row);
}

/**
 * The contracts of a return that are not on record, each at its first line: told with the faults of the file, so that
 * all of them are put right in one go.
 */
export async function unknownContracts(
  { contracts, ledger }: Stores,
  { organisation }: ImportRecord,
  reading: ReturnReading,
): Promise<Issue[]> {
  const versions = await contracts.versions(organisation, 0, await ledger.version(organisation));
  const known = new Set([OWN_ICT, ...versions.map(({ contract }) => contract.reference)]);
  const faults = createFaultList();
  for (const { contract, source } of reading.contracts) {
    const before = faults.issues.length;
    checkContract(contract, `#/figures/${source.row}`, faults, { contracts: known });
    const [fault] = faults.issues.splice(before);
    if (fault !== undefined) faults.issues.push({ ...fault, ...reading.placeOf(source, 'contract') });
  }
  return faults.issues;
}

/** What the entry of a return added to the emissions on record. */
async function addedEmissions({ ledger }: Stores, organisation: string, made: RecordedReturn): Promise<DecimalText> {
  if (made.outcome !== 'recorded' || made.entry === undefined) return '0';
  const { version } = made.entry;
  const grams = new Map<number, Grams>();
  for await (const change of ledger.changes(organisation, version - 1, version)) {
    grams.set(change.group, (grams.get(change.group) ?? 0n) + change.grams);
  }
  const first = [...grams.keys()].reduce((least, id) => Math.min(least, id), Number.MAX_SAFE_INTEGER);
  let total = 0n;
  for await (const { id, dimensions } of ledger.groups(organisation, first - 1)) {
    if (dimensions.kind === 'emission') total += grams.get(id) ?? 0n;
  }
  return kilogramsText(total);
}

function toOutcome(made: RecordedReturn, emissionKg: DecimalText): CommitOutcome {
  const { added, repeated, replaced, provisional, contracts } = made;
  return {
    registered: {
      ...NOTHING,
      contracts,
      lines: added,
      repeatedLines: repeated,
      replacedLines: replaced,
      provisionalLines: provisional,
      emissionKg,
    },
    notices: outcomeNotices(made),
    audit: {
      lines: String(added),
      repeated: String(repeated),
      replaced: String(replaced),
      provisional: String(provisional),
      contracts: contracts.slice(0, 200),
    },
  };
}

function outcomeNotices({ outcome, earlier, added, repeated, replaced, provisional }: RecordedReturn): string[] {
  if (outcome === 'already-recorded') {
    const of =
      earlier === undefined ? '' : ` on ${earlier.recordedAt.slice(0, 10)}, from ${earlier.fileName ?? 'a file'}`;
    return [`The same file was recorded before${of}. Nothing was added, so nothing is counted twice.`];
  }
  return [
    ...(outcome === 'nothing-new' ? ['Every line of the file is on record already. Nothing was added.'] : []),
    ...(added > 0 && repeated > 0
      ? [`${count(repeated, 'line')} on record already: left as recorded, not counted twice.`]
      : []),
    ...(replaced > 0
      ? [`${count(replaced, 'line')} on record superseded: reversed, and still to be seen in the record.`]
      : []),
    ...(provisional > 0
      ? [`${count(provisional, 'line')} provisional: the conversion factors of the year are not approved yet.`]
      : []),
  ];
}

/** Another council's file is likely a slip of the hand; names are written in many ways, so it is said, not refused. */
function organisationNotices({ organisation }: ImportRecord, reading: ReturnReading): string[] {
  const [stated, ours] = [plainName(reading.organisation ?? ''), plainName(organisation)];
  if (stated === '' || stated.includes(ours) || ours.includes(stated)) return [];
  return [`About says that the return is for "${reading.organisation}"; it is read for ${organisation}.`];
}

/** The name follows from every question; a hundred thousand of them are never held as one text. */
function toChoice(questions: readonly ReturnQuestion[], reading: ReturnReading): MappingProposal | undefined {
  if (questions.length === 0) return undefined;
  const pairOf = ({ kind, found, onRecord, source }: ReturnQuestion) => ({
    kind,
    sheet: reading.placeOf(source, 'line').sheet ?? '',
    wanted: onRecord,
    found,
  });
  const hash = createHash('sha256');
  for (const [index, question] of questions.entries())
    hash.update(`${index === 0 ? '[' : ','}${JSON.stringify(pairOf(question))}`);
  const name = `choice-${hash.update(']').digest('hex').slice(0, 8)}`;
  return { name, pairs: questions.slice(0, LISTED_QUESTIONS).map(pairOf) };
}

function toIssue(
  { kind, found, onRecord, source, field }: ReturnQuestion,
  { name }: MappingProposal,
  reading: ReturnReading,
): Issue {
  const message =
    kind === 'overlap'
      ? `Days that are on record already: ${found}, beside ${onRecord}.`
      : `Check the unit: ${found} is ${onRecord}.`;
  const correct =
    kind === 'overlap'
      ? 'If it corrects the line on record, enter that under Supersedes line.'
      : 'If it is a slip between kg and t, or between units, put it right.';
  return {
    pointer: `#/figures/${source.row}/${field}`,
    code: kind === 'overlap' ? 'period-on-record' : 'likely-unit-slip',
    message,
    found,
    expected: onRecord,
    fix: `${correct} If all of it is right as it stands, accept ${name}.`,
    ...reading.placeOf(source, field),
  };
}

/** Faults against the record, each at its cell. */
function placed(error: AppError, reading: ReturnReading): AppError {
  const issues = error.issues.map((issue) => {
    const [, row, field] = /^#\/figures\/(\d+)\/(\w+)/.exec(issue.pointer) ?? [];
    if (row === undefined || field === undefined) return issue;
    const source = { row: Number(row), ...(issue.sheet === undefined ? {} : { sheet: issue.sheet }) };
    return { ...issue, ...reading.placeOf(source, field) };
  });
  return new AppError(error.code, error.message, issues, error.unlisted);
}

async function recordEvent(
  { audit }: Stores,
  record: ImportRecord,
  at: IsoInstant,
  action: string,
  entry: RecordedEntry,
  data: CommitOutcome['audit'],
): Promise<void> {
  const event = importEvent(record, at, action, { import: record.id, ...data, ...entryData(entry) });
  await audit.append({ ...event, subject: `ledger:${entry.version}` });
}

function fileOf({ fileSha256, fileName, id }: ImportRecord) {
  return { sha256: fileSha256, name: fileName, importId: id };
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('An import with faults is never committed'));
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-GB')} ${noun}${number === 1 ? '' : 's'}`;
}

import { isDeepStrictEqual } from 'node:util';
import { type Contract, CONTRACT_STATUSES, ICT_CATEGORIES, OWN_ICT } from '../domain/contract.ts';
import { throwIfFaulty } from '../domain/errors.ts';
import { parseFinancialYear } from '../domain/financial-year.ts';
import { type IsoInstant, parseIsoDate } from '../domain/iso-date.ts';
import { encodePointerPart } from '../domain/issue.ts';
import { HUNDRED, parseDecimal, sum, toFraction } from '../domain/quantity.ts';
import { createFaultList, type FaultList } from './fault-list.ts';
import type { RecordedEntry } from './ledger-stores.ts';
import { listed } from './nearest-names.ts';
import type { Stores } from './stores.ts';

export type ContractsContext = {
  readonly organisation: string;
  readonly at: IsoInstant;
  readonly by: string;
  readonly file?: { readonly sha256: string; readonly name: string; readonly importId: string };
};

export type RecordedContracts = {
  /** Absent when every contract was on record like this already. */
  readonly entry?: RecordedEntry;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
};

/**
 * Puts contracts on record inside the transaction of the caller: a new one, or a new version of one that differs.
 * Throws AppError `invalid-input` with every fault; pointers are `#/contracts/REFERENCE/FIELD`.
 */
export async function appendContracts(
  stores: Stores,
  context: ContractsContext,
  contracts: readonly Contract[],
): Promise<RecordedContracts> {
  const faults = createFaultList();
  checkContracts(contracts, faults);
  throwIfFaulty('invalid-input', 'The contracts have faults. Nothing was recorded.', faults.issues);
  const { organisation, file } = context;
  const posting = await stores.ledger.begin({
    organisation,
    kind: 'contracts',
    recordedAt: context.at,
    fileSha256: file?.sha256 ?? '',
    by: context.by,
    ...(file === undefined ? {} : { fileName: file.name, importId: file.importId }),
  });
  const onRecord = new Map<string, Contract>();
  for (const { contract } of await stores.contracts.versions(organisation, 0, posting.entry.version)) {
    onRecord.set(contract.reference, contract);
  }
  const unchanged = contracts.filter((one) => isDeepStrictEqual(plain(one), onRecord.get(one.reference)));
  const news = contracts.filter((one) => !unchanged.includes(one));
  await posting.addContracts(news);
  const entry = await posting.finish();
  return {
    ...(news.length === 0 ? {} : { entry }),
    added: news.map(({ reference }) => reference).filter((reference) => !onRecord.has(reference)),
    changed: news.map(({ reference }) => reference).filter((reference) => onRecord.has(reference)),
    unchanged: unchanged.map(({ reference }) => reference),
  };
}

/** As it comes back from the record. */
function plain(contract: Contract): unknown {
  return JSON.parse(JSON.stringify(contract));
}

/** Every fault of a list of contracts; pointers are `#/contracts/REFERENCE/FIELD`. */
export function checkContracts(contracts: readonly Contract[], faults: FaultList): void {
  const seen = new Set<string>();
  for (const contract of contracts) {
    const at = `#/contracts/${encodePointerPart(contract.reference)}`;
    checkReference(contract.reference, at, seen, faults);
    checkTerm(contract, at, faults);
    checkKinds(contract, at, faults);
    if (contract.shares !== undefined) checkShares(contract.shares, at, faults);
    checkCommitments(contract, at, faults);
  }
}

function checkReference(reference: string, at: string, seen: Set<string>, faults: FaultList): void {
  const wrong = (code: string, message: string): void =>
    faults.add(`${at}/reference`, code, message, { found: reference });
  if (reference.trim() === '') wrong('missing', 'Enter the reference of the contract');
  else if (reference === OWN_ICT)
    wrong('reserved', `${OWN_ICT} stands for what has no contract: give another reference`);
  if (seen.has(reference)) wrong('duplicate-contract', `Contract ${reference} stands here twice`);
  seen.add(reference);
}

function checkTerm({ start, end }: Contract, at: string, faults: FaultList): void {
  for (const [field, date] of Object.entries({ start, end })) {
    if (parseIsoDate(date) !== undefined) continue;
    faults.add(`${at}/${field}`, 'not-a-date', `Enter a date as 2026-04-01, got "${date}"`, { found: date });
  }
  if (end < start) {
    const message = `The contract ends on ${end}, before it starts on ${start}`;
    faults.add(`${at}/end`, 'ends-before-start', message, { found: end, expected: `${start} or later` });
  }
}

function checkKinds({ ictCategory, status, annualValue }: Contract, at: string, faults: FaultList): void {
  const oneOf = (field: string, value: string, known: readonly string[]): void => {
    if (known.includes(value)) return;
    const expected = listed(known);
    faults.add(`${at}/${field}`, 'not-a-choice', `Enter one of ${expected}, got "${value}"`, {
      found: value,
      expected,
    });
  };
  oneOf('ictCategory', ictCategory, ICT_CATEGORIES);
  oneOf('status', status, CONTRACT_STATUSES);
  if (annualValue !== undefined) checkAmount(annualValue, `${at}/annualValue`, 'a number of pounds', faults);
}

function checkShares(shares: Readonly<Record<string, string>>, at: string, faults: FaultList): void {
  const before = faults.issues.length;
  for (const percent of Object.values(shares)) checkAmount(percent, `${at}/shares`, 'a share in percent', faults);
  if (faults.issues.length > before) return;
  const total = sum(Object.values(shares).map(toFraction));
  if (total.equals(HUNDRED)) return;
  const found = Object.entries(shares).map(([name, percent]) => `${name}=${percent}`);
  faults.add(`${at}/shares`, 'shares-not-100', 'The shares of the organisations must add to exactly 100', {
    found: found.join('; '),
    expected: 'shares that add to 100',
  });
}

function checkCommitments({ commitments }: Contract, at: string, faults: FaultList): void {
  const seen = new Set<string>();
  for (const { year, tonnes, outsideInventoryTonnes } of commitments) {
    const pointer = `${at}/commitments/${encodePointerPart(year)}`;
    if (!/^\d{4}$/.test(year) && parseFinancialYear(year) === undefined) {
      const message = `Enter a year as 2027 or 2027/28, got "${year}"`;
      faults.add(`${pointer}/year`, 'not-a-year', message, { found: year, expected: '2027 or 2027/28' });
    }
    if (seen.has(year)) {
      faults.add(`${pointer}/year`, 'duplicate-year', `The commitment for ${year} stands here twice`, {
        found: year,
      });
    }
    seen.add(year);
    checkAmount(tonnes, `${pointer}/tonnes`, 'a number of tonnes', faults);
    if (outsideInventoryTonnes !== undefined) checkOutsidePart(outsideInventoryTonnes, tonnes, pointer, faults);
  }
}

/** A part is not more than its whole. */
function checkOutsidePart(part: string, tonnes: string, at: string, faults: FaultList): void {
  const pointer = `${at}/outsideInventoryTonnes`;
  checkAmount(part, pointer, 'a number of tonnes', faults);
  const [number, whole] = [parseDecimal(part), parseDecimal(tonnes)];
  if (number === undefined || whole === undefined || number.lte(whole)) return;
  const message = `Enter the part of the ${tonnes} t that is electricity in the council’s own buildings, got "${part}"`;
  faults.add(pointer, 'part-above-whole', message, { found: part, expected: `at most ${tonnes}` });
}

function checkAmount(text: string, pointer: string, what: string, faults: FaultList): void {
  const number = parseDecimal(text);
  if (number !== undefined && number.gte(0)) return;
  faults.add(pointer, 'not-a-number', `Enter ${what}, got "${text}"`, { found: text, expected: what });
}

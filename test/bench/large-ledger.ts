import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { NewLine } from '../../src/application/ledger-stores.ts';
import { lineIdentity } from '../../src/application/line-identity.ts';
import { createUseCases, type UseCases } from '../../src/application/use-cases.ts';
import type { Contract } from '../../src/domain/contract.ts';
import { financialYearOf } from '../../src/domain/financial-year.ts';
import type { FigureDimensions } from '../../src/domain/line-figures.ts';
import { type OpenDatabase, openDatabase } from '../../src/persistence/database.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';

export const ORGANISATION = 'northshire';
/** Of the ledger as it is written without `--lines`. */
export const USUAL_LINES = 10_000_000;

/** A region of councils: three years of months, two of six categories for each contract, which runs on. */
const MONTHS = 36;
const CATEGORIES = ['1', '2', '3', '4', '8', '11'];
/** As many lines come in one return. */
const LINES_A_RETURN = 100_000;
const LINES_AT_ONCE = 10_000;

export const SQL_BY_YEAR_AND_CATEGORY =
  'select fy, category, sum(grams) as grams from ledger group by fy, category order by fy, category';

export type LargeLedger = {
  readonly lines: number;
  readonly contracts: number;
  readonly database: OpenDatabase;
  readonly ports: TestPorts;
  readonly useCases: UseCases;
  readonly file: string;
  /** The same lines in a table of their own, with the index that answers the question. */
  readonly plain: Sqlite.Database;
  readonly plainFile: string;
  close(): Promise<void>;
};

/** A thousand lines for each contract, so that ten million are of ten thousand contracts. */
export function contractsFor(lines: number): number {
  return Math.max(1, Math.ceil(lines / 1000));
}

type Size = { readonly lines: number; readonly contracts: number };

const written = new Map<string, LargeLedger>();

/**
 * A ledger of so many lines, and the same in a plain table with a covering index. It is written once for all
 * benchmarks of a run, opened anew as a service that starts would, and taken away by `closeLargeLedgers`.
 */
export async function largeLedger({ lines, contracts }: Size): Promise<LargeLedger> {
  const name = `${lines} ${contracts}`;
  const known = written.get(name);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), 'large-ledger-'));
  const [file, plainFile] = [join(folder, 'ledger.db'), join(folder, 'plain.db')];
  process.stderr.write(`  writing ${lines.toLocaleString('en-GB')} lines …\n`);
  const started = performance.now();
  await writeLedger(file, { lines, contracts });
  const plain = new Sqlite(plainFile);
  writePlainTable(plain, { lines, contracts });
  process.stderr.write(`  written in ${Math.round((performance.now() - started) / 1000)} s\n`);
  const database = await openDatabase(`sqlite:${file}`);
  const ports = await createTestPorts(database);
  const close = async () => {
    plain.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const useCases = createUseCases(ports);
  const ledger = { lines, contracts, database, ports, useCases, file, plain, plainFile, close };
  written.set(name, ledger);
  return ledger;
}

/** Takes away what was written; without it each ledger stays on disk. */
export async function closeLargeLedgers(): Promise<void> {
  for (const ledger of written.values()) await ledger.close();
  written.clear();
}

/** Writes returns of 100,000 lines by the service's own way into the ledger. */
async function writeLedger(file: string, size: Size): Promise<void> {
  const database = await openDatabase(`sqlite:${file}`);
  try {
    await database.migrate();
    const ports = await createTestPorts(database);
    await createUseCases(ports).recordContracts(aPerson('officer'), benchContracts(size.contracts));
    for (let start = 0; start < size.lines; start += LINES_A_RETURN) {
      await writeReturn(database, size, start, Math.min(size.lines, start + LINES_A_RETURN));
    }
  } finally {
    await database.close();
  }
}

function benchContracts(contracts: number): Contract[] {
  return Array.from({ length: contracts }, (_, index) => {
    const id = String(Math.floor(index / 5)).padStart(8, '0');
    return aContract(`C${index}`, {
      supplier: { name: `Invented supplier ${id}`, identifier: { scheme: 'GB-COH', id } },
      start: '2023-04-01',
      end: '2029-03-31',
    });
  });
}

async function writeReturn(database: OpenDatabase, size: Size, start: number, end: number): Promise<void> {
  await database.transaction(async ({ ledger }) => {
    const recordedAt = '2026-04-20T09:00:00Z';
    const entry = { organisation: ORGANISATION, kind: 'return', recordedAt, fileSha256: '', by: 'bench' } as const;
    const posting = await ledger.begin(entry);
    for (let batch = start; batch < end; batch += LINES_AT_ONCE) {
      const count = Math.min(LINES_AT_ONCE, end - batch);
      await posting.add(Array.from({ length: count }, (_, offset) => toNewLine(lineAt(batch + offset, size))));
    }
    await posting.finish();
  });
}

function writePlainTable(plain: Sqlite.Database, size: Size): void {
  plain.pragma('journal_mode = WAL');
  plain.exec('create table ledger (id integer primary key, fy text, category text, grams integer)');
  const insert = plain.prepare('insert into ledger (fy, category, grams) values (?, ?, ?)');
  plain.exec('begin');
  for (let index = 0; index < size.lines; index++) {
    const { year, category, grams } = lineAt(index, size);
    insert.run(year, category, grams);
  }
  plain.exec('commit');
  plain.exec('create index by_year on ledger (fy, category, grams)');
  plain.exec('analyze');
}

type BenchLine = {
  readonly index: number;
  readonly contract: string;
  readonly month: string;
  readonly year: string;
  readonly category: string;
  readonly grams: number;
};

const MONTHS_OF_RETURNS = Array.from({ length: MONTHS }, (_, index) => {
  const month = new Date(Date.UTC(2023, 3 + index, 1)).toISOString().slice(0, 7);
  return { month, year: financialYearOf(`${month}-01`) };
});

/** The lines of a contract follow each other, as they come in its return. */
function lineAt(index: number, { lines, contracts }: Size): BenchLine {
  const each = Math.ceil(lines / contracts);
  const contract = Math.floor(index / each);
  const place = index % each;
  const { month, year } = MONTHS_OF_RETURNS[place % MONTHS] ?? { month: '', year: '' };
  const second = Math.floor(place / MONTHS) % 2;
  const category = CATEGORIES[(contract + 3 * second) % CATEGORIES.length] ?? '1';
  return { index, contract: `C${contract}`, month, year, category, grams: 1000 + ((index * 7919) % 900_000) };
}

function toNewLine({ index, contract, month, category, grams }: BenchLine): NewLine {
  const statement = aLine(contract, `L${index}`, {
    category,
    amount: String(grams / 1000),
    periodStart: `${month}-01`,
    periodEnd: `${month}-28`,
    source: { row: (index % LINES_A_RETURN) + 2 },
  });
  const dimensions: FigureDimensions = {
    contract,
    organisation: ORGANISATION,
    month,
    kind: 'emission',
    scope: '3',
    category,
    stage: 'serve',
    basis: 'actual',
    tier: 'B',
    factor: '',
    factorSet: '',
    doubleCountGroup: '',
    provisional: false,
  };
  return {
    statement,
    identity: lineIdentity(statement),
    figures: [{ dimensions, grams: BigInt(grams) }],
    cause: 'activity',
  };
}

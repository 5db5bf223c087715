import type Sqlite from 'better-sqlite3';
import type { NewLine } from '../../src/application/ledger-stores.ts';
import { lineIdentity } from '../../src/application/line-identity.ts';
import type { Database } from '../../src/application/stores.ts';
import type { Contract } from '../../src/domain/contract.ts';
import { financialYearOf } from '../../src/domain/financial-year.ts';
import type { FigureDimensions } from '../../src/domain/line-figures.ts';
import { aContract, aLine } from '../support/carbon.ts';

export const ORGANISATION = 'northshire';

/** A region of councils: 500 contracts of 100 suppliers, three years of months, six categories. */
const CONTRACTS = 500;
const MONTHS = 36;
const CATEGORIES = ['1', '2', '3', '4', '8', '11'];
/** As many lines come in one return. */
const LINES_A_RETURN = 100_000;
const LINES_AT_ONCE = 10_000;

export const SQL_BY_YEAR_AND_CATEGORY =
  'select fy, category, sum(grams) as grams from ledger group by fy, category order by fy, category';

/** Terms end with the months of the lines, so that nothing is estimated beside them. */
export function benchContracts(): Contract[] {
  return Array.from({ length: CONTRACTS }, (_, index) => {
    const id = String(index % 100).padStart(8, '0');
    return aContract(`C${index}`, {
      supplier: { name: `Invented supplier ${id}`, identifier: { scheme: 'GB-COH', id } },
      start: '2023-04-01',
      end: '2026-03-31',
    });
  });
}

type BenchLine = {
  readonly contract: string;
  readonly month: string;
  readonly year: string;
  readonly category: string;
  readonly grams: number;
};

function lineAt(index: number): BenchLine {
  const month = new Date(Date.UTC(2023, 3 + (Math.floor(index / CONTRACTS) % MONTHS), 1)).toISOString().slice(0, 7);
  return {
    contract: `C${index % CONTRACTS}`,
    month,
    year: financialYearOf(`${month}-01`),
    category: CATEGORIES[Math.floor(index / 7) % CATEGORIES.length] ?? '1',
    grams: 1000 + ((index * 7919) % 900_000),
  };
}

/** Writes the same lines to the ledger, as returns of 100,000 lines, and to a plain table with a covering index. */
export async function writeLedger(database: Database, plain: Sqlite.Database, lines: number): Promise<void> {
  plain.pragma('journal_mode = WAL');
  plain.exec('create table ledger (id integer primary key, fy text, category text, grams integer)');
  const insert = plain.prepare('insert into ledger (fy, category, grams) values (?, ?, ?)');
  for (let start = 0; start < lines; start += LINES_A_RETURN) {
    const end = Math.min(lines, start + LINES_A_RETURN);
    await database.transaction(async ({ ledger }) => {
      const recordedAt = '2026-04-20T09:00:00Z';
      const posting = await ledger.begin({
        organisation: ORGANISATION,
        kind: 'return',
        recordedAt,
        fileSha256: '',
        by: 'bench',
      });
      for (let batch = start; batch < end; batch += LINES_AT_ONCE) {
        const size = Math.min(LINES_AT_ONCE, end - batch);
        await posting.add(Array.from({ length: size }, (_, offset) => toNewLine(batch + offset)));
      }
      await posting.finish();
    });
    plain.exec('begin');
    for (let index = start; index < end; index++) {
      const { year, category, grams } = lineAt(index);
      insert.run(year, category, grams);
    }
    plain.exec('commit');
  }
  plain.exec('create index by_year on ledger (fy, category, grams)');
  plain.exec('analyze');
}

function toNewLine(index: number): NewLine {
  const { contract, month, category, grams } = lineAt(index);
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

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Stores } from '../../src/application/stores.ts';
import { connect } from '../../src/persistence/connections.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import { dimensionsText } from '../../src/persistence/ledger-rows.ts';
import { migrate } from '../../src/persistence/migrate.ts';
import type { CarbonReturnLine } from '../../src/domain/carbon-figure.ts';
import type { FigureDimensions } from '../../src/domain/line-figures.ts';
import { aLine } from '../support/carbon.ts';
import { createServerDatabase, postgresServer } from '../support/postgres.ts';

const BEFORE = '0020_edition_forecasts.ts';
const WHOLE: FigureDimensions = {
  contract: 'C1',
  organisation: 'northshire',
  month: '2026-04',
  kind: 'emission',
  scope: '3',
  category: '1',
  stage: 'make',
  basis: 'actual',
  tier: 'A',
  factor: '',
  factorSet: '',
  doubleCountGroup: '',
  provisional: false,
};

/** Two groups, and seven lines of two contracts: the second was put right by the last. */
const GROUPS = [WHOLE, { ...WHOLE, contract: 'C2', provisional: true }];
const LINES = [
  { id: 1, contract: 'C1', name: 'L1', grams: 100 },
  { id: 2, contract: 'C1', name: 'L2', grams: 20 },
  { id: 3, contract: 'C2', name: 'L1', grams: 3 },
  { id: 4, contract: 'C1', name: 'L3', grams: 4000, marketBased: 1 },
  { id: 5, contract: 'C1', name: 'L4', grams: undefined, marketBased: 7 },
  { id: 9, contract: 'C1', name: 'L5', grams: 50_000 },
  { id: 10, contract: 'C1', name: 'L2', grams: 25, version: 2, supersedes: 'L2' },
] as const;

/** One with an evidence of which more is known, one in a market-based amount alone. */
function statedAs(line: (typeof LINES)[number]): CarbonReturnLine {
  const evidence = { document: 'Return.pdf', page: '4' };
  if ('supersedes' in line) return aLine(line.contract, line.name, { supersedes: line.supersedes, evidence });
  if (line.name === 'L3') return aLine('C1', 'L3', { evidence: { ...evidence, issuedTo: 'Alder Ltd' } });
  return aLine(line.contract, line.name, 'marketBased' in line ? { marketBasedAmount: '7', amountUnit: 'kg' } : {});
}

/** A ledger as it was laid out before: a row for each line, one for each figure, and the opposite of what was reversed. */
async function fillAsBefore(url: string): Promise<void> {
  const connections = connect(url);
  const { writer, reader } = connections;
  await migrate(connections, BEFORE);
  await writer('organisations').insert({ id: 'northshire', auditSeq: 0, auditHash: '' });
  for (const version of [1, 2]) {
    await writer('ledgerEntries').insert({
      organisation: 'northshire',
      version,
      kind: 'return',
      recordedAt: `2026-05-0${version}T09:00:00.000Z`,
      fileSha256: '',
      details: JSON.stringify({ by: 'sana', policy: 'blended' }),
    });
  }
  for (const [index, dimensions] of GROUPS.entries()) {
    await writer('carbonGroups').insert({
      id: index + 1,
      organisation: 'northshire',
      provisional: dimensions.provisional ? 1 : 0,
      dimensions: dimensionsText(dimensions),
    });
  }
  for (const line of LINES) {
    const version = 'version' in line ? line.version : 1;
    const stated = statedAs(line);
    await writer('carbonLines').insert({
      id: line.id,
      organisation: 'northshire',
      version,
      termsVersion: version,
      contract: line.contract,
      line: line.name,
      identity: `${stated.kind} ${stated.basis} ${stated.periodStart} ${stated.periodEnd}`,
      statement: JSON.stringify(stated),
    });
    await writer('carbonFigures').insert({
      lineId: line.id,
      groupId: line.contract === 'C1' ? 1 : 2,
      version,
      grams: line.grams ?? null,
      marketBased: 'marketBased' in line ? line.marketBased : null,
    });
  }
  await writer('carbonReversals').insert({ lineId: 2, version: 2 });
  await writer('carbonFigures').insert({ lineId: 2, groupId: 1, version: 2, grams: -20, marketBased: null });
  await writer.destroy();
  if (reader !== writer) await reader.destroy();
}

async function ledgerIn({ ledger }: Stores) {
  const figures = (upTo: number, after?: { group: number; line: number; version: number }) =>
    ledger.figures('northshire', [1, 2], upTo, { after, limit: 100 });
  const stands = async (contract: string) =>
    (await Array.fromAsync(ledger.standingLines('northshire', contract))).map(({ id, statement }) => [
      id,
      statement.line,
    ]);
  return {
    all: (await figures(2)).map(({ group, lineId, version, grams }) => [group, lineId, version, grams]),
    before: (await figures(1)).map(({ lineId, grams, marketBased }) => [lineId, grams, marketBased]),
    next: (await figures(2, { group: 1, line: 2, version: 1 })).map(({ lineId, version }) => [lineId, version]),
    stands: [await stands('C1'), await stands('C2')],
    provisional: (await ledger.provisionalLines('northshire')).map(({ id, stands: isThere }) => [id, isThere]),
    sets: await ledger.factorSetsOf('northshire', 3),
    statements: (await figures(2)).map(({ statement }) => statement),
  };
}

function laysOut(
  title: string,
  make: () => Promise<{ readonly url: string; readonly drop: () => Promise<void> }>,
): void {
  it(`keeps every line and figure with its id, ${title}`, async () => {
    const { url, drop } = await make();
    await fillAsBefore(url);
    const database = await openDatabase(url);
    await database.migrate();
    const found = await database.transaction(ledgerIn);
    expect(found.all).toEqual([
      [1, 1, 1, 100n],
      [1, 2, 1, 20n],
      [1, 2, 2, -20n],
      [1, 4, 1, 4000n],
      [1, 5, 1, undefined],
      [1, 9, 1, 50_000n],
      [1, 10, 2, 25n],
      [2, 3, 1, 3n],
    ]);
    expect(found.before).toEqual([
      [1, 100n, undefined],
      [2, 20n, undefined],
      [4, 4000n, 1n],
      [5, undefined, 7n],
      [9, 50_000n, undefined],
      [3, 3n, undefined],
    ]);
    expect(found.next[0]).toEqual([2, 2]);
    expect(found.next).toHaveLength(6);
    expect(found.stands).toEqual([
      [
        [1, 'L1'],
        [4, 'L3'],
        [5, 'L4'],
        [9, 'L5'],
        [10, 'L2'],
      ],
      [[3, 'L1']],
    ]);
    expect(found.provisional).toEqual([[3, true]]);
    expect(found.sets).toEqual(new Set(['2026-04 ']));
    const stated = found.all.map(([, id]) => LINES.filter((line) => line.id === id).map(statedAs)).flat();
    expect(found.statements).toEqual(stated);
    await database.close();
    await drop();
  });
}

describe('a ledger from before its lines lay on pages', () => {
  laysOut('on SQLite', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scorer-pages-'));
    return { url: `sqlite:${join(folder, 'scorer.db')}`, drop: async () => rmSync(folder, { recursive: true }) };
  });
  describe.skipIf(postgresServer === undefined)('with a PostgreSQL server (TEST_DATABASE_URL)', () => {
    laysOut('on a PostgreSQL server', createServerDatabase);
  });
});

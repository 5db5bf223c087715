import { expect, it } from 'vitest';
import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import { rerunProvisional } from '../../src/application/rerun-provisional.ts';
import type { GroupChange } from '../../src/application/ledger-stores.ts';
import type { Database } from '../../src/application/stores.ts';
import type { CarbonReturnLine } from '../../src/domain/carbon-figure.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { describeWithDatabases } from '../support/databases.ts';
import { aPerson, createTestPorts } from '../support/service-ports.ts';

const OFFICER = aPerson('officer');
const ORGANISATION = OFFICER.organisation;
const FILE = { sha256: 'f'.repeat(64), name: 'return.csv', importId: 'import-1' };

async function changesOf(database: Database): Promise<GroupChange[]> {
  return database.read(async ({ ledger }) => Array.fromAsync(ledger.changes(ORGANISATION, 0, 1000)));
}

async function totalGrams(database: Database): Promise<bigint> {
  return (await changesOf(database)).reduce((total, { grams }) => total + grams, 0n);
}

describeWithDatabases('the carbon ledger', (makeDatabase) => {
  const start = async () => {
    const database = await makeDatabase();
    const ports = await createTestPorts(database);
    await recordContracts(ports, OFFICER, [
      aContract('C1'),
      aContract('C2', { shares: { northshire: '60', eastham: '40' } }),
    ]);
    const send = (...lines: readonly CarbonReturnLine[]) => recordCarbonReturn(ports, OFFICER, lines);
    return { database, ports, send };
  };

  it('splits a line over its months and over the organisations that share the contract, to the gram', async () => {
    const { database, send } = await start();
    await send(aLine('C2', 'L1', { periodStart: '2026-04-01', periodEnd: '2026-06-30', amount: '0.1' }));
    const parts = await database.read(async ({ ledger }) => {
      const groups = await Array.fromAsync(ledger.groups(ORGANISATION, 0));
      const changes = await Array.fromAsync(ledger.changes(ORGANISATION, 0, 10));
      return groups.map(({ id, dimensions: { month, organisation } }) => [
        month,
        organisation,
        changes.find(({ group }) => group === id)?.grams,
      ]);
    });
    expect(parts).toEqual([
      ['2026-04', 'eastham', 13n],
      ['2026-04', 'northshire', 20n],
      ['2026-05', 'eastham', 14n],
      ['2026-05', 'northshire', 20n],
      ['2026-06', 'eastham', 13n],
      ['2026-06', 'northshire', 20n],
    ]);
  });

  it('puts a line right by its reversal and a new line, which cancel exactly', async () => {
    const { database, send } = await start();
    await send(aLine('C1', 'L1', { amount: '100', marketBasedAmount: '7' }), aLine('C1', 'L2', { amount: '1' }));
    const corrected = aLine('C1', 'L1', { amount: '60', supersedes: 'L1' });
    expect(await send(corrected)).toMatchObject({ outcome: 'recorded', added: 1, replaced: 1 });
    const changes = await changesOf(database);
    expect(await totalGrams(database)).toBe(61_000n);
    expect(changes.reduce((total, { marketBased }) => total + marketBased, 0n)).toBe(0n);
    expect(changes.reduce((total, { lines }) => total + lines, 0)).toBe(2);
    expect(await send(corrected)).toMatchObject({ outcome: 'nothing-new', repeated: 1 });
  });

  it('recognises the same file and the same lines, and doubles neither', async () => {
    const { database, ports } = await start();
    const lines = [aLine('C1', 'L1'), aLine('C1', 'L2', { source: { row: 3 } })];
    const first = await recordCarbonReturn(ports, OFFICER, lines, { file: FILE });
    expect(first).toMatchObject({ outcome: 'recorded', added: 2 });
    expect(await recordCarbonReturn(ports, OFFICER, lines, { file: FILE })).toMatchObject({
      outcome: 'already-recorded',
      earlier: { version: first.entry?.version },
    });
    const again = lines.map((line) => ({ ...line, source: { row: line.source.row + 5 } }));
    const other = { ...FILE, sha256: 'e'.repeat(64) };
    expect(await recordCarbonReturn(ports, OFFICER, again, { file: other })).toMatchObject({
      outcome: 'nothing-new',
      repeated: 2,
    });
    expect(await totalGrams(database)).toBe(246_912n);
  });

  it('does not take a line back in that was put right before', async () => {
    const { database, send } = await start();
    await send(aLine('C1', 'L1', { amount: '100' }));
    await send(aLine('C1', 'L1-corrected', { amount: '60', supersedes: 'L1' }));
    expect(await send(aLine('C1', 'L1', { amount: '100' }))).toMatchObject({ outcome: 'nothing-new', repeated: 1 });
    expect(await totalGrams(database)).toBe(60_000n);
  });

  it('tells every fault of a return with its row, and records nothing of it', async () => {
    const { database, send } = await start();
    await send(aLine('C1', 'L1'));
    const refused = send(
      aLine('C1', 'L1', { amount: '5', source: { sheet: 'Figures', row: 2 } }),
      aLine('C11', 'L2', { source: { sheet: 'Figures', row: 3 } }),
      aLine('C1', 'L3', { periodEnd: '2026-03-01', source: { sheet: 'Figures', row: 4 } }),
      aLine('C1', 'L4', { supersedes: 'L9', source: { sheet: 'Figures', row: 5 } }),
      aLine('C1', 'L5', { source: { sheet: 'Figures', row: 6 } }),
      aLine('C1', 'L5', { source: { sheet: 'Figures', row: 7 } }),
      aLine('C1', 'L6', {
        quantity: '1000',
        unit: 'kWh',
        factor: 'electricity.uk.generation',
        amount: '300',
        source: { sheet: 'Figures', row: 8 },
      }),
      aLine('C1', 'L7', {
        quantity: '5',
        unit: 'kWh',
        factor: 'gas.natural.gross_kwh',
        source: { sheet: 'Figures', row: 9 },
      }),
    );
    const error = await refused.then(
      () => undefined,
      (failure: unknown) => failure,
    );
    const issues = (error as { readonly issues: { pointer: string; code: string; sheet: string }[] }).issues;
    expect(issues.map(({ pointer, code }) => `${pointer} ${code}`).toSorted()).toEqual([
      '#/figures/2/line line-on-record',
      '#/figures/3/contract unknown-contract',
      '#/figures/4/periodEnd ends-before-start',
      '#/figures/5/supersedes nothing-to-supersede',
      '#/figures/7/line duplicate-line',
      '#/figures/8/amount figures-differ',
      '#/figures/9/unit wrong-unit',
    ]);
    expect(issues.every(({ sheet }) => sheet === 'Figures')).toBe(true);
    expect(await totalGrams(database)).toBe(123_456n);
    expect(await database.read(({ ledger }) => ledger.version(ORGANISATION))).toBe(2);
  });

  it('keeps only versions of contracts that differ, and refuses shares that do not add to 100', async () => {
    const { database, ports } = await start();
    expect(await recordContracts(ports, OFFICER, [aContract('C1')])).toMatchObject({ unchanged: ['C1'] });
    const changed = aContract('C1', { department: 'Libraries' });
    expect(await recordContracts(ports, OFFICER, [changed])).toMatchObject({ changed: ['C1'] });
    await expect(
      recordContracts(ports, OFFICER, [aContract('C3', { shares: { northshire: '60', eastham: '39.9' } })]),
    ).rejects.toMatchObject({ code: 'invalid-input', issues: [{ code: 'shares-not-100' }] });
    const found = await database.read(({ contracts }) => contracts.find(ORGANISATION, 'C1'));
    expect(found).toEqual({ version: 2, contract: changed });
  });

  it('dates every entry after the one before it', async () => {
    const { database, send } = await start();
    await send(aLine('C1', 'L1'));
    const second = { organisation: ORGANISATION, recordedAt: '2020-01-01T00:00:00Z', fileSha256: '', by: 'x' };
    const posting = await database.transaction(async ({ ledger }) => ledger.begin({ ...second, kind: 'return' }));
    // What a past instant shows cannot change later.
    expect(posting.entry).toMatchObject({ version: 3, recordedAt: '2026-11-23T09:00:00.002Z' });
  });

  it('works provisional lines out again once the factor set of their year is approved', async () => {
    const { database, ports, send } = await start();
    const { amount: _, ...line } = aLine('C2', 'L1', {
      quantity: '100000',
      unit: 'kWh',
      factor: 'electricity.uk.generation',
      periodStart: '2025-12-01',
      periodEnd: '2026-01-31',
    });
    expect(await send(line)).toMatchObject({ added: 1, provisional: 1 });
    const before = await totalGrams(database);
    expect(await rerunProvisional(ports, OFFICER)).toEqual({ rerun: 0, waiting: 1 });
    // Shares that change meanwhile are no matter of factors.
    await recordContracts(ports, OFFICER, [aContract('C2', { shares: { northshire: '100' } })]);
    const { referenceData } = ports.catalogue;
    const approved = referenceData.emissionFactors.map((factor) =>
      factor.set === '2026' ? { ...factor, kgCo2e: '0.1', status: 'official' as const } : factor,
    );
    const catalogue = { ...ports.catalogue, referenceData: { ...referenceData, emissionFactors: approved } };
    expect(await rerunProvisional({ ...ports, catalogue }, OFFICER)).toMatchObject({ rerun: 1, waiting: 0 });
    // Half of the days are in 2025, whose factor of 0.177 stays.
    expect(before).toBe(17_700_000n);
    expect(await totalGrams(database)).toBe(13_850_000n);
    const changes = (await changesOf(database)).filter(({ cause }) => cause === 'factor');
    expect(changes.reduce((total, { grams }) => total + grams, 0n)).toBe(-3_850_000n);
    expect(changes.filter(({ lines }) => lines !== 0)).toHaveLength(4);
    expect(await send(line)).toMatchObject({ outcome: 'nothing-new', repeated: 1 });
    expect(await rerunProvisional({ ...ports, catalogue }, OFFICER)).toEqual({ rerun: 0, waiting: 0 });
  });
});

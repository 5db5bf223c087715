import { expect, it } from 'vitest';
import { approveFactorSet } from '../../src/application/approve-factor-set.ts';
import { verifyChain } from '../../src/application/audit-queries.ts';
import { compareFactorSets, getFactorSet, listFactorSets, listFactors } from '../../src/application/factor-queries.ts';
import { factorRegister } from '../../src/application/factor-register.ts';
import { importFactorSet } from '../../src/application/import-factor-set.ts';
import type { Database } from '../../src/application/stores.ts';
import { describeWithDatabases } from '../support/databases.ts';
import { flatFile, type MadeUpFlatFile } from '../support/factor-workbook.ts';
import { aPerson, createTestPorts, TEST_NOW, type TestPorts } from '../support/service-ports.ts';

const keeper = aPerson('sustainability');
const officer = aPerson('officer');
const GRID = '7_400_4000_5_1';
const NOTE = { note: 'Hash compared with a copy fetched from GOV.UK today' };

const ROWS = [
  { id: GRID, levels: ['UK electricity', 'Electricity generated', 'Electricity: UK', 'kWh'], value: 0.177 },
  { id: '1_1', scope: 'Scope 1', levels: ['Fuels', '100% mineral_diesel'], unit: 'litres', value: 2.6 },
  { id: '1_2', scope: 'Scope 1', levels: ['Fuels', 'Natural gas'], unit: 'kWh (Gross CV)', value: 0.18 },
  { id: '9_1', scope: 'Scope 3', levels: ['Waste disposal', 'Plastics'], columnText: 'Landfill', unit: 'tonnes' },
  {
    id: '9_2',
    scope: 'Scope 3',
    levels: ['Waste disposal', 'Glass'],
    columnText: 'Landfill',
    unit: 'tonnes',
    value: '< 1',
  },
];

async function importMade(ports: TestPorts, made: Partial<MadeUpFlatFile> = {}, name = 'flat.xlsx') {
  return importFactorSet(ports, keeper, { name, bytes: await flatFile({ rows: ROWS, ...made }) });
}

const inRegister = <T>(ports: TestPorts, work: (register: ReturnType<typeof factorRegister>) => Promise<T>) =>
  ports.database.read((stores) => work(factorRegister(ports, stores, keeper.organisation)));

async function actions({ database }: { readonly database: Database }): Promise<string[]> {
  const { items } = await database.read((stores) => stores.audit.list(keeper.organisation, { limit: 50 }));
  return items.map(({ event }) => `${event.action} ${event.subject} by ${event.actor}`);
}

describeWithDatabases('a set of conversion factors', (makeDatabase) => {
  it('is imported as a draft with its counts, keeps its file, and is on the audit chain', async () => {
    const ports = await createTestPorts(await makeDatabase());
    const bytes = await flatFile({ rows: ROWS, edition: '1.1' });
    const { set, isNew } = await importFactorSet(ports, keeper, { name: 'flat.xlsx', bytes });
    expect(isNew).toBe(true);
    expect(set).toMatchObject({
      id: 'desnz-2025',
      year: '2025',
      edition: '1.1',
      version: 1,
      status: 'draft',
      file: {
        name: 'flat.xlsx',
        bytes: bytes.length,
        isOfficial: false,
        importedBy: keeper.name,
        importedAt: TEST_NOW,
      },
      counts: {
        withValue: 3,
        blank: 1,
        textOnly: 1,
        byScope: [
          { name: '2', withValue: 1, blank: 0 },
          { name: '1', withValue: 2, blank: 0 },
          { name: '3', withValue: 0, blank: 2 },
        ],
      },
    });
    expect(set.notices.join(' ')).toContain('not the file of 2025 whose hash is known here');
    expect(set.notices.join(' ')).toContain('9_2 (Waste disposal > Glass > Landfill) says "< 1"');
    const stored = await ports.database.read((stores) => stores.files.get(set.file?.sha256 ?? ''));
    expect(Buffer.from(stored).equals(bytes)).toBe(true);
    expect(await getFactorSet(ports, officer, 'desnz-2025')).toEqual(set);
    expect(await actions(ports)).toEqual(['factor-set.imported factor-set:desnz-2025 by sustainability']);
  });

  it('is recognised when the same file comes again; another file of the year is a new version', async () => {
    const ports = await createTestPorts(await makeDatabase());
    const bytes = await flatFile({ rows: ROWS });
    const first = await importFactorSet(ports, keeper, { name: 'flat.xlsx', bytes });
    const again = await importFactorSet(ports, keeper, { name: 'renamed.xlsx', bytes });
    expect(again).toEqual({ set: first.set, isNew: false });
    const corrected = await importMade(ports, { rows: ROWS.slice(0, 3) });
    expect(corrected.set).toMatchObject({ id: 'desnz-2025-2', version: 2 });
    expect(await actions(ports)).toHaveLength(2);
  });

  it('stores nothing when the file has a fault, and tells every fault', async () => {
    const ports = await createTestPorts(await makeDatabase());
    const rows = [...ROWS, { id: GRID, value: 'none' }];
    await expect(importMade(ports, { rows })).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ code: 'duplicate-row' }, { code: 'not-a-number' }],
    });
    expect((await listFactorSets(ports, officer)).every(({ origin }) => origin === 'shipped')).toBe(true);
    expect(await actions(ports)).toEqual([]);
  });

  it('is approved once, by a named person with the role, and with a note where its hash is not known', async () => {
    const ports = await createTestPorts(await makeDatabase());
    await importMade(ports);
    await expect(approveFactorSet(ports, officer, 'desnz-2025', NOTE)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(approveFactorSet(ports, keeper, 'desnz-2025', { note: ' ' })).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ pointer: '#/note', code: 'note-missing' }],
    });
    const approved = await approveFactorSet(ports, keeper, 'desnz-2025', NOTE);
    expect(approved).toMatchObject({
      status: 'approved',
      approval: { by: 'sustainability', byName: keeper.name, at: TEST_NOW, ...NOTE },
    });
    await expect(approveFactorSet(ports, aPerson('admin'), 'desnz-2025', NOTE)).rejects.toMatchObject({
      code: 'not-allowed-in-state',
    });
    await expect(approveFactorSet(ports, keeper, 'shipped-2026', NOTE)).rejects.toMatchObject({
      code: 'not-allowed-in-state',
      message: expect.stringContaining('Import the official workbook of 2026'),
    });
    expect((await actions(ports)).toSorted()).toEqual([
      'factor-set.approved factor-set:desnz-2025 by sustainability',
      'factor-set.imported factor-set:desnz-2025 by sustainability',
    ]);
    expect(await verifyChain(ports, keeper.organisation)).toMatchObject({ holds: true, events: 2 });
  });

  it('is used for its year once approved, the latest edition first; before that the shipped one is', async () => {
    const ports = await createTestPorts(await makeDatabase());
    const used = async (year: string) => (await inRegister(ports, (all) => all.approvedSetForYear(year)))?.id;
    expect([await used('2025'), await used('2026'), await used('1999')]).toEqual([
      'shipped-2025',
      undefined,
      undefined,
    ]);
    await importMade(ports);
    await importMade(ports, { edition: '1.1' });
    expect(await used('2025')).toBe('shipped-2025');
    await approveFactorSet(ports, keeper, 'desnz-2025-2', NOTE);
    await approveFactorSet(ports, keeper, 'desnz-2025', NOTE);
    expect(await used('2025')).toBe('desnz-2025-2');
  });

  it('gives a factor by the publisher’s id or the short one, in a shipped set too', async () => {
    const ports = await createTestPorts(await makeDatabase());
    await importMade(ports);
    const find = (set: string, id: string) => inRegister(ports, (all) => all.findFactor(set, id));
    const grid = await find('desnz-2025', GRID);
    expect(grid).toMatchObject({
      id: GRID,
      alias: 'electricity.uk.generation',
      set: 'desnz-2025',
      value: '0.177',
      unit: 'kWh',
      status: 'draft',
      electricity: 'supplied',
    });
    expect(await find('desnz-2025', 'electricity.uk.generation')).toEqual(grid);
    expect(await find('shipped-2025', GRID)).toMatchObject({
      id: 'electricity.uk.generation',
      alias: GRID,
      value: '0.177',
      status: 'official',
    });
    expect(await find('shipped-2024', 'electricity.uk.wtt_td')).toMatchObject({ status: 'draft', category: '3' });
    expect(await find('desnz-2025', '9_1')).toMatchObject({
      name: 'Waste disposal > Plastics > Landfill',
      category: '5',
    });
    expect((await find('desnz-2025', '9_1'))?.value).toBeUndefined();
    expect(await find('desnz-2025', 'no-such-factor')).toBeUndefined();
    expect(await find('desnz-1999', GRID)).toBeUndefined();
  });

  it('lists its factors page by page, by words of their names and by unit', async () => {
    const ports = await createTestPorts(await makeDatabase());
    await importMade(ports);
    const ids = async (filter: Parameters<typeof listFactors>[2], after?: string, limit = 2) => {
      const page = await listFactors(ports, officer, filter, { limit, ...(after === undefined ? {} : { after }) });
      return { ids: page.items.map(({ id }) => id), next: page.next };
    };
    const set = 'desnz-2025';
    const first = await ids({ set });
    expect(first.ids).toEqual([GRID, '1_1']);
    const second = await ids({ set }, first.next);
    expect(second.ids).toEqual(['1_2', '9_1']);
    expect(await ids({ set }, second.next)).toEqual({ ids: ['9_2'], next: undefined });
    expect((await ids({ set, text: 'LANDFILL waste' })).ids).toEqual(['9_1', '9_2']);
    expect((await ids({ set, text: '100% mineral_' })).ids).toEqual(['1_1']);
    expect((await ids({ set, text: '%' })).ids).toEqual(['1_1']);
    expect((await ids({ set, text: 'electricity.uk.generation' })).ids).toEqual([GRID]);
    expect((await ids({ set, unit: 'Gross kWh' })).ids).toEqual(['1_2']);
    await expect(ids({ set }, 'elsewhere')).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(ids({ set: 'desnz-2052' })).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('desnz-2025'),
    });
    expect((await ids({ set: 'shipped-2025', text: 'rail london' }, undefined, 5)).ids).toEqual([
      'rail.underground.pkm',
    ]);
    expect((await ids({ text: 'water', unit: 'cubic metres' })).ids).toEqual(['water.supply.m3', 'water.treatment.m3']);
  });

  it('is compared with the set before it, and with the shipped key factors under their official ids', async () => {
    const ports = await createTestPorts(await makeDatabase());
    await importMade(ports, { year: '2023', rows: [{ ...ROWS[0], value: 0.354 }, ROWS[1] ?? {}] });
    await importMade(ports);
    const compared = await compareFactorSets(ports, officer, 'desnz-2025');
    expect(compared.from.id).toBe('desnz-2023');
    expect(compared.difference.counts).toMatchObject({ changed: 1, added: 1, removed: 0, same: 1, large: 1 });
    expect(compared.difference.changes[0]).toMatchObject({ id: GRID, percent: '-50', isLarge: true });
    const shipped = await compareFactorSets(ports, officer, 'desnz-2025', 'shipped-2025');
    expect(shipped.difference.counts).toMatchObject({ changed: 0, added: 0, removed: 46, same: 1 });
    await expect(compareFactorSets(ports, officer, 'shipped-2016')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('belongs to the organisation that imported it', async () => {
    const ports = await createTestPorts(await makeDatabase());
    await importMade(ports);
    const stranger = { ...keeper, organisation: 'eastham' };
    await expect(getFactorSet(ports, stranger, 'desnz-2025')).rejects.toMatchObject({ code: 'not-found' });
    const bytes = await flatFile({ rows: ROWS });
    expect((await importFactorSet(ports, stranger, { name: 'flat.xlsx', bytes })).isNew).toBe(true);
  });
});

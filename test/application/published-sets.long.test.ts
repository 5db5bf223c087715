import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { approveFactorSet } from '../../src/application/approve-factor-set.ts';
import { compareFactorSets, getFactorSet, listFactorSets, listFactors } from '../../src/application/factor-queries.ts';
import { factorRegister } from '../../src/application/factor-register.ts';
import { importFactorSet } from '../../src/application/import-factor-set.ts';
import { setsInForce } from '../../src/application/sets-in-force.ts';
import type { FactorSet } from '../../src/domain/conversion-factor.ts';
import { ABC_SHA256, bytesOf, factorSet } from '../persistence/records.ts';
import { describeWithDatabases } from '../support/databases.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';
import { sharedExists, sharedPath } from '../support/shared-data.ts';

const keeper = aPerson('sustainability');
const officer = aPerson('officer');
const NOTE = { note: 'Every value compared with the publication' };
const MULTIPLIERS = ['sic,category,2023,2024', '62,Programming,0.0999177,0.08', '46,Wholesale,4.5,4.4'];
const VALUES = ['Year,Price base,Low,Central,High', '2026,2024,140.5,281,421.5', '2027,2024,150,300,450'];

const send = (ports: TestPorts, lines: readonly string[], name = 'table.csv') =>
  importFactorSet(ports, keeper, { name, bytes: Buffer.from(lines.join('\n')) });
const inForce = (ports: TestPorts) =>
  ports.database.read(async (stores) => {
    const sets = await factorRegister(ports, stores, keeper.organisation).sets();
    return setsInForce(sets.filter(({ kind }) => kind !== 'factors')).map(({ id }) => id);
  });

describeWithDatabases('spend multipliers and carbon values', (makeDatabase) => {
  it('are imported as draft sets of their own kind, with counts and what to look at first', async () => {
    const ports = await createTestPorts(await makeDatabase());
    const { set } = await send(ports, MULTIPLIERS);
    expect(set).toMatchObject({
      id: 'spend-multipliers-2024',
      kind: 'spend-multipliers',
      title: 'UK spend multipliers up to 2024',
      status: 'draft',
      counts: {
        withValue: 4,
        blank: 0,
        byUnit: [{ name: 'GBP excluding VAT, 2023 prices' }, { name: 'GBP excluding VAT, 2024 prices' }],
      },
    });
    expect(set.notices.join(' ')).toContain('Compare the values with the publication');
    const values = await send(ports, VALUES);
    expect(values.set).toMatchObject({ id: 'carbon-values-2024', kind: 'carbon-values', counts: { withValue: 6 } });
    expect(await getFactorSet(ports, officer, 'carbon-values-2024')).toEqual(values.set);
    expect((await send(ports, VALUES, 'again.csv')).isNew).toBe(false);
    const corrected = await send(ports, [...VALUES, '2028,2024,160,320,480']);
    expect(corrected.set).toMatchObject({ id: 'carbon-values-2024-2', version: 2 });
    const kinds = (await listFactorSets(ports, officer)).map(({ kind }) => kind);
    expect(kinds).toEqual(kinds.toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)));
    const ofYear = { set: 'spend-multipliers-2024', unit: 'GBP ex VAT 2024' };
    expect((await listFactors(ports, officer, ofYear, PAGE)).items.map(({ id, unit }) => [id, unit])).toEqual([
      ['spend.62.2024', 'GBP_ex_vat_2024'],
      ['spend.46.2024', 'GBP_ex_vat_2024'],
    ]);
    const { items } = await listFactors(ports, officer, { set: 'carbon-values-2024', text: '2026 central' }, PAGE);
    expect(items).toMatchObject([{ value: '281', ghgUnit: 'GBP in prices of 2024', scope: 'none', status: 'draft' }]);
  });

  it('are approved by a named person who says how they were compared; the one approved last is in force', async () => {
    const ports = await createTestPorts(await makeDatabase());
    await send(ports, VALUES);
    await send(ports, [...VALUES, '2028,2024,160,320,480']);
    await send(ports, MULTIPLIERS);
    expect(await inForce(ports)).toEqual(['shipped-spend-multipliers', 'shipped-carbon-values']);
    await expect(approveFactorSet(ports, officer, 'carbon-values-2024', NOTE)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(approveFactorSet(ports, keeper, 'carbon-values-2024')).rejects.toMatchObject({
      issues: [{ code: 'note-missing', message: expect.stringContaining('how you compared the values') as string }],
    });
    await expect(approveFactorSet(ports, keeper, 'shipped-carbon-values', NOTE)).rejects.toMatchObject({
      code: 'not-allowed-in-state',
    });
    await approveFactorSet(ports, keeper, 'carbon-values-2024-2', NOTE);
    ports.setClock('2026-12-01T09:00:00Z');
    await approveFactorSet(ports, keeper, 'carbon-values-2024', NOTE);
    expect(await inForce(ports)).toEqual(['shipped-spend-multipliers', 'carbon-values-2024']);
    await approveFactorSet(ports, keeper, 'spend-multipliers-2024', NOTE);
    expect(await inForce(ports)).toEqual(['spend-multipliers-2024', 'carbon-values-2024']);
  });

  it('are compared with the set in force, the largest change first, and with no set of another kind', async () => {
    const ports = await createTestPorts(await makeDatabase());
    await send(ports, ['sic,category,2022,2023', '62,Programming,0.22186,0.0999177', '26,Computers,0.56,0.53641']);
    const first = await compareFactorSets(ports, officer, 'spend-multipliers-2023');
    expect(first.from.id).toBe('shipped-spend-multipliers');
    expect(first.difference.changes.slice(0, 2)).toMatchObject([
      { kind: 'changed', id: 'spend.62.2022', isLarge: true },
      { kind: 'changed', id: 'spend.26.2022', isLarge: false },
    ]);
    await send(ports, VALUES);
    const values = await compareFactorSets(ports, officer, 'carbon-values-2024');
    expect(values.caution).toContain('in prices of 2022 and of 2024');
    await approveFactorSet(ports, keeper, 'carbon-values-2024', NOTE);
    ports.setClock('2026-12-01T09:00:00Z');
    await send(ports, [...VALUES.slice(0, 2), '2027,2024,150,315,450']);
    const second = await compareFactorSets(ports, officer, 'carbon-values-2024-2');
    expect(second.from.id).toBe('carbon-values-2024');
    expect(second.difference.counts).toMatchObject({ changed: 1, same: 5, added: 0 });
    expect(second.difference.changes).toMatchObject([{ before: '300', after: '315', percent: '5' }]);
    // An approved one goes on being compared with what it took the place of.
    expect((await compareFactorSets(ports, officer, 'carbon-values-2024')).from.id).toBe('shipped-carbon-values');
    await expect(
      compareFactorSets(ports, officer, 'carbon-values-2024', 'shipped-spend-multipliers'),
    ).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(compareFactorSets(ports, officer, 'shipped-carbon-values')).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('are not what a set is that was kept before there were kinds: that is of factors', async () => {
    const { database } = await createTestPorts(await makeDatabase());
    const { kind: _, ...earlier } = factorSet();
    await database.transaction(async (stores) => {
      await stores.files.put(ABC_SHA256, bytesOf('abc'));
      await stores.factors.addSet(keeper.organisation, earlier as FactorSet, []);
    });
    const [kept] = await database.read((stores) => stores.factors.sets(keeper.organisation));
    expect(kept).toEqual(factorSet());
  });

  it.skipIf(!sharedExists)('are both shipped as the shared tables have them (needs the shared data)', async () => {
    const ports = await createTestPorts(await makeDatabase());
    const file = async (folder: string, name: string) =>
      (await importFactorSet(ports, keeper, { name, bytes: readFileSync(sharedPath('data', folder, name)) })).set;
    const multipliers = await file('spend-multipliers', 'uk_spend_multipliers_ict_2015_2023.csv');
    expect(multipliers.counts).toMatchObject({ withValue: 225, blank: 0 });
    const spend = await compareFactorSets(ports, officer, multipliers.id);
    expect(spend.difference.counts).toMatchObject({ same: 207, changed: 0, removed: 0, added: 18 });
    const values = await file('carbon-values', 'carbon_values_desnz_nov2023_2022prices.csv');
    expect(values.counts).toMatchObject({ withValue: 93, blank: 0 });
    const carbon = await compareFactorSets(ports, officer, values.id);
    expect(carbon).not.toHaveProperty('caution');
    expect(carbon.difference).toMatchObject({ changes: [], counts: { same: 93 } });
  });
});

const ORDER = ['factors', 'spend-multipliers', 'carbon-values'];
const PAGE = { limit: 5 };

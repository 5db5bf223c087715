import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import Papa from 'papaparse';
import { beforeAll, describe, expect, it } from 'vitest';
import { approveFactorSet } from '../../src/application/approve-factor-set.ts';
import { compareFactorSets } from '../../src/application/factor-queries.ts';
import { factorRegister } from '../../src/application/factor-register.ts';
import { importFactorSet } from '../../src/application/import-factor-set.ts';
import type { ConversionFactor, FactorSet } from '../../src/domain/conversion-factor.ts';
import { roundHalfUp, sum, toFraction } from '../../src/domain/quantity.ts';
import { isSameUnit } from '../../src/domain/unit.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';
import { sharedExists, sharedPath } from '../support/shared-data.ts';

const FOLDER = ['data', 'conversion-factors'] as const;
const FILES = {
  '2023': 'ghg-conversion-factors-2023-flat-file-v1.1.xlsx',
  '2025': 'ghg-conversion-factors-2025-flat-file.xlsx',
} as const;
const YEARS = ['2023', '2025'] as const;
type Year = (typeof YEARS)[number];
const COUNTS = {
  '2023': { withValue: 6916, blank: 1122 },
  '2025': { withValue: 7029, blank: 1711 },
};
const keeper = aPerson('sustainability');

/** id, scope, four levels, column text, unit, unit of the value, value: as another reader finds them. */
type IndependentRow = readonly (string | number | null)[];

async function readIndependently(path: string): Promise<IndependentRow[]> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  const rows: IndependentRow[] = [];
  workbook.getWorksheet('Factors by Category')?.eachRow((row, number) => {
    const cells = Array.from({ length: 10 }, (_, index) => (row.getCell(index + 1).value ?? null) as string | null);
    if (number > 6 && cells[0] !== null) rows.push(cells);
  });
  return rows;
}

describe.skipIf(!sharedExists)('the official flat files (needs the shared data)', () => {
  let ports: TestPorts;
  const sets = new Map<Year, FactorSet>();
  const factors = new Map<Year, ConversionFactor[]>();

  beforeAll(async () => {
    ports = await createTestPorts();
    for (const year of YEARS) {
      const bytes = readFileSync(sharedPath(...FOLDER, FILES[year]));
      const { set } = await importFactorSet(ports, keeper, { name: FILES[year], bytes });
      sets.set(year, set);
      const read = ports.database.read((stores) => factorRegister(ports, stores, keeper.organisation).all(set));
      factors.set(year, await read);
    }
  }, 120_000);

  it.each(YEARS)('%s is known by its hash and has the count of factors its publisher gives', (year) => {
    const set = sets.get(year);
    const sha256 = createHash('sha256')
      .update(readFileSync(sharedPath(...FOLDER, FILES[year])))
      .digest('hex');
    expect(set).toMatchObject({ id: `desnz-${year}`, status: 'draft', file: { sha256, isOfficial: true } });
    expect(set?.counts).toMatchObject({ ...COUNTS[year], textOnly: 0 });
    expect(set?.counts.byScope.map(({ name }) => name)).toEqual(['1', '2', '3', 'outside']);
    expect(set?.counts.byUnit).toHaveLength(15);
    expect(set?.notices).toEqual([]);
    expect(new Set(factors.get(year)?.map(({ id }) => id)).size).toBe(factors.get(year)?.length);
  });

  it.each(YEARS)('%s has every row of the workbook, as exceljs reads it', async (year) => {
    const expected = await readIndependently(sharedPath(...FOLDER, FILES[year]));
    const scopes = { '1': 'Scope 1', '2': 'Scope 2', '3': 'Scope 3', outside: 'Outside of Scopes', none: '' };
    const found = (factors.get(year) ?? []).map((factor) => [
      factor.id,
      scopes[factor.scope],
      ...[...factor.levels, factor.columnText].map((text) => (text === '' ? null : text)),
      factor.publishedUnit,
      factor.ghgUnit,
      factor.value === undefined ? null : Number(factor.value),
    ]);
    const trimmed = expected.map((row) => row.map((cell) => (typeof cell === 'string' ? cell.trim() : cell)));
    expect(found).toEqual(trimmed);
  });

  it('have the shipped key factors under the ids of the publisher, to the places that are shipped', () => {
    const rows = Papa.parse<Record<string, string>>(
      readFileSync(sharedPath(...FOLDER, 'desnz_key_factors.csv'), 'utf8'),
      { header: true, skipEmptyLines: true },
    ).data.filter((row) => row['desnz_id'] !== '' && YEARS.includes(row['year'] as Year));
    expect(rows).toHaveLength(94);
    for (const { key = '', year = '', kgco2e = '', unit = '', desnz_id: id } of rows) {
      const factor = factors.get(year as Year)?.find((one) => one.alias === key);
      expect(factor?.id, key).toBe(id);
      const places = kgco2e.split('.')[1]?.length ?? 0;
      const shown = toFraction(roundHalfUp(toFraction(factor?.value ?? '-1'), places));
      expect(shown.equals(toFraction(kgco2e)), `${key} of ${year}`).toBe(true);
      expect(isSameUnit(factor?.unit ?? '', unit), `${key} in ${unit}`).toBe(true);
    }
  });

  it('differ in 30 renamed rows, 114 added, one removed, and large changes that were of method', async () => {
    const { difference, from } = await compareFactorSets(ports, keeper, 'desnz-2025');
    expect(from.id).toBe('desnz-2023');
    const { counts, changes } = difference;
    expect(counts.withFormerName).toBe(30);
    expect(counts).toMatchObject({ added: 114, removed: 1 });
    expect(counts.changed + counts.renamed + counts.rounded + counts.same).toBe(6915);
    const change = (id: string) => changes.find((one) => one.id === id);
    expect(change('20_503_5330_15_1')).toMatchObject({ kind: 'changed', percent: '-77.9817', isLarge: true });
    expect(change('21_316_3168_11_1')).toMatchObject({ percent: '-41.5112', isLarge: true });
    expect(change('7_400_4000_5_1')).toMatchObject({ percent: '-14.5234', isLarge: false });
    const renamed = changes.find(({ id }) => id === '20_500_5178_15_1');
    expect(renamed?.formerName).toMatch(/Combustion$/);
    expect(renamed?.name).toMatch(/Incineration with Energy Recovery$/);
    const sizes = changes.flatMap(({ kind, percent }) =>
      kind === 'changed' && percent !== undefined ? [Math.abs(Number(percent))] : [],
    );
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    expect(changes.filter(({ isLarge }) => isLarge)).toHaveLength(counts.large);
  });

  it('contain the electricity of electric vehicles just where the software says so', () => {
    for (const year of YEARS) {
      const all = (factors.get(year) ?? []).filter(
        ({ ghgUnit, value }) => ghgUnit === 'kg CO2e' && value !== undefined,
      );
      const like = (one: ConversionFactor, group: string) =>
        all.filter(
          ({ levels, columnText, unit }) =>
            levels[0] === group &&
            sameVehicle(levels, one.levels) &&
            columnText === one.columnText &&
            unit === one.unit,
        );
      const contained = all.filter(({ electricity, levels }) => electricity === 'contained' && levels[0] !== MANAGED);
      expect(contained.length).toBeGreaterThan(60);
      const wrong = contained.filter((one) => {
        const parts = [...DIRECT, ...ELECTRIC].flatMap((group) => like(one, group));
        const whole = sum(parts.map(({ value = '0' }) => toFraction(value)));
        // The direct part of vans by tonne.km is not published.
        const hasParts = one.unit !== 'tkm' || DIRECT.some((group) => like(one, group).length > 0);
        return (
          hasParts &&
          whole
            .sub(toFraction(one.value ?? '0'))
            .abs()
            .gt(toFraction('0.00003'))
        );
      });
      expect(wrong.map(({ id }) => id)).toEqual([]);
    }
  });

  it('are approved without a note, their hash being known, and are then used for their year', async () => {
    for (const year of YEARS) {
      expect(await approveFactorSet(ports, keeper, `desnz-${year}`)).toMatchObject({ status: 'approved' });
      const used = await ports.database.read((stores) =>
        factorRegister(ports, stores, keeper.organisation).approvedSetForYear(year),
      );
      expect(used?.id).toBe(`desnz-${year}`);
    }
  });
});

const MANAGED = 'Managed assets- vehicles';
const DIRECT = ['Passenger vehicles', 'Delivery vehicles'];
const ELECTRIC = ['UK electricity for EVs', 'UK electricity T&D for EVs'];

function sameVehicle(one: readonly string[], other: readonly string[]): boolean {
  return one.slice(1).join('|') === other.slice(1).join('|');
}

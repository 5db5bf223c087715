import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ApprovedMultiplier, withMultipliers } from '../../src/application/approved-multipliers.ts';
import { multiplierRow, toMultiplierSectors } from '../../src/domain/published-tables.ts';
import { testCatalogue } from '../support/catalogue.ts';

const sector = fc.constantFrom('26', '62', '33OTHER', '35.1', 'XX', '46', '47');
const year = fc.constantFrom('2014', '2022', '2023', '2024');
const value = fc.option(
  fc.bigInt({ min: 0n, max: 9_999_999n }).map((digits) => `0.${digits}`),
  { nil: undefined },
);
const table = fc.uniqueArray(fc.record({ sector, year, value }), {
  selector: (row) => `${row.sector} ${row.year}`,
  maxLength: 12,
});

it('the multiplier of an industry and a year is that of the first approved set that has it, else the shipped one', async () => {
  const catalogue = await testCatalogue();
  const shipped = catalogue.estimationTables.spendMultipliers;
  fc.assert(
    fc.property(fc.array(table, { maxLength: 4 }), (tables) => {
      const approved: ApprovedMultiplier[] = tables.flatMap((rows, index) =>
        toMultiplierSectors(rows.map((row) => multiplierRow({ ...row, title: 'Made up' }, row.value))).map((one) => ({
          ...one,
          set: `set-${index}`,
        })),
      );
      const { rows, trade } = withMultipliers(catalogue, approved).estimationTables.spendMultipliers;
      const isTrade = (code: string) => trade.some((one) => one.sector === code);
      expect(rows.some((row) => isTrade(row.sector))).toBe(false);
      for (const code of ['26', '62', '33OTHER', '35.1', 'XX']) {
        for (const of of ['2014', '2022', '2023', '2024']) {
          const first = tables.findIndex((one) =>
            one.some((row) => row.sector === code && row.year === of && row.value),
          );
          const expected =
            first < 0
              ? shipped.rows.find((row) => row.sector === code)?.kgPerGbp[of]
              : tables[first]?.find((row) => row.sector === code && row.year === of)?.value;
          const found = rows.find((row) => row.sector === code);
          expect(found?.kgPerGbp[of]).toBe(expected);
          expect(found?.approvedIn?.[of]).toBe(first < 0 ? undefined : `set-${first}`);
        }
      }
    }),
  );
});

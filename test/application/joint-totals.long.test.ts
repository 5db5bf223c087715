import fc from 'fast-check';
import { expect, it } from 'vitest';
import { carbonTotals, ledgerMoment } from '../../src/application/carbon-totals.ts';
import { heldContractYears } from '../../src/application/held-contract-years.ts';
import { heldPicture } from '../../src/application/held-picture.ts';
import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import type { Person } from '../../src/domain/person.ts';
import { kilogramsText } from '../../src/domain/quantity.ts';
import { BASES } from '../../src/domain/carbon-figure.ts';
import { type TotalsQuery, VIEWS } from '../../src/domain/totals-query.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { makeSqlite } from '../support/databases.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';

const of = (organisation: string, role: 'officer' | 'sustainability' = 'officer'): Person => ({
  ...aPerson(role),
  organisation,
});
const WHOLE: TotalsQuery = { by: [], view: 'whole-life', only: {} };

const promised = (tonnes: number, outside: number) => ({
  year: '2026/27',
  tonnes: String(tonnes),
  outsideInventoryTonnes: String(outside),
});

it('two councils’ own totals and lines add up to all that both ledgers hold, whoever keeps and shares what, in every view', async () => {
  const percent = fc.integer({ min: 0, max: 100 });
  const contract = fc.record({
    keeper: fc.constantFrom('northshire', 'eastham'),
    northshire: percent,
    months: fc.integer({ min: 1, max: 3 }),
    lines: fc.array(
      fc.record({
        grams: fc.integer({ min: 0, max: 10 ** 9 }),
        basis: fc.constantFrom(...BASES.filter((basis) => basis !== 'committed')),
        inBuilding: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
    tonnes: fc.option(fc.integer({ min: 0, max: 50 })),
    outside: fc.integer({ min: 0, max: 50 }),
  });
  const database = makeSqlite();
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(contract, { minLength: 1, maxLength: 5 }), async (contracts) => {
      round++;
      const named = (organisation: string) => `${organisation}-${round}`;
      const ports = await createTestPorts(await database);
      for (const keeper of ['northshire', 'eastham']) {
        const kept = contracts.map((one, index) => ({ ...one, index })).filter((one) => one.keeper === keeper);
        if (kept.length === 0) continue;
        const officer = of(named(keeper));
        await recordContracts(
          ports,
          officer,
          kept.map(({ index, northshire, months, tonnes, outside }) =>
            aContract(`C${index}`, {
              start: '2026-04-01',
              end: months === 3 ? '2029-03-31' : `2026-0${3 + months}-28`,
              shares: Object.fromEntries(
                [
                  [named('northshire'), northshire],
                  [named('eastham'), 100 - northshire],
                ].flatMap(([name, share]) => (share === 0 ? [] : [[name, String(share)]])),
              ),
              commitments: tonnes === null ? [] : [promised(tonnes, Math.min(tonnes, outside))],
            }),
          ),
        );
        const lines = kept.flatMap(({ index, lines: stated }) =>
          stated.map(({ grams, basis, inBuilding }, line) =>
            aLine(`C${index}`, `L${line}`, {
              basis,
              amount: kilogramsText(BigInt(grams)),
              ...(inBuilding ? { stage: 'use', scope: '2' } : {}),
            }),
          ),
        );
        if (lines.length > 0) await recordCarbonReturn(ports, officer, lines);
      }
      for (const view of VIEWS) {
        for (const basis of [undefined, ...BASES]) {
          const asked = { ...WHOLE, view, ...(basis === undefined ? {} : { basis }) };
          let [own, held, shared] = [0n, 0n, 0n];
          for (const organisation of ['northshire', 'eastham'].map(named)) {
            const person = of(organisation);
            own += (await carbonTotals(ports, person, { ...asked, only: { organisation } })).total.total;
            const { rows, total } = await carbonTotals(ports, person, { ...asked, by: ['contract'] });
            held += total.total;
            for (const { keys, total: part } of rows) if (keys[0]?.includes('(kept by') === true) shared += part;
          }
          // What both hold counts a share of another's contract with its keeper and with its bearer.
          expect(own).toBe(held - shared);
        }
      }
      expect(await linesOf(ports, ['northshire', 'eastham'].map(named), true)).toEqual(
        await linesOf(ports, ['northshire', 'eastham'].map(named), false),
      );
    }),
    { numRuns: 25 },
  );
});

/** Grams by year of the lines of all these: of each its own share in whatever ledger, or of each ledger the whole. */
async function linesOf(
  ports: TestPorts,
  organisations: readonly string[],
  isByBearer: boolean,
): Promise<Record<string, bigint>> {
  const byYear: Record<string, bigint> = {};
  for (const organisation of organisations) {
    const moment = await ledgerMoment(ports, of(organisation));
    const held = await heldPicture(ports.database, organisation, moment);
    const { contracts } = isByBearer
      ? heldContractYears(held, { bearer: organisation }, organisation, '2029/30')
      : heldContractYears({ ...held, shared: [] }, { bearer: 'all' }, organisation, '2029/30');
    for (const { year, actual, estimated, forecast } of contracts.flatMap(({ years }) => years)) {
      byYear[year] = (byYear[year] ?? 0n) + actual + estimated + forecast;
    }
  }
  return Object.fromEntries(Object.entries(byYear).filter(([, grams]) => grams !== 0n));
}

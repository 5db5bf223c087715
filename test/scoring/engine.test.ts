import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bid } from '../../src/domain/bid.ts';
import type { Procurement } from '../../src/domain/procurement.ts';
import { fractionText } from '../../src/domain/quantity.ts';
import { toAssessmentJson } from '../../src/scoring/assessment-json.ts';
import type { Catalogue } from '../../src/scoring/catalogue.ts';
import { assess } from '../../src/scoring/evaluate.ts';
import { aBid, aProcurement } from '../support/builders.ts';
import { testCatalogue } from '../support/catalogue.ts';

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await testCatalogue();
});

const score = (bids: readonly Bid[], procurement: Procurement = aProcurement()) =>
  assess(catalogue, { procurement, bids, softwareVersion: 'test', status: 'draft' });
const json = (bids: readonly Bid[], procurement?: Procurement) => toAssessmentJson(score(bids, procurement));

/** Bids that differ in price, quality, carbon and a few answers. */
const someBid = fc
  .record({
    price: fc.integer({ min: 900_000, max: 1_900_000 }),
    quality: fc.integer({ min: 0, max: 100 }),
    kilograms: fc.option(fc.integer({ min: 1, max: 5_000_000 }), { nil: undefined }),
    label: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
  })
  .map(
    ({ price, quality, kilograms, label }) =>
      (reference: string) =>
        aBid(reference, {
          price: String(price),
          qualityPoints: String(quality),
          carbon:
            kilograms === undefined ? [] : [{ line: '1', stage: 'make', declaredKg: String(kilograms), tier: 'B' }],
          answers: label === undefined ? {} : { 'top-tier-label-share': String(label) },
        }),
  );
const someBids = fc
  .array(someBid, { minLength: 2, maxLength: 6 })
  .map((makers) => makers.map((make, index) => make(`B${index + 1}`)));

describe('the engine', () => {
  it('gives the same assessment whatever the order of the bids', () => {
    fc.assert(
      fc.property(someBids, fc.infiniteStream(fc.nat()), (bids, stream) => {
        const keys = new Map(bids.map((bid) => [bid.reference, stream.next().value ?? 0]));
        const shuffled = bids.toSorted((a, b) => (keys.get(a.reference) ?? 0) - (keys.get(b.reference) ?? 0));
        expect(json(shuffled)).toEqual(json(bids));
      }),
      { numRuns: 25 },
    );
  });

  it('scores a bid by itself: another bid more or less changes none of its figures', () => {
    fc.assert(
      fc.property(someBids, (bids) => {
        const [first, ...others] = bids;
        if (first === undefined) return;
        const own = ({ bids: all }: ReturnType<typeof json>) => {
          const {
            rank: _rank,
            flags: _flags,
            total: _total,
            ...figures
          } = all.find(({ bid }) => bid === first.reference) ?? all[0] ?? fail();
          return figures;
        };
        expect(own(json([first]))).toEqual(own(json([first, ...others])));
      }),
      { numRuns: 25 },
    );
  });

  it('keeps the order of two bids when a third joins', () => {
    fc.assert(
      fc.property(someBids, (bids) => {
        const all = score(bids).lots[0]?.ranking ?? [];
        const two = bids.slice(0, 2);
        const pair = score(two).lots[0]?.ranking ?? [];
        expect(all.filter((reference) => pair.includes(reference))).toEqual(pair);
      }),
      { numRuns: 25 },
    );
  });

  it('breaks an exact tie by the published steps, and says by which', () => {
    const cheaper = aBid('B1', { price: '1400000', qualityPoints: '70' });
    const dearer = aBid('B2', { price: '1480000', qualityPoints: '74' });
    const procurement = { ...aProcurement(), shares: { environment: '20', quality: '0', price: '80' } };
    const same = { price: '900000', qualityPoints: '70' };
    const [lot] = score([aBid('B2', same), aBid('B1', { ...same, price: '950000' })], procurement).lots;
    expect(lot?.ranking).toEqual(['B2', 'B1']);
    expect(lot?.tieBreak).toEqual([
      {
        bids: ['B2', 'B1'],
        step: 'lower price',
        sentence: 'B2, B1 have exactly the same result; ordered by lower price.',
      },
    ]);
    expect(score([cheaper, dearer]).lots[0]?.tieBreak).toEqual([]);
  });

  it('draws a reproducible lot when all else is equal', () => {
    const [lot] = score([aBid('B1'), aBid('B2')]).lots;
    expect(lot?.tieBreak[0]?.step).toContain('lot');
    expect(score([aBid('B2'), aBid('B1')]).lots[0]?.ranking).toEqual(lot?.ranking);
  });

  it('ranks each lot by itself', () => {
    const procurement: Procurement = {
      ...aProcurement(),
      lots: [
        { id: '1', title: 'Laptops', profile: 'hardware' },
        { id: '2', title: 'Support', profile: 'services' },
      ],
    };
    const { lots } = score(
      [aBid('B1', { lot: '1' }), aBid('B2', { lot: '1', price: '1700000' }), aBid('B2', { lot: '2' })],
      procurement,
    );
    expect(lots.map(({ lot, profile, ranking }) => [lot?.id, profile.id, ranking])).toEqual([
      ['1', 'hardware', ['B1', 'B2']],
      ['2', 'services', ['B2']],
    ]);
  });

  it('does not repeat the plan check in a call-off, and asks for no participation condition below threshold', () => {
    const outcome = (route: Procurement['route']) =>
      score([aBid('B1')], { ...aProcurement(), route, frameworkReference: 'FW-1' }).lots[0]?.bids[0]?.conditions.find(
        ({ code }) => code === 'G1',
      );
    expect(outcome('open')?.outcome).toBe('pass');
    expect(outcome('framework-competition')?.outcome).toBe('not-required');
    expect(outcome('below-threshold')?.outcome).toBe('not-required');
    expect(outcome('below-threshold')?.reason).toMatch(/participation|threshold/i);
  });

  it('leaves a condition out with its reason when it is switched off', () => {
    const adoptions = [{ code: 'G1', on: false, reason: 'Below five million a year.' }];
    const [bid] =
      score([aBid('B1', { answers: { 'crp-compliant': false } })], { ...aProcurement(), adoptions }).lots[0]?.bids ??
      [];
    expect(bid?.conditions.find(({ code }) => code === 'G1')).toMatchObject({
      outcome: 'not-required',
      reason: 'Below five million a year.',
    });
    expect(bid?.qualified).toBe(true);
  });

  it('keeps the scores of a bid that fails a condition, and does not rank it', () => {
    const lot = score([aBid('B1'), aBid('B2', { answers: { 'crp-compliant': false } })]).lots[0];
    const failed = lot?.bids.find(({ bid }) => bid.reference === 'B2');
    expect(lot?.ranking).toEqual(['B1']);
    expect(failed?.total?.n).toBeGreaterThan(0n);
    expect(failed?.notRankedBecause.join(' ')).toMatch(/G1 .*not met \(F5\)/);
  });

  it('assumes the published default for a bid without carbon lines, and earns it nothing', () => {
    const bid = score([aBid('B1', { carbon: [] })]).lots[0]?.bids[0];
    const carbon = bid?.criteria.find(({ code }) => code === 'C01');
    expect(bid?.carbon.footprint.assumedByAuthority).toBe(true);
    expect(carbon?.status).toBe('not-assessed');
    expect(carbon === undefined ? undefined : fractionText(carbon.points)).toBe('0');
    expect(bid?.carbon.netKilograms).toBeUndefined();
  });

  it('waits for the price where it comes in a later file', () => {
    const { price: _later, ...bid } = aBid('B1');
    const [result] = score([bid]).lots[0]?.bids ?? [];
    expect(result?.notRankedBecause).toEqual(['Still to come: the price.']);
  });
});

function fail(): never {
  throw new Error('The bid is not in the assessment');
}

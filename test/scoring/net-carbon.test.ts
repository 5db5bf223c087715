import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Removal, RemovalKind } from '../../src/domain/bid.ts';
import { decimalText, type Fraction, toFraction } from '../../src/domain/quantity.ts';
import { netCarbon } from '../../src/scoring/net-carbon.ts';
import { completeFootprint, footprintOf } from '../support/footprints.ts';
import { sharedExists } from '../support/shared-data.ts';
import { workedExample } from '../support/worked-examples.ts';

const PARAMETERS = {
  cap: '0.10',
  quality: { 'permanent-removal': '1', 'nature-removal': '0.5', avoidance: '0', unknown: '0' },
  natureRegistries: ['Woodland Carbon Code'],
};

function removal(kind: RemovalKind, tonnes: string, more: Partial<Removal> = {}): Removal {
  return { kind, tonnes, retired: true, verifiedBy: 'A verifier', registry: 'Woodland Carbon Code', ...more };
}

function inTonnes(kilograms: Fraction | undefined) {
  return kilograms === undefined ? undefined : decimalText(kilograms.div(1000));
}

describe('netCarbon', () => {
  test('a permanent removal counts in full when it is verified and retired', () => {
    const net = netCarbon(completeFootprint('50000'), [removal('permanent-removal', '20')], '1000', PARAMETERS);
    expect(inTonnes(net.eligibleKilograms)).toBe('20');
    expect(inTonnes(net.netKilograms)).toBe('30');
  });

  test.each<[string, Removal]>([
    ['a permanent removal without a verifier', { kind: 'permanent-removal', tonnes: '20', retired: true }],
    ['a permanent removal with a blank verifier', removal('permanent-removal', '20', { verifiedBy: '  ' })],
    ['a removal that is not retired', removal('permanent-removal', '20', { retired: false })],
    ['a nature removal in a registry that is not listed', removal('nature-removal', '20', { registry: 'Another' })],
    ['a nature removal without a registry', { kind: 'nature-removal', tonnes: '20', retired: true, verifiedBy: 'X' }],
    ['an avoidance credit', removal('avoidance', '20')],
    ['a credit of unknown kind', removal('unknown', '20')],
  ])('%s counts 0', (_, one) => {
    const net = netCarbon(completeFootprint('50000'), [one], '1000', PARAMETERS);
    expect(inTonnes(net.eligibleKilograms)).toBe('0');
    expect(inTonnes(net.netKilograms)).toBe('50');
  });

  test('a listed registry is known whatever its case and surrounding space', () => {
    const bought = [removal('nature-removal', '20', { registry: ' woodland carbon code ' })];
    expect(inTonnes(netCarbon(completeFootprint('50000'), bought, '1000', PARAMETERS).countedKilograms)).toBe('10');
  });

  test('the cap is a share of the published reference, and a gross above it says so', () => {
    const net = netCarbon(completeFootprint('400000'), [removal('permanent-removal', '400')], '1000', PARAMETERS);
    expect(inTonnes(net.countedKilograms)).toBe('100');
    expect(net.netZeroClaim).toEqual({
      met: false,
      reason:
        'Not met: the gross of 400.0 t is above 100.0 t, 10% of the reference footprint, ' +
        'which is the most that removals may count for. Net is 300.0 t.',
    });
  });

  test('a claim is met when the whole gross is removed within the cap', () => {
    const net = netCarbon(completeFootprint('90000'), [removal('permanent-removal', '90')], '1000', PARAMETERS);
    expect(net.netZeroClaim).toEqual({
      met: true,
      reason: 'Met: the whole gross of 90.0 t is removed, within the cap.',
    });
  });

  test('a gram too little leaves the claim unmet, and the sentence does not print it as 0', () => {
    const net = netCarbon(completeFootprint('90000.001'), [removal('permanent-removal', '90')], '1000', PARAMETERS);
    expect(net.netZeroClaim.met).toBe(false);
    expect(net.netZeroClaim.reason).toContain('Net is 0.000001 t.');
  });

  test('a gross of exactly 0 with every stage declared needs no removal', () => {
    expect(netCarbon(completeFootprint('0'), [], '1000', PARAMETERS).netZeroClaim).toEqual({
      met: true,
      reason: 'Met: every stage is declared and the gross is 0.',
    });
  });

  test('a claim is never met with a stage missing, though the declared lines are all removed', () => {
    const footprint = footprintOf([{ stage: 'make', declaredKg: '90000', tier: 'A' }]);
    const net = netCarbon(footprint, [removal('permanent-removal', '90')], '1000', PARAMETERS);
    expect(inTonnes(net.netKilograms)).toBe('0');
    expect(net.netZeroClaim).toEqual({
      met: false,
      reason: 'Not met: the carbon lines leave out ship, use, serve, end, so the gross is not complete.',
    });
  });

  test('without a reference nothing is counted and net is not known', () => {
    const net = netCarbon(completeFootprint('90000'), [removal('permanent-removal', '90')], undefined, PARAMETERS);
    expect(net.netKilograms).toBeUndefined();
    expect(inTonnes(net.eligibleKilograms)).toBe('90');
    expect(net.netZeroClaim.met).toBe(false);
  });

  test('no carbon figure is not zero: net is not known', () => {
    const net = netCarbon(footprintOf([]), [removal('permanent-removal', '90')], '1000', PARAMETERS);
    expect(net.netKilograms).toBeUndefined();
    expect(net.netZeroClaim.reason).toBe('Not met: the bid gives no carbon figure, so its net footprint is not known.');
  });

  test('net lies between gross less the cap and gross, for any removals', () => {
    const amount = fc.integer({ min: 0, max: 5_000_000 }).map(String);
    const kinds = fc.constantFrom<RemovalKind>('permanent-removal', 'nature-removal', 'avoidance', 'unknown');
    const removals = fc.array(fc.record({ kind: kinds, tonnes: amount, retired: fc.boolean() }), { maxLength: 5 });
    fc.assert(
      fc.property(amount, amount, removals, (gross, reference, rows) => {
        const bought = rows.map((row) => removal(row.kind, row.tonnes, { retired: row.retired }));
        const { netKilograms } = netCarbon(completeFootprint(gross), bought, reference, PARAMETERS);
        const kilograms = toFraction(gross);
        const least = kilograms.sub(toFraction(reference).mul(100));
        expect(netKilograms?.lte(kilograms)).toBe(true);
        expect(netKilograms?.gte(least)).toBe(true);
        expect(netKilograms?.gte(0)).toBe(true);
      }),
    );
  });
});

type Inputs = { reference: string; gross: string; credits: [string, string][] };
type Expected = { eligible: string; counted: string; net: string };
const KINDS: Readonly<Record<string, RemovalKind>> = {
  permanent_removal: 'permanent-removal',
  nature_removal_high_integrity: 'nature-removal',
  reduction_avoidance: 'avoidance',
};

describe.skipIf(!sharedExists)('net carbon of the worked examples (skipped without the shared data)', () => {
  test.each(['O9-1', 'O9-2', 'O9-3', 'O9-4'])('%s comes out exactly', (id) => {
    const { inputs, expected } = workedExample<Inputs, Expected>('own', id);
    const gross = decimalText(toFraction(inputs.gross).mul(1000));
    const removals = inputs.credits.map(([kind, tonnes]) => removal(KINDS[kind] ?? 'unknown', tonnes));
    const net = netCarbon(completeFootprint(gross), removals, inputs.reference, PARAMETERS);
    expect(inTonnes(net.eligibleKilograms)).toBe(decimalText(toFraction(expected.eligible)));
    expect(inTonnes(net.countedKilograms)).toBe(decimalText(toFraction(expected.counted)));
    expect(inTonnes(net.netKilograms)).toBe(decimalText(toFraction(expected.net)));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LedgerEdition } from '../../src/application/ledger-stores.ts';
import { CHANGE_CAUSES } from '../../src/application/ledger-stores.ts';
import { restatement } from '../../src/domain/restatement.ts';
import { waterfallPicture, waterfallView } from '../../src/web/pages/waterfall-view.ts';

const EDITION: LedgerEdition = {
  organisation: 'northshire',
  name: 'Report & <plan>',
  version: 1,
  at: '2026-11-23T09:00:00.000Z',
  reason: 'Yearly report',
  by: 'olivia',
};

function viewOf(before: bigint, grams: readonly bigint[]) {
  const causes = CHANGE_CAUSES.map((cause, index) => ({ cause, grams: grams[index] ?? 0n }));
  const after = causes.reduce((sum, one) => sum + one.grams, before);
  const waterfall = {
    from: EDITION,
    before,
    after,
    end: { version: 2, until: '2026-10', shared: [] },
    causes,
    restatement: restatement(before, grams.slice(1)),
  };
  return { ...waterfallView(waterfall), ...waterfallPicture(waterfall, 'View: Whole life') };
}

/** Thousandths of a kilogram of a text as the page shows it. */
function gramsOf(text: string): bigint {
  const [whole = '', decimals = ''] = text.replaceAll(',', '').replace('−', '-').replace('+', '').split('.');
  const sign = whole.startsWith('-') ? -1n : 1n;
  return sign * (BigInt(whole.replace('-', '')) * 1000n + BigInt(decimals.padEnd(3, '0')));
}

describe('the waterfall on a page', () => {
  it('shows causes that add up from one total to the other, to the gram', () => {
    const grams = fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n });
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 13n }),
        fc.array(grams, { minLength: 5, maxLength: 5 }),
        (before, moved) => {
          const { start, end, causes, svg } = viewOf(before, moved);
          expect(gramsOf(start.kg)).toBe(before);
          expect(causes.reduce((sum, { kg }) => sum + gramsOf(kg), before)).toBe(gramsOf(end.kg));
          expect(svg).not.toMatch(/NaN|Infinity/);
        },
      ),
    );
  });

  it('draws each change from where the one before it ended, with the sign in words and in the pattern', () => {
    const { svg, note, causes, compared, isDue } = viewOf(10_000_000n, [2_000_000n, 0n, -1_000_000n, 0n, 0n]);
    const boxes = [...svg.matchAll(/<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="22" fill="([^"]+)"/g)].map(
      ([, x, width, fill]) => ({ left: Number(x), right: Number(x) + Number(width), fill }),
    );
    const [before, activity, method, now] = boxes;
    expect(boxes.map(({ fill }) => fill)).toEqual(['#1b3a57', '#f5e0ee', '#d8ebe7', '#1b3a57']);
    // Of the changes, one is hatched and one is dotted, as in the legend.
    for (const ink of ['#8a2b6b', '#00524c'])
      expect([...svg.matchAll(new RegExp(`<path d="[^"]+" stroke="${ink}" stroke-width="0.9"`, 'g'))]).toHaveLength(2);
    expect(activity?.left).toBeCloseTo(before?.right ?? 0, 1);
    expect(method?.right).toBeCloseTo(activity?.right ?? 0, 1);
    expect(now?.right).toBeCloseTo(method?.left ?? 0, 1);
    expect(causes.map(({ kg, percent }) => `${kg} ${percent}`)).toEqual([
      '+2,000 +20.00%',
      '0 0.00%',
      '−1,000 −10.00%',
      '0 0.00%',
      '0 0.00%',
    ]);
    expect([compared, isDue]).toEqual([expect.stringContaining('come to 10.0000% of the total'), true]);
    expect(svg).toContain('Report &amp; &lt;plan&gt;');
    expect(note).toBe('View: Whole life. It ends at version 2 of the ledger, with months up to 2026-10.');
  });
});

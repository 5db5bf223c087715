import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BarChart, barChart } from '../../src/charts/bar-chart.ts';
import { pictureSvg } from '../../src/charts/chart.ts';
import { lineChart } from '../../src/charts/line-chart.ts';
import { RESULT_LOOKS, STAGE_LOOKS } from '../../src/charts/looks.ts';

const words = { title: 'Totals <by> bid', description: 'Alder 61.16; Birch 58.20.' };

const stagesChart = (chart: Omit<BarChart, 'looks'>) => barChart({ ...chart, looks: STAGE_LOOKS });

function totals(label = 'Alder (B1)') {
  return barChart({
    looks: RESULT_LOOKS,
    maximum: 100,
    id: 'totals',
    ...words,
    axis: 'Points of 100',
    bars: [
      {
        label,
        parts: new Map([
          ['Environment', 20],
          ['Quality', 25.2],
          ['Price', 16],
        ]),
        result: '61.20',
      },
      { label: 'Birch (B2)', note: 'not ranked', parts: new Map([['Quality', 0]]), result: '0.00' },
    ],
  });
}

describe('a chart', () => {
  it('says what it shows to those who do not see it', () => {
    const { svg } = totals();
    expect(svg).toContain('role="img" aria-labelledby="totals-title totals-desc"');
    expect(svg).toContain('<title id="totals-title">Totals &lt;by&gt; bid</title>');
    expect(svg).toContain('<desc id="totals-desc">Alder 61.16; Birch 58.20.</desc>');
  });

  it('uses presentation attributes only, so that a strict policy shows it whole', () => {
    expect(totals().svg).not.toMatch(/\sstyle=|<style|<script|\sclass=|\son\w+=|url\(|href/);
  });

  it('tells parts apart by pattern, not by colour alone', () => {
    const { svg } = totals();
    for (const name of ['Environment', 'Quality', 'Price']) expect(svg).toContain(`>${name}</text>`);
    // Quality is hatched, price dotted, environment plain: two hatched parts in the bar and two in the legend.
    expect([...svg.matchAll(/<path d="[^"]+" stroke="#(?:1d5fa8|8a5a00)" stroke-width="0.9"/g)].length).toBe(4);
  });

  it('draws each part as long as its share of the axis, one after the other', () => {
    const boxes = [...totals().svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="22"/g)].map(
      ([, x, , width]) => [Number(x), Number(width)],
    );
    const unit = (560 - 74 - 176) / 100;
    expect(boxes.length).toBe(3);
    expect(boxes[0]?.[0]).toBeCloseTo(176, 1);
    expect(boxes[0]?.[1]).toBeCloseTo(20 * unit, 1);
    expect(boxes[1]?.[0]).toBeCloseTo(176 + 20 * unit, 1);
    expect(boxes[2]?.[1]).toBeCloseTo(16 * unit, 1);
  });

  it('escapes a name, shows what it hides and shortens what has no room', () => {
    expect(totals('A<b>\u202E').svg).toContain('A&lt;b&gt;[U+202E]');
    expect(totals('Long '.repeat(20)).svg).toContain('…</text>');
  });

  it('lists in its legend only the stages that some bid has', () => {
    const { svg } = stagesChart({
      id: 'stages',
      ...words,
      axis: 'Tonnes',
      bars: [
        {
          label: 'Birch',
          parts: new Map([
            ['Making', 1.5],
            ['Published default', 3],
          ]),
          result: '4.5',
        },
      ],
    });
    expect(svg).toContain('>Making</text>');
    expect(svg).toContain('>Published default</text>');
    expect(svg).not.toContain('>Use</text>');
  });

  it('draws nothing for a bid without figures', () => {
    const { svg } = stagesChart({
      id: 'none',
      ...words,
      axis: 'Tonnes',
      bars: [{ label: 'Damson', parts: new Map(), result: 'not known' }],
    });
    expect(svg).toContain('>not known</text>');
    expect(svg).not.toContain('NaN');
  });

  it('draws each line of a trajectory in its own way and leaves a gap where a year has no figure', () => {
    const { svg } = lineChart({
      id: 'path',
      ...words,
      years: ['2024/25', '2025/26', '2026/27'],
      lines: [
        { kind: 'path', label: 'Pathway', tonnes: [100, 80, 60] },
        { kind: 'record', label: 'Actual', tonnes: [100, undefined, 90] },
        { kind: 'forecast', label: 'Forecast', tonnes: [undefined, 95, 70] },
        { kind: 'what-if', label: 'Forecast with B1', tonnes: [undefined, undefined, 75] },
      ],
    });
    for (const label of ['Pathway', 'Actual', 'Forecast', 'Forecast with B1', 'Tonnes of CO₂e a year'])
      expect(svg).toContain(`>${label}</text>`);
    expect(svg).toMatch(/stroke-dasharray="7 4"/);
    expect(svg).toMatch(/<path d="M[\d.]+,[\d.]+ZM[\d.]+,[\d.]+Z" stroke="#0b0c0c"/);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  it('is the same every time', () => {
    expect(totals().svg).toBe(totals().svg);
  });

  it('carries its title and its note wherever it goes by itself, on white', () => {
    const chart = { ...totals(), note: 'DRAFT, NOT APPROVED. Lot <1>.' };
    const svg = pictureSvg(chart);
    expect(svg).toMatch(/^<svg xmlns="[^"]+" width="600" height="(\d+)" viewBox="0 0 600 \1" role="img"/);
    expect(svg).toContain('<rect width="600"');
    expect(svg).toContain('font-weight="bold" fill="#0b0c0c">Totals &lt;by&gt; bid</text>');
    expect(svg).toContain('>DRAFT, NOT APPROVED. Lot &lt;1&gt;.</text>');
    expect(svg).toContain('Alder 61.16; Birch 58.20. DRAFT, NOT APPROVED. Lot &lt;1&gt;.</desc>');
    expect(svg).not.toMatch(/\sstyle=|<style|<script|\sclass=|\son\w+=|url\(|href/);
    expect(chart.svg).not.toContain('DRAFT');
  });

  it('breaks a long title and a long note into lines', () => {
    const svg = pictureSvg({ ...totals(), title: 'Many words '.repeat(20), note: 'Long '.repeat(60) });
    expect([...svg.matchAll(/font-size="15" font-weight="bold"[^>]*>Many words/g)].length).toBeGreaterThan(2);
    expect([...svg.matchAll(/font-size="11" fill="#0b0c0c">Long/g)].length).toBeGreaterThan(2);
  });

  it('has room for every figure, and some round ones beside its lines', () => {
    const figures = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(figures, (tonnes) => {
        const years = tonnes.map((_, index) => `${2020 + index}/${21 + index}`);
        const { svg, height } = lineChart({
          id: 'path',
          ...words,
          years,
          lines: [{ kind: 'path', label: 'Path', tonnes }],
        });
        const [, drawn = ''] =
          /<path d="(M[^"]+)" stroke="#00524c" stroke-width="2.5"/.exec(svg.replace(/.*?Path<\/text>/s, '')) ?? [];
        const places = [...drawn.matchAll(/[\d.]+,([\d.]+)/g)].map(([, y]) => Number(y));
        expect(places).toHaveLength(tonnes.length);
        for (const y of places) expect(y > 0 && y < height).toBe(true);
        const ticks = [...svg.matchAll(/text-anchor="end" fill="#505a5f">/g)];
        expect(ticks.length).toBeGreaterThanOrEqual(3);
        expect(ticks.length).toBeLessThanOrEqual(11);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { stagesChart, totalsChart, trajectoryChart } from '../../src/reports/charts.ts';

const words = { title: 'Totals <by> bid', description: 'Alder 61.16; Birch 58.20.' };

function totals(label = 'Alder (B1)') {
  return totalsChart({
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
    const unit = (560 - 74 - 152) / 100;
    expect(boxes.length).toBe(3);
    expect(boxes[0]?.[0]).toBeCloseTo(152, 1);
    expect(boxes[0]?.[1]).toBeCloseTo(20 * unit, 1);
    expect(boxes[1]?.[0]).toBeCloseTo(152 + 20 * unit, 1);
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
    const { svg } = trajectoryChart({
      id: 'path',
      ...words,
      years: ['2024/25', '2025/26', '2026/27'],
      lines: [
        { kind: 'pathway', label: 'Pathway', tonnes: [100, 80, 60] },
        { kind: 'actual', label: 'Actual', tonnes: [100, undefined, 90] },
        { kind: 'forecast', label: 'Forecast', tonnes: [undefined, 95, 70] },
        { kind: 'with-contract', label: 'Forecast with B1', tonnes: [undefined, undefined, 75] },
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
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { barChart } from '../../src/charts/bar-chart.ts';
import { pictureSvg } from '../../src/charts/chart.ts';
import { RESULT_LOOKS } from '../../src/charts/looks.ts';
import { chartPng } from '../../src/reports/chart-png.ts';
import { glyphsOf } from '../../src/reports/font-coverage.ts';
import { FONT_PATHS } from '../../src/reports/pdf-fonts.ts';
import { inkOf, type Png, readPng } from '../support/read-png.ts';

function svgOf(label: string): string {
  const bars = [{ label, parts: new Map([['Environment', 60]]), result: '60' }];
  const about = { id: 'one', title: 'Totals in CO₂e', description: 'One bar.', axis: 'Points of 100' };
  return pictureSvg(barChart({ ...about, looks: RESULT_LOOKS, bars, maximum: 100 }));
}

async function drawn(label: string): Promise<Png> {
  return readPng(await chartPng(svgOf(label)));
}

/** The colour in the middle of a place of the SVG, as red, green, blue and opacity. */
function colourAt({ pixels, width }: Png, x: number, y: number): string {
  const place = 4 * (Math.round(3 * y) * width + Math.round(3 * x));
  return pixels.toString('hex', place, place + 4);
}

describe('a chart as PNG', () => {
  it('is drawn in the colours and at the places of its SVG, three pixels for each unit, on white', async () => {
    const svg = svgOf('Alder');
    const [, height = ''] = /height="(\d+)"/.exec(svg) ?? [];
    const [, dy = ''] = /translate\(20 ([\d.]+)\)/.exec(svg) ?? [];
    const [, x = '', y = ''] =
      /<rect x="([\d.]+)" y="([\d.]+)" width="[\d.]+" height="22" fill="#00524c"/.exec(svg) ?? [];
    const picture = readPng(await chartPng(svg));
    expect([picture.width, picture.height]).toEqual([1800, 3 * Number(height)]);
    expect(colourAt(picture, 20 + Number(x) + 8, Number(dy) + Number(y) + 8)).toBe('00524cff');
    expect(colourAt(picture, 3, 3)).toBe('ffffffff');
    expect(colourAt(picture, 597, Number(height) - 3)).toBe('ffffffff');
  });

  it('is the same bytes for the same SVG, and others for another', async () => {
    const [first, again, other] = [await chartPng(svgOf('A')), await chartPng(svgOf('A')), await chartPng(svgOf('B'))];
    expect(Buffer.compare(first, again)).toBe(0);
    expect(Buffer.compare(first, other)).not.toBe(0);
  });

  it('writes with the fonts of the project, bold and plain', async () => {
    const [nothing, plain] = [await drawn(''), await drawn('Alder')];
    expect(inkOf(plain) - inkOf(nothing)).toBeGreaterThan(200);
  });

  it('prints characters that the fonts lack as code points, so that no two names look the same', async () => {
    const [one, other] = [await drawn('\u6f22'), await drawn('\u5b57')];
    expect(Buffer.compare(one.pixels, other.pixels)).not.toBe(0);
    expect((await drawn('[U+6F22]')).pixels.equals(one.pixels)).toBe(true);
  });
});

describe('what a font covers', () => {
  it.each(Object.entries(FONT_PATHS))('is read from its file, %s', (_, path) => {
    const has = glyphsOf(readFileSync(path));
    const known = (text: string) => Array.from(text, (character) => has(character.codePointAt(0) ?? 0));
    expect(known('A z0“”–—£€é₂−ŵЖλ')).not.toContain(false);
    expect(known('漢字עא→')).not.toContain(true);
  });

  it('refuses a file that is no font', () => {
    expect(() => glyphsOf(Buffer.alloc(64))).toThrow(TypeError);
  });
});

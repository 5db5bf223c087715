import { at, axisScale, escaped, INK, QUIET, words } from './chart.ts';

/** One line of a picture: tonnes by year, undefined where a year has no figure. */
export type ChartLine = { readonly name: string; readonly tonnes: readonly (number | undefined)[] };

export type LineChart = {
  /** Unique in its page; letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  /** What the picture says, for those who do not see it. */
  readonly description: string;
  readonly years: readonly string[];
  /** At most as many as there are looks: the path to the target first. */
  readonly lines: readonly ChartLine[];
};

type Mark = 'none' | 'circle' | 'square' | 'triangle';
type Look = { readonly stroke: string; readonly dash: string; readonly mark: Mark };

/** Lines are told apart by dashes and marks, so that colour is never needed. */
const LOOKS: readonly Look[] = [
  { stroke: '#00524c', dash: '', mark: 'none' },
  { stroke: '#0b0c0c', dash: '', mark: 'square' },
  { stroke: '#a34700', dash: '3 4', mark: 'triangle' },
  { stroke: '#1d5fa8', dash: '9 4', mark: 'circle' },
];
const [WIDTH, LEFT, RIGHT, PLOT] = [760, 70, 744, 270];

/** Lines over financial years as SVG text, without style attributes or scripts. */
export function lineChart({ id, title, description, years, lines }: LineChart): string {
  const drawn = lines.flatMap((line, index) => {
    const look = LOOKS[index];
    return look === undefined ? [] : [{ ...line, look }];
  });
  const top = drawn.length * 24 + 14;
  const bottom = top + PLOT;
  const largest = Math.max(1e-9, ...drawn.flatMap(({ tonnes }) => tonnes.filter((value) => value !== undefined)));
  const scale = axisScale(0, largest);
  const y = (value: number) => bottom - (value / scale.end) * PLOT;
  const x = (index: number) => LEFT + ((RIGHT - LEFT) * (index + 0.5)) / Math.max(1, years.length);
  const grid = scale.ticks.map(
    (tick) =>
      `<path d="M${LEFT} ${at(y(tick))}H${RIGHT}" stroke="#d5d8d9" fill="none"/>` +
      words(LEFT - 8, y(tick) + 5, tick.toLocaleString('en-GB'), { anchor: 'end', fill: QUIET, size: 13 }),
  );
  const every = Math.ceil(years.length / 12);
  const names = years.map((year, index) =>
    index % every === 0 ? words(x(index), bottom + 20, year, { anchor: 'middle', fill: QUIET, size: 12 }) : '',
  );
  const key = drawn.map(({ name, look }, index) => {
    const height = index * 24 + 12;
    const sample = [
      [6, height],
      [42, height],
    ] as const;
    return path(look, sample) + words(54, height + 5, name, { size: 15 });
  });
  const marks = drawn.map(({ tonnes, look }) =>
    path(
      look,
      tonnes.map((value, index) => [x(index), value === undefined ? undefined : y(value)] as const),
    ),
  );
  const axis =
    `<path d="M${LEFT} ${at(bottom)}H${RIGHT}" stroke="${INK}" fill="none"/>` +
    words(0, bottom + 44, 'Tonnes of CO₂e a year', { fill: QUIET, size: 13 });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${at(bottom + 52)}" role="img" aria-labelledby="${id}-title ${id}-text">` +
    `<title id="${id}-title">${escaped(title)}</title><desc id="${id}-text">${escaped(description)}</desc>` +
    `${key.join('')}${grid.join('')}${names.join('')}${axis}${marks.join('')}</svg>`
  );
}

/** A year without a figure is a gap in the line. */
function path({ stroke, dash, mark }: Look, points: readonly (readonly [number, number | undefined])[]): string {
  let steps = '';
  let isOpen = false;
  for (const [x, y] of points) {
    if (y !== undefined) steps += `${isOpen ? 'L' : 'M'}${at(x)} ${at(y)}`;
    isOpen = y !== undefined;
  }
  const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
  const line = steps === '' ? '' : `<path d="${steps}" stroke="${stroke}" stroke-width="2.5" fill="none"${dashes}/>`;
  return line + points.map(([x, y]) => (y === undefined ? '' : pointMark(mark, x, y, stroke))).join('');
}

function pointMark(mark: Mark, x: number, y: number, fill: string): string {
  switch (mark) {
    case 'none':
      return '';
    case 'circle':
      return `<circle cx="${at(x)}" cy="${at(y)}" r="4.5" fill="#ffffff" stroke="${fill}" stroke-width="2"/>`;
    case 'square':
      return `<rect x="${at(x - 4)}" y="${at(y - 4)}" width="8" height="8" fill="${fill}"/>`;
    case 'triangle':
      return `<path d="M${at(x)} ${at(y - 6)}l6 10h-12z" fill="${fill}"/>`;
  }
}

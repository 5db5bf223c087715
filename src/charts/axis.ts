/** Round ends of an axis at or beyond the values, with four or five steps between them. */
export type Axis = { readonly start: number; readonly end: number; readonly ticks: readonly number[] };

/** The axis for values from `least` to `largest`, of which the second is the larger. */
export function roundAxis(least: number, largest: number): Axis {
  const range = largest - least;
  const power = 10 ** Math.floor(Math.log10(range / 4));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one * 5 >= range) ?? power * 10;
  const first = Math.floor(least / step + 1e-9);
  const count = Math.ceil(largest / step - 1e-9) - first;
  return {
    start: first * step,
    end: (first + count) * step,
    ticks: Array.from({ length: count + 1 }, (_, index) => Number(((first + index) * step).toPrecision(6))),
  };
}

/** Where a value stands between two places of the picture. */
export function placeOn({ start, end }: Axis, from: number, to: number): (value: number) => number {
  return (value) => from + ((value - start) / (end - start)) * (to - from);
}

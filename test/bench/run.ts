import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { BenchOptions, BenchRow } from './bench-row.ts';
import { closeLargeLedgers, USUAL_LINES } from './large-ledger.ts';
import { benchPdf } from './pdf.ts';
import { benchReading } from './reading.ts';
import { benchReturns } from './returns.ts';
import { benchRules } from './rules.ts';
import { benchSensitivity } from './sensitivity.ts';
import { benchTotals } from './totals.ts';
import { benchTrajectory } from './trajectory.ts';
import { benchUpload } from './upload.ts';
import { benchWriting } from './writing.ts';

/** Runs the benchmarks named on the command line, or all; exits with 1 when a bar is missed. */
const BENCHMARKS: Readonly<Record<string, (options: BenchOptions) => Promise<BenchRow[]>>> = {
  reading: benchReading,
  writing: benchWriting,
  upload: benchUpload,
  returns: benchReturns,
  totals: benchTotals,
  trajectory: benchTrajectory,
  rules: benchRules,
  sensitivity: benchSensitivity,
  pdf: benchPdf,
};

const { values, positionals: wanted } = parseArgs({ allowPositionals: true, options: { lines: { type: 'string' } } });
const options: BenchOptions = { lines: Number(values.lines ?? USUAL_LINES) };
const unknown = wanted.filter((name) => !(name in BENCHMARKS));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(BENCHMARKS).join(', ')}.\n`,
  );
  process.exit(2);
}
if (!Number.isSafeInteger(options.lines) || options.lines < 10_000 || options.lines % 10_000 !== 0) {
  process.stderr.write('--lines is a whole number of ten thousands.\n');
  process.exit(2);
}

const rows: BenchRow[] = [];
try {
  for (const [name, bench] of Object.entries(BENCHMARKS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    process.stderr.write(`${name} …\n`);
    for (const row of await bench(options)) {
      rows.push(row);
      process.stdout.write(`${lineOf(row)}\n`);
    }
  }
} finally {
  await closeLargeLedgers();
}
writeFileSync('bench-results.json', `${JSON.stringify(rows, undefined, 2)}\n`);
process.exitCode = rows.every(({ met }) => met) ? 0 : 1;

function lineOf({ what, measure, ours, baseline, theirs, ratio, bar, met }: BenchRow): string {
  const figures = `${short(ours)} against ${short(theirs)} (${baseline})`;
  return `${met ? 'met   ' : 'MISSED'}  ${what}, ${measure}: ${figures}, ratio ${ratio.toPrecision(3)}, bar ${bar}`;
}

function short(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en-GB') : value.toPrecision(3);
}

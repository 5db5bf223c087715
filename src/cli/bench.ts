import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../domain/errors.ts';
import type { Command, ExitCode } from './command.ts';

/** The benchmarks measure against development dependencies, so they stand with the tests and run as a program of their own. */
export const bench: Command = {
  name: 'bench',
  usage: '[NAME ...] [--lines NUMBER]',
  does: 'measures speed and memory as ratios against named baselines; writes bench-results.json',
  details: [
    '--lines: of the ledger that totals and trajectory are measured over; ten million without it, which takes some minutes and 5 GB',
  ],
  options: { lines: { type: 'string' } },
  positionals: [0, 20],
  async run(input) {
    const script = join(import.meta.dirname, '..', '..', 'test', 'bench', 'run.ts');
    if (!existsSync(script))
      throw new AppError('not-found', 'The benchmarks come with the source, not with an installed package.');
    return new Promise<ExitCode>((resolve, reject) => {
      const { lines } = input.options;
      const size = typeof lines === 'string' ? ['--lines', lines] : [];
      const child = spawn(process.execPath, [script, ...input.positionals, ...size], { stdio: 'inherit' });
      child.on('error', reject);
      child.on('exit', (code) => resolve(code === 0 ? 0 : code === 1 ? 1 : 70));
    });
  },
};

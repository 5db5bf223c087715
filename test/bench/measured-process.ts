import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

/**
 * Loaded before a program (`--import`), writes what it cost to the file named by MEASURES when it ends. A signal
 * SIGUSR2 begins the measure anew, so that what the start cost is left out; the peak of memory is that of all its life.
 */
export type Measures = {
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly p99Milliseconds: number;
};

const RESOLUTION = 10;

function measure(path: string): void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  delay.enable();
  let start = process.cpuUsage();
  process.on('SIGUSR2', () => {
    delay.reset();
    start = process.cpuUsage();
  });
  process.on('exit', () => {
    const { user, system } = process.cpuUsage(start);
    const measures: Measures = {
      cpuSeconds: (user + system) / 1_000_000,
      peakMegabytes: process.resourceUsage().maxRSS / 1024,
      // The monitor counts the time between two looks, of which its own resolution is part.
      p99Milliseconds: delay.percentile(99) / 1_000_000 - RESOLUTION,
    };
    writeFileSync(path, JSON.stringify(measures));
  });
}

const { MEASURES } = process.env;
if (isMainThread && MEASURES !== undefined) measure(MEASURES);

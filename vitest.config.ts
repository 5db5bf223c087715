import { defineConfig } from 'vitest/config';

// On all cores and with the modules loaded once for all files of a process, so none of their tests may change what
// others share.
const together = {
  // Some seconds are enough on a free machine; a busy one must not fail a test for being slow.
  testTimeout: 60_000,
  isolate: false,
  maxWorkers: '100%',
} as const;

// "fast" is what `npm run check` runs; "long" are whole journeys, corpora and every store on every database; "slow"
// holds what starts LibreOffice, Chromium or many workers, one file at a time.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...together,
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.{long,slow}.test.ts'],
        },
      },
      { test: { ...together, name: 'long', include: ['test/**/*.long.test.ts'] } },
      { test: { name: 'slow', include: ['test/**/*.slow.test.ts'], testTimeout: 120_000, fileParallelism: false } },
    ],
  },
});

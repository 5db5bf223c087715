import { defineConfig } from 'vitest/config';

// "fast" is what `npm run check` runs, on all cores and with the modules loaded once for all files of a process, so none
// of its tests may change what others share; "slow" holds what starts LibreOffice, Chromium or many workers.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.slow.test.ts'],
          // Some seconds are enough on a free machine; a busy one must not fail a test for being slow.
          testTimeout: 60_000,
          isolate: false,
          maxWorkers: '100%',
        },
      },
      { test: { name: 'slow', include: ['test/**/*.slow.test.ts'], testTimeout: 120_000, fileParallelism: false } },
    ],
  },
});

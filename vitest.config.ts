import { defineConfig } from 'vitest/config';

// "fast" is what `npm run check` runs; "slow" holds what starts LibreOffice, Chromium or many workers.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.slow.test.ts'],
          testTimeout: 20_000,
        },
      },
      { test: { name: 'slow', include: ['test/**/*.slow.test.ts'], testTimeout: 120_000, fileParallelism: false } },
    ],
  },
});

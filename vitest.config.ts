/** All tests but the browser's: a project each for what has a command of its own; `e2e/flows` are Playwright's. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One worker a core at most: the tests that start servers and databases are heavier than they look.
    maxWorkers: 2,
    setupFiles: ['e2e/lost-files.ts', 'e2e/seeded-properties.ts'],
    projects: [
      { extends: true, test: { name: 'unit', include: ['src/**/*.test.ts'] } },
      {
        extends: true,
        test: { name: 'api', include: ['e2e/*.test.ts'], globalSetup: ['e2e/build-product.ts'] },
      },
      {
        extends: true,
        test: { name: 'trust', include: ['e2e/trust/*.test.ts'], globalSetup: ['e2e/build-product.ts'] },
      },
      {
        extends: true,
        test: { name: 'faults', include: ['e2e/faults/*.test.ts'], globalSetup: ['e2e/build-product.ts'] },
      },
      {
        extends: true,
        test: { name: 'fuzz', include: ['e2e/fuzz/*.test.ts'], globalSetup: ['e2e/build-product.ts'] },
      },
    ],
  },
});

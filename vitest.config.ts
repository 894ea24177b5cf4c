/** All tests except the browser tests in `e2e/flows`: one project for each group with its own command. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // At most one worker per core: the tests that start servers and databases are heavy.
    maxWorkers: 2,
    setupFiles: ['e2e/lost-files.ts', 'e2e/seeded-properties.ts'],
    projects: [
      { extends: true, test: { name: 'unit', include: ['src/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'components',
          include: ['e2e/components/*.test.tsx'],
          environment: './e2e/components/simulated-page.ts',
        },
      },
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
      {
        extends: true,
        test: {
          name: 'clickhouse',
          include: ['e2e/clickhouse/*.test.ts'],
          globalSetup: ['e2e/build-product.ts'],
          // The first run installs the engine, whose answers take long on a busy machine.
          hookTimeout: 600_000,
          testTimeout: 300_000,
        },
      },
    ],
  },
});

/** The unit and API tests; the browser tests in `e2e/flows` are Playwright's. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'e2e/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One worker a core at most: the tests that start servers and databases are heavier than they look.
    maxWorkers: 2,
  },
});

/** The browser tests: one server with the demo in a new folder, and a Chromium for each of two workers. */
import { defineConfig } from '@playwright/test';
import { findTestChromium } from './e2e/find-chromium.mjs';

const chromium = findTestChromium();

export default defineConfig({
  testDir: 'e2e/flows',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  reporter: [['list']],
  // Generous, for busy machines: tests wait for conditions, never for a fixed time.
  timeout: 180_000,
  expect: { timeout: 40_000 },
  globalSetup: './e2e/start-server.ts',
  use: {
    // Set by the global setup, and read again by the worker.
    baseURL: process.env['SECOND_LOOK_ADDRESS'],
    viewport: { width: 1440, height: 900 },
    // Traces cost as much as the tests themselves; request them with --trace on.
    screenshot: 'only-on-failure',
    launchOptions: { ...(chromium && { executablePath: chromium }), args: ['--no-sandbox', '--disable-gpu'] },
  },
});

// Reads a test runner's JSON report and prints the number of passed and failed tests: `node count-tests.mjs FILE`.
import { existsSync, readFileSync } from 'node:fs';

const [, , file] = process.argv;
if (!existsSync(file)) {
  process.stderr.write('The runner ended without a report, so nothing of it can be counted.\n');
  process.exit(1);
}
const report = JSON.parse(readFileSync(file, 'utf8'));

/** Vitest: a file that could not be loaded has no tests that could fail, and counts as one failure. */
function countVitest({ numPassedTests, numFailedTests, testResults }) {
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
  );
  return [numPassedTests, numFailedTests + broken.length];
}

/** Playwright: errors outside tests count too; a test that only passed in a retry counts as failed. */
function countPlaywright({ stats, errors }) {
  return [stats.expected, stats.unexpected + stats.flaky + errors.length];
}

const [passed, failed] = 'numPassedTests' in report ? countVitest(report) : countPlaywright(report);
process.stdout.write(`${passed} ${failed}\n`);

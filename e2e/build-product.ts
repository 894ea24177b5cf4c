/** Builds the product once before the API tests, so that concurrent tests do not all build it. */
import { execFileSync } from 'node:child_process';
import { root } from './start-server';

/** Runs the entry point of the command line, which builds what is older than its source. */
export function setup(): void {
  execFileSync(process.execPath, ['src/server/start.mjs', '--help'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

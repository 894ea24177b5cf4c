/** Builds the product once before the API tests, so that tests side by side do not all build it. */
import { execFileSync } from 'node:child_process';
import { root } from './start-server';

/** Runs the command line's door, which builds what is older than its source. */
export function setup(): void {
  execFileSync(process.execPath, ['src/server/start.mjs', '--help'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

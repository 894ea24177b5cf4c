#!/usr/bin/env node
// The entry point of a clone: builds what is missing or older than its source, then runs the command line.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const command = join(root, 'dist/server/cli.js');
const sources = ['src/contract', 'src/domain', 'src/server', 'src/dashboard', 'public'];

/** The latest modification time in a folder, in milliseconds. */
function newest(folder) {
  if (!existsSync(folder)) return 0;
  const times = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? newest(path) : statSync(path).mtimeMs;
  });
  return Math.max(0, ...times);
}

// Continue even if the reader of our messages has exited.
process.stderr.on('error', () => {});

const built = existsSync(command) ? statSync(command).mtimeMs : 0;
const changed = Math.max(...sources.map((folder) => newest(join(root, folder))));
if (changed > built) {
  process.stderr.write('Building Second Look (only when its source has changed) …\n');
  const build = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: root,
    // Whatever started this, for example a test runner: the build is kept and served by the next start.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (build.status !== 0) {
    process.stderr.write('The build failed; see above. Run "npm install" first if packages are missing.\n');
    process.exit(1);
  }
}

// npm sends signals to the shell between it and us, which exits without passing them on. Treat the loss of our
// parent process as the signal.
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 200).unref();
}

await import(pathToFileURL(command).href);

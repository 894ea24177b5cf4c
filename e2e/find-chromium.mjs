// Finds a Chromium for the browser tests, or installs one, and prints what it does.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const places = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/snap/bin/chromium'];
// Chromium without windows and built-in pages: the same engine for half the processor time.
const shell = 'chromium-headless-shell';

function onPath(name) {
  return (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
}

/** The first path that exists; `undefined` if none does. */
function firstOf(paths) {
  return paths.find((path) => path !== undefined && path !== '' && existsSync(path));
}

/** The path of a browser on this machine, or `undefined`. */
export function findChromium() {
  const installed = [...names, shell].flatMap(onPath);
  return firstOf([process.env.CHROMIUM_PATH, chromium.executablePath(), ...places, ...installed]);
}

/** The browser for tests, which need no window: the most lightweight one that is installed. */
export function findTestChromium() {
  return firstOf([process.env.CHROMIUM_PATH, ...onPath(shell)]) ?? findChromium();
}

function run(command, args) {
  process.stdout.write(`$ ${command} ${args.join(' ')}\n`);
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

function install() {
  process.stdout.write('No Chromium was found; installing one.\n');
  if (run('npx', ['playwright', 'install', 'chromium']) && findChromium() !== undefined) return;
  const isRoot = process.getuid?.() === 0;
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', shell]);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (findChromium() === undefined) install();
  const found = findTestChromium();
  if (found === undefined) {
    process.stderr.write(
      'No Chromium could be found or installed. Install one and set CHROMIUM_PATH to it.\n',
    );
    process.exit(1);
  }
  process.stdout.write(`The browser tests use ${found}\n`);
}

// Finds a Chromium for the browser tests, or installs one, and says what it does.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const places = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/snap/bin/chromium'];

/** The path of a browser on this machine, or `undefined`. */
export function findChromium() {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  const candidates = [process.env.CHROMIUM_PATH, chromium.executablePath(), ...onPath, ...places];
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
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
    run('apt-get', ['install', '-y', '-qq', 'chromium']);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (findChromium() === undefined) install();
  const found = findChromium();
  if (found === undefined) {
    process.stderr.write(
      'No Chromium could be found or installed. Install one and set CHROMIUM_PATH to it.\n',
    );
    process.exit(1);
  }
  process.stdout.write(`The browser tests use ${found}\n`);
}

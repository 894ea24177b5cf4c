/** README and CONTRIBUTING compared with the code: the tables are current, and everything that they name exists. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageFile from '../package.json' with { type: 'json' };
import { endpoints } from '../src/contract/endpoints/endpoints';
import { errorKinds } from '../src/contract/errors';
import { fieldNames, fields, sortKeys } from '../src/contract/fields';
import { ownParameters, parametersOf } from '../src/contract/query';
import { printViewState, type ViewState } from '../src/contract/view-state';
import { commands, gridKeys } from '../src/dashboard/shell/commands';
import { keyInWords } from '../src/dashboard/shell/key-list';
import { views } from '../src/dashboard/views/registry';
import { withCurrentBlocks } from './docs-blocks';

const root = join(import.meta.dirname, '..');
const readDoc = (name: string) => readFile(join(root, name), 'utf8');
const readme = await readDoc('README.md');

const firstGroups = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '');
const fencedIn = (text: string) => firstGroups(text, /^```[^\n]*\n([\s\S]*?)^```/gm);
const inBackticks = (text: string) => firstGroups(text.replaceAll(/^```[\s\S]*?^```/gm, ''), /`([^`\n]+)`/g);
const namedInReadme = new Set(inBackticks(readme));
const missing = (names: readonly string[]) => names.filter((name) => !namedInReadme.has(name));

test('the tables of the README match the code', async () => {
  const path = join(root, 'README.md');
  const current = await withCurrentBlocks(readme, path);
  if (process.env['UPDATE_DOCS'] === '1') await writeFile(path, current);
  else expect(readme, 'to update them: UPDATE_DOCS=1 npx vitest run e2e/docs.test.ts').toBe(current);
});

describe('the README names', () => {
  test('every parameter and sort key', () => {
    expect(missing(ownParameters)).toEqual([]);
    expect(missing(fieldNames.flatMap((name) => parametersOf(fields[name])))).toEqual([]);
    expect(missing(sortKeys)).toEqual([]);
  });

  test('every parameter of the screen', () => {
    // `Required`, so that a new member does not compile until it is listed here, and therefore in the README.
    const screen: Required<ViewState> = {
      view: 'matrix',
      sample: 1,
      window: 0,
      group: 'recording',
      settings: new Map(views.flatMap(({ settings }) => settings.map(({ name }) => [name, ''] as const))),
    };
    expect(missing(printViewState(screen).map(([name]) => name))).toEqual([]);
  });

  test('every endpoint', () => {
    const all = Object.values(endpoints).map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(missing(all)).toEqual([]);
  });

  test('every error status', () => {
    const listed = firstGroups(readme, /^\| (\d{3}) +\|/gm).map(Number);
    expect(listed.sort()).toEqual(
      Object.values(errorKinds)
        .map(({ status }) => status)
        .sort(),
    );
  });

  test('every key, on the line of its command', () => {
    const lines = readme.split('\n');
    const unnamed = [...commands, ...gridKeys].filter(
      ({ title, keys }) =>
        !lines.some(
          (line) =>
            line.includes(` ${title} `) && keys.every((key) => line.includes(`\`${keyInWords(key)}\``)),
        ),
    );
    expect(unnamed).toEqual([]);
  });
});

describe.each(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'])('what %s names exists:', (name) => {
  test('files and folders', async () => {
    const text = await readDoc(name);
    const pattern = /(?<![\w/.*-])((?:src|e2e|\.ci)\/[\w./-]*)/g;
    const paths = [...inBackticks(text), ...fencedIn(text)].flatMap((code) => firstGroups(code, pattern));
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('links and pictures', async () => {
    const links = firstGroups(await readDoc(name), /\]\(([^)#]+)/g);
    expect(links.filter((link) => !/^https?:/.test(link) && !existsSync(join(root, link)))).toEqual([]);
  });

  test('npm scripts', async () => {
    const scripts = firstGroups(await readDoc(name), /npm run ([\w:-]+)/g);
    expect(scripts.filter((script) => !Object.hasOwn(packageFile.scripts, script))).toEqual([]);
  });
});

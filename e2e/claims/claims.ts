/**
 * Shows what one more field, learn block, view, endpoint or file format costs: adds each to a copy of the
 * repository, counts the files, checks types, import rules and registries, and that a forgotten line is noticed.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { additions, type Addition } from './additions';

const root = join(import.meta.dirname, '../..');
const copied = [
  'src',
  'e2e',
  'package.json',
  'tsconfig.json',
  '.oxlintrc.json',
  'vite.config.ts',
  'vitest.config.ts',
];
const registryTests = [
  'src/domain/learn-blocks/registry.test.ts',
  'src/dashboard/learn-blocks/registry.test.ts',
  'src/dashboard/views/view-settings.test.ts',
];

const copy = await mkdtemp(join(tmpdir(), 'second-look-claims-'));

/** The output of a command in the copy, and whether it succeeded. */
async function run(command: string, ...options: string[]): Promise<{ isGood: boolean; output: string }> {
  try {
    const program = join('node_modules', '.bin', command);
    const { stdout } = await promisify(execFile)(program, options, { cwd: copy, maxBuffer: 1e8 });
    return { isGood: true, output: stdout };
  } catch (error) {
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
    return { isGood: false, output };
  }
}

/** Writes a file of the repository into the copy, with the lines of these additions. */
async function writeLines(path: string, from: readonly Addition[]): Promise<void> {
  let content = await readFile(join(root, path), 'utf8');
  for (const line of from.flatMap(({ lines }) => lines.filter((one) => one.path === path))) {
    const { text, before = '', instead = before } = line;
    if (!content.includes(instead)) throw new Error(`${path} contains no ${JSON.stringify(instead)}`);
    content = content.replace(instead, () => (line.instead === undefined ? text + before : text));
  }
  await writeFile(join(copy, path), content);
}

const editedBy = ({ lines }: Addition) => [...new Set(lines.map(({ path }) => path))];

let failed = 0;
function report(claim: string, isGood: boolean, output = ''): void {
  if (!isGood) failed += 1;
  process.stdout.write(`${isGood ? 'holds' : 'FAILS'}: ${claim}\n${isGood ? '' : output}`);
}

try {
  const isData = (path: string) => path.startsWith(join(root, 'src/demo/data'));
  for (const name of copied) {
    await cp(join(root, name), join(copy, name), { recursive: true, filter: (path) => !isData(path) });
  }
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const { files } of additions) {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(join(copy, dirname(path)), { recursive: true });
      await writeFile(join(copy, path), content);
    }
  }
  for (const path of additions.flatMap(editedBy)) await writeLines(path, additions);

  for (const [claim, command, ...options] of [
    ['the types check', 'tsc', '-p', '.'],
    ['the import rules allow them', 'oxlint', '--deny-warnings'],
    ['the registries accept them', 'vitest', 'run', '--project', 'unit', ...registryTests],
  ] as const) {
    const { isGood, output } = await run(command, ...options);
    report(`with all of them, ${claim}`, isGood, output);
  }
  for (const addition of additions) {
    const created = Object.keys(addition.files);
    const edited = editedBy(addition);
    const costs = `new files: ${created.length}, existing files with new lines: ${edited.length}`;
    process.stdout.write(
      `\n${addition.what}, ${costs}\n${[...created, ...edited].map((path) => `  ${path}\n`).join('')}`,
    );
    const { forgotten } = addition;
    if (forgotten === undefined) continue;
    await writeLines(
      forgotten,
      additions.filter((other) => other !== addition),
    );
    const { output } = await run('tsc', '-p', '.');
    report(`without the lines in ${forgotten}, the types do not check`, output.includes(forgotten));
    await writeLines(forgotten, additions);
  }
} finally {
  await rm(copy, { recursive: true });
}
process.exitCode = failed === 0 ? 0 : 1;

/** Commands whose output is closed or full exit according to their result, with at most one sentence. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { newFolder } from '../http/fixtures/app-under-test';
import { packageRoot } from '../package-root';
import { pageOf, predictionOf, resultOf } from '../import/fixtures/source-fixtures';

const folder = newFolder();
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  await writeFile(at('good.json'), pageOf([resultOf(1)], [predictionOf(1)]));
  await writeFile(at('bad.json'), pageOf([{ sampleId: 2 }], []));
});

type Place = 'pipe' | 'closed' | number;

/** The exit of a command with the given outputs, and what it wrote to those that are pipes. */
async function endOf(words: readonly string[], places: { out: Place; err: Place }) {
  const stdio = (place: Place) => (place === 'closed' ? 'pipe' : place);
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(packageRoot, 'src/server/cli.ts'), ...words],
    { cwd: packageRoot, stdio: ['ignore', stdio(places.out), stdio(places.err)] },
  );
  if (places.out === 'closed') child.stdout?.destroy();
  if (places.err === 'closed') child.stderr?.destroy();
  const all = (stream: typeof child.stdout) => (stream === null || stream.destroyed ? '' : text(stream));
  const [out, err, [code]] = await Promise.all([all(child.stdout), all(child.stderr), once(child, 'close')]);
  return { code: Number(code), out, err };
}

const importWords = (data: number) => [
  'import',
  at('good.json'),
  '--project',
  '1',
  '--data',
  at(`data-${data}`),
];

describe('a closed output', () => {
  it.each([
    ['--help', 0, () => ['--help']],
    ['check of what is refused', 1, () => ['check', at('bad.json')]],
    ['import', 0, importWords],
  ])('does not change the exit code of %s', async (_, code, words) => {
    const [noOut, noErr] = await Promise.all([
      endOf(words(1), { out: 'closed', err: 'pipe' }),
      endOf(words(2), { out: 'pipe', err: 'closed' }),
    ]);
    expect(noOut.code, noOut.err).toBe(code);
    expect(noOut.err).not.toMatch(/EPIPE|\n {4}at /);
    expect(noErr.code).toBe(code);
  });
});

describe.runIf(process.platform === 'linux')('a full output', () => {
  it('is reported in one sentence, and the work is done', async () => {
    const full = await open('/dev/full', 'w');
    try {
      expect(await endOf(importWords(3), { out: full.fd, err: 'pipe' })).toEqual({
        code: 1,
        out: '',
        err: 'second-look: Standard output could not be written (ENOSPC: no space left on device, write). Only the report is lost, not the work that it is about.\n',
      });
      const again = await endOf(importWords(3), { out: 'pipe', err: full.fd });
      expect(again).toMatchObject({
        code: 0,
        out: expect.stringContaining('The same 1 sample was there already'),
      });
    } finally {
      await full.close();
    }
  });
});
